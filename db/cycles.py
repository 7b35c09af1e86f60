"""Cycles: dated rounds of a form, and the organisations in their scope."""

# ruff: noqa: S608 (columns are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from db.access import require
from db.connection import Transaction
from db.days import local_day
from db.errors import DuplicateError, NotFoundError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer
from scrutiny.cycle import Cycle

_COLUMNS = "id, form, form_version, title, opens, closes, extended_to, previous, stopped"


def add_cycle(
    tx: Transaction,
    cycle: Cycle,
    organisations: Iterable[str],
    *,
    now: datetime | None = None,
    actor: str = "",
    role: str = "",
) -> None:
    """Add a cycle for the organisations with these ids; raises DuplicateError."""
    if tx.one("SELECT id FROM cycle WHERE id = $1", [cycle.id]):
        raise DuplicateError("cycle", cycle.id)
    tx.execute(
        f"INSERT INTO cycle ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            cycle.id, cycle.form, cycle.form_version, cycle.title, cycle.opens, cycle.closes,
            cycle.extended_to, cycle.previous, cycle.stopped,
        ],
    )  # fmt: skip
    add_to_cycle(tx, cycle.id, organisations)
    if now is not None:
        add_event(tx, name=Happening.CYCLE_ADDED, subject=cycle.id, now=now, actor=actor, role=role)


def add_to_cycle(tx: Transaction, cycle: str, organisations: Iterable[str]) -> None:
    """Bring more organisations into a cycle's scope; those in it already stay as they are.

    Raises NotFoundError for an organisation that is not in the register.
    """
    wanted = set(organisations)
    known = tx.query(
        "SELECT o.id, co.cycle FROM organisation o LEFT JOIN cycle_organisation co "
        "ON co.organisation = o.id AND co.cycle = $1 WHERE o.id = ANY($2::TEXT[])",
        [cycle, sorted(wanted)],
    )
    for unknown in sorted(wanted - {row["id"] for row in known}):
        raise NotFoundError("organisation", unknown)
    new = [(cycle, row["id"]) for row in known if row["cycle"] is None]
    tx.insert_many("cycle_organisation", ["cycle", "organisation"], new)


def list_cycles(tx: Transaction, *, form: str | None = None) -> list[Cycle]:
    """Every cycle of a form, or of all, latest first."""
    rows = tx.query(
        f"SELECT {_COLUMNS} FROM cycle WHERE $1::TEXT IS NULL OR form = $1::TEXT "
        "ORDER BY opens DESC, title, id",
        [form],
    )
    return [Cycle(**row) for row in rows]


def get_cycle(tx: Transaction, id: str) -> Cycle:
    """One cycle; raises NotFoundError."""
    row = tx.one(f"SELECT {_COLUMNS} FROM cycle WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("cycle", id)
    return Cycle(**row)


def list_cycles_of(tx: Transaction, organisation: str, today: date) -> list[Cycle]:
    """The cycles that have opened for an organisation and from which it is not exempt."""
    rows = tx.query(
        f"SELECT {_COLUMNS} FROM cycle c JOIN cycle_organisation co ON co.cycle = c.id "
        "WHERE co.organisation = $1 AND c.opens <= $2 AND co.exempt_reason IS NULL "
        "AND (c.stopped IS NULL OR co.response IS NOT NULL) "
        "ORDER BY c.opens DESC, c.title, c.id",
        [organisation, today],
    )
    return [Cycle(**row) for row in rows]


def exempt(
    tx: Transaction, *, cycle: str, organisation: str, reason: str, viewer: Viewer, now: datetime
) -> None:
    """Take an organisation out of what is expected, with the reason; "" takes that back."""
    require(viewer, Permission.MANAGE_ORGANISATIONS, to="exempt an organisation")
    changed = tx.query(
        "UPDATE cycle_organisation SET exempt_reason = $3::TEXT "
        "WHERE cycle = $1 AND organisation = $2 RETURNING cycle",
        [cycle, organisation, reason or None],
    )
    if not changed:
        raise NotFoundError("organisation in this cycle", organisation)
    add_event(
        tx, name=Happening.ORGANISATION_EXEMPTED, subject=cycle, now=now, actor=viewer.name,
        role=viewer.role,
        detail={"organisation": organisation, "reason": reason},
    )  # fmt: skip


def extend(
    tx: Transaction, *, cycle: str, to: date | None, viewer: Viewer, now: datetime | None = None
) -> None:
    """Give a cycle a later deadline; None takes it back."""
    require(viewer, Permission.MANAGE_ORGANISATIONS, to="extend a cycle")
    get_cycle(tx, cycle)
    tx.execute("UPDATE cycle SET extended_to = $2 WHERE id = $1", [cycle, to])
    if now is not None:
        add_event(
            tx, name=Happening.CYCLE_EXTENDED, subject=cycle, now=now, actor=viewer.name,
            role=viewer.role,
            detail={"to": to.isoformat() if to else ""},
        )  # fmt: skip


def stop_cycle(tx: Transaction, *, cycle: str, viewer: Viewer, now: datetime) -> None:
    """End a cycle early: nothing can be answered or sent in it from now on; drafts are kept."""
    require(viewer, Permission.MANAGE_CYCLES, to="stop a cycle")
    get_cycle(tx, cycle)
    tx.execute(
        "UPDATE cycle SET stopped = $2 WHERE id = $1 AND stopped IS NULL", [cycle, local_day(now)]
    )
    add_event(
        tx, name=Happening.CYCLE_STOPPED, subject=cycle, now=now, actor=viewer.name,
        role=viewer.role,
    )  # fmt: skip
