"""SPACE requests: numbered, begun as activities, followed, and seen by who may see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.activities import pause_activity, resume_activity, take_step, withdraw_activity
from db.connection import Database
from db.errors import NotFoundError, StepRefusedError
from db.requests import count_requests, get_request, list_requests
from db.responses import get_response, submit
from scrutiny.access import Viewer
from scrutiny.mechanism_library import context_of
from scrutiny.partnership import partnership as read_settings
from scrutiny.request import Request, RequestStatus, RequestStep
from tests.db.at_once import at_once
from tests.db.examples import (
    CHAIR,
    NOW,
    PEOPLE,
    SPACE_LEAD,
    TEAM,
    TODAY,
    begin,
    by_link,
    send,
    set_up,
)

CONTEXT = context_of(read_settings())


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    _ask(database, "q1", title="Neglect", group_id="splig")
    return database


def test_submitting_makes_a_numbered_request(partnership: Database) -> None:
    request = partnership.read(get_request, "q1", viewer=CHAIR)
    assert request == Request(
        "q1", "SPACE-2025-001", activity=request.activity, title="Neglect", group="splig",
        chair="Pat Chair", requested=TODAY, updated=NOW,
        history=(RequestStep(RequestStatus.REQUESTED, TODAY, ""),),
    )  # fmt: skip
    assert request.activity


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
        begin(partnership, f"many{number}", form="ask", round="", author="Pat Chair",
              organisation="splig")  # fmt: skip

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


def test_a_group_that_is_not_listed_is_the_chairs_own(partnership: Database) -> None:
    _ask(partnership, "q2", group_id="other")
    assert partnership.read(get_request, "q2", viewer=CHAIR).group == "splig"


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


def test_the_next_chair_of_the_group_reads_what_the_last_one_sent(partnership: Database) -> None:
    after = replace(CHAIR, name="Nia Next")
    assert partnership.read(get_request, "q1", viewer=after).chair == "Pat Chair"
    assert partnership.read(get_response, "q1", viewer=after).id == "q1"
    begin(partnership, "draft", form="ask", round="", author="Pat Chair")
    with pytest.raises(NotFoundError):
        partnership.read(get_response, "draft", viewer=after)
    elsewhere = replace(after, organisations=frozenset({"chapp"}))
    assert partnership.read(list_requests, viewer=elsewhere) == []


def test_steps_of_its_activity_are_its_decision_and_history(partnership: Database) -> None:
    _take(partnership, "decide", outcome="accepted", decision_words="Yes, all agencies")
    moved = _take(
        partnership, "allocate", lead_name="Sam Lead", days_estimate=12, lead_is_clear=True,
        conflicts="None declared",
    )  # fmt: skip
    assert (moved.status, moved.lead, moved.decision, moved.decided, moved.days_estimate) == (
        RequestStatus.LEAD_ALLOCATED, "Sam Lead", "Accept", TODAY, 12.0,
    )  # fmt: skip
    assert moved.history == (
        RequestStep(RequestStatus.REQUESTED, TODAY, ""),
        RequestStep(RequestStatus.ACCEPTED, TODAY, "Sam Lead"),
        RequestStep(RequestStatus.LEAD_ALLOCATED, TODAY, "Sam Lead"),
    )


def test_a_paused_request_goes_on_where_it_stood(partnership: Database) -> None:
    _take(partnership, "decide", outcome="accepted", decision_words="Yes")
    paused = _move(partnership, pause_activity, "Inspection")
    assert (paused.status, paused.reason) == (RequestStatus.PAUSED, "Inspection")
    assert paused.history[-1] == RequestStep(RequestStatus.PAUSED, TODAY, "Pat Chair", "Inspection")
    assert _move(partnership, resume_activity, "It is over").status == RequestStatus.ACCEPTED


def test_a_declined_request_is_offered_something_else(partnership: Database) -> None:
    declined = _take(
        partnership, "decide", outcome="declined", reason="Done before",
        decision_words="No", alternative="Read the 2024 report",
    )  # fmt: skip
    assert (declined.status, declined.reason, declined.alternative, declined.is_ended) == (
        RequestStatus.DECLINED, "Done before", "Read the 2024 report", True,
    )  # fmt: skip


def test_a_request_that_is_put_off_says_until_when(partnership: Database) -> None:
    deferred = _take(
        partnership, "decide", outcome="deferred", reason="A new pathway", decision_words="Later",
        deferred_until="2026-02-02",
    )  # fmt: skip
    assert (deferred.status, deferred.deferred_until) == (
        RequestStatus.DEFERRED, date(2026, 2, 2),
    )  # fmt: skip


def test_the_chair_answers_what_the_service_asks(partnership: Database) -> None:
    asked = _take(partnership, "decide", outcome="more", reason="Which agencies?")
    assert asked.status == RequestStatus.MORE_INFORMATION_NEEDED
    again = _take(partnership, "ask", viewer=CHAIR, more_words="All of them")
    assert (again.status, [step.status for step in again.history]) == (
        RequestStatus.REQUESTED,
        [
            RequestStatus.REQUESTED, RequestStatus.MORE_INFORMATION_NEEDED,
            RequestStatus.REQUESTED,
        ],
    )  # fmt: skip


def test_a_withdrawn_request_has_ended(partnership: Database) -> None:
    withdrawn = _move(partnership, withdraw_activity, "Not needed")
    assert (withdrawn.status, withdrawn.is_ended) == (RequestStatus.WITHDRAWN, True)
    counts = partnership.read(count_requests, viewer=TEAM)
    assert counts == {RequestStatus.WITHDRAWN: 1}


def test_without_its_mechanism_nothing_is_sent(database: Database) -> None:
    set_up(database)
    database.write(lambda tx: tx.execute("DELETE FROM mechanism_version"))
    with pytest.raises(StepRefusedError, match="No space audit can be begun at present"):
        _ask(database, "q1", title="Neglect", group_id="splig")


def _ask(database: Database, id: str, *, now: datetime = NOW, **answers: Any) -> None:
    send(
        database, id, form="ask", round="", author="Pat Chair", organisation="splig",
        stored=[], now=now, **answers,
    )  # fmt: skip


def _take(
    database: Database, step: str, *, viewer: Viewer = SPACE_LEAD, outcome: str = "",
    reason: str = "", **answers: Any,
) -> Request:  # fmt: skip
    """Take a step of the request's activity; the request as it then stands."""
    standing = database.read(get_request, "q1", viewer=viewer)
    database.write(
        take_step, id=standing.activity, step=step, viewer=viewer, now=NOW,
        seen=len(standing.history), context=CONTEXT, outcome=outcome, reason=reason,
        answers=answers,
    )  # fmt: skip
    return database.read(get_request, "q1", viewer=viewer)


def _move(database: Database, move: Any, reason: str) -> Request:
    standing = database.read(get_request, "q1", viewer=CHAIR)
    database.write(
        move, id=standing.activity, reason=reason, viewer=CHAIR, now=NOW, context=CONTEXT
    )
    return database.read(get_request, "q1", viewer=CHAIR)
