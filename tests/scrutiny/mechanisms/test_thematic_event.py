"""A thematic assurance event, from its theme to the published highlights (R005)."""

from __future__ import annotations

import pytest

from tests.scrutiny.mechanisms.walking import (
    AGENCIES,
    COLLEGE,
    COUNCIL,
    FORCE,
    HEALTH,
    HOSPITAL,
    OFFICER,
    PARTNERS,
    POLICE,
    PORTFOLIO,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    on,
)


@pytest.fixture
def event(partnership: Partnership) -> Walk:
    """A theme that health and police propose."""
    partnership.meets("splig", "2026-05-12", "2026-07-14")
    partnership.meets("mars_board", "2026-06-16", "2026-12-08")
    return partnership.begin(
        "thematic_event", "Babies", HEALTH, on="2026-01-12", parties=AGENCIES,
        proposed_by=["health", "police"],
    )  # fmt: skip


def plan(event: Walk) -> None:
    """Theme and format are endorsed, and everything is prepared."""
    event.take("endorse", *PARTNERS, on="2026-01-14", outcome="endorsed")
    event.take("propose_format", TEAM, on="2026-01-26", format=["visits", "dip_sample"])
    event.take("endorse_format", *PARTNERS, on="2026-02-02", outcome="endorsed")
    event.take("set_date", TEAM, on="2026-02-09", event_on="2026-04-21", led_by="partner")
    event.take("prepare", TEAM, on="2026-04-02")
    for source in ("Contacts", "Referrals"):
        event.send_form("sample", "force", case=source, on="2026-04-10", viewer=FORCE)
    event.take("sample", FORCE)
    event.take("sample", HOSPITAL, COLLEGE, not_sampled="Our records are not looked at here.")
    event.take("plan_day", TEAM)
    event.take("give_out", TEAM, on="2026-04-14")


def hold(event: Walk) -> None:
    """A partner leads it, and SPLIG makes a plan of it."""
    event.take("hold_event", COUNCIL, on="2026-04-21")
    event.take("send_outcomes", TEAM, on="2026-04-27")
    event.take("consider", SPLIG, on="2026-05-12")


def test_a_thematic_event_is_walked_from_start_to_end(event: Walk) -> None:
    """R062-R070, R114, R116, R123, R149, R159, R173, R177, R178, R182, R197."""
    plan(event)
    assert event.state == "Programme agreed"
    hold(event)
    assert event.state == "Action plan agreed"
    event.take("highlight", TEAM, on="2026-06-01")
    event.take("publish", PORTFOLIO, on="2026-06-05", outcome="published",
               channels=["website", "social", "partners"])  # fmt: skip
    event.take("monitor", SPLIG, on="2026-07-14", outcome="going_on")
    event.take("monitor", SPLIG, on="2026-11-10", outcome="done")
    assert event.agenda("mars_board")[0][0] == on("2026-12-08")
    event.take("finish", TEAM, on="2026-12-08")
    assert (event.state, event.is_ended) == ("Closed", True)


def test_partners_may_ask_for_another_format(event: Walk) -> None:
    """R063: the format is proposed anew, and all three look again."""
    event.take("endorse", *PARTNERS, outcome="endorsed")
    event.take("propose_format", TEAM, format=["workshop"])
    event.take("endorse_format", POLICE, outcome="endorsed")
    event.take("endorse_format", HEALTH, outcome="change", reason="Visit a ward as well")
    assert (event.state, event.open) == ("Format to be changed", ["propose_format"])
    event.take("propose_format", TEAM, format=["workshop", "visits"])
    assert event.standing("endorse_format").parts == ("council", "health", "police")


def test_the_officer_or_a_partner_leads_and_several_agencies_hear_it(event: Walk) -> None:
    """R067, R182."""
    plan(event)
    assert event.refused("hold_event", PORTFOLIO, on="2026-04-21").startswith("This step is taken")
    event.take("hold_event", OFFICER, on="2026-04-21")
    assert event.mechanism.documents["feedback_record"].goes_to == ("agencies",)


def test_outcomes_are_on_the_agenda_of_the_next_splig(event: Walk) -> None:
    """R068, R149."""
    plan(event)
    event.take("hold_event", OFFICER, on="2026-04-21")
    assert event.due("consider") == on("2026-05-12")
    event.take("send_outcomes", TEAM, on="2026-04-27")
    assert event.agenda("splig") == [(on("2026-05-12"), "Outcomes of a thematic event: Babies")]


def test_records_are_sampled_only_where_the_format_has_it(event: Walk) -> None:
    """R161, R168: as in the event that the learning briefing tells of."""
    event.take("endorse", *PARTNERS, outcome="endorsed")
    event.take("propose_format", TEAM, format=["visits"])
    assert event.left_out == ["sample"]


def test_an_agency_without_a_sample_says_why(event: Walk) -> None:
    """R161."""
    event.take("endorse", *PARTNERS, on="2026-01-14", outcome="endorsed")
    event.take("propose_format", TEAM, on="2026-01-26", format=["dip_sample"])
    event.take("endorse_format", *PARTNERS, on="2026-02-02", outcome="endorsed")
    event.take("set_date", TEAM, on="2026-02-09", event_on="2026-04-21", led_by="partner")
    assert event.refused("sample", COLLEGE) == "Say why"


def test_highlights_and_a_briefing_in_seven_parts_are_published(event: Walk) -> None:
    """R070, R160-R167, R177: written in one step, approved by name in the next."""
    made = event.mechanism
    assert made.documents["learning_briefing"].template == "learning_briefing"
    assert [(work.document, work.deed) for work in made.by_id["publish"].documents] == [
        ("highlights", "approve"), ("highlights", "publish"),
        ("learning_briefing", "approve"), ("learning_briefing", "publish"),
    ]  # fmt: skip
    assert made.by_id["publish"].by == ("portfolio",)
