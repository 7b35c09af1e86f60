"""The requests stand in twelve states, each reached by steps that are allowed."""

from __future__ import annotations

from scrutiny.demonstration import Demonstration
from scrutiny.request import NEEDS_REASON, Request, RequestStatus, next_statuses


def test_twelve_requests_stand_in_twelve_states(made: Demonstration) -> None:
    assert len({request.status for request in made.requests}) == len(made.requests) == 12
    passed = {step.status for request in made.requests for step in request.history}
    assert set(RequestStatus) - passed == {RequestStatus.DRAFT, RequestStatus.WITHDRAWN}


def test_every_step_was_allowed_and_has_its_reason(made: Demonstration) -> None:
    for request in made.requests:
        for before, after in zip(request.history, request.history[1:], strict=False):
            stood = Request(response="r", reference="R", status=before.status)
            assert after.status in next_statuses(stood)
            assert before.day <= after.day
            assert (after.status in NEEDS_REASON) == bool(after.reason)


def test_references_are_numbered_by_year(made: Demonstration) -> None:
    references = [request.reference for request in made.requests]
    assert references[:3] == ["SPACE-2025-001", "SPACE-2026-001", "SPACE-2026-002"]
    assert len(set(references)) == 12


def test_each_request_has_its_response(made: Demonstration) -> None:
    titles = {
        filled.response.id: filled.response.answers.get("title")
        for filled in made.responses
        if filled.response.form == "space_request"
    }
    assert {request.response: request.title for request in made.requests} == titles
