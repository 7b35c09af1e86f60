"""Who is asked in a cycle and has been told what: organisations, people and mails together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime

from db.access import require
from db.connection import Row, Transaction
from db.contacts import list_contacts
from db.days import local_day
from scrutiny.access import Permission, Viewer
from scrutiny.invitation import Contact, ContactKind
from scrutiny.mail import MailKind, MailState
from scrutiny.reach import Reach, Told
from scrutiny.response import Status


def list_reach(tx: Transaction, *, cycle: str, viewer: Viewer) -> list[Reach]:
    """Every organisation in the cycle, with those who answer for it, by name."""
    require(viewer, Permission.MANAGE_CYCLES, to="see who has been told what")
    rows = tx.query(
        "SELECT o.id, o.name, o.type, o.locality, co.exempt_reason, r.status "
        "FROM cycle_organisation co JOIN organisation o ON o.id = co.organisation "
        "LEFT JOIN response r ON r.id = co.response "
        "WHERE co.cycle = $1 AND o.ended IS NULL ORDER BY o.name, o.id",
        [cycle],
    )
    people: dict[str, list[Contact]] = defaultdict(list)
    for contact in list_contacts(tx, viewer=viewer, organisations=[row["id"] for row in rows]):
        if contact.kind is ContactKind.RESPONDENT:
            people[contact.organisation].append(contact)
    told = _list_told(tx, cycle)
    return [
        replace(_reach(row), contacts=tuple(people[row["id"]]), told=tuple(told.get(row["id"], ())))
        for row in rows
    ]


def _list_told(tx: Transaction, cycle: str) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for row in tx.query(
        "SELECT organisation, contact, kind, state, made FROM outbox WHERE round = $1 "
        "ORDER BY made, id",
        [cycle],
    ):
        made: datetime = row["made"]
        found[row["organisation"]].append(
            Told(row["contact"], MailKind(row["kind"]), MailState(row["state"]), local_day(made))
        )
    return found


def _reach(row: Row) -> Reach:
    return Reach(
        organisation=row["id"],
        name=row["name"],
        type=row["type"],
        locality=row["locality"],
        status=Status(row["status"]) if row["status"] else Status.NOT_STARTED,
        exempt_reason=row["exempt_reason"] or "",
    )
