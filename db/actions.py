"""Actions: written when a response is submitted, then followed until they are assured."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from db.access import require_composites, visible
from db.connection import Row, Transaction
from db.errors import NotAllowedError, NotFoundError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer
from scrutiny.action import OPEN as OPEN_STATUSES
from scrutiny.action import OWED, Action, ActionStatus

_COLUMNS = (
    "id", "response", "round", "organisation", "question", "standard", "instance", "text",
    "owner", "due", "status", "progress", "assured_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActionCounts:
    """How many actions of a round are open, and how many of those overdue."""

    open: int
    overdue: int


def add_actions(tx: Transaction, actions: Iterable[Action]) -> None:
    """Write new actions; each gets an id."""
    rows = [
        (
            action.id or secrets.token_hex(8), action.response, action.round,
            action.organisation, action.question, action.standard, action.instance,
            action.text, action.owner, action.due, action.status, action.progress,
            action.assured_by,
        )
        for action in actions
    ]  # fmt: skip
    tx.insert_many("action", _COLUMNS, rows)


def remove_actions(tx: Transaction, response: str) -> None:
    """Take one response's actions away, before it is submitted again."""
    tx.execute("DELETE FROM action WHERE response = $1", [response])


def list_actions(
    tx: Transaction, *, viewer: Viewer, response: str | None = None, round: str | None = None
) -> list[Action]:
    """The actions of the responses that the viewer may read, soonest due first."""
    condition, params = visible(viewer, "r", 3)
    rows = tx.query(
        "SELECT a.* FROM action a JOIN response r ON r.id = a.response "
        "WHERE ($1::TEXT IS NULL OR a.response = $1::TEXT) "
        f"AND ($2::TEXT IS NULL OR a.round = $2::TEXT) AND {condition} "
        "ORDER BY a.due NULLS LAST, a.response, a.question, a.instance",
        [response, round, *params],
    )
    return [_action(row) for row in rows]


def count_actions(
    tx: Transaction, *, viewer: Viewer, round: str, today: date, types: Iterable[str] = ()
) -> ActionCounts:
    """How many actions of a round are open and overdue, over all organisations."""
    require_composites(viewer)
    row = tx.one(
        """SELECT count(*) AS open, count(*) FILTER (
            WHERE a.status = ANY($3::TEXT[]) AND a.due < $4) AS overdue
        FROM action a JOIN response r ON r.id = a.response
        WHERE a.round = $1 AND a.status = ANY($2::TEXT[])
        AND (cardinality($5::TEXT[]) = 0 OR r.slice = ANY($5::TEXT[]))""",
        [round, sorted(OPEN_STATUSES), sorted(OWED), today, sorted(types)],
    )
    return ActionCounts(row["open"], row["overdue"]) if row else ActionCounts(0, 0)


def set_action_status(
    tx: Transaction,
    *,
    id: str,
    status: ActionStatus,
    viewer: Viewer,
    now: datetime,
    progress: str | None = None,
) -> None:
    """Move an action on; the owner's side reports, and only reviewers assure.

    Raises NotFoundError when the viewer may not see it, NotAllowedError when that step is
    not theirs.
    """
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        f"SELECT a.* FROM action a JOIN response r ON r.id = a.response "
        f"WHERE a.id = $1 AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("action", id)
    is_reviewer = viewer.can(Permission.MODERATE)
    if status is ActionStatus.ASSURED and not is_reviewer:
        raise NotAllowedError("assure an action")
    if not (is_reviewer or viewer.can(Permission.ANSWER)):
        raise NotAllowedError("change an action")
    assured_by = viewer.name if status is ActionStatus.ASSURED else ""
    tx.execute(
        "UPDATE action SET status = $2, progress = COALESCE($3::TEXT, progress), "
        "assured_by = $4 WHERE id = $1",
        [id, status, progress, assured_by],
    )
    add_event(
        tx, name=Happening.ACTION_CHANGED, subject=id, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"from": row["status"], "to": status, "response": row["response"]},
    )  # fmt: skip


def _action(row: Row) -> Action:
    return Action(**{**row, "status": ActionStatus(row["status"])})
