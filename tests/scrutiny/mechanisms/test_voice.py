"""Voice quality assurance, from planning with people to the Board (R010)."""

from __future__ import annotations

import pytest

from scrutiny.finding import FindingKind
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


def test_what_the_step_records_stands_in_the_summary_that_it_sends_out(voice: Walk) -> None:
    """R112, R179: nobody has to type the themes twice."""
    voice.take("plan_voice", TEAM, opens_on="2026-05-04", closes_on="2026-06-01")
    voice.take("open_voice", TEAM, on="2026-05-04")
    voice.take("close_voice", TEAM, on="2026-06-02")
    voice.take("find_themes", TEAM, with_papers=False, themes_words="Waiting is long.")
    said = {part.key: part.words for part in voice.paper("summary").parts}
    assert said["themes"] == "Waiting is long."
    assert voice.state_of_papers() == {"summary": "issued"}


def test_you_said_we_did_says_what_was_done_and_is_approved_before_it_is_shared(
    voice: Walk,
) -> None:
    """R111, R179: writing it sends it to the portfolio lead; the Board gets it in the end."""
    ask(voice)
    voice.find(FindingKind.VOICE, "Waiting is long.", TEAM)
    voice.answer("Waiting is long.", "A board says how long.", TEAM)
    voice.take("respond", HOSPITAL, COLLEGE, FORCE, on="2026-07-01")
    voice.take("tell_back", TEAM)
    assert voice.paper("you_said").state == "for_approval"
    assert voice.state == '"You said, we did" for approval'
    said = next(part for part in voice.paper("you_said").parts if part.key == "said")
    assert said.rows == (("Waiting is long.", "A board says how long."),)
    voice.take("publish", PORTFOLIO, outcome="published")
    assert "mars_board" not in voice.holders_of("summary")
    voice.take("put_to_board", TEAM)
    assert "mars_board" in voice.holders_of("summary") & voice.holders_of("you_said")


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
