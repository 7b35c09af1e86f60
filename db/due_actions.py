"""The actions that are due between two days, for the calendar."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from datetime import date

from db.action_access import visible_action
from db.action_rows import SELECTED, to_action
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.action import OWED, Action


def list_due_actions(tx: Transaction, *, viewer: Viewer, first: date, last: date) -> list[Action]:
    """What an owner has still to do by a day between two, as the viewer may see it, by day."""
    condition, params = visible_action(viewer, "a", 4)
    rows = tx.query(
        f"SELECT {SELECTED} FROM action a WHERE a.due BETWEEN $1 AND $2 "
        f"AND a.status = ANY($3::TEXT[]) AND {condition} ORDER BY a.due, a.reference, a.id",
        [first, last, sorted(OWED), *params],
    )
    return [to_action(row) for row in rows]
