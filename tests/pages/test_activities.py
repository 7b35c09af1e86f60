"""All activities: tiles, filters, beginning one, and for me on the home page."""

from __future__ import annotations

import re
from datetime import date, timedelta

from streamlit.testing.v1 import AppTest

from db import activities
from db.cycles import add_cycle
from db.organisations import add_organisations
from scrutiny.access import make_viewer
from scrutiny.activity import ActivityStatus
from tests.pages.activity_examples import (
    CLINIC,
    TEAM,
    WARREN,
    begin,
    endorse,
    read,
    set_date,
    take,
)
from tests.pages.conftest import Site, words
from tests.pages.walking import round_of

AS_TEAM = {"role": "mars_team", "person": "Max Team"}
AS_HEALTH = {"role": "partner", "person": "Pat Health", "organisation": "health"}


def write(test: AppTest, label: str, typed: str) -> AppTest:
    boxes = [*test.text_area, *test.text_input]
    next(box for box in boxes if box.label.startswith(label)).set_value(typed).run()
    assert not test.exception, test.exception
    return test


def listed(test: AppTest) -> list[str]:
    """The titles in the table, in their order."""
    table = words(test).partition("<tbody")[2]
    return re.findall(r'href="/activity[^"]*">(The [^<]+)<', table)


def test_an_empty_list_says_what_to_do(site: Site):
    said = words(site.run("activities", **AS_TEAM))
    assert "There is no activity that you have a part in yet" in said
    assert "Begin an activity" in said
    agency = {"role": "organisation", "person": "Kit", "organisation": "clinic"}
    said = words(site.run("activities", **agency))
    assert "we write to you when it is your turn" in said
    assert "Begin an activity" not in said


def test_tiles_and_filters_say_what_is_late(site: Site):
    on_time = begin(site, title="The one on time")
    late = set_date(site, endorse(site, begin(site, title="The late one")),
                    site.held.clock().date() - timedelta(days=2))  # fmt: skip
    take(site, late, "select_letter")
    site.held.database.write(
        activities.withdraw_activity, id=begin(site, title="The withdrawn one").id,
        reason="Twice", viewer=TEAM, now=site.held.clock(), context=site.held.context,
    )  # fmt: skip
    test = site.run("activities", **AS_TEAM)
    assert "2 of 3 activities." in words(test)
    assert listed(test) == ["The late one", "The one on time"]
    assert "Late by " in words(test)
    assert listed(site.run("activities", query={"late": "yes"}, **AS_TEAM)) == ["The late one"]
    assert listed(site.run("activities", query={"state": "withdrawn"}, **AS_TEAM)) == [
        "The withdrawn one"
    ]
    said = words(site.run("activities", query={"mechanism": "no_such"}, **AS_TEAM))
    assert on_time.reference in said  # an address that means nothing filters nothing


def test_who_has_no_part_sees_an_activity_that_is_not_restricted_only_as_a_reader(site: Site):
    begin(site, title="The visit")
    seen = {
        role: "The visit" in words(site.run("activities", role=role, person="X", organisation=of))
        for role, of in (
            ("mars_team", ""), ("scrutiny_officer", ""), ("partner", "health"),
            ("portfolio_lead", ""), ("organisation", "clinic"), ("organisation", "warren"),
            ("chair", "chapp"), ("space_lead", ""),
        )
        if of != "warren"
    }  # fmt: skip
    assert seen == {
        "mars_team": True, "scrutiny_officer": True, "partner": True, "portfolio_lead": True,
        "organisation": True, "chair": False, "space_lead": False,
    }  # fmt: skip
    warren = site.run("activities", role="organisation", person="X", organisation="warren")
    assert "The visit" not in words(warren)


def test_an_activity_is_begun_with_what_it_needs_and_nothing_typed_is_lost(site: Site):
    site.held.database.write(add_organisations, [CLINIC, WARREN])
    query = {"begin": "agency_event"}
    test = site.run("activities", query=query, **AS_TEAM)
    next(b for b in test.button if b.label == "Begin it").click().run()
    assert "There are 3 problems" in words(test)
    write(test, "What is it called?", "How the clinic listens")
    again = site.run("activities", query=query, **AS_TEAM)
    assert "How the clinic listens" in [box.value for box in again.text_input]
    next(b for b in again.radio if b.label.startswith("Which organisation")).set_value(
        "clinic"
    ).run()
    write(again, "Why this agency", "It is new")
    write(again, "Who is the Independent", "Ira Officer")
    next(b for b in again.button if b.label == "Begin it").click().run()
    rows = site.held.database.read(activities.list_activities, viewer=TEAM)
    assert [(row.title, row.subject) for row in rows] == [("How the clinic listens", "clinic")]
    found = site.held.database.read(activities.get_activity, rows[0].id, viewer=TEAM)
    assert [(h.role, h.name) for h in found.holders] == [("officer", "Ira Officer")]
    assert found.answers["chosen_because"] == "It is new"
    fresh = site.run("activities", query=query, **AS_TEAM)
    assert "How the clinic listens" not in [box.value for box in fresh.text_input]


def test_a_self_assessment_is_begun_for_a_round_of_its_own_form(site: Site):
    """R013: Section 11 is never tied to a round of schools or early years."""
    forms = ("section_eleven", "school_audit")
    for form in forms:
        made = round_of(form, site.held.clock().date())
        site.held.database.write(add_organisations, [CLINIC] if form == forms[0] else [])
        site.held.database.write(add_cycle, made, [CLINIC.id])
    test = site.run("activities", query={"begin": "section_eleven"}, **AS_TEAM)
    asked = next(box for box in test.radio if box.label.startswith("Which round"))
    [option] = asked.options
    assert option.startswith("A round of section_eleven (")
    assert "A new year&#x27;s round is added under Cycles first." in words(test)


def test_a_round_that_is_chosen_fills_in_its_days_and_counts(site: Site):
    """R013: what the round knows is not typed again, and may still be changed."""
    today = site.held.clock().date()
    site.held.database.write(add_organisations, [CLINIC, WARREN])
    site.held.database.write(add_cycle, round_of("section_eleven", today), [CLINIC.id, WARREN.id])
    test = site.run("activities", query={"begin": "section_eleven"}, **AS_TEAM)
    assert box(test, "When does it open?").value == ""
    round = next(each for each in test.radio if each.label.startswith("Which round"))
    round.set_value(round.options[0]).run()
    assert box(test, "When does it open?").value == say_typed(today)
    write(test, "When are the returns due?", say_typed(today + timedelta(days=9)))
    write(test, "By when is the summary", say_typed(today + timedelta(days=90)))
    write(test, "What is it called?", "Section 11 of this year")
    next(each for each in test.button if each.label == "Begin it").click().run()  # goes to its page
    [row] = site.held.database.read(activities.list_activities, viewer=TEAM)
    found = site.held.database.read(activities.get_activity, row.id, viewer=TEAM)
    assert found.answers["opens_on"] == today.isoformat()
    assert found.answers["closes_on"] == (today + timedelta(days=9)).isoformat()
    take(site, found, "check_register", answers={"register_checked": True})
    take(site, found, "agree_tool", answers={"adults_agreed": True})
    take(site, found, "carry_findings", answers={"carried_to": "None"})
    page = site.run("activity", query={"id": row.reference, "step": "issue"}, **AS_TEAM)
    asked = box(page, "How many agencies was it sent to?")
    assert asked.value == "2"
    asked.set_value("").run()
    press(page, "Record this step")
    assert "How many agencies was it sent to? Enter a whole number, such as 12" in words(page)
    box(page, "How many agencies was it sent to?").set_value("3").run()
    press(page, "Record this step")
    found = site.held.database.read(activities.get_activity, row.id, viewer=TEAM)
    assert found.taken[-1].answers == {"issued_to": 3}
    adding = {"id": row.reference, "do": "add-finding"}
    panel = site.run("activity", query=adding, **AS_TEAM)
    about = next(each for each in panel.radio if each.label.startswith("Whom is it about"))
    assert about.options == [CLINIC.name, WARREN.name]
    again = site.run("activities", query={"begin": "section_eleven"}, **AS_TEAM)
    round = next(each for each in again.radio if each.label.startswith("Which round"))
    assert round.options[0].endswith(f"): {row.reference} is about it already")


def box(test: AppTest, label: str):
    """The box whose label begins so."""
    return next(each for each in test.text_input if each.label.startswith(label))


def press(test: AppTest, label: str) -> None:
    """Press a button, and see that nothing broke."""
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception, test.exception


def say_typed(day: date) -> str:
    """A day as one types it."""
    return f"{day.day} {day.month} {day.year}"


def test_what_is_not_used_or_not_theirs_cannot_be_begun(site: Site):
    said = words(site.run("activities", query={"begin": "multi_agency_audit_group"}, **AS_TEAM))
    assert "It is kept on record but no longer used." in said
    test = site.run("activities", query={"begin": "agency_event"}, **AS_HEALTH)
    assert "Only Children&#x27;s MARS team may begin this." in words(test)
    assert not test.button
    chair = {"role": "chair", "person": "Pat Chair", "organisation": "splig"}
    said = words(site.run("activities", query={"begin": "space_audit"}, **chair))
    assert "once the chair of a group asks for it" in said


def test_a_partner_is_offered_what_partners_begin(site: Site):
    said = words(site.run("activities", query={"begin": "chosen"}, **AS_HEALTH))
    assert "Begin: Case specific" in said
    assert "Begin: Agency specific assurance event" not in said
    for role in ("chair", "organisation"):
        who = {"role": role, "person": "X", "organisation": "clinic"}
        assert "Begin an activity" not in words(site.run("activities", **who))
    said = words(site.run("activities", query={"begin": "no_such_kind"}, **AS_TEAM))
    assert "What kind is it?" in said


def test_every_mechanism_in_use_can_be_opened_for_a_beginning(site: Site):
    site.held.database.write(add_organisations, [CLINIC, WARREN])
    for mechanism in site.held.mechanisms.active:
        test = site.run("activities", query={"begin": mechanism.id}, **AS_TEAM)
        said = words(test)
        assert f"Begin: {mechanism.title}".replace("'", "&#x27;") in said, mechanism.id


def test_home_says_what_waits_late_first_and_leads_to_the_step(site: Site):
    site.held.database.write(add_organisations, [CLINIC, WARREN])
    today = site.held.clock().date()
    begin(site, title="The new one")
    late = set_date(site, endorse(site, begin(site, title="The late one")), today - timedelta(9))
    take(site, late, "select_letter")
    said = words(site.run("home", **AS_TEAM))
    assert "For me" in said
    assert f"/activity?id={late.reference}&amp;step=" in said
    assert "of them late" in said
    health = words(site.run("home", **AS_HEALTH))
    assert "1 step waits for you." in health
    assert "The new one" in health
    for role in ("board_reader", "administrator", "safeguarding_reader"):
        assert "For me" not in words(site.run("home", role=role, person="X"))


def test_nothing_waits_in_an_activity_that_is_paused(site: Site):
    activity = begin(site)
    site.held.database.write(
        activities.pause_activity, id=activity.id, reason="An inspection", viewer=TEAM,
        now=site.held.clock(), context=site.held.context,
    )  # fmt: skip
    assert "For me" not in words(site.run("home", **AS_HEALTH))
    assert read(site, activity, make_viewer("mars_team")).status is ActivityStatus.PAUSED
