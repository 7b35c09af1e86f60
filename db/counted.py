"""Which returns a cycle's composite counts, and which a reviewer has put into the final one.

A composite counts what each organisation sent last, also while the return is back for
changes. The final composite counts those alone that a reviewer put in.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.access import require, visible
from db.connection import Transaction
from db.events import Happening
from db.files import LAST_SENT
from db.life import take_step
from scrutiny.access import Permission, Viewer
from scrutiny.life import Step
from scrutiny.response import OPEN, Status


@dataclass(frozen=True, slots=True)
class Counted:
    """One return that is counted: which sending of it, when that was, and who put it in.

    `put_in` and `put_in_by` are empty unless it stands in the final composite.
    """

    response: str
    name: str
    type: str
    status: Status
    sending: int
    sent: datetime
    put_in: datetime | None = None
    put_in_by: str = ""


def list_counted(tx: Transaction, *, cycle: str, viewer: Viewer) -> list[Counted]:
    """The returns that a cycle's composite counts, by type and name, for who may read them."""
    require(viewer, Permission.READ_RESPONSES, to="see which returns are counted")
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        f"""SELECT r.id, o.name, r.slice AS type, r.status, r.updated, {LAST_SENT} AS earlier,
            (SELECT count(*) FROM earlier_submission e WHERE e.response = r.id) AS before
        FROM response r JOIN organisation o ON o.id = r.organisation
        WHERE r.round = $1 AND r.submitted IS NOT NULL AND {condition}
        ORDER BY r.slice, o.name, r.id""",
        [cycle, *params],
    )
    put_in = _list_put_in(tx, cycle)
    found = []
    for row in rows:
        status = Status(row["status"])
        is_back = status in OPEN and row["earlier"] is not None
        is_in = status is Status.IN_COMPOSITE
        when, who = put_in.get(row["id"], (None, "")) if is_in else (None, "")
        found.append(
            Counted(
                row["id"], row["name"], row["type"], status,
                sending=int(row["before"]) + (0 if is_back else 1),
                sent=row["earlier"] if is_back else row["updated"], put_in=when, put_in_by=who,
            )
        )  # fmt: skip
    return found


def include_accepted(tx: Transaction, *, cycle: str, viewer: Viewer, now: datetime) -> int:
    """Put every accepted return of a cycle into the final composite; returns how many."""
    require(viewer, Permission.MODERATE, to="put returns into the final composite")
    condition, params = visible(viewer, "r", 3)
    rows = tx.query(
        f"SELECT r.id FROM response r WHERE r.round = $1 AND r.status = $2 AND {condition} "
        "ORDER BY r.id",
        [cycle, Status.ACCEPTED, *params],
    )
    for row in rows:
        take_step(tx, id=row["id"], step=Step.INCLUDE, viewer=viewer, now=now)
    return len(rows)


def _list_put_in(tx: Transaction, cycle: str) -> dict[str, tuple[datetime | None, str]]:
    """By response, when it was put in last, and by whom."""
    rows = tx.query(
        "SELECT subject, happened, actor FROM event WHERE name = $1 "
        "AND subject IN (SELECT id FROM response WHERE round = $2) ORDER BY happened",
        [Happening.RESPONSE_INCLUDED, cycle],
    )
    return {row["subject"]: (row["happened"], row["actor"]) for row in rows}
