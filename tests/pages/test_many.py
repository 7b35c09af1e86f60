"""A step whose form is answered once for each case, on the activity's page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db.activity_forms import start_activity_form, submit_form
from db.step_drafts import save_step_draft
from forms.model import Json
from scrutiny.access import make_viewer
from scrutiny.activity import Activity, Party, PartyKind
from tests.pages.activity_examples import AGENCY, CLINIC, PARTNERS, TEAM, WARREN, begin, read, take
from tests.pages.conftest import Site, words

STEP = "audit_cases"
AS_CLINIC = {"role": "organisation", "person": "Kit Clinic", "organisation": "clinic"}
AS_WARREN = {"role": "organisation", "person": "Will Warren", "organisation": "warren"}
AS_TEAM = {"role": "mars_team", "person": "Max Team"}
CASES = [{"case_reference": f"LOS-26-{n}", "case_because": "Long absence."} for n in (1, 2)]


@pytest.fixture
def event(site: Site) -> Activity:
    """A line of sight event whose two cases two agencies are to audit."""
    return take(site, agree(site), "choose_cases", answers=choose(site))


def agree(site: Site) -> Activity:
    """A line of sight event whose theme is agreed."""
    agencies = [Party(PartyKind.AGENCY, each.id, each.name) for each in (CLINIC, WARREN)]
    given = {"theme_words": "Absence", "theme_because": "Numbers rose", "compliance": True}
    activity = begin(site, "line_of_sight", subject="", answers=given, parties=agencies)
    for viewer in PARTNERS.values():
        take(site, activity, "agree_theme", viewer, outcome="agreed")
    return activity


def choose(site: Site) -> dict[str, Json]:
    """The day of the event, and its cases."""
    on = (site.held.clock().date() + timedelta(30)).isoformat()
    return {"event_on": on, "cases": [*CASES], "case_agencies": "Both"}


def send(site: Site, activity: Activity, case: str) -> None:
    """The clinic audits one case."""
    held = site.held
    now = held.clock()
    draft = held.database.write(
        start_activity_form, id=activity.id, step=STEP, viewer=AGENCY, now=now,
        context=held.context, reference=case,
    )  # fmt: skip
    link = make_viewer("nobody", responses=frozenset({draft.id}))
    held.database.write(
        submit_form, id=draft.id, revision=draft.revision, viewer=link, stored=[], actions=[],
        now=now, context=held.context,
    )  # fmt: skip


def look(site: Site, activity: Activity, **who: str) -> AppTest:
    return site.run("activity", query={"id": activity.reference, "step": STEP}, **who)


def press(test: AppTest, label: str) -> AppTest:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception, test.exception
    return test


def test_a_reference_that_stands_twice_is_said_beside_its_box(site: Site) -> None:
    activity = agree(site)
    answers = {**choose(site), "cases": [CASES[0], {**CASES[1], "case_reference": "LOS-26-1 "}]}
    site.held.database.write(
        save_step_draft, activity=activity.id, step="choose_cases", answers=answers, viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip
    query = {"id": activity.reference, "step": "choose_cases"}
    test = press(site.run("activity", query=query, **AS_TEAM), "Record this step")
    assert "There is a problem" in words(test)
    assert words(test).count("LOS-26-1 stands here twice") == 2  # in the list and beside the box
    (_, box) = [each for each in test.text_input if each.value.startswith("LOS-26-1")]
    box.set_value("LOS-26-2").run()
    assert "stands here twice" not in words(test)
    press(test, "Record this step")
    assert "choose_cases" in [each.step for each in read(site, activity).taken]


def test_an_agency_sees_its_cases_with_the_way_to_each(site: Site, event: Activity) -> None:
    send(site, event, "LOS-26-1")
    said = words(look(site, event, **AS_CLINIC))
    assert "The forms of Meadow Clinic" in said
    assert "1 sent, 1 not started." in said
    assert re.findall(r'aria-label="([^"]*LOS[^"]*)"', said) == [
        "Read it: LOS-26-1", "Start: Each agency audits its own work, LOS-26-2",
    ]  # fmt: skip


def test_a_case_is_opened_with_its_reference_filled_in(site: Site, event: Activity) -> None:
    said = words(look(site, event, **AS_CLINIC))
    case = re.findall(r"case=([0-9a-f]{24})", said)[1]
    query = {"activity": event.reference, "step": STEP, "part": "clinic", "case": case}
    said = words(site.run("fill", query=query, **AS_CLINIC))
    assert f"Meadow Clinic. {event.reference}: Each agency audits its own work. LOS-26-2" in said
    assert "Back to the activity" in said


def test_it_says_that_it_has_finished_and_is_told_what_is_missing(
    site: Site, event: Activity
) -> None:
    test = press(look(site, event, **AS_CLINIC), "We have audited all our cases")
    assert "Say which and why" in words(test)
    next(iter(test.text_area)).set_value("We never met them").run()
    press(test, "We have audited all our cases")
    assert "At least 1 has to be sent first, and none have been so far." in words(test)
    send(site, event, "LOS-26-1")
    press(look(site, event, **AS_CLINIC), "We have audited all our cases")
    said = words(look(site, event, **AS_TEAM))
    assert re.search(r"Meadow Clinic <span[^>]*>Finished</span> 1 sent\.", said)


def test_what_was_begun_by_mistake_is_taken_away(site: Site, event: Activity) -> None:
    case = re.findall(r"case=([0-9a-f]{24})", words(look(site, event, **AS_CLINIC)))[0]
    query = {"activity": event.reference, "step": STEP, "part": "clinic", "case": case}
    site.run("fill", query=query, **AS_CLINIC)
    test = press(look(site, event, **AS_CLINIC), "Take one away")
    next(each for each in test.radio if each.label.startswith("Which one?")).set_value(case).run()
    press(test, "Take it away")
    assert "2 not started." in words(look(site, event, **AS_CLINIC))


def test_another_agency_sees_how_many_and_nothing_of_them(site: Site, event: Activity) -> None:
    send(site, event, "LOS-26-1")
    said = words(look(site, event, **AS_WARREN))
    assert "Meadow Clinic" in said
    assert "/response?id=" not in said
    assert "0 sent, 2 not started." in said


def test_the_team_looks_at_one_agency_at_a_time(site: Site, event: Activity) -> None:
    send(site, event, "LOS-26-1")
    test = look(site, event, **AS_TEAM)
    assert "Read what Meadow Clinic has sent" in words(test)
    next(each for each in test.selectbox if each.label == "Whose forms?").set_value("warren").run()
    assert "The forms of Warren House" in words(test)
    next(each for each in test.text_area if "not audit" in str(each.label)).set_value("Both").run()
    next(each for each in test.text_input if "know" in str(each.label)).set_value("By post").run()
    press(test, "Record that they have finished")
    found = read(site, event)
    assert (found.taken[-1].part, found.taken[-1].known_from) == ("warren", "By post")
