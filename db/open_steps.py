"""The steps that are open or have a date: whose turn it is, and what the calendar shows."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from db.access import visible_activity
from db.connection import Row, Transaction
from db.mechanisms import get_mechanism
from db.steps import settle
from scrutiny.access import Viewer
from scrutiny.deadline import CHOSEN
from scrutiny.standing import Context

_COLUMNS = """o.activity, a.reference, a.title, a.mechanism, o.step, o.title AS step_title,
    o.part, o.due, o.due_words, o.is_target, o.progress"""


@dataclass(frozen=True, slots=True)
class OpenStep:
    """One step that is to be taken; `part` is the party whose turn it is, "" for its role's.

    `is_open` is false for one that another step has to come before. `due` is None where
    it has no date (yet): then `due_words` says what it hangs on.
    """

    activity: str
    reference: str
    title: str
    mechanism: str
    step: str
    step_title: str
    part: str
    due: date | None
    due_words: str
    is_target: bool
    is_late: bool
    is_open: bool = True


def list_for_me(tx: Transaction, *, viewer: Viewer, today: date) -> list[OpenStep]:
    """The steps that it is the viewer's turn to take, soonest due first."""
    rows = tx.query(
        f"SELECT DISTINCT {_COLUMNS} FROM open_step o JOIN activity a ON a.id = o.activity "
        "WHERE o.held_by = $1 AND o.progress = 'open' AND a.status = 'under_way' "
        "AND (o.acts_for = '' OR o.acts_for = ANY($2::TEXT[])) "
        "AND (o.person = '' OR o.person = $3) "
        "ORDER BY o.due NULLS LAST, a.reference, o.step, o.part",
        [viewer.role, sorted(viewer.organisations - {""}), viewer.person],
    )
    return [_open_step(row, today) for row in rows]


def list_open_steps(
    tx: Transaction, *, viewer: Viewer, first: date, last: date, today: date | None = None
) -> list[OpenStep]:
    """The steps due from one day to another, of the activities that the viewer may see."""
    condition, params = visible_activity(viewer, "a", 3)
    rows = tx.query(
        f"SELECT DISTINCT {_COLUMNS} FROM open_step o JOIN activity a ON a.id = o.activity "
        "WHERE o.due BETWEEN $1 AND $2 AND a.status = 'under_way' "
        f"AND {condition} ORDER BY o.due, a.reference, o.step, o.part",
        [first, last, *params],
    )
    return [_open_step(row, today) for row in rows]


def refresh_open_steps(
    tx: Transaction, *, context: Context, activities: Collection[str] = (), group: str = ""
) -> int:
    """Work the open steps out anew, after a meeting moved, a form was sent or a partner changed.

    Of these activities, of those whose deadlines hang on a group's meetings, or of all
    that go on; returns how many they were.
    """
    rows = tx.query(
        "SELECT a.id, a.mechanism, a.version, a.for_group FROM activity a "
        "JOIN mechanism_version v ON v.mechanism = a.mechanism AND v.version = a.version "
        "WHERE a.ended IS NULL AND (cardinality($1::TEXT[]) = 0 OR a.id = ANY($1::TEXT[])) "
        "ORDER BY a.id",
        [sorted(activities)],
    )
    if group:
        meets = _find_meetings(tx, rows, context)
        rows = [
            row
            for row in rows
            if {group, CHOSEN if row["for_group"] == group else group}
            & meets[row["mechanism"], row["version"]]
        ]
    for row in rows:
        settle(tx, row["id"], context)
    return len(rows)


def _find_meetings(
    tx: Transaction, rows: list[Row], context: Context
) -> dict[tuple[str, str], set[str]]:
    """By version of a mechanism, the groups on whose meetings its deadlines hang."""
    found = {}
    for key in {(row["mechanism"], row["version"]) for row in rows}:
        mechanism = get_mechanism(tx, *key, context)
        found[key] = {step.due.meeting for step in mechanism.steps if step.due}
    return found


def _open_step(row: Row, today: date | None) -> OpenStep:
    due, is_open = row["due"], row["progress"] == "open"
    return OpenStep(
        activity=row["activity"],
        reference=row["reference"],
        title=row["title"],
        mechanism=row["mechanism"],
        step=row["step"],
        step_title=row["step_title"],
        part=row["part"],
        due=due,
        due_words=row["due_words"],
        is_target=row["is_target"],
        is_late=bool(is_open and today and due and due < today),
        is_open=is_open,
    )
