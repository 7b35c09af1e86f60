"""Where an activity stands, as its takings tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scrutiny.activity import (
    Activity,
    ActivityStatus,
    Party,
    PartyKind,
    Progress,
    Standing,
    say_progress,
)
from scrutiny.mechanism import Mechanism
from scrutiny.meeting import Meeting
from scrutiny.partnership import Partner
from scrutiny.standing import (
    BEGUN,
    Sent,
    counting,
    facts,
    find_end,
    find_prompt,
    list_own_unmet,
    list_since,
    stand,
)
from tests.scrutiny.mechanism_examples import (
    CONTEXT,
    PARTNERS,
    VISIT,
    activity,
    endorsed,
    mechanism,
    took,
)

DAY = date(2026, 3, 9)
MEETINGS = (Meeting("m", "board", date(2026, 6, 1)),)
ARRANGED = took(4, "arrange", event_on="2026-05-01", is_update_needed="no")
UPDATED = took(4, "arrange", event_on="2026-05-01", is_update_needed="yes")


def standing(
    given: Activity,
    made: Mechanism | None = None,
    *,
    partners: tuple[Partner, ...] = PARTNERS,
    sent: Sent | None = None,
    **counts: int,
) -> Standing:
    """Where it stands among the usual partners, meetings and holidays."""
    return stand(
        made or mechanism(), given, partners=partners, meetings=MEETINGS,
        holidays=CONTEXT.holidays, sent=sent or {}, groups=CONTEXT.groups, counts=counts,
    )  # fmt: skip


def progress(stands: Standing) -> dict[str, str]:
    """The first letter of each step's progress: Waiting, Open, Done or Left out."""
    return {step.step: step.progress[0].upper() for step in stands.steps}


def test_at_its_beginning_the_first_step_is_open_for_each_partner():
    stands = standing(activity())
    assert (stands.state, stands.is_ended) == (BEGUN, False)
    (step,) = stands.open_steps
    assert (step.step, step.parts) == ("endorse", ("council", "health", "police"))


def test_a_step_that_each_takes_is_done_when_all_have():
    stands = standing(activity(*endorsed()[:2]))
    assert (stands.state, stands.open_steps[0].parts) == (BEGUN, ("police",))
    assert stands.open_steps[0].done_parts == ("council", "health")
    stands = standing(activity(*endorsed(DAY)))
    assert (stands.state, stands.steps[0].done_on) == ("Endorsed", DAY)
    assert [step.step for step in stands.open_steps] == ["arrange"]


def test_one_who_waits_takes_it_again():
    stands = standing(activity(took(1, "endorse", "later", part="police")))
    assert stands.open_steps[0].parts == ("council", "health", "police")


def test_an_outcome_that_ends_it_leaves_the_rest_out():
    stands = standing(activity(took(1, "endorse", "refused", part="police")))
    assert (stands.state, stands.is_ended, stands.open_steps) == ("Refused", True, ())
    assert stands.steps[-1].progress is Progress.LEFT_OUT


def test_a_step_that_does_not_apply_counts_as_done_for_those_that_wait_for_it():
    stands = standing(activity(*endorsed(), ARRANGED))
    assert progress(stands) == {
        "endorse": "D", "arrange": "D", "update": "L", "prepare": "O", "visit": "O",
        "agree": "W", "board": "W",
    }  # fmt: skip


def test_a_step_of_which_it_is_not_known_whether_it_applies_waits():
    assert progress(standing(activity()))["update"] == "W"


def test_what_waits_for_a_left_out_step_waits_for_what_comes_before_that():
    text = VISIT.replace("relevant: \"${is_update_needed} = 'yes'\"", "relevant: \"${why} = 'x'\"")
    stands = standing(activity(), mechanism(text))
    assert (progress(stands)["update"], progress(stands)["visit"]) == ("L", "W")


def test_an_optional_step_never_blocks():
    rest = [took(5, "visit"), took(6, "agree", "agreed"), took(7, "board")]
    stands = standing(activity(*endorsed(), ARRANGED, *rest))
    assert stands.is_ended
    assert progress(stands)["prepare"] == "O"


def test_an_optional_step_falls_away_once_what_it_was_for_is_over():
    made = mechanism(VISIT.replace("optional: true", "optional: true\n    until: [visit]"))
    assert progress(standing(activity(*endorsed(), ARRANGED), made))["prepare"] == "O"
    visited = activity(*endorsed(), ARRANGED, took(5, "visit"))
    assert progress(standing(visited, made))["prepare"] == "L"
    prepared = activity(*endorsed(), ARRANGED, took(5, "prepare"), took(6, "visit"))
    assert progress(standing(prepared, made))["prepare"] == "D"


def test_going_back_undoes_the_named_steps_and_all_that_follow():
    before = [*endorsed(), ARRANGED, took(5, "visit", seen="A"), took(6, "agree", "more")]
    stands = standing(activity(*before))
    assert stands.state == "More needed"
    assert (progress(stands)["visit"], progress(stands)["agree"]) == ("O", "W")
    again = activity(*before, took(7, "visit", seen="B"))
    assert standing(again).state == "Visited"
    assert [taking.number for taking in counting(mechanism(), again)] == [1, 2, 3, 4, 7]
    assert facts(mechanism(), again)["seen"] == "B"


def test_what_was_undone_is_no_fact_any_more():
    undone = activity(*endorsed(), ARRANGED, took(5, "visit", seen="A"), took(6, "agree", "more"))
    assert facts(mechanism(), undone) == {
        "is_about": undone.subject, "why": "A new service", "event_on": "2026-05-01",
        "is_update_needed": "no",
    }  # fmt: skip


def test_deadlines_come_from_takings_answers_and_meetings():
    given = activity(*endorsed(date(2026, 3, 31)), UPDATED, took(5, "visit", day=date(2026, 5, 1)))
    found = {step.step: step.due for step in standing(given).steps if step.due}
    assert found == {
        "arrange": date(2026, 4, 16),  # ten working days, with Easter between
        "update": date(2026, 4, 10),
        "visit": date(2026, 5, 1),
        "board": date(2026, 6, 1),
    }


def test_a_deadline_that_hangs_on_what_is_not_known_says_so():
    words = {step.step: step.due_words for step in standing(activity()).steps}
    assert words["update"] == (
        "3 weeks before the date in “Date of the visit”, which is not set yet"
    )
    assert words["board"] == (
        "the next meeting of the Board after “The visit”, which is not done yet"
    )


def test_a_step_is_late_once_its_day_has_passed():
    (step,) = standing(activity(*endorsed())).open_steps
    assert step.due == date(2026, 3, 16)
    assert [step.is_late(date(2026, 3, day)) for day in (16, 17)] == [False, True]
    assert step.is_target


def test_a_need_that_does_not_hold_is_said():
    text = VISIT.replace("${event_on} != ''", "${actions_open} = 0")
    given = activity(*endorsed(), ARRANGED)
    visit = standing(given, mechanism(text), actions_open=2).steps[4]
    assert visit.unmet == ("Set the date of the visit first",)
    assert standing(given, mechanism(text), actions_open=0).steps[4].unmet == ()


def test_what_the_party_itself_has_to_do_is_said_to_it_alone():
    need = '    needs: [{that: "${own_immediate} = 0", otherwise: Do yours first}]\n'
    of = mechanism(VISIT.replace("    each: partners\n", f"    each: partners\n{need}"))
    assert standing(activity(), of).steps[0].unmet == ()
    said = [list_own_unmet(of, of.steps[0], {"own_immediate": n}, date(2026, 3, 9)) for n in (0, 1)]
    assert said == [(), ("Do yours first",)]


def test_an_excluded_party_takes_no_step():
    parties = tuple(
        Party(PartyKind.PARTNER, key, is_excluded=key == "health", reason="Conflict")
        for key in ("council", "health", "police")
    )
    stands = standing(activity(parties=parties))
    assert stands.open_steps[0].parts == ("council", "police")


def test_a_role_that_shuns_the_subject_is_taken_without_its_partner():
    text = VISIT.replace("of: parties}", "of: parties, shuns_subject: true}")
    stands = standing(activity(subject_partner="health"), mechanism(text))
    assert stands.open_steps[0].parts == ("council", "police")


def test_a_partner_that_is_gone_no_longer_blocks_but_what_it_did_stays():
    two = PARTNERS[:2]
    assert standing(activity(*endorsed()[:2]), partners=two).state == "Endorsed"
    stands = standing(activity(endorsed()[2]), partners=two)
    assert stands.open_steps[0].done_parts == ("police",)


def test_a_new_partner_does_not_open_what_is_done():
    four = (*PARTNERS, Partner("probation", "Probation"))
    assert standing(activity(*endorsed()), partners=four).state == "Endorsed"


def test_an_agency_taken_out_stays_in_the_history():
    text = VISIT.replace("by: [agency]\n", "by: [agency]\n    each: agencies\n")
    oak, ash = Party(PartyKind.AGENCY, "oak"), Party(PartyKind.AGENCY, "ash")
    partners = activity().parties
    given = activity(*endorsed(), UPDATED, took(5, "update", part="oak"))
    assert progress(standing(replace(given, parties=(*partners, oak, ash)), mechanism(text)))[
        "update"
    ] == "O"  # fmt: skip
    gone = standing(replace(given, parties=(*partners, ash)), mechanism(text)).steps[2]
    assert (gone.parts, gone.done_parts) == (("ash",), ("oak",))


def test_a_step_of_each_agency_asks_first_who_they_are():
    text = VISIT.replace("by: [agency]\n", "by: [agency]\n    each: agencies\n")
    step = standing(activity(*endorsed(), UPDATED), mechanism(text)).steps[2]
    assert (step.progress, step.parts) == (Progress.OPEN, ())
    assert step.unmet == ("Say which agencies take part first",)


def test_a_form_that_each_sent_is_a_step_done():
    text = VISIT.replace("by: [agency]\n", "by: [agency]\n    form: audit\n    state: Updated\n")
    given = activity(*endorsed(), UPDATED)
    assert progress(standing(given, mechanism(text)))["update"] == "O"
    stands = standing(given, mechanism(text), sent={"update": {"": DAY}})
    assert (stands.state, stands.steps[2].done_on) == ("Updated", DAY)
    later = activity(*endorsed(), UPDATED, took(5, "visit"))
    assert standing(later, mechanism(text), sent={"update": frozenset({""})}).state == "Visited"


def test_one_that_was_withdrawn_is_ended():
    assert standing(activity(status=ActivityStatus.WITHDRAWN)).is_ended


def test_a_taking_of_a_step_that_the_version_does_not_have_is_passed_over():
    assert standing(activity(took(1, "gone"))).state == BEGUN


def test_a_step_says_what_sent_it_back_until_it_is_taken_again():
    more = took(9, "agree", "more")
    before = (*endorsed(), ARRANGED, took(6, "visit"))
    assert find_prompt(mechanism(), activity(*before), "visit") is None
    assert find_prompt(mechanism(), activity(*before, more), "visit") == more
    assert find_prompt(mechanism(), activity(*before, more, took(10, "visit")), "visit") is None


def test_a_step_that_one_partner_put_off_says_so_until_that_partner_takes_it():
    later = took(1, "endorse", "later", part="health")
    asked = activity(later, took(2, "endorse", "endorsed", part="police"))
    assert find_prompt(mechanism(), asked, "endorse") == later
    taken = replace(asked, taken=(*asked.taken, took(3, "endorse", "endorsed", part="health")))
    assert find_prompt(mechanism(), taken, "endorse") is None


def test_a_step_that_is_put_off_is_due_on_the_day_that_was_given():
    made = mechanism(
        **{
            "      - {id: seen, type: long_text, text: What was seen?}\n":
            "      - {id: seen, type: long_text, text: What was seen?}\n"
            "      - {id: later_on, type: date, text: Until when?}\n"
            "    outcomes:\n"
            "      - {value: seen_it, label: Seen}\n"
            "      - {value: off, label: Put it off, waits: true, until: later_on}\n"
        }
    )  # fmt: skip
    off = took(7, "visit", "off", later_on="2026-08-03")
    stands = standing(activity(*endorsed(), ARRANGED, off), made)
    step = next(each for each in stands.open_steps if each.step == "visit")
    assert (step.due, step.due_words) == (date(2026, 8, 3), "on the date in “Until when?”")
    assert not step.is_target  # it is the day that was said, whatever the target was


def test_an_open_step_that_nothing_waits_for_is_no_debt() -> None:
    assert say_progress(Progress.OPEN) == "To do"
    assert say_progress(Progress.OPEN, is_optional=True) == "If it is needed"
    assert say_progress(Progress.DONE, is_optional=True) == "Done"


def test_a_step_that_sent_others_back_says_what_it_asked_and_what_was_answered_since() -> None:
    more = took(9, "agree", "more")
    asked = activity(*endorsed(), ARRANGED, took(6, "visit"), more)
    assert find_prompt(mechanism(), asked, "agree") == more
    assert list_since(mechanism(), asked, more) == []
    anew = took(10, "visit", seen="All of it")
    answered = replace(asked, taken=(*asked.taken, anew))
    assert find_prompt(mechanism(), answered, "agree") == more
    assert list_since(mechanism(), answered, more) == [anew]


def test_what_ended_it_early_is_found() -> None:
    refused = took(3, "endorse", "refused", part="police")
    assert find_end(mechanism(), activity(took(1, "endorse", "endorsed", part="health"))) is None
    assert find_end(mechanism(), activity(refused)) == refused


def test_nothing_of_one_that_was_withdrawn_is_still_to_do() -> None:
    stands = standing(activity(*endorsed(), status=ActivityStatus.WITHDRAWN))
    assert stands.open_steps == ()
    assert {each.progress for each in stands.steps} == {Progress.DONE, Progress.LEFT_OUT}
