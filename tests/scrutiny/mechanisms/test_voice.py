"""Voice quality assurance, from planning with people to the Board (R010)."""

from __future__ import annotations

import pytest

from tests.scrutiny.mechanisms.walking import (
    AGENCIES,
    BOARD,
    COLLEGE,
    FORCE,
    HOSPITAL,
    PORTFOLIO,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


@pytest.fixture
def voice(partnership: Partnership) -> Walk:
    """Young people and parents are asked about waiting rooms."""
    partnership.meets("mars_board", "2026-09-15")
    return partnership.begin(
        "voice", "Waiting rooms", TEAM, on="2026-04-01", subject="clinic", parties=AGENCIES,
        who_is_asked=["older", "parents"],
    )  # fmt: skip


def ask(voice: Walk) -> None:
    """It is planned, open for four weeks, and read."""
    voice.take("plan_voice", TEAM, opens_on="2026-05-04", closes_on="2026-06-01")
    voice.take("open_voice", TEAM, on="2026-05-04")
    voice.take("close_voice", TEAM, on="2026-06-02")
    voice.take("find_themes", TEAM, on="2026-06-10")


def test_a_campaign_is_walked_from_start_to_end(voice: Walk) -> None:
    """R109-R113, R114, R133, R177, R179, R187."""
    ask(voice)
    assert voice.state == "With the agencies"
    voice.take("respond", HOSPITAL, COLLEGE, FORCE, on="2026-07-01")
    voice.take("tell_back", TEAM, on="2026-07-10")
    voice.take("publish", PORTFOLIO, outcome="published")
    assert voice.state == "Shared with those who spoke"
    voice.take("put_to_board", TEAM, on="2026-08-03")
    assert voice.agenda("mars_board")[0][0] == on("2026-09-15") == voice.due("board")
    voice.take("board", BOARD, on="2026-09-15")
    assert (voice.state, voice.is_ended) == ("Heard by the Board", True)


def test_each_agency_answers_within_four_weeks(voice: Walk) -> None:
    """R110, R111: a local target (R184, R187)."""
    ask(voice)
    assert (voice.due("respond"), voice.is_target("respond")) == (on("2026-07-08"), True)
    voice.take("respond", HOSPITAL)
    assert voice.standing("respond").parts == ("college", "force")
    assert voice.for_me(COLLEGE) == ["respond"]


def test_it_is_not_closed_before_what_may_tell_of_harm_is_read(voice: Walk) -> None:
    """R112."""
    voice.take("plan_voice", TEAM, opens_on="2026-05-04", closes_on="2026-06-01")
    voice.take("open_voice", TEAM, on="2026-05-04")
    assert voice.refused("close_voice", TEAM, on="2026-05-20").startswith("It is still open")
    assert voice.refused("close_voice", TEAM, on="2026-06-02", harm_read=False)


def test_children_young_people_parents_and_groups_are_asked() -> None:
    """R109, R188."""
    asked = mechanisms().mechanisms["voice"].questions["who_is_asked"]
    assert [choice.value for choice in asked.choices] == ["younger", "older", "parents", "groups"]
