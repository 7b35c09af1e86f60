"""An agency call-in, from the call to the Board's note (R011)."""

from __future__ import annotations

import pytest

from tests.scrutiny.mechanisms.walking import (
    BOARD,
    COLLEGE,
    HOSPITAL,
    POLICE,
    TEAM,
    Partnership,
    Walk,
    mechanisms,
    on,
)


@pytest.fixture
def call(partnership: Partnership) -> Walk:
    """The police call the hospital in about one issue, at a meeting of its own."""
    partnership.meets("mars_board", "2026-03-17", "2026-06-16")
    return partnership.begin(
        "agency_call_in", "Strategy discussions", POLICE, on="2026-02-02", subject="hospital",
        reason="issue", venue="bespoke",
    )  # fmt: skip


def test_a_call_in_is_walked_from_start_to_end(call: Walk) -> None:
    """R011, R041, R042, R114."""
    call.take("call", POLICE, meets_on="2026-03-03")
    assert call.state == "Called in"
    call.take("answer", HOSPITAL, on="2026-02-24")
    call.take("hear", POLICE, on="2026-03-03", assured="partly", outcome="heard")
    call.take("send_record", TEAM, on="2026-03-06")
    assert call.agenda("mars_board")[0][0] == on("2026-03-17") == call.due("board")
    call.take("board", BOARD, on="2026-03-17")
    assert (call.state, call.is_ended) == ("Noted by the Board", True)


def test_there_are_three_reasons_and_three_places() -> None:
    """R041, R042."""
    asked = mechanisms().mechanisms["agency_call_in"].questions
    assert [choice.value for choice in asked["reason"].choices] == [
        "section_eleven", "arrangements", "issue",
    ]  # fmt: skip
    assert [choice.value for choice in asked["venue"].choices] == ["board", "group", "bespoke"]


def test_an_agency_may_be_called_in_again(call: Walk) -> None:
    """R011: partners that are not assured ask again."""
    call.take("call", TEAM, meets_on="2026-03-03")
    call.take("hear", POLICE, on="2026-03-03", assured="no", outcome="again", reason="No data")
    assert (call.state, call.open) == ("Called in again", ["call"])


def test_only_the_agency_and_those_who_called_see_it(call: Walk) -> None:
    """R041."""
    assert (call.is_seen_by(HOSPITAL), call.is_seen_by(COLLEGE)) == (True, False)
