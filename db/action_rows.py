"""Actions as rows: their columns, how one is read, and how one is written with its history."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import astuple, fields, replace
from datetime import date, datetime
from typing import Any

from db.action_access import visible_action
from db.connection import Transaction
from db.days import local_day
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening, add_event
from forms.model import Json
from scrutiny.access import Viewer, roles
from scrutiny.action import Action, ActionKind, ActionStatus, ActionUpdate, Deed
from scrutiny.action_search import Listed

COLUMNS = tuple(part.name for part in fields(Action))
SELECTED = ", ".join(f"a.{name}" for name in COLUMNS)
#: The names of what an action hangs on, and the tables they stand in.
NAMES = (
    "COALESCE(o.name, '') AS organisation_name, COALESCE(v.reference, '') AS activity_reference, "
    "COALESCE(v.title, '') AS activity_title, COALESCE(c.title, '') AS round_title"
)
JOINED = (
    "LEFT JOIN organisation o ON o.id = a.organisation "
    "LEFT JOIN activity v ON v.id = a.activity LEFT JOIN cycle c ON c.id = a.round"
)
#: What a deed is in the log; all others are changes.
_HAPPENINGS = {
    Deed.REPORTED: Happening.ACTION_UPDATED,
    Deed.ASSURED: Happening.ACTION_ASSURED,
    Deed.REOPENED: Happening.ACTION_REOPENED,
}
#: The longest words that are kept of one report or reason.
LONGEST = 2000
_CHANGED = (
    "Somebody recorded something on this action since you opened it. Nothing of yours was "
    "saved: read what is new, then send yours again."
)


def to_action(row: Mapping[str, Any]) -> Action:
    """The action in a row, whatever else the row holds."""
    values = {name: row[name] for name in COLUMNS}
    values["status"] = ActionStatus(row["status"])
    values["kind"] = ActionKind(row["kind"] or ActionKind.REQUIRED)
    return Action(**values)


def to_listed(row: Mapping[str, Any]) -> Listed:
    """A row with NAMES as a line of the register."""
    return Listed(
        to_action(row), row["organisation_name"], row["activity_reference"],
        row["activity_title"], row["round_title"],
    )  # fmt: skip


def add_actions(tx: Transaction, actions: Iterable[Action], *, now: datetime) -> list[Action]:
    """Write new actions; each gets an id, a reference, its day and where it begins.

    For what has checked who adds them: a submission, or the demonstration.
    """
    given = list(actions)
    if not given:
        return []
    numbers = tx.query(
        f"SELECT nextval('action_number') AS number FROM generate_series(1, {len(given):d})"
    )
    day = local_day(now)
    new = [_begin(action, day, row["number"]) for action, row in zip(given, numbers, strict=True)]
    rows = [tuple(getattr(action, name) for name in COLUMNS) for action in new]
    tx.insert_many("action", COLUMNS, rows)
    return new


def _begin(action: Action, day: date, number: int) -> Action:
    added = action.added or day
    is_under_way = (
        action.kind is ActionKind.BEING_TAKEN and action.status is ActionStatus.NOT_STARTED
    )
    return replace(
        action,
        id=action.id or secrets.token_hex(8),
        reference=action.reference or f"ACT-{added.year}-{number:04d}",
        added=added,
        status=ActionStatus.IN_PROGRESS if is_under_way else action.status,
    )


def get_action(tx: Transaction, id: str, viewer: Viewer, seen: int | None) -> Action:
    """One action by id or reference; raises where more than `seen` updates stand on it."""
    condition, params = visible_action(viewer, "a", 2)
    row = tx.one(
        f"SELECT {SELECTED} FROM action a WHERE (a.id = $1 OR a.reference = $1) AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("action", id)
    if seen is not None and row["updates"] != seen:
        raise StepRefusedError(_CHANGED)
    return to_action(row)


def store_action(
    tx: Transaction,
    action: Action,
    deed: Deed,
    viewer: Viewer,
    now: datetime,
    *,
    words: str = "",
    evidence: str = "",
) -> Action:
    """Write an action as it stands now, with a line of history and an event."""
    after = replace(action, updates=action.updates + 1)
    write_columns(tx, after)
    write_update(tx, after, after.updates, deed, viewer, now, words, evidence)
    name = _HAPPENINGS.get(deed, Happening.ACTION_CHANGED)
    detail = {"reference": after.reference, "deed": deed, "status": after.status}
    tell_of(tx, name, after, viewer, now, detail)
    return after


def write_columns(tx: Transaction, action: Action) -> None:
    """Write over all of an action."""
    names = [name for name in COLUMNS if name != "id"]
    sets = ", ".join(f"{name} = ${number}" for number, name in enumerate(names, start=2))
    tx.execute(
        f"UPDATE action SET {sets} WHERE id = $1",
        [action.id, *(getattr(action, name) for name in names)],
    )


def write_update(
    tx: Transaction,
    action: Action,
    number: int,
    deed: Deed,
    viewer: Viewer,
    now: datetime,
    words: str = "",
    evidence: str = "",
) -> None:
    """One line of an action's history."""
    update = ActionUpdate(
        action.id, number, deed, action.status, local_day(now), words.strip()[:LONGEST],
        evidence.strip()[:LONGEST], name_of(viewer), viewer.role,
    )  # fmt: skip
    write_history(tx, [update])


def write_history(tx: Transaction, updates: Iterable[ActionUpdate]) -> None:
    """Lines of history, of one action or of many."""
    tx.insert_many(
        "action_update",
        ("id", "action", "number", "deed", "status", "day", "words", "evidence", "by_whom", "role"),
        [(secrets.token_hex(8), *astuple(update)) for update in updates],
    )


def tell_of(
    tx: Transaction,
    name: Happening,
    action: Action,
    viewer: Viewer,
    now: datetime,
    detail: Mapping[str, Json],
) -> None:
    """The event of what somebody did with an action."""
    add_event(
        tx, name=name, subject=action.id, now=now, actor=name_of(viewer), role=viewer.role,
        detail=detail,
    )  # fmt: skip


def name_of(viewer: Viewer) -> str:
    """Who does it: their name, or their role's where none is known."""
    role = roles().get(viewer.role)
    return viewer.name or (role.label if role else "")


def say_day(day: date | None) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}" if day else "no date"
