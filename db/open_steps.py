"""The steps that are open or have a date: whose turn it is, and what the calendar shows."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from db.access import visible_activity
from db.activity_rows import mechanism_of, read_activity
from db.connection import Row, Transaction
from db.steps import settle
from scrutiny.access import Viewer
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
        "SELECT id FROM activity WHERE ended IS NULL "
        "AND (cardinality($1::TEXT[]) = 0 OR id = ANY($1::TEXT[])) ORDER BY id",
        [sorted(activities)],
    )
    count = 0
    for row in rows:
        activity = read_activity(tx, row["id"])
        mechanism = mechanism_of(tx, activity, context)
        meets = {step.due.meeting for step in mechanism.steps if step.due and step.due.meeting}
        own = {activity.group if key == "chosen" else key for key in meets}
        if group and group not in own:
            continue
        settle(tx, activity.id, context)
        count += 1
    return count


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
