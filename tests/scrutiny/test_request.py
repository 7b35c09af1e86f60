"""The states of a SPACE request, and which steps lead on from each."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.request import (
    CHAIR_STEPS,
    ENDED,
    NEEDS_REASON,
    REQUEST_STATUS_LABELS,
    Request,
    RequestStatus,
    RequestStep,
    next_statuses,
)

DAY = date(2025, 11, 3)


def test_every_status_has_words() -> None:
    assert set(REQUEST_STATUS_LABELS) == set(RequestStatus)
    assert REQUEST_STATUS_LABELS[RequestStatus.MORE_INFORMATION_NEEDED] == (
        "More information needed"
    )


@pytest.mark.parametrize(
    ("status", "onward"),
    [
        (RequestStatus.DRAFT, "requested withdrawn"),
        (
            RequestStatus.REQUESTED,
            "more_information_needed accepted declined deferred paused withdrawn",
        ),
        (RequestStatus.DEFERRED, "requested accepted paused withdrawn"),
        (RequestStatus.PREPARATION, "audit_in_progress paused withdrawn"),
        (RequestStatus.MONITORED, "closed paused withdrawn"),
        (RequestStatus.CLOSED, ""),
        (RequestStatus.DECLINED, ""),
        (RequestStatus.WITHDRAWN, ""),
    ],
)
def test_next_statuses(status: RequestStatus, onward: str) -> None:
    request = Request("q", "SPACE-2025-001", status=status)
    assert " ".join(next_statuses(request)) == onward
    assert request.is_ended == (status in ENDED)


def test_next_statuses_of_a_paused_request_lead_back() -> None:
    history = (
        RequestStep(RequestStatus.REQUESTED, DAY),
        RequestStep(RequestStatus.ACCEPTED, DAY),
        RequestStep(RequestStatus.PAUSED, DAY, reason="Inspection"),
    )
    paused = Request("q", "SPACE-2025-001", status=RequestStatus.PAUSED, history=history)
    assert paused.resumes_at == RequestStatus.ACCEPTED
    assert next_statuses(paused) == (RequestStatus.ACCEPTED, RequestStatus.WITHDRAWN)


def test_every_state_can_be_reached_from_a_draft() -> None:
    reached = {RequestStatus.DRAFT}
    for _ in RequestStatus:
        for status in tuple(reached):
            reached.update(next_statuses(Request("q", "r", status=status)))
    assert reached == set(RequestStatus)


def test_stopping_needs_a_reason_and_may_be_the_chairs() -> None:
    assert {RequestStatus.PAUSED, RequestStatus.WITHDRAWN} <= NEEDS_REASON & CHAIR_STEPS
    assert RequestStatus.ACCEPTED not in CHAIR_STEPS
