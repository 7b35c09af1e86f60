"""The page of one activity: whose turn it is, taking it, and what cannot be done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db import activities, activity_forms, papers, step_drafts
from db.findings import add_finding
from db.officer_days import add_officer_day
from scrutiny.activity import ActivityStatus, Holder, PartyKind
from scrutiny.finding import Finding, FindingKind
from scrutiny.officer_day import OfficerDay
from tests.pages.activity_examples import (
    AGENCY,
    OFFICER,
    PARTNERS,
    TEAM,
    begin,
    endorse,
    read,
    set_date,
    take,
)
from tests.pages.conftest import Site, words

AS_TEAM = {"role": "mars_team", "person": "Max Team"}
AS_HEALTH = {"role": "partner", "person": "Pat Health", "organisation": "health"}
AS_AGENCY = {"role": "organisation", "person": "Kit Clinic", "organisation": "clinic"}


def open_it(site: Site, reference: str, *, step: str = "", do: str = "", **who: str) -> AppTest:
    """The activity's page as somebody of a role."""
    query = {"id": reference} | ({"step": step} if step else {}) | ({"do": do} if do else {})
    return site.run("activity", query=query, **who)


def labels(test: AppTest) -> list[str]:
    return [button.label for button in test.button]


def press(test: AppTest, label: str) -> AppTest:
    """Press the button with that label; a fault fails the test."""
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception, test.exception
    return test


def choose(test: AppTest, label: str, value: str) -> AppTest:
    next(each for each in test.radio if each.label.startswith(label)).set_value(value).run()
    assert not test.exception, test.exception
    return test


def write(test: AppTest, label: str, typed: str) -> AppTest:
    boxes = [*test.text_area, *test.text_input]
    next(box for box in boxes if box.label.startswith(label)).set_value(typed).run()
    assert not test.exception, test.exception
    return test


def test_the_page_says_what_it_is_what_is_next_and_by_whom(site: Site):
    activity = begin(site, holders=[Holder("officer", "Ira Officer")])
    said = words(open_it(site, activity.reference, **AS_TEAM))
    for part in (
        "AE-2026-001 · Agency specific assurance event", "How the clinic listens", "Meadow Clinic",
        "Independent Scrutiny Officer: Ira Officer", "What is next, and by whom",
        "Humberside Police", "0 of 19 steps done.", "What was said when it was begun", "It is new",
    ):  # fmt: skip
        assert part in said, part


def test_a_partner_endorses_and_the_next_one_is_waited_for(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, **AS_HEALTH)
    assert "Your turn" in words(test)
    press(choose(test, "How does it end?", "endorsed"), "Record this step")
    (taking,) = read(site, activity).taken
    assert (taking.step, taking.outcome, taking.part, taking.by) == (
        "endorse", "endorsed", "health", "Pat Health",
    )  # fmt: skip
    assert "Recorded: The three partners endorse the agency." in words(test)
    assert "Record this step" not in labels(test)
    said = words(open_it(site, activity.reference, **AS_HEALTH))
    assert "In already: Humber and North Yorkshire Integrated Care Board" in said


def test_what_is_missing_is_listed_and_nothing_is_recorded(site: Site):
    activity = begin(site)
    test = press(open_it(site, activity.reference, **AS_HEALTH), "Record this step")
    assert "There is a problem" in words(test)
    assert "How does it end? Choose an answer" in words(test)
    choose(test, "How does it end?", "refused")
    press(test, "Record this step")
    assert "Why? Write an answer" in words(test)
    assert read(site, activity).taken == ()
    press(write(test, "Why?", "They were seen in spring"), "Record this step")
    assert read(site, activity).status is ActivityStatus.ENDED
    assert "Not endorsed" in words(test)


def test_the_team_records_for_a_partner_and_says_how_it_knows(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, **AS_TEAM)
    assert "You record this for those whose step it is." in words(test)
    choose(test, "For whom do you record this?", "police")
    press(choose(test, "How does it end?", "endorsed"), "Record this step")
    assert "How do you know? Write an answer" in words(test)
    press(write(test, "How do you know?", "An e-mail of today"), "Record this step")
    (taking,) = read(site, activity).taken
    assert (taking.part, taking.known_from, taking.by) == ("police", "An e-mail of today",
                                                           "Max Team")  # fmt: skip
    assert "Recorded by Max Team" in words(open_it(site, activity.reference, **AS_TEAM))


def test_half_typed_answers_survive_a_reload_and_are_nobody_elses(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, **AS_HEALTH)
    choose(test, "How does it end?", "more")
    write(test, "Why?", "🙂 What did the last letter say?")
    again = open_it(site, activity.reference, **AS_HEALTH)
    assert again.radio[0].value == "more"
    assert again.text_area[0].value == "🙂 What did the last letter say?"
    other = open_it(site, activity.reference, role="partner", person="Pat Police",
                    organisation="police")  # fmt: skip
    assert other.radio[0].value is None
    press(again, "Record this step")
    place = {"activity": activity.id, "step": "endorse", "part": "health"}
    found = site.held.database.read(step_drafts.find_step_draft, viewer=PARTNERS["health"], **place)
    assert found == {}


def test_a_hundred_thousand_characters_are_refused_in_words_and_kept(site: Site):
    activity = begin(site)
    test = choose(open_it(site, activity.reference, **AS_HEALTH), "How does it end?", "refused")
    press(write(test, "Why?", "x" * 100_000), "Record this step")
    assert "There is a problem" in words(test)
    assert len(test.text_area[0].value) == 100_000
    assert read(site, activity).taken == ()


def test_a_stale_page_is_refused_in_words(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, **AS_HEALTH)
    choose(test, "How does it end?", "endorsed")
    take(site, activity, "endorse", PARTNERS["police"], outcome="endorsed")
    press(test, "Record this step")
    assert "Nothing was changed. Somebody else has just taken a step here." in words(test)
    assert test.radio[0].value == "endorsed"
    press(test, "Record this step")
    assert [each.part for each in read(site, activity).taken] == ["police", "health"]


def test_a_step_that_was_put_off_says_why_beside_it(site: Site):
    activity = begin(site)
    take(site, activity, "endorse", PARTNERS["police"], outcome="endorsed")
    take(site, activity, "endorse", PARTNERS["health"], outcome="more", reason="Which ward?")
    said = words(open_it(site, activity.reference, **AS_HEALTH))
    assert "Last time:" in said
    assert "Which ward?" in said[: said.index("All its steps")]
    said = words(open_it(site, activity.reference, role="partner", person="Pat Police",
                         organisation="police"))  # fmt: skip
    assert "Your part is in. It goes on when the others are in too." in said


@pytest.mark.parametrize(
    ("who", "wanted"),
    [
        ({"role": "organisation", "person": "Wa", "organisation": "warren"}, "no such activity"),
        ({"role": "chair", "person": "Cy", "organisation": "chapp"}, "no such activity"),
        ({"role": "board_reader", "person": "Bo"}, "not open to that role"),
    ],
)
def test_who_has_no_part_is_told_nothing(site: Site, who: dict[str, str], wanted: str):
    activity = begin(site)
    said = words(open_it(site, activity.reference, **who))
    assert wanted in said
    assert "How the clinic listens" not in said


def test_a_made_up_address_says_what_to_do(site: Site):
    begin(site)
    for id in ("", "AE-2026-999", "' OR 1=1 --", "x" * 5000):
        assert "There is no such activity" in words(open_it(site, id, **AS_TEAM))


def test_a_step_that_is_not_the_viewers_says_whose_it_is(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, step="endorse", **AS_AGENCY)
    assert "This step is taken by Safeguarding partner" in words(test)
    assert "Record this step" not in labels(test)


def test_a_step_that_cannot_be_taken_yet_is_not_offered_by_its_address(site: Site):
    activity = begin(site)
    test = open_it(site, activity.reference, step="set_date", **AS_TEAM)
    assert [box.label for box in test.text_area] == []
    assert "Cannot start yet" in words(test)


def test_the_team_adds_leaves_out_and_takes_back_an_organisation(site: Site):
    activity = begin(site)
    test = press(open_it(site, activity.reference, **AS_TEAM), "Add an organisation")
    choose(test, "Which organisation?", "warren")
    press(choose(test, "What is it here?", "commissioner"), "Add it")
    party = next(p for p in read(site, activity).parties if p.key == "warren")
    assert (party.kind, party.label) == (PartyKind.COMMISSIONER, "Warren House")
    test = press(open_it(site, activity.reference, **AS_TEAM), "Leave one out")
    choose(test, "Which one?", "warren")
    press(test, "Leave it out")
    assert "Why? Write an answer" in words(test)
    press(write(test, "Why?", "It buys nothing there"), "Leave it out")
    assert "Left out: It buys nothing there" in words(open_it(site, activity.reference, **AS_TEAM))
    test = press(open_it(site, activity.reference, **AS_TEAM), "Take one back in")
    press(choose(test, "Which one?", "warren"), "Take it back in")
    assert not any(party.is_excluded for party in read(site, activity).parties)


def test_somebody_takes_over_from_one_who_left(site: Site):
    activity = begin(site, holders=[Holder("officer", "Ira Officer")])
    test = press(open_it(site, activity.reference, **AS_TEAM), "Change who is named")
    write(test, "Who is the Independent Scrutiny Officer?", "Ola Officer")
    press(test, "Save")
    assert [holder.name for holder in read(site, activity).holders] == ["Ola Officer"]


def test_it_is_paused_resumed_renamed_and_withdrawn_each_with_a_reason(site: Site):
    activity = begin(site)
    test = press(open_it(site, activity.reference, **AS_TEAM), "Pause it")
    press(write(test, "Why?", "An inspection"), "Pause it")
    paused = open_it(site, activity.reference, **AS_HEALTH)
    assert "It is paused." in words(paused)
    assert "Why: An inspection" in words(paused)
    assert "Record this step" not in labels(paused)
    test = press(open_it(site, activity.reference, **AS_TEAM), "Resume it")
    press(write(test, "Why?", "It is over"), "Resume it")
    test = press(open_it(site, activity.reference, **AS_TEAM), "Change its title")
    assert "How the clinic listens" in [box.value for box in test.text_input]
    write(test, "What is it called?", "How the clinic hears")
    press(test, "Save")
    test = press(open_it(site, activity.reference, **AS_TEAM), "Withdraw it")
    press(write(test, "Why?", "Not needed"), "Withdraw it")
    found = read(site, activity)
    assert (found.status, found.title) == (ActivityStatus.WITHDRAWN, "How the clinic hears")
    said = words(open_it(site, activity.reference, **AS_HEALTH))
    happened = said[said.rindex("What has happened") :]
    for each in ("Paused on", "Why: An inspection", "Resumed on", "Why: It is over",
                 "Withdrawn on", "Why: Not needed"):  # fmt: skip
        assert each in happened
    assert "To do" not in said


def test_the_steps_of_a_paused_one_are_neither_to_do_nor_late(site: Site):
    activity = begin(site)
    assert "To do" in words(open_it(site, activity.reference, **AS_HEALTH))
    site.held.database.write(
        activities.pause_activity, id=activity.id, reason="An inspection", viewer=TEAM,
        now=site.held.clock(), context=site.held.context,
    )  # fmt: skip
    said = words(open_it(site, activity.reference, **AS_HEALTH))
    assert "To do" not in said
    assert ">Paused</" in said


def test_one_that_a_partner_refused_says_who_and_why(site: Site):
    activity = begin(site)
    take(site, activity, "endorse", PARTNERS["health"], outcome="refused", reason="It was seen")
    said = words(open_it(site, activity.reference, **AS_TEAM))
    shown = said[said.index("It has ended.") : said.index("All its steps")]
    for each in ("It ended with the step", "Do not endorse", "It was seen", "Pat Health"):
        assert each in shown


def test_only_those_who_run_it_are_offered_to(site: Site):
    activity = begin(site)
    for who in (AS_HEALTH, AS_AGENCY):
        test = open_it(site, activity.reference, do="withdraw", **who)
        assert "Withdraw it" not in labels(test)
        assert "Run this activity" not in words(test)


def test_a_finding_is_added_changed_and_removed(site: Site):
    activity = set_date(site, endorse(site, begin(site)), site.held.clock().date())
    test = press(open_it(site, activity.reference, **AS_TEAM), "Add a finding")
    choose(test, "What is it?", "improvement")
    press(write(test, "What was seen or said?", "Nobody asks <b>twice</b>"), "Add it")
    said = words(open_it(site, activity.reference, **AS_TEAM))
    assert "Area for improvement" in said
    assert "Nobody asks &lt;b&gt;twice&lt;/b&gt;" in said
    id = said.partition("do=finding-")[2].partition('"')[0]
    test = open_it(site, activity.reference, do=f"finding-{id}", **AS_TEAM)
    write(test, "If no action follows", "It is known")
    press(test, "Save")
    assert "No action: It is known" in words(open_it(site, activity.reference, **AS_TEAM))
    test = open_it(site, activity.reference, do=f"remove-{id}", **AS_TEAM)
    next(box for box in test.checkbox if box.label.startswith("Remove it")).check().run()
    press(test, "Remove it")
    assert "Nobody asks" not in words(open_it(site, activity.reference, **AS_TEAM))


def test_a_finding_leads_to_an_action_that_stands_beside_it(site: Site):
    activity = set_date(site, endorse(site, begin(site)), site.held.clock().date())
    finding = Finding("", activity.id, FindingKind.IMPROVEMENT, "Nobody asks twice",
                      site.held.clock().date())  # fmt: skip
    site.held.database.write(
        add_finding, finding=finding, viewer=TEAM, now=site.held.clock(),
        context=site.held.context,
    )  # fmt: skip
    said = words(open_it(site, activity.reference, **AS_TEAM))
    panel = f"act-{said.partition('do=act-')[2].partition(chr(34))[0]}"
    test = open_it(site, activity.reference, do=panel, **AS_TEAM)
    assert "<strong>The finding: </strong>Nobody asks twice" in words(test)
    test.text_area[0].set_value("Ask every family twice")
    test.date_input[0].set_value(site.held.clock().date())
    press(test, "Add this action")
    said = words(open_it(site, activity.reference, **AS_TEAM))
    assert "Action ACT-" in said
    assert panel not in words(open_it(site, activity.reference, **AS_AGENCY))


def test_a_step_that_sends_a_document_says_so_before_it_is_recorded(site: Site):
    activity = set_date(site, endorse(site, begin(site)), site.held.clock().date())
    wanted = "recording this step fixes its words and sends it out."
    assert wanted in words(open_it(site, activity.reference, **AS_TEAM))
    take(site, activity, "select_letter")
    assert wanted not in words(open_it(site, activity.reference, **AS_TEAM))


def test_an_officers_days_are_written_down(site: Site):
    activity = begin(site)
    who = {"role": "scrutiny_officer", "person": "Ira Officer"}
    test = press(open_it(site, activity.reference, **who), "Write days down")
    write(test, "Which day?", "2 3 2026")
    write(test, "How many days?", "0.5")
    kinds = [each.key for each in site.held.partnership.officer_activities]
    box = next(b for b in [*test.selectbox, *test.radio] if b.label.startswith("What for?"))
    box.set_value(kinds[0]).run()
    press(choose(test, "Does it count", "yes"), "Save")
    test = open_it(site, activity.reference, **who)
    assert "0.5 days in 1 entry" in words(test)
    assert "Ira Officer in 2026: 0.5 of 15 agreed days used, 14.5 left." in words(test)


def test_a_wrong_entry_of_days_is_taken_out(site: Site):
    activity = begin(site)
    day = OfficerDay("", "", site.held.clock().date(), 1, "events", activity=activity.id)
    site.held.database.write(add_officer_day, day=day, viewer=OFFICER, now=site.held.clock())
    who = {"role": "scrutiny_officer", "person": "Ira Officer"}
    test = press(open_it(site, activity.reference, **who), "Take out a wrong entry")
    box = next(b for b in [*test.selectbox, *test.radio] if b.label.startswith("Which entry?"))
    box.set_value(box.options[-1] if box.type == "selectbox" else box.options[0]).run()
    press(test, "Take it out")
    assert "None has been written down." in words(open_it(site, activity.reference, **who))


def test_an_agency_is_asked_for_a_form_and_opens_it(site: Site):
    soon = site.held.clock().date() + timedelta(60)
    activity = set_date(site, endorse(site, begin(site)), soon, update=True)
    take(site, activity, "select_letter")
    take(site, activity, "send_update")
    said = words(open_it(site, activity.reference, **AS_AGENCY))
    assert f"/fill?activity={activity.reference}&amp;step=return_update" in said
    home = words(site.run("home", **AS_AGENCY))
    assert f"/fill?activity={activity.reference}&amp;step=return_update" in home
    query = {"activity": activity.reference, "step": "return_update"}
    form = site.run("fill", query=query, **AS_AGENCY)
    assert "Meadow Clinic. AE-2026-001: Return the joint self-assessment" in words(form)
    (begun,) = site.held.database.read(
        activity_forms.list_activity_forms, id=activity.id, viewer=AGENCY,
        context=site.held.context,
    )  # fmt: skip
    assert (begun.step, begun.part, begun.form) == ("return_update", "", "section_eleven")
    site.run("fill", query=query, **AS_TEAM)  # on paper: the same response
    assert "In progress" in words(open_it(site, activity.reference, **AS_TEAM))


@pytest.mark.parametrize(
    ("who", "step"),
    [
        ({"role": "organisation", "person": "Wa", "organisation": "warren"}, "return_update"),
        (AS_HEALTH, "return_update"),
        (AS_AGENCY, "scrutineers"),
        (AS_AGENCY, "no_such_step"),
        ({"role": "board_reader", "person": "Bo"}, "return_update"),
    ],
)
def test_a_form_of_somebody_else_or_out_of_order_opens_nothing(
    site: Site, who: dict[str, str], step: str
):
    activity = endorse(site, begin(site))
    test = site.run("fill", query={"activity": activity.reference, "step": step}, **who)
    assert "We cannot open this form" in words(test)
    found = site.held.database.read(activities.get_activity, activity.id, viewer=TEAM)
    assert site.held.database.read(
        activity_forms.list_activity_forms, id=found.id, viewer=TEAM, context=site.held.context
    ) == []  # fmt: skip


def test_a_step_says_that_its_document_was_withdrawn_until_a_new_one_is_drafted(site: Site):
    soon = site.held.clock().date() + timedelta(days=60)
    activity = set_date(site, endorse(site, begin(site)), soon, update=True)
    held, hint = site.held, "It was withdrawn. A new one is drafted under Documents"
    [paper] = held.database.read(papers.list_papers, viewer=TEAM, activity=activity.id)
    held.database.write(
        papers.withdraw_paper, id=paper.id, reason="Wrong day", viewer=TEAM, now=held.clock()
    )
    assert hint in words(open_it(site, activity.reference, **AS_TEAM))
    press(open_it(site, activity.reference, **AS_TEAM), "Draft: Letter of selection")
    assert hint not in words(open_it(site, activity.reference, **AS_TEAM))
