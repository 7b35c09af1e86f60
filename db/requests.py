"""SPACE audit requests: each is an activity of `space_audit`, read beside its response."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from db.access import Condition, visible
from db.activity_rows import activity_of, taking_of
from db.beginnings import begin_for_response
from db.connection import Row, Transaction
from db.errors import NotFoundError
from db.events import Happening, list_events
from db.mechanisms import get_mechanism
from db.steps import record_step
from forms.model import Json
from scrutiny.access import Permission, Viewer
from scrutiny.activity import ActivityStatus, Taking
from scrutiny.mechanism_library import context_of
from scrutiny.partnership import partnership
from scrutiny.request import (
    ASK,
    REQUEST_STATUS_LABELS,
    SPACE_AUDIT,
    Request,
    RequestStatus,
    RequestStep,
    read_request,
    status_of,
)
from scrutiny.response import Response

UNTITLED = "SPACE audit"
_SELECT = (
    "SELECT a.*, coalesce(p.reference, '') AS follows FROM activity a "
    "LEFT JOIN response r ON r.id = a.response LEFT JOIN activity p ON p.id = a.parent "
)
_STOPS = {
    Happening.ACTIVITY_PAUSED: RequestStatus.PAUSED,
    Happening.ACTIVITY_WITHDRAWN: RequestStatus.WITHDRAWN,
}


def add_request(tx: Transaction, *, response: Response, viewer: Viewer, now: datetime) -> Request:
    """Begin the audit that a form just submitted asks for; it gets its reference.

    Submitted again, it answers what the service asked to know. Raises StepRefusedError when
    no audit can be begun at present.
    """
    context = context_of(partnership())
    row = tx.one(
        "SELECT id, state FROM activity WHERE mechanism = $1 AND response = $2",
        [SPACE_AUDIT, response.id],
    )
    if row is None:
        begun = begin_for_response(
            tx, SPACE_AUDIT, response=response.id, title=_words(response, "title") or UNTITLED,
            group=_group(response), answers=_answers(response), context=context, viewer=viewer,
            now=now, begun_by=_words(response, "chair_name") or response.author or viewer.name,
        )  # fmt: skip
        record_step(tx, id=begun.id, step=ASK, viewer=viewer, now=now, context=context)
    elif row["state"] == REQUEST_STATUS_LABELS[RequestStatus.MORE_INFORMATION_NEEDED]:
        record_step(tx, id=row["id"], step=ASK, viewer=viewer, now=now, context=context)
    return _get(tx, response.id)


def list_requests(tx: Transaction, *, viewer: Viewer) -> list[Request]:
    """The requests that the viewer may see, latest first, without pauses in their history."""
    condition, params = _visible(viewer, 2)
    rows = tx.query(
        f"{_SELECT} WHERE a.mechanism = $1 AND {condition} ORDER BY a.began DESC, a.reference DESC",
        [SPACE_AUDIT, *params],
    )
    takings = _list_takings(tx, [row["id"] for row in rows])
    return [_request(tx, row, takings.get(row["id"], ())) for row in rows]


def get_request(tx: Transaction, id: str, *, viewer: Viewer) -> Request:
    """One request with its history, by its response's id or its reference.

    Raises NotFoundError also when the viewer may not see it.
    """
    condition, params = _visible(viewer, 3)
    return _get(tx, id, condition, params)


def count_requests(tx: Transaction, *, viewer: Viewer) -> Mapping[RequestStatus, int]:
    """How many of the requests that the viewer may see stand in each state."""
    condition, params = _visible(viewer, 2)
    rows = tx.query(
        "SELECT a.state, a.status, count(*) AS n FROM activity a "
        "LEFT JOIN response r ON r.id = a.response "
        f"WHERE a.mechanism = $1 AND {condition} GROUP BY 1, 2",
        [SPACE_AUDIT, *params],
    )
    counts: dict[RequestStatus, int] = {}
    for row in rows:
        status = status_of(row["state"], ActivityStatus(row["status"]))
        counts[status] = counts.get(status, 0) + row["n"]
    return counts


def _visible(viewer: Viewer, first_parameter: int) -> Condition:
    """Who may read the response may see the request; one without, the service and its group."""
    condition, params = visible(viewer, "r", first_parameter)
    at = first_parameter + len(params)
    own = viewer.organisations if viewer.can(Permission.READ_OWN_REQUESTS) else frozenset()
    return (
        f"(a.response <> '' AND {condition} OR a.response = '' "
        f"AND (${at}::BOOLEAN OR a.for_group = ANY(${at + 1}::TEXT[])))",
        [*params, viewer.can(Permission.READ_REQUESTS), sorted(own)],
    )


def _get(
    tx: Transaction, id: str, condition: str = "TRUE", params: Sequence[object] = ()
) -> Request:
    row = tx.one(
        f"{_SELECT} WHERE a.mechanism = $1 AND (a.response = $2 AND a.response <> '' "
        f"OR a.reference = $2) AND {condition}",
        [SPACE_AUDIT, id, *params],
    )
    if row is None:
        raise NotFoundError("request", id)
    takings = _list_takings(tx, [row["id"]]).get(row["id"], ())
    return _request(tx, row, takings, _list_stops(tx, row["id"]))


def _list_takings(tx: Transaction, ids: Sequence[str]) -> Mapping[str, Sequence[Taking]]:
    rows = tx.query(
        "SELECT * FROM taking WHERE activity = ANY($1::TEXT[]) ORDER BY activity, number", [ids]
    )
    found: dict[str, list[Taking]] = {}
    for row in rows:
        found.setdefault(row["activity"], []).append(taking_of(row))
    return found


def _list_stops(tx: Transaction, activity: str) -> list[tuple[datetime, RequestStep]]:
    return [
        (
            event.happened,
            RequestStep(
                _STOPS[event.name], event.day, event.actor, str(event.detail.get("reason", ""))
            ),
        )
        for event in list_events(tx, subject=activity)
        if event.name in _STOPS and event.happened
    ]


def _request(
    tx: Transaction,
    row: Row,
    takings: Sequence[Taking],
    stops: Sequence[tuple[datetime, RequestStep]] = (),
) -> Request:
    mechanism = get_mechanism(tx, SPACE_AUDIT, row["version"], context_of(partnership()))
    return read_request(
        activity_of(row, taken=takings), mechanism, state=row["state"], parent=row["follows"],
        stops=stops,
    )  # fmt: skip


def _group(response: Response) -> str:
    """The group that asks; another one than those that are listed is the chair's own."""
    chosen = _words(response, "group_id")
    known = {group.key for group in partnership().groups}
    return chosen if chosen in known else response.organisation or chosen


def _answers(response: Response) -> Mapping[str, Json]:
    """What the audit begins with, from the answers that it was asked for with."""
    return {
        "case_specific": response.answers.get("case_specific") or "no",
        "not_repeated": _words(response, "dup_check_text"),
        "rationale": _words(response, "rationale"),
        "scope": _words(response, "scope_in"),
    }


def _words(response: Response, question: str) -> str:
    value = response.answers.get(question)
    return value if isinstance(value, str) else ""
