"""Keys of personal calendar addresses: kept as hashes, each with whose view it shows.

What a key opens is asked afresh at each fetch: it shows what its owner may see in that role
on that day, and nothing once the register no longer gives them the role.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from db.access import require
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer, make_viewer

MOST_KEYS = 5


@dataclass(frozen=True, slots=True)
class CalendarKey:
    """One address that somebody made; `mark` is the start of its hash, enough to tell it by."""

    mark: str
    made: date
    ended: date | None = None


def add_calendar_key(tx: Transaction, *, key_hash: str, viewer: Viewer, now: datetime) -> None:
    """Keep a new key of the viewer's, for the role they are signed in with."""
    _require(viewer)
    if len(list_calendar_keys(tx, viewer=viewer)) >= MOST_KEYS:
        raise StepRefusedError(
            f"You have {MOST_KEYS} calendar addresses, the most there may be. End one first."
        )
    tx.insert_many(
        "calendar_key",
        ("key_hash", "owner", "name", "role", "acts_for", "made"),
        [(key_hash, viewer.person, viewer.name, viewer.role, _acts_for(viewer), local_day(now))],
    )
    _tell(tx, Happening.CALENDAR_KEY_MADE, key_hash, viewer, now)


def list_calendar_keys(tx: Transaction, *, viewer: Viewer) -> list[CalendarKey]:
    """The viewer's own keys that still open something, oldest first."""
    _require(viewer)
    return [CalendarKey(row["key_hash"][:8], row["made"], row["ended"]) for row in _own(tx, viewer)]


def end_calendar_key(tx: Transaction, *, mark: str, viewer: Viewer, now: datetime) -> None:
    """End one of the viewer's own keys at once; raises NotFoundError."""
    _require(viewer)
    found = [row["key_hash"] for row in _own(tx, viewer) if row["key_hash"].startswith(mark)]
    if len(found) != 1 or not mark:
        raise NotFoundError("calendar address", mark)
    tx.execute("UPDATE calendar_key SET ended = $2 WHERE key_hash = $1", [found[0], local_day(now)])
    _tell(tx, Happening.CALENDAR_KEY_ENDED, found[0], viewer, now)


def find_calendar_viewer(
    tx: Transaction, *, key_hash: str, now: datetime, is_demonstration: bool = False
) -> Viewer | None:
    """Whose calendar a key shows, as they stand today; None when it opens nothing.

    A key of somebody who is not on the people register opens only in a demonstration.
    """
    row = tx.one("SELECT * FROM calendar_key WHERE key_hash = $1 AND ended IS NULL", [key_hash])
    if row is None or not (row["owner"] or is_demonstration):
        return None
    name = _name_on_register(tx, row, local_day(now)) if row["owner"] else row["name"]
    if name is None:
        return None
    organisations = frozenset({row["acts_for"]} - {""})
    viewer = make_viewer(row["role"], name=name, organisations=organisations)
    return replace(viewer, person=row["owner"]) if viewer.can(Permission.READ_MEETINGS) else None


def _name_on_register(tx: Transaction, row: Row, day: date) -> str | None:
    found = tx.one(
        "SELECT p.name FROM person p JOIN person_role r ON r.person = p.id "
        "WHERE p.id = $1 AND r.role = $2 AND r.acts_for = $3 "
        "AND p.starts <= $4 AND (p.ended IS NULL OR p.ended > $4)",
        [row["owner"], row["role"], row["acts_for"], day],
    )
    return str(found["name"]) if found else None


def _own(tx: Transaction, viewer: Viewer) -> list[Row]:
    return tx.query(
        "SELECT * FROM calendar_key WHERE owner = $1 AND ($1 <> '' OR name = $2) "
        "AND role = $3 AND acts_for = $4 AND ended IS NULL ORDER BY made, key_hash",
        [viewer.person, viewer.name, viewer.role, _acts_for(viewer)],
    )


def _acts_for(viewer: Viewer) -> str:
    return "".join(sorted(viewer.organisations))


def _require(viewer: Viewer) -> None:
    require(viewer, Permission.READ_MEETINGS, to="subscribe to the calendar")


def _tell(tx: Transaction, name: Happening, key_hash: str, viewer: Viewer, now: datetime) -> None:
    add_event(tx, name=name, subject=key_hash[:8], now=now, actor=viewer.name, role=viewer.role)
