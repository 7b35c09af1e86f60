"""The requests stand in twelve states, each reached by steps that were open."""

from __future__ import annotations

from scrutiny.demonstration import Demonstration
from scrutiny.demonstration.model import Ran
from scrutiny.partnership import partnership
from scrutiny.request import Request, RequestStatus, read_request
from scrutiny.standing import stand


def audits(made: Demonstration) -> list[Ran]:
    return [ran for ran in made.activities if ran.mechanism.id == "space_audit"]


def requests(made: Demonstration) -> list[Request]:
    partners = partnership().safeguarding_partners
    return [
        read_request(
            ran.activity, ran.mechanism,
            state=stand(ran.mechanism, ran.activity, partners=partners).state,
        )
        for ran in audits(made)
    ]  # fmt: skip


def test_twelve_requests_stand_in_twelve_states(made: Demonstration) -> None:
    statuses = {request.status for request in requests(made)}
    assert len(statuses) == len(audits(made)) == 12
    passed = {step.status for request in requests(made) for step in request.history}
    assert set(RequestStatus) - passed - statuses == {RequestStatus.WITHDRAWN}


def test_a_decision_that_stops_a_request_has_its_reason(made: Demonstration) -> None:
    stopped = {
        RequestStatus.MORE_INFORMATION_NEEDED, RequestStatus.DECLINED, RequestStatus.DEFERRED,
        RequestStatus.PAUSED,
    }  # fmt: skip
    assert all(request.reason for request in requests(made) if request.status in stopped)
    by_status = {request.status: request for request in requests(made)}
    assert by_status[RequestStatus.DECLINED].alternative
    assert by_status[RequestStatus.DEFERRED].deferred_until


def test_references_are_numbered_by_year(made: Demonstration) -> None:
    references = [request.reference for request in requests(made)]
    assert references[:3] == ["SPACE-2025-001", "SPACE-2026-001", "SPACE-2026-002"]
    assert len(set(references)) == 12


def test_each_request_has_its_response(made: Demonstration) -> None:
    titles = {
        filled.response.id: filled.response.answers.get("title")
        for filled in made.responses
        if filled.response.form == "space_request"
    }
    assert {request.response: request.title for request in requests(made)} == titles
