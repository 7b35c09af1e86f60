"""A form that each agency answers once for each case, until it says that it has finished."""

from __future__ import annotations

from typing import Any

import pytest

from db import life
from db.activities import get_run, list_for_me, take_up_version
from db.activity_forms import (
    form_id,
    list_activity_forms,
    refresh_after,
    start_activity_form,
    submit_form,
)
from db.composites import count_form_answers
from db.connection import Database
from db.errors import (
    AnswersRefusedError,
    NotAllowedError,
    NotFoundError,
    StaleError,
    StepRefusedError,
)
from db.events import list_events
from db.form_removals import remove_form
from db.held import find_held
from db.holdings import find_form_days
from db.many_forms import PartForm, list_part_forms
from db.mechanisms import publish_mechanism
from db.responses import get_response, save_draft
from db.retention import set_hold
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import SENT, Activity, Party, PartyKind, StepStanding
from scrutiny.life import Step
from scrutiny.response import Response, Status
from scrutiny.retention import Hold, Scope
from tests.db.activity_examples import ASH, NOW, OAK, TEAM, TODAY, begin, set_up, take, take_until
from tests.db.at_once import at_once
from tests.db.examples import RATED
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

ONCE = (
    VISIT.replace("by: [agency]\n", "by: [agency]\n    each: agencies\n    form: audit\n")
    .replace("of: subject}", "of: agencies}")
    .replace("    - {id: update_words, type: long_text, text: What has changed?, required: true}\n",
             "    - {id: update_words, type: long_text, text: Left out, "
             "required: \"${left_here} > 0\"}\n")
    .replace("\n      - {id: event_on", """
      - id: cases
        type: repeat
        text: Cases
        questions: [{id: case_reference, type: short_text, text: Reference}]
      - {id: event_on""")
)  # fmt: skip
LISTED = ONCE.replace(
    "    form: audit\n",
    "    form: audit\n    many: true\n    of_each: cases\n    fills: {lead: case}\n"
    "    recorded_by: [team]\n",
).replace('version: "1"', 'version: "2"')
FREE = LISTED.replace("    of_each: cases\n", "").replace("fills: {lead: case}", "at_least: 2")
CASES = [{"case_reference": "S-1"}, {"case_reference": "S-2"}]
AGENCIES = [Party(PartyKind.AGENCY, "ash", "Ash"), Party(PartyKind.AGENCY, "oak", "Oak")]
COLLEAGUE = make_viewer("organisation", name="Kim", organisations=frozenset({"ash"}))


def begun(database: Database, text: str = LISTED) -> Activity:
    """A visit whose cases are chosen, with two agencies to audit them."""
    set_up(database, text)
    activity = begin(database, mechanism(text), parties=AGENCIES)
    activity = take_until(database, activity, "endorse")
    answers = {"event_on": "2026-05-01", "is_update_needed": "yes", "cases": CASES}
    return take(database, activity, "arrange", TEAM, answers=answers)


def start(
    database: Database, activity: Activity, viewer: Viewer, about: str, **more: Any
) -> Response:
    return database.write(
        start_activity_form, id=activity.id, step="update", viewer=viewer, now=NOW,
        context=CONTEXT, reference=about, **more,
    )  # fmt: skip


def send(database: Database, draft: Response, viewer: Viewer) -> Response:
    found = database.read(get_response, draft.id, viewer=viewer)
    return database.write(
        submit_form, id=draft.id, revision=found.revision, viewer=viewer, stored=RATED,
        actions=[], now=NOW, context=CONTEXT,
    )  # fmt: skip


def finish(database: Database, activity: Activity, viewer: Viewer, **given: Any) -> Activity:
    run = database.read(get_run, activity.id, viewer=TEAM, context=CONTEXT)
    return take(database, run.activity, "update", viewer, **given)


def standing(database: Database, activity: Activity) -> StepStanding:
    run = database.read(get_run, activity.id, viewer=TEAM, context=CONTEXT)
    return next(each for each in run.standing.steps if each.step == "update")


def turns(database: Database, viewer: Viewer) -> list[str]:
    return [each.step for each in database.read(list_for_me, viewer=viewer, today=TODAY)]


def test_two_cases_with_one_reference_are_refused_before_they_become_one(database: Database):
    set_up(database, LISTED)
    activity = begin(database, mechanism(LISTED), parties=AGENCIES)
    activity = take_until(database, activity, "endorse")
    doubled = [*CASES, {"case_reference": " S-1 "}]
    answers = {"event_on": "2026-05-01", "is_update_needed": "yes", "cases": doubled}
    with pytest.raises(AnswersRefusedError) as refused:
        take(database, activity, "arrange", TEAM, answers=answers)
    assert "S-1 stands here twice." in str(refused.value)
    [problem] = refused.value.problems
    assert (problem.place, problem.message) == (
        "cases[2].case_reference", "S-1 stands here twice",
    )  # fmt: skip


def test_a_party_has_a_form_for_each_case_and_says_when_it_has_finished(database: Database):
    activity = begun(database)
    first, second = (start(database, activity, ASH, case) for case in ("S-1", "S-2"))
    assert (first.reference, first.answers) == ("S-1", {"lead": "S-1"})
    send(database, first, ASH)
    assert standing(database, activity).parts == ("ash", "oak")
    with pytest.raises(StepRefusedError, match=r"Not all that was begun has been sent: S-2\."):
        finish(database, activity, ASH)
    send(database, second, ASH)
    assert finish(database, activity, ASH).taken[-1].outcome == SENT
    assert (standing(database, activity).parts, turns(database, ASH)) == (("oak",), [])


def test_fewer_than_the_least_are_no_end(database: Database):
    activity = begun(database, FREE)
    send(database, start(database, activity, ASH, "Contacts"), ASH)
    with pytest.raises(StepRefusedError, match="At least 2 have to be sent first, and 1 has been"):
        finish(database, activity, ASH)
    send(database, start(database, activity, ASH, "Referrals"), ASH)
    finish(database, activity, ASH)
    assert standing(database, activity).done_parts == ("ash",)


def test_a_case_that_is_left_out_has_to_be_explained(database: Database):
    activity = begun(database)
    send(database, start(database, activity, ASH, "S-1"), ASH)
    with pytest.raises(AnswersRefusedError):
        finish(database, activity, ASH)
    finish(database, activity, ASH, answers={"update_words": "We never met S-2"})
    assert standing(database, activity).done_parts == ("ash",)


def test_only_the_cases_of_the_list_are_audited(database: Database):
    activity = begun(database)
    with pytest.raises(StepRefusedError, match="Say which one"):
        start(database, activity, ASH, "S-3")
    with pytest.raises(StepRefusedError, match="Say which one"):
        start(database, activity, ASH, "", case=form_id(activity.id, "update", "oak", "S-1"))
    id = form_id(activity.id, "update", "ash", "S-1")
    assert start(database, activity, ASH, "", case=id).reference == "S-1"


def test_two_who_begin_a_case_at_once_share_it_and_others_do_not_meet(database: Database):
    activity = begun(database)
    names = ("S-1", "S-1", "S-2", "S-2")
    people = (ASH, COLLEAGUE, ASH, COLLEAGUE)
    at_once(4, lambda number: start(database, activity, people[number], names[number]))
    step = mechanism(LISTED).by_id["update"]
    found = database.read(list_part_forms, step, activity, "ash")
    assert [(each.reference, each.status) for each in found] == [
        ("S-1", Status.IN_PROGRESS), ("S-2", Status.IN_PROGRESS),
    ]  # fmt: skip
    for each, viewer in zip(found, (ASH, COLLEAGUE), strict=True):
        database.write(
            save_draft, id=each.id, answers={"pupils": 3}, revision=0, viewer=viewer, now=NOW
        )


def test_two_who_say_at_once_that_they_have_finished_say_it_once(database: Database):
    activity = begun(database, FREE.replace("at_least: 2", "at_least: 0"))
    refused: list[str] = []

    def work(number: int) -> None:
        try:
            take(database, activity, "update", (ASH, COLLEAGUE)[number],
                 answers={"update_words": "None"})  # fmt: skip
        except (StaleError, StepRefusedError) as error:
            refused.append(type(error).__name__)

    at_once(2, work)
    run = database.read(get_run, activity.id, viewer=TEAM, context=CONTEXT)
    assert [t.part for t in run.activity.taken if t.step == "update"] == ["ash"]
    assert len(refused) == 1


def test_nobody_sees_what_another_agency_calls_its_cases(database: Database):
    activity = begun(database, FREE)
    draft = start(database, activity, ASH, "Contacts")
    for viewer, seen in ((ASH, "Contacts"), (TEAM, "Contacts"), (OAK, "")):
        (form,) = database.read(list_activity_forms, id=activity.id, viewer=viewer, context=CONTEXT)
        assert (form.part, form.status, form.reference) == ("ash", Status.IN_PROGRESS, seen)
        assert bool(form.case) is bool(seen)
    with pytest.raises(StepRefusedError, match="Say which one"):
        start(database, activity, OAK, "", case=draft.id)
    with pytest.raises(NotAllowedError):
        start(database, activity, OAK, "", part="ash", case=draft.id)


def test_one_that_is_returned_opens_the_step_again(database: Database):
    activity = begun(database)
    drafts = [start(database, activity, ASH, case) for case in ("S-1", "S-2")]
    for draft in drafts:
        send(database, draft, ASH)
    finish(database, activity, ASH)
    database.write(
        life.take_step, id=drafts[0].id, step=Step.RETURN, viewer=TEAM, now=NOW, reason="Thin"
    )
    database.write(refresh_after, drafts[0].id, context=CONTEXT)
    assert (standing(database, activity).parts, turns(database, ASH)) == (
        ("ash", "oak"),
        ["update"],
    )
    send(database, drafts[0], ASH)
    assert standing(database, activity).done_parts == ("ash",)


def test_who_records_for_others_may_know_that_they_came_in_another_way(database: Database):
    activity = begun(database)
    given = {"part": "oak", "answers": {"update_words": "All on paper"}}
    with pytest.raises(StepRefusedError, match="Say how you know"):
        finish(database, activity, TEAM, **given)
    finish(database, activity, TEAM, known_from="By secure mail", **given)
    assert standing(database, activity).done_parts == ("oak",)


def test_what_was_begun_by_mistake_is_taken_away(database: Database):
    activity = begun(database)
    kept, draft = (start(database, activity, ASH, case) for case in ("S-1", "S-2"))
    send(database, kept, ASH)
    asked = {"id": activity.id, "step": "update", "part": "ash", "now": NOW, "context": CONTEXT}
    with pytest.raises(NotAllowedError):
        database.write(remove_form, case=draft.id, viewer=OAK, **asked)
    with pytest.raises(StepRefusedError, match="What was sent stays"):
        database.write(remove_form, case=kept.id, viewer=ASH, **asked)
    database.write(remove_form, case=draft.id, viewer=COLLEAGUE, **asked)
    with pytest.raises(NotFoundError):
        database.read(get_response, draft.id, viewer=ASH)
    assert "form_removed" in [e.name for e in database.read(list_events, subject=activity.id)]
    finish(database, activity, ASH, answers={"update_words": "S-2 is not ours"})


def test_a_hold_on_the_activity_keeps_every_one_of_them(database: Database):
    activity = begun(database)
    draft = start(database, activity, ASH, "S-1")
    administrator = make_viewer("administrator", name="Ada")
    database.write(
        set_hold, scope=Scope.ACTIVITY, subject=activity.reference, reason="Inquiry",
        viewer=administrator, now=NOW,
    )  # fmt: skip
    with pytest.raises(StepRefusedError, match="A hold keeps this form"):
        database.write(
            remove_form, id=activity.id, step="update", part="ash", case=draft.id, viewer=ASH,
            now=NOW, context=CONTEXT,
        )  # fmt: skip


def test_a_form_that_speaks_of_another_case_is_not_sent(database: Database):
    activity = begun(database)
    draft = start(database, activity, ASH, "S-1")
    database.write(
        save_draft, id=draft.id, answers={"lead": "S-2"}, revision=0, viewer=ASH, now=NOW
    )
    with pytest.raises(StepRefusedError, match="was begun for S-1, and its reference says S-2"):
        send(database, draft, ASH)


def test_what_was_begun_before_there_were_many_goes_on(database: Database):
    """An activity that takes the new version up keeps the one form of each party."""
    activity = begun(database, ONCE.replace("${left_here} > 0", "false()"))
    once = start(database, activity, ASH, "")
    send(database, start(database, activity, OAK, ""), OAK)
    many = mechanism(LISTED)
    database.write(publish_mechanism, mechanism=many, source=LISTED, now=NOW)
    database.write(
        take_up_version, id=activity.id, version="2", viewer=TEAM, now=NOW, context=CONTEXT
    )
    assert standing(database, activity).done_parts == ("oak",)
    step = many.by_id["update"]
    held = PartForm(once.id, "", Status.IN_PROGRESS)
    assert database.read(list_part_forms, step, activity, "ash") == [held]
    assert start(database, activity, ASH, "", case=once.id).id == once.id


def test_there_is_an_end_to_what_is_begun(database: Database, monkeypatch: pytest.MonkeyPatch):
    activity = begun(database, FREE)
    monkeypatch.setattr("db.activity_forms.MOST", 1)
    start(database, activity, ASH, "Contacts")
    with pytest.raises(StepRefusedError, match="No more than 1"):
        start(database, activity, ASH, "Referrals")
    assert start(database, activity, ASH, "  Contacts ").reference == "Contacts"


def test_what_reads_case_audits_counts_every_one(database: Database):
    activity = begun(database)
    drafts = [start(database, activity, ASH, case) for case in ("S-1", "S-2")]
    for draft in drafts:
        send(database, draft, ASH)
    counted = database.read(count_form_answers, viewer=TEAM, form="audit", first=TODAY, last=TODAY)
    assert {each.count for each in counted if each.question == "a1"} == {2}
    assert database.read(find_form_days, {}).keys() == {draft.id for draft in drafts}
    hold = Hold("h", Scope.ACTIVITY, activity.reference, "I", "A", TODAY)
    held = database.read(find_held, [hold])
    assert held.responses == sorted(draft.id for draft in drafts)
