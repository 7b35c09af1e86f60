"""SPACE audit requests: their reference, decision, lead and history, beside the response."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from db.access import require, visible
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import NotFoundError, StepError
from db.events import Event, Happening, add_event, list_events
from scrutiny.access import Permission, Viewer
from scrutiny.request import (
    CHAIR_STEPS,
    NEEDS_REASON,
    Request,
    RequestStatus,
    RequestStep,
    next_statuses,
)
from scrutiny.response import Response

#: The decision's fields, which `set_request_status` may write.
DECISION_FIELDS = frozenset(
    {
        "lead", "support", "decision", "decided", "alternative", "scope_note",
        "deferred_until", "starts", "fieldwork", "draft_due", "final_due", "days_estimate",
        "conflicts", "parent",
    }
)  # fmt: skip
_STORED_AS = {"lead": "lead_person", "group": "for_group"}
_STEPS = (Happening.REQUEST_MADE, Happening.REQUEST_MOVED)


def add_request(tx: Transaction, *, response: Response, viewer: Viewer, now: datetime) -> Request:
    """Record a request for audit that has just been submitted; it gets its reference."""
    day = local_day(now)
    standing = tx.one("SELECT reference FROM request WHERE response = $1", [response.id])
    if standing is not None:  # sent back, and submitted again
        return get_request(tx, response.id, viewer=viewer)
    request = Request(
        response=response.id,
        reference=_next_reference(tx, day.year),
        title=_words(response, "title"),
        group=_words(response, "group_id") or response.organisation,
        chair=_words(response, "chair_name") or response.author or viewer.name,
        requested=day,
        updated=now,
    )
    _insert(tx, request)
    add_event(
        tx, name=Happening.REQUEST_MADE, subject=response.id, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"number": 1, "status": request.status, "reason": ""},
    )  # fmt: skip
    return request


def list_requests(tx: Transaction, *, viewer: Viewer) -> list[Request]:
    """The requests that the viewer may see, latest first, without their history."""
    condition, params = visible(viewer, "r", 1)
    rows = tx.query(
        "SELECT q.* FROM request q JOIN response r ON r.id = q.response "
        f"WHERE {condition} ORDER BY q.requested DESC, q.reference DESC",
        params,
    )
    return [_request(row, ()) for row in rows]


def get_request(tx: Transaction, id: str, *, viewer: Viewer) -> Request:
    """One request with its history, by its response's id or its reference.

    Raises NotFoundError also when the viewer may not see it.
    """
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        "SELECT q.* FROM request q JOIN response r ON r.id = q.response "
        f"WHERE (q.response = $1 OR q.reference = $1) AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("request", id)
    events = [e for e in list_events(tx, subject=row["response"]) if e.name in _STEPS]
    steps = sorted(events, key=lambda event: int(str(event.detail["number"])))
    return _request(row, tuple(map(_step, steps)))


def set_request_status(
    tx: Transaction,
    *,
    id: str,
    status: RequestStatus,
    viewer: Viewer,
    now: datetime,
    reason: str = "",
    decision: Mapping[str, Any] | None = None,
) -> Request:
    """Move a request on, with what was decided; returns it with its new history.

    `decision` holds any of DECISION_FIELDS. Raises StepError when it cannot come to that
    state from where it stands, ValueError when a reason is needed and none is given.
    """
    request = get_request(tx, id, viewer=viewer)
    chair = (Permission.REQUEST,) if status in CHAIR_STEPS else ()
    require(viewer, Permission.READ_REQUESTS, *chair, to="take this step with a request")
    if status not in next_statuses(request):
        raise StepError("request", request.status, status)
    if status in NEEDS_REASON and not reason.strip():
        raise ValueError("Say why")
    written = dict(decision or {})
    if unknown := set(written) - DECISION_FIELDS:
        raise ValueError(f"{sorted(unknown)} are not part of a decision")
    if reason:
        written["reason"] = reason
    _update(tx, request.response, status, written, now)
    add_event(
        tx, name=Happening.REQUEST_MOVED, subject=request.response, now=now,
        actor=viewer.name,
        role=viewer.role,
        detail={"number": len(request.history) + 1, "status": status, "reason": reason},
    )  # fmt: skip
    return get_request(tx, request.response, viewer=viewer)


def count_requests(tx: Transaction, *, viewer: Viewer) -> Mapping[RequestStatus, int]:
    """How many of the requests that the viewer may see stand in each state."""
    condition, params = visible(viewer, "r", 1)
    rows = tx.query(
        "SELECT q.status, count(*) AS n FROM request q JOIN response r ON r.id = q.response "
        f"WHERE {condition} GROUP BY 1",
        params,
    )
    return {RequestStatus(row["status"]): row["n"] for row in rows}


def _update(
    tx: Transaction, id: str, status: RequestStatus, written: Mapping[str, Any], now: datetime
) -> None:
    names = [_STORED_AS.get(name, name) for name in written]
    changes = "".join(f", {name} = ${number}" for number, name in enumerate(names, start=4))
    tx.execute(
        f"UPDATE request SET status = $2, updated = $3, steps = steps + 1{changes} "
        "WHERE response = $1",
        [id, status, now, *written.values()],
    )


def _insert(tx: Transaction, request: Request) -> None:
    values = {
        _STORED_AS.get(part.name, part.name): getattr(request, part.name)
        for part in fields(Request)
        if part.name != "history"
    }
    tx.insert_many("request", [*values, "steps"], [(*values.values(), 1)])


def _next_reference(tx: Transaction, year: int) -> str:
    """The next SPACE-YYYY-NNN; two at once meet in its unique key, and one tries again."""
    start = f"SPACE-{year}-"
    rows = tx.query("SELECT reference FROM request WHERE reference LIKE $1", [f"{start}%"])
    highest = max((int(row["reference"].removeprefix(start)) for row in rows), default=0)
    return f"{start}{highest + 1:03d}"


def _request(row: Row, history: tuple[RequestStep, ...]) -> Request:
    values = {name: row[_STORED_AS.get(name, name)] for name in _FIELDS}
    values["status"] = RequestStatus(row["status"])
    return Request(**values, history=history)


def _step(event: Event) -> RequestStep:
    return RequestStep(
        status=RequestStatus(str(event.detail["status"])),
        day=event.day,
        by=event.actor,
        reason=str(event.detail.get("reason", "")),
    )


def _words(response: Response, question: str) -> str:
    value = response.answers.get(question)
    return value if isinstance(value, str) else ""


_FIELDS = tuple(part.name for part in fields(Request) if part.name != "history")
