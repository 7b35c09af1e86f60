"""Whose turn it is in the activities that go on, and at which addresses to tell them.

Those who run activities see what is open on their own pages, and are not written to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from db.connection import Row, Transaction
from scrutiny.access import Permission, roles
from scrutiny.activity import ActivityStatus, Progress
from scrutiny.invitation import clean_email, registered_id
from scrutiny.turn import Addressee, Turn

ORGANISATION = "organisation"
#: Outcomes by mechanism, step and value.
Waits = Collection[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A turn with everybody whom it waits for and who has an address."""

    turn: Turn
    to: tuple[Addressee, ...]


def list_waiting(tx: Transaction, *, today: date, waits: Waits = frozenset()) -> list[Waiting]:
    """Every open step of the activities that go on, by activity and step, with who to tell.

    `waits` are the outcomes after which a step is still its taker's: they are not told again.
    """
    rows = tx.query(
        "SELECT o.*, a.reference, a.mechanism FROM open_step o "
        "JOIN activity a ON a.id = o.activity "
        "WHERE a.status = $1 AND o.progress = $2 AND o.held_by <> '' "
        "ORDER BY o.activity, o.step, o.part, o.held_by, o.acts_for, o.person",
        [ActivityStatus.UNDER_WAY, Progress.OPEN],
    )
    told = [row for row in rows if row["held_by"] not in _runners()]
    people, contacts = _list_people(tx, today), _list_contacts(tx, told)
    rounds = _count_rounds(tx, {row["activity"] for row in told}, waits)
    found: dict[Turn, set[Addressee]] = {}
    for row in told:
        to = contacts.get(row["acts_for"], set()) if row["held_by"] == ORGANISATION else set()
        to = to | _find_people(people, row)
        found.setdefault(_turn(row, rounds), set()).update(to)
    return [Waiting(turn, tuple(sorted(to))) for turn, to in found.items() if to]


def _runners() -> frozenset[str]:
    return frozenset(key for key, role in roles().items() if Permission.RUN_ACTIVITIES in role.may)


def _turn(row: Row, rounds: Mapping[tuple[str, str, str], int]) -> Turn:
    place = (row["activity"], row["step"], row["part"])
    return Turn(
        row["activity"], row["reference"], row["mechanism"], row["step"], row["title"],
        row["part"], row["due"], rounds.get(place, 0),
    )  # fmt: skip


def _list_people(tx: Transaction, today: date) -> list[Row]:
    return tx.query(
        "SELECT p.id, p.name, p.email, r.role, r.acts_for FROM person p "
        "JOIN person_role r ON r.person = p.id "
        "WHERE p.starts <= $1 AND (p.ended IS NULL OR p.ended > $1)",
        [today],
    )


def _find_people(people: Collection[Row], row: Row) -> set[Addressee]:
    """Those on the register who hold the role, for that place, and are that person if named."""
    return {
        Addressee(each["email"], each["name"])
        for each in people
        if each["role"] == row["held_by"]
        and row["acts_for"] in ("", each["acts_for"])
        and row["person"] in ("", each["id"])
        and each["email"]
    }


def _list_contacts(tx: Transaction, rows: Collection[Row]) -> dict[str, set[Addressee]]:
    """Those who answer for the organisations whose turn it is, by organisation."""
    wanted = sorted({row["acts_for"] for row in rows if row["held_by"] == ORGANISATION} - {""})
    registered = tx.query(
        "SELECT id, name, contact_name, contact_email FROM organisation "
        "WHERE id = ANY($1::TEXT[]) AND ended IS NULL",
        [wanted],
    )
    added = tx.query(
        "SELECT id, organisation, name, email FROM contact WHERE organisation = ANY($1::TEXT[]) "
        "AND ended IS NULL AND kind = 'respondent' ORDER BY id",
        [wanted],
    )
    found: dict[str, dict[str, Addressee]] = {}
    for row in registered:
        if email := clean_email(row["contact_email"]):
            to = Addressee(email, row["contact_name"], registered_id(row["id"]), row["id"])
            found.setdefault(row["id"], {})[email] = to
    for row in added:
        to = Addressee(row["email"], row["name"], row["id"], row["organisation"])
        found.setdefault(row["organisation"], {}).setdefault(row["email"], to)
    return {key: set(by_email.values()) for key, by_email in found.items()}


def _count_rounds(
    tx: Transaction, wanted: Collection[str], waits: Waits
) -> dict[tuple[str, str, str], int]:
    """How often each party has finished each step: one that came back is told anew."""
    rows = tx.query(
        "SELECT t.activity, t.step, t.part, t.outcome, a.mechanism, count(*) AS n "
        "FROM taking t JOIN activity a ON a.id = t.activity WHERE t.activity = ANY($1::TEXT[]) "
        "GROUP BY t.activity, t.step, t.part, t.outcome, a.mechanism",
        [sorted(wanted)],
    )
    found: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if (row["mechanism"], row["step"], row["outcome"]) not in waits:
            found[row["activity"], row["step"], row["part"]] += row["n"]
    return dict(found)
