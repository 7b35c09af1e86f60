"""Actions for the calendar and for agendas: due between two days, or followed by a group."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from datetime import date

from db.action_access import visible_action
from db.action_rows import SELECTED, to_action
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.action import OPEN, OWED, Action


def list_due_actions(
    tx: Transaction, *, viewer: Viewer, first: date, last: date, with_returns: bool = False
) -> list[Action]:
    """What an owner has still to do by a day between two, as the viewer may see it, by day.

    Those of organisations' own yearly returns are hundreds, and are left out unless they
    are asked for.
    """
    condition, params = visible_action(viewer, "a", 5)
    rows = tx.query(
        f"SELECT {SELECTED} FROM action a WHERE a.due BETWEEN $1 AND $2 "
        f"AND a.status = ANY($3::TEXT[]) AND ($4 OR a.round = '') AND {condition} "
        "ORDER BY a.due, a.reference, a.id",
        [first, last, sorted(OWED), with_returns, *params],
    )
    return [to_action(row) for row in rows]


def list_followed_actions(tx: Transaction, *, viewer: Viewer, group: str) -> list[Action]:
    """The open actions that a group follows and that came of no yearly return, by day."""
    condition, params = visible_action(viewer, "a", 3)
    rows = tx.query(
        f"SELECT {SELECTED} FROM action a WHERE a.monitored_by = $1 "
        f"AND a.status = ANY($2::TEXT[]) AND a.round = '' AND {condition} "
        "ORDER BY a.due NULLS LAST, a.reference, a.id",
        [group, sorted(OPEN), *params],
    )
    return [to_action(row) for row in rows]
