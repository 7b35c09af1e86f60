"""The ledger of the scrutiny officers' days."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import date, datetime

from db.access import require
from db.activity_rows import find_activity
from db.connection import Row, Transaction, clean_text
from db.days import local_day
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer, roles
from scrutiny.officer_day import OfficerDay, OfficerTotal

_SELECT = """SELECT id, officer, day, days, kind, activity, is_counted, note, by_whom
    FROM officer_day"""
#: The most that one entry can say: a week's work.
MOST_DAYS = 7.0


def add_officer_day(
    tx: Transaction, *, day: OfficerDay, viewer: Viewer, now: datetime
) -> OfficerDay:
    """Write days into the ledger; an officer writes their own, the team anybody's.

    Raises NotAllowedError, or StepRefusedError when it is no number of days that can be.
    """
    require(viewer, Permission.MODERATE, to="write down an officer's days")
    own = viewer.name or roles()[viewer.role].label
    officer = clean_text(day.officer).strip() or own
    if officer != own and not viewer.can(Permission.RUN_ACTIVITIES):
        raise NotAllowedError("write down days of somebody else")
    if not 0 < day.days <= MOST_DAYS or day.days * 4 != int(day.days * 4):
        raise StepRefusedError(
            f"Enter days as quarters, halves or whole days, up to {MOST_DAYS:g}. "
            "Write longer work down week by week."
        )
    if day.on > local_day(now):
        raise StepRefusedError("Enter a day that has been. Write a day down when it is worked.")
    if day.activity:
        find_activity(tx, day.activity, viewer)
    added = replace(
        day, id=secrets.token_hex(8), officer=officer, note=clean_text(day.note).strip(),
        by=viewer.name,
    )  # fmt: skip
    tx.insert_many(
        "officer_day",
        ("id", "officer", "day", "days", "kind", "activity", "is_counted", "note", "by_whom"),
        [
            (
                added.id, added.officer, added.on, added.days, added.kind, added.activity,
                added.is_counted, added.note, added.by,
            )
        ],
    )  # fmt: skip
    _tell(tx, added, viewer, now, "added")
    return added


def remove_officer_day(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> None:
    """Take a wrong entry out of the ledger; who wrote it down may, and the team."""
    require(viewer, Permission.MODERATE, to="change an officer's days")
    row = tx.one(f"{_SELECT} WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("entry of the ledger", id)
    day = _day(row)
    if day.by != viewer.name and not viewer.can(Permission.RUN_ACTIVITIES):
        raise NotAllowedError("take out what somebody else wrote down")
    tx.execute("DELETE FROM officer_day WHERE id = $1", [id])
    _tell(tx, day, viewer, now, "removed")


def list_officer_days(
    tx: Transaction, *, viewer: Viewer, year: int = 0, activity: str = ""
) -> list[OfficerDay]:
    """The ledger of a year or of an activity, latest first; 0 and "" are all."""
    _require_reader(viewer)
    rows = tx.query(
        f"{_SELECT} WHERE (NOT $1::BOOLEAN OR day BETWEEN $2 AND $3) "
        "AND ($4::TEXT = '' OR activity = $4::TEXT) ORDER BY day DESC, officer, id",
        [bool(year), date(year or 1, 1, 1), date(year or 1, 12, 31), activity],
    )
    return [_day(row) for row in rows]


def total_days(tx: Transaction, *, viewer: Viewer, year: int) -> list[OfficerTotal]:
    """The days of each officer in a year: those that count, and others."""
    _require_reader(viewer)
    rows = tx.query(
        "SELECT officer, COALESCE(sum(days) FILTER (WHERE is_counted), 0) AS counted, "
        "COALESCE(sum(days) FILTER (WHERE NOT is_counted), 0) AS other "
        "FROM officer_day WHERE day BETWEEN $1 AND $2 GROUP BY officer ORDER BY officer",
        [date(year, 1, 1), date(year, 12, 31)],
    )
    return [OfficerTotal(**row) for row in rows]


def _require_reader(viewer: Viewer) -> None:
    require(
        viewer, Permission.MODERATE, Permission.READ_ACTIVITIES, to="see the officers' days"
    )  # fmt: skip


def _tell(tx: Transaction, day: OfficerDay, viewer: Viewer, now: datetime, what: str) -> None:
    add_event(
        tx, name=Happening.OFFICER_DAYS_LOGGED, subject=day.activity or day.id, now=now,
        actor=viewer.name, role=viewer.role,
        detail={"what": what, "days": day.days, "kind": day.kind, "day": day.on.isoformat()},
    )  # fmt: skip


def _day(row: Row) -> OfficerDay:
    return OfficerDay(
        id=row["id"],
        officer=row["officer"],
        on=row["day"],
        days=row["days"],
        kind=row["kind"],
        activity=row["activity"],
        is_counted=row["is_counted"],
        note=row["note"],
        by=row["by_whom"],
    )
