"""SPACE requests: numbered, decided, followed, and seen by who may see them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepError
from db.requests import count_requests, get_request, list_requests, set_request_status
from db.responses import submit
from scrutiny.access import Viewer
from scrutiny.request import Request, RequestStatus, RequestStep
from tests.db.at_once import at_once
from tests.db.examples import (
    CHAIR,
    NOW,
    PEOPLE,
    SPACE_LEAD,
    TODAY,
    begin,
    by_link,
    send,
    set_up,
)


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    _ask(database, "q1", title="Neglect", group_id="splig")
    return database


def test_submitting_makes_a_numbered_request(partnership: Database) -> None:
    assert partnership.read(get_request, "q1", viewer=CHAIR) == Request(
        "q1", "SPACE-2025-001", title="Neglect", group="splig", chair="Pat Chair",
        requested=TODAY, updated=NOW,
        history=(RequestStep(RequestStatus.REQUESTED, TODAY, ""),),
    )  # fmt: skip


def test_references_count_within_their_year(partnership: Database) -> None:
    _ask(partnership, "q2")
    _ask(partnership, "q3", now=datetime(2026, 1, 2, tzinfo=UTC))
    assert [r.reference for r in partnership.read(list_requests, viewer=SPACE_LEAD)] == [
        "SPACE-2026-001",
        "SPACE-2025-002",
        "SPACE-2025-001",
    ]


def test_references_given_at_once_are_all_different(partnership: Database) -> None:
    for number in range(8):
        begin(partnership, f"many{number}", form="ask", round="", author="Pat Chair")

    def send_one(number: int) -> None:
        id = f"many{number}"
        partnership.write(
            submit, id=id, revision=0, viewer=by_link(id), stored=[], actions=[], now=NOW
        )

    at_once(8, send_one)
    references = [r.reference for r in partnership.read(list_requests, viewer=CHAIR)]
    assert references == [f"SPACE-2025-{n:03d}" for n in range(9, 0, -1)]


def test_get_request_by_its_reference(partnership: Database) -> None:
    assert partnership.read(get_request, "SPACE-2025-001", viewer=CHAIR).response == "q1"


def test_requests_are_seen_by_who_may(partnership: Database) -> None:
    seeing = {"chair", "space_lead", "mars_team", "scrutiny_officer"}
    for role, viewer in PEOPLE.items():
        seen = partnership.read(list_requests, viewer=viewer)
        assert [r.response for r in seen] == (["q1"] if role in seeing else [])
        counts = {RequestStatus.REQUESTED: 1} if role in seeing else {}
        assert partnership.read(count_requests, viewer=viewer) == counts
        if role not in seeing:
            with pytest.raises(NotFoundError):
                partnership.read(get_request, "q1", viewer=viewer)


def test_set_request_status_keeps_decision_and_history(partnership: Database) -> None:
    _move(partnership, RequestStatus.ACCEPTED, decision={"decided": TODAY, "scope_note": "All"})
    moved = _move(
        partnership, RequestStatus.LEAD_ALLOCATED,
        decision={"lead": "Sam Lead", "days_estimate": 12, "starts": date(2026, 1, 5)},
    )  # fmt: skip
    assert (moved.lead, moved.scope_note, moved.days_estimate, moved.starts) == (
        "Sam Lead", "All", 12.0, date(2026, 1, 5),
    )  # fmt: skip
    assert moved.history == (
        RequestStep(RequestStatus.REQUESTED, TODAY, ""),
        RequestStep(RequestStatus.ACCEPTED, TODAY, "Sam Lead"),
        RequestStep(RequestStatus.LEAD_ALLOCATED, TODAY, "Sam Lead"),
    )


def test_set_request_status_may_pause_and_resume(partnership: Database) -> None:
    _move(partnership, RequestStatus.ACCEPTED)
    paused = _move(partnership, RequestStatus.PAUSED, reason="Inspection")
    assert paused.history[-1] == RequestStep(RequestStatus.PAUSED, TODAY, "Sam Lead", "Inspection")
    with pytest.raises(StepError):
        _move(partnership, RequestStatus.REQUESTED)
    assert _move(partnership, RequestStatus.ACCEPTED).status == RequestStatus.ACCEPTED


def test_set_request_status_refuses_a_leap(partnership: Database) -> None:
    with pytest.raises(StepError, match="'requested' cannot become 'closed'"):
        _move(partnership, RequestStatus.CLOSED)


def test_set_request_status_needs_a_reason_to_decline(partnership: Database) -> None:
    with pytest.raises(ValueError, match="Say why"):
        _move(partnership, RequestStatus.DECLINED, reason="  ")
    declined = _move(
        partnership, RequestStatus.DECLINED, reason="Done before",
        decision={"alternative": "Read the 2024 report"},
    )  # fmt: skip
    assert (declined.reason, declined.alternative) == ("Done before", "Read the 2024 report")


def test_set_request_status_writes_only_a_decision(partnership: Database) -> None:
    with pytest.raises(ValueError, match="reference"):
        _move(partnership, RequestStatus.ACCEPTED, decision={"reference": "SPACE-1"})


def test_set_request_status_is_for_who_takes_that_step(partnership: Database) -> None:
    with pytest.raises(NotAllowedError):
        _move(partnership, RequestStatus.ACCEPTED, viewer=CHAIR)
    with pytest.raises(NotFoundError):
        _move(partnership, RequestStatus.ACCEPTED, viewer=PEOPLE["board_reader"])
    withdrawn = _move(partnership, RequestStatus.WITHDRAWN, viewer=CHAIR, reason="Not needed")
    assert withdrawn.is_ended


def test_set_request_status_at_once_takes_one_step(partnership: Database) -> None:
    outcomes: list[str] = []

    def decide(number: int) -> None:
        status = [RequestStatus.ACCEPTED, RequestStatus.DECLINED][number % 2]
        try:
            outcomes.append(_move(partnership, status, reason="x").status)
        except StepError:
            outcomes.append("told")

    at_once(4, decide)
    stands = partnership.read(get_request, "q1", viewer=SPACE_LEAD)
    assert sorted(outcomes) == sorted([stands.status, "told", "told", "told"])
    assert len(stands.history) == 2


def _ask(database: Database, id: str, *, now: datetime = NOW, **answers: Any) -> None:
    send(
        database, id, form="ask", round="", author="Pat Chair", organisation="splig",
        stored=[], now=now, **answers,
    )  # fmt: skip


def _move(
    database: Database,
    status: RequestStatus,
    *,
    viewer: Viewer = SPACE_LEAD,
    reason: str = "",
    decision: dict[str, Any] | None = None,
) -> Request:
    return database.write(
        set_request_status, id="q1", status=status, viewer=viewer, now=NOW, reason=reason,
        decision=decision,
    )  # fmt: skip
