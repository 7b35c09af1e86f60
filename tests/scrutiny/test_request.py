"""A SPACE request's states, and how it is read from its activity."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scrutiny.activity import Activity, ActivityStatus, Taking
from scrutiny.request import (
    ENDED,
    REQUEST_STATUS_LABELS,
    SPACE_AUDIT,
    Request,
    RequestStatus,
    RequestStep,
    read_request,
    status_of,
)
from tests.scrutiny.mechanisms.walking import mechanisms

DAY = date(2025, 11, 3)


def test_every_status_has_words() -> None:
    assert set(REQUEST_STATUS_LABELS) == set(RequestStatus)
    assert REQUEST_STATUS_LABELS[RequestStatus.MORE_INFORMATION_NEEDED] == (
        "More information needed"
    )


def test_every_status_is_a_state_of_the_mechanism() -> None:
    made = mechanisms().mechanisms[SPACE_AUDIT]
    states = {step.state for step in made.steps} | {
        outcome.state for step in made.steps for outcome in step.outcomes
    }
    assert states - {""} == set(REQUEST_STATUS_LABELS.values()) - {"Paused", "Withdrawn"}


@pytest.mark.parametrize(
    ("state", "status", "expected"),
    [
        ("Begun", ActivityStatus.UNDER_WAY, RequestStatus.REQUESTED),
        ("Audit in progress", ActivityStatus.UNDER_WAY, RequestStatus.AUDIT_IN_PROGRESS),
        ("Closed", ActivityStatus.ENDED, RequestStatus.CLOSED),
        ("Preparation", ActivityStatus.PAUSED, RequestStatus.PAUSED),
        ("Preparation", ActivityStatus.WITHDRAWN, RequestStatus.WITHDRAWN),
    ],
)
def test_status_of(state: str, status: ActivityStatus, expected: RequestStatus) -> None:
    assert status_of(state, status) == expected


@pytest.mark.parametrize("status", list(RequestStatus))
def test_is_ended(status: RequestStatus) -> None:
    assert Request("q", "SPACE-2025-001", status=status).is_ended == (status in ENDED)


def test_read_request_takes_what_was_recorded_in_its_steps() -> None:
    activity = Activity(
        "a", "SPACE-2025-001", SPACE_AUDIT, "1", "Neglect", DAY, group="splig", begun_by="Pat",
        taken=(
            _taking(1, "ask", by="Pat"),
            _taking(2, "decide", "accepted_changed", reason="Two agencies", by="Sam"),
            _taking(3, "allocate", by="Sam", lead_name="Tessa", days_estimate=6),
        ),
    )  # fmt: skip
    paused = RequestStep(RequestStatus.PAUSED, DAY, "Pat", "Inspection")
    request = read_request(
        activity, mechanisms().mechanisms[SPACE_AUDIT], state="Lead allocated",
        parent="SPACE-2024-007", stops=[(_moment(9), paused)],
    )  # fmt: skip
    assert (request.decision, request.reason, request.lead, request.days_estimate) == (
        "Accept with a changed scope", "Two agencies", "Tessa", 6.0,
    )  # fmt: skip
    assert request.parent == "SPACE-2024-007"
    assert [step.status for step in request.history] == [
        RequestStatus.REQUESTED, RequestStatus.ACCEPTED, RequestStatus.LEAD_ALLOCATED,
        RequestStatus.PAUSED,
    ]  # fmt: skip


def _taking(
    number: int, step: str, outcome: str = "", *, reason: str = "", by: str = "", **answers: object
) -> Taking:
    return Taking(
        number, step, DAY, outcome, reason=reason, by=by, taken=_moment(number),
        answers=answers,  # type: ignore[arg-type]
    )  # fmt: skip


def _moment(hour: int) -> datetime:
    return datetime(2025, 11, 3, hour, tzinfo=UTC)
