"""A line of sight event on one case, from one partner's wish to SPLIG (R007)."""

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
    POLICE,
    SPLIG,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


@pytest.fixture
def event(partnership: Partnership) -> Walk:
    """The Designated Nurse asks for a look at one case that three agencies know."""
    partnership.meets("splig", "2026-05-12")
    partnership.meets("mars_board", "2026-12-08")
    return partnership.begin(
        "case_specific", "Case specific event", HEALTH, on="2026-02-02", parties=AGENCIES,
        asked_by="health", case_reference="CS-26-1",
    )  # fmt: skip


def agree(event: Walk) -> None:
    """All three agree, and the team is asked to convene it."""
    event.take("agree", HEALTH, COUNCIL, POLICE, on="2026-02-05", outcome="agreed")
    event.take("ask_team", HEALTH, on="2026-02-06")
    event.take("notify", TEAM, on="2026-02-09")


def test_a_case_specific_event_is_walked_from_start_to_end(event: Walk) -> None:
    """R079-R086, R117, R123, R149, R155, R174."""
    agree(event)
    event.take("invite", TEAM, on="2026-02-16", event_on="2026-04-23", led_by="officer")
    for agency in (HOSPITAL, FORCE, COLLEGE):
        for child in ("CS-26-1", "CS-26-2"):  # two children of one family
            event.send_form("audit_case", *agency.organisations, case=child, on="2026-04-10")
        event.take("audit_case", agency)
    event.take("prepare", TEAM, on="2026-04-16")
    event.take("hold_event", OFFICER, on="2026-04-23")
    event.take("formalise", OFFICER, on="2026-05-05")
    assert event.agenda("splig")[0][0] == on("2026-05-12") == event.due("consider")
    event.take("consider", SPLIG, on="2026-05-12")
    event.take("monitor", SPLIG, on="2026-11-10", outcome="done")
    event.take("finish", TEAM, on="2026-12-01")
    assert (event.state, event.is_ended) == ("Closed", True)


def test_any_of_three_may_ask_and_all_three_must_agree(event: Walk) -> None:
    """R079, R080."""
    asked = mechanisms().mechanisms["case_specific"].questions["asked_by"]
    assert [choice.value for choice in asked.choices] == ["health", "council", "police"]
    event.take("agree", HEALTH, COUNCIL, outcome="agreed")
    assert event.refused("ask_team", HEALTH).startswith("This step cannot be taken now")
    event.take("agree", POLICE, outcome="refused", reason="A review has begun")
    assert (event.state, event.is_ended) == ("Not agreed", True)


def test_without_an_officer_a_partner_leads_and_says_why(event: Walk) -> None:
    """R083."""
    agree(event)
    refused = event.refused("invite", TEAM, event_on="2026-04-23", led_by="partner")
    assert refused == "Write an answer"
    event.take("invite", TEAM, event_on="2026-04-23", led_by="partner", led_because="On leave")
    assert event.state == "Invited"


def test_audits_are_there_ahead_of_the_meeting(event: Walk) -> None:
    """R082, R084: every agency's audit, then the panel's time to prepare."""
    agree(event)
    event.take("invite", TEAM, event_on="2026-04-23", led_by="officer")
    assert (event.due("audit_case"), event.due("prepare")) == (on("2026-04-13"), on("2026-04-18"))
    assert event.for_me(COLLEGE) == ["audit_case"]


def test_nothing_is_published_unless_somebody_says_why(event: Walk) -> None:
    """R183: the step is no part of the walk, asks for the reason and is a partner's."""
    step = event.mechanism.by_id["publish"]
    assert (event.mechanism.publication, step.is_optional, step.by) == (
        "with_reason", True, ("partner",),
    )  # fmt: skip
    assert step.asks[0].id == "publish_because"
    assert step.asks[0].required
