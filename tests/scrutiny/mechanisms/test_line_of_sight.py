"""A practice learning line of sight event, from its theme to SPLIG (R006)."""

from __future__ import annotations

import pytest

from scrutiny.access import Viewer
from scrutiny.finding import FindingKind
from tests.scrutiny.mechanisms.walking import (
    AGENCIES,
    BUYER,
    COLLEGE,
    FORCE,
    HOSPITAL,
    OFFICER,
    PARTNERS,
    POLICE,
    PORTFOLIO,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)

CASES = [
    {"case_reference": f"LOS-26-{number}", "case_because": "Long absence."} for number in (1, 2, 3)
]


@pytest.fixture
def event(partnership: Partnership) -> Walk:
    """A theme with three agencies."""
    partnership.meets("splig", "2026-05-12", "2026-07-14")
    partnership.meets("mars_board", "2026-12-08")
    return partnership.begin(
        "line_of_sight", "Not in school", TEAM, on="2026-02-02", parties=AGENCIES
    )


def prepare(event: Walk) -> None:
    """The theme is agreed, the cases are chosen and every agency audits its work."""
    event.take("agree_theme", *PARTNERS, on="2026-02-05", outcome="agreed")
    event.take("choose_cases", TEAM, on="2026-02-20", event_on="2026-04-23", cases=CASES)
    for agency in (HOSPITAL, FORCE, COLLEGE):
        audit(event, agency, "LOS-26-1", "LOS-26-2", "LOS-26-3", on="2026-04-10")
        event.take("audit_cases", agency)
    event.take("prepare", TEAM, on="2026-04-16")


def audit(event: Walk, agency: Viewer, *cases: str, on: str = "") -> None:
    """An agency audits these cases and sends each."""
    for case in cases:
        event.send_form("audit_cases", *agency.organisations, on=on, case=case, viewer=agency)


def test_a_line_of_sight_is_walked_from_start_to_end(event: Walk) -> None:
    """R071-R078, R116, R120, R123, R134, R149, R155, R158, R159, R168, R174, R177, R197."""
    prepare(event)
    event.take("hold_event", OFFICER, on="2026-04-23")
    assert event.state == "Event held"
    event.take("formalise", OFFICER, on="2026-05-05")
    assert event.agenda("splig")[0][0] == on("2026-05-12") == event.due("consider")
    event.take("consider", SPLIG, on="2026-05-12")
    everybody = {"", "splig", "council", "health", "police", "hospital", "force", "college"}
    assert event.holders_of("overview") == event.holders_of("action_plan") == everybody
    event.take("highlight", TEAM, on="2026-06-01")
    event.take("publish", PORTFOLIO, outcome="published")
    event.take("monitor", SPLIG, on="2026-11-10", outcome="done")
    event.take("finish", TEAM, on="2026-12-01")
    assert (event.state, event.is_ended) == ("Closed", True)


def test_three_are_held_a_year() -> None:
    """R071, R144."""
    rhythm = mechanisms().mechanisms["line_of_sight"].rhythm
    assert rhythm is not None
    assert (rhythm.a_year, rhythm.requirement) == (3, "R144")


def test_several_cases_are_looked_at_and_none_is_named(event: Walk) -> None:
    """R071, R072."""
    event.take("agree_theme", *PARTNERS, outcome="agreed")
    named = [{"case_reference": "Sam S.", "case_because": "Long absence."}, CASES[0]]
    refused = event.refused("choose_cases", TEAM, event_on="2026-04-23", cases=named)
    assert "such as LOS-26-3" in refused
    assert event.refused("choose_cases", TEAM, event_on="2026-04-23", cases=CASES[:1])


def test_the_panel_waits_for_every_agencys_audit(event: Walk) -> None:
    """R073: due ten days before, and open until the last has come."""
    event.take("agree_theme", *PARTNERS, outcome="agreed")
    event.take("choose_cases", TEAM, event_on="2026-04-23", cases=CASES)
    assert event.due("audit_cases") == on("2026-04-13")
    for agency in (HOSPITAL, COLLEGE):
        audit(event, agency, "LOS-26-1", on="2026-04-01")
        event.take("audit_cases", agency, cases_not_audited="We never met the others.")
    assert (event.standing("audit_cases").parts, event.open) == (("force",), ["audit_cases"])
    event.take("audit_cases", TEAM, part="force", known_from="Their audits came by secure mail",
               cases_not_audited="None")  # fmt: skip
    assert event.open == ["prepare"]


def test_each_agency_audits_every_case_that_it_knows(event: Walk) -> None:
    """R072, R073: one audit a case, and it says itself when it has finished."""
    event.take("agree_theme", *PARTNERS, outcome="agreed")
    event.take("choose_cases", TEAM, event_on="2026-04-23", cases=CASES)
    assert "At least 1 has to be sent first" in event.refused("audit_cases", FORCE)
    audit(event, FORCE, "LOS-26-1", "LOS-26-2", on="2026-04-01")
    assert event.refused("audit_cases", FORCE) == "Say which and why"
    event.take("audit_cases", FORCE, cases_not_audited="We never met LOS-26-3.")
    assert "force" not in event.standing("audit_cases").parts


def test_the_officer_leads_the_panel(event: Walk) -> None:
    """R074, R075, R158: and says that the view is independent."""
    prepare(event)
    assert event.refused("hold_event", POLICE, on="2026-04-23").startswith("This step is taken by")
    assert event.refused("hold_event", OFFICER, on="2026-04-23", independence=False)


def test_findings_are_of_three_classes(event: Walk) -> None:
    """R076."""
    prepare(event)
    event.take("hold_event", OFFICER, on="2026-04-23")
    kinds = (FindingKind.BEST_PRACTICE, FindingKind.IMPROVEMENT, FindingKind.STRATEGIC)
    assert [event.find(kind, "Seen on the day.", OFFICER).kind for kind in kinds] == list(kinds)


def test_only_those_with_a_part_in_it_see_it(event: Walk) -> None:
    """R155, R174: an agency that is not asked cannot know of it."""
    assert event.is_seen_by(COLLEGE)
    assert not event.is_seen_by(BUYER)
