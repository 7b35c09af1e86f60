"""What was refused, in the audit log: one line at once, and how many more in that minute.

A thousand wrong codes or altered links leave two lines a minute and not a thousand. Nothing
of what was tried is kept: no code, no link, no address. For whoever is not known only the
day is kept, since it may be a child.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from db.audit import add_entry
from db.connection import Row, Transaction
from forms.model import Json
from scrutiny.access import Viewer
from scrutiny.audit import What, is_recorded

#: What an id of ours may look like; too short for a link, and no words of anybody's.
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
SOMEBODY, NOBODY = "Somebody", "nobody"
_MINUTE = timedelta(minutes=1)


def note_refused(
    tx: Transaction,
    *,
    what: What,
    viewer: Viewer,
    now: datetime,
    subject: str = "",
    why: str = "",
    is_timed: bool = False,
) -> None:
    """Log that something was refused; again in the same minute it is only counted.

    `subject` is the id of what was asked for, left out where it is none of ours, and `why` one
    word of ours. A viewer without a role is
    logged as somebody, with the day alone unless `is_timed`: for what no child is given.
    """
    is_known = is_recorded(viewer)
    who, role = (viewer.name, viewer.role) if is_known else (SOMEBODY, NOBODY)
    if _count(tx, what, who, role, is_day_only=not (is_known or is_timed), now=now) == 1:
        add_entry(
            tx, who=who, role=role, what=what, now=now,
            subject=subject if _ID.fullmatch(subject) else "",
            detail={"why": why} if why else {}, is_day_only=not (is_known or is_timed),
        )  # fmt: skip


def settle_refused(tx: Transaction, *, now: datetime, is_last: bool = False) -> int:
    """Log how many more there were in each minute that is over; returns how many lines.

    At the end (`is_last`) also in the minute that still runs.
    """
    before = now + _MINUTE if is_last else _minute(now)
    rows = tx.query(
        "DELETE FROM refused WHERE minute < $1 RETURNING what, who, role, minute, is_day_only, "
        "count",
        [before],
    )
    repeated = sorted((row for row in rows if row["count"] > 1), key=_order)
    for row in repeated:
        detail: dict[str, Json] = {"more_in_the_same_minute": row["count"] - 1}
        add_entry(
            tx, who=row["who"], role=row["role"], what=row["what"], subject="",
            now=row["minute"], detail=detail, is_day_only=row["is_day_only"],
        )  # fmt: skip
    return len(repeated)


def is_unsettled(tx: Transaction, *, now: datetime) -> bool:
    """Whether a minute is over in which something was refused."""
    return tx.one("SELECT what FROM refused WHERE minute < $1 LIMIT 1", [_minute(now)]) is not None


def _count(
    tx: Transaction, what: What, who: str, role: str, *, is_day_only: bool, now: datetime
) -> int:
    rows = tx.query(
        "INSERT INTO refused (what, who, role, minute, is_day_only, count) "
        "VALUES ($1, $2, $3, $4, $5, 1) ON CONFLICT (what, who, role, minute) "
        "DO UPDATE SET count = refused.count + 1 RETURNING count",
        [what, who, role, _minute(now), is_day_only],
    )
    return int(rows[0]["count"])


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _order(row: Row) -> tuple[datetime, str, str]:
    return row["minute"], row["what"], row["who"]
