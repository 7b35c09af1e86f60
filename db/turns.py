"""Whose turn it is in the activities that go on, who is told of a step, and at which addresses.

Told are those on the people register, those who answer for an organisation, the members of a
group who hold the role there, and whoever is named for the step's role with an address. Those
who run activities see what is open on their own pages, and are not written to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from db.activity_rows import mechanism_of, read_activity
from db.connection import Row, Transaction
from scrutiny.access import Permission, is_held_by_member, roles
from scrutiny.activity import Activity, ActivityStatus, Progress
from scrutiny.invitation import clean_email, registered_id
from scrutiny.mechanism import Mechanism, Step
from scrutiny.standing import Context
from scrutiny.taking_part import seats_told
from scrutiny.turn import Addressee, Turn

ORGANISATION = "organisation"
#: Outcomes by mechanism, step and value.
Waits = Collection[tuple[str, str, str]]
#: The roles of a mechanism that take each of its steps, by mechanism and step.
Takers = Mapping[tuple[str, str], Collection[str]]
_NO_TAKERS: Takers = {}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A turn with everybody whom it waits for and who has an address."""

    turn: Turn
    to: tuple[Addressee, ...]


def list_waiting(
    tx: Transaction, *, today: date, waits: Waits = frozenset(), takers: Takers = _NO_TAKERS
) -> list[Waiting]:
    """Every open step of the activities that go on, by activity and step, with who to tell.

    `waits` are the outcomes after which a step is still its taker's: they are not told again.
    Each address stands once with a turn.
    """
    rows = tx.query(
        "SELECT o.*, a.reference, a.mechanism FROM open_step o "
        "JOIN activity a ON a.id = o.activity "
        "WHERE a.status = $1 AND o.progress = $2 AND o.held_by <> '' "
        "ORDER BY o.activity, o.step, o.part, o.held_by, o.acts_for, o.person",
        [ActivityStatus.UNDER_WAY, Progress.OPEN],
    )
    told = [row for row in rows if row["held_by"] not in _runners()]
    rounds = _count_rounds(tx, {row["activity"] for row in told}, waits)
    turns = ((_turn(row, rounds), row) for row in told)
    return _address(tx, turns, today=today, takers=takers)


def list_told(
    tx: Transaction, *, since: date, today: date, waits: Waits, context: Context
) -> list[Waiting]:
    """Every step taken since a day, with whom its mechanism says to tell of it.

    The turn's `round` is the number of the taking. What only was noted (`waits`) is told to nobody.
    """
    takings = tx.query(
        "SELECT t.activity, t.number, t.step, t.part, t.outcome, a.mechanism FROM taking t "
        "JOIN activity a ON a.id = t.activity WHERE t.day >= $1 ORDER BY t.activity, t.number",
        [since],
    )
    done = [t for t in takings if (t["mechanism"], t["step"], t["outcome"]) not in waits]
    activities = {id: read_activity(tx, id) for id in {taking["activity"] for taking in done}}
    found: list[tuple[Turn, Row]] = []
    takers: dict[tuple[str, str], Collection[str]] = {}
    for taking in done:
        activity = activities[taking["activity"]]
        mechanism = mechanism_of(tx, activity, context)
        step = mechanism.by_id.get(taking["step"])
        if step is None or not step.tells:
            continue
        takers[mechanism.id, step.id] = [
            key for key in step.tells if not _runners().issuperset(mechanism.roles[key].held_by)
        ]
        turn = Turn(
            activity.id, activity.reference, mechanism.id, step.id, step.title, taking["part"],
            round=taking["number"], outcome=_say_outcome(step, taking["outcome"]),
        )  # fmt: skip
        found += [(turn, row) for row in _told_rows(mechanism, step, activity)]
    return _address(tx, found, today=today, takers=takers)


def _say_outcome(step: Step, value: str) -> str:
    """How a taking ended, in the mechanism's words; "" where the step is simply done."""
    outcome = step.find_outcome(value)
    return outcome.label if outcome else ""


def _told_rows(mechanism: Mechanism, step: Step, activity: Activity) -> Iterator[Row]:
    """Who is told, as the row of an open step says it."""
    for seat in sorted(seats_told(mechanism, step, activity)):
        if seat.role not in _runners():
            yield {
                "activity": activity.id, "mechanism": mechanism.id, "step": step.id, "part": "",
                "held_by": seat.role, "acts_for": seat.acts_for, "person": seat.person,
            }  # fmt: skip


def _address(
    tx: Transaction, turns: Iterable[tuple[Turn, Row]], *, today: date, takers: Takers
) -> list[Waiting]:
    """Each turn with everybody who holds what its rows say and has an address."""
    turns = list(turns)
    rows = [row for _, row in turns]
    people, contacts = _list_people(tx, today), _list_contacts(tx, rows)
    members, named = _list_members(tx, rows, today), _list_named(tx, rows)
    found: dict[Turn, dict[str, Addressee]] = {}
    for turn, row in turns:
        to = sorted(_find_people(people, row))
        if row["held_by"] == ORGANISATION:
            to += sorted(contacts.get(row["acts_for"], ()))
        to += _find_members(members, row)
        to += _find_named(named, row, takers.get((row["mechanism"], row["step"]), ()))
        _add(found.setdefault(turn, {}), to)
    return [Waiting(turn, tuple(sorted(to.values()))) for turn, to in found.items() if to]


def _add(found: dict[str, Addressee], to: Iterable[Addressee]) -> None:
    """Those whose address does not stand there yet: whoever has an account comes first."""
    for each in to:
        found.setdefault(each.email.casefold(), each)


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


def _list_members(tx: Transaction, rows: Collection[Row], today: date) -> list[Row]:
    """The members, that day, of the groups whose turn it is, who have an address."""
    groups = {row["acts_for"] for row in rows if _is_of_group(row)} - {""}
    return tx.query(
        "SELECT for_group, name, role, email FROM group_member "
        "WHERE for_group = ANY($1::TEXT[]) AND email <> '' "
        "AND (starts IS NULL OR starts <= $2) AND (ended IS NULL OR ended > $2) "
        "ORDER BY for_group, name, id",
        [sorted(groups), today],
    )


def _is_of_group(row: Row) -> bool:
    role = roles().get(row["held_by"])
    return role is not None and role.acts_for == "group"


def _find_members(members: Collection[Row], row: Row) -> list[Addressee]:
    """The members who hold the role in the group whose turn it is, unless a person is named."""
    if row["person"] or not _is_of_group(row):
        return []
    return [
        Addressee(email, each["name"])
        for each in members
        if each["for_group"] == row["acts_for"]
        and is_held_by_member(row["held_by"], each["role"])
        and (email := clean_email(each["email"]))
    ]


def _list_named(tx: Transaction, rows: Collection[Row]) -> list[Row]:
    """The people who are named on the activities, with an address."""
    return tx.query(
        "SELECT activity, role, name, person, email FROM activity_holder "
        "WHERE activity = ANY($1::TEXT[]) AND email <> '' ORDER BY activity, role, name",
        [sorted({row["activity"] for row in rows})],
    )


def _find_named(named: Collection[Row], row: Row, takers: Collection[str]) -> list[Addressee]:
    """Those named for a role that takes the step; where each party takes it, nobody knows whose."""
    if row["part"]:
        return []
    return [
        Addressee(email, each["name"])
        for each in named
        if each["activity"] == row["activity"]
        and each["role"] in takers
        and row["person"] in ("", each["person"])
        and (email := clean_email(each["email"]))
    ]


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
