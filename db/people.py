"""The people register: who may sign in, and as what. Every change is an event.

A change that would leave nobody to keep the register is refused. All changes write one
shared row first, so of two at once the later is tried again and sees the earlier.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from db.access import require
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import DatabaseError, DuplicateError, NotFoundError
from db.events import APP, Happening, add_event
from db.sessions import close_sessions_of
from db.settings import set_setting
from forms.model import Json
from scrutiny.access import Permission, Viewer, roles
from scrutiny.person import Held, Person, is_keeper, plain_email

_TURN = "people_turn"
_SETTINGS = "The app's settings"


class LastAdministratorError(DatabaseError):
    """Nobody would be left who can change the register."""

    def __init__(self) -> None:
        super().__init__(
            "This is the last administrator, so nothing was changed. "
            "Make somebody else an administrator first, then try again."
        )


def list_people(tx: Transaction, *, viewer: Viewer) -> list[Person]:
    """Everybody on the register, by name."""
    _require(viewer)
    return _people(tx)


def get_person(tx: Transaction, id: str, *, viewer: Viewer) -> Person:
    """One person; raises NotFoundError."""
    _require(viewer)
    return _get(tx, id)


def find_person_by_email(tx: Transaction, email: str) -> Person | None:
    """The person of an e-mail address, ended or not; for signing in, where nobody looks yet."""
    row = tx.one("SELECT * FROM person WHERE email = $1", [plain_email(email)])
    return _person(tx, row) if row else None


def add_people(
    tx: Transaction, people: Sequence[Person], *, viewer: Viewer, now: datetime
) -> list[Person]:
    """Put people on the register, all or none; each gets an id.

    Raises DuplicateError for an e-mail address or a name that stands: what somebody wrote
    is known by their name.
    """
    _require(viewer)
    _take_turn(tx)
    return [_add(tx, person, actor=viewer.name, role=viewer.role, now=now) for person in people]


def change_person(
    tx: Transaction, id: str, *, name: str, email: str, starts: date, viewer: Viewer, now: datetime
) -> None:
    """Change somebody's particulars; with a new e-mail address they sign in anew."""
    _require(viewer)
    _take_turn(tx)
    old = _get(tx, id)
    new = replace(old, name=name.strip(), email=plain_email(email), starts=starts)
    changed = [
        each for each in ("name", "email", "starts") if getattr(old, each) != getattr(new, each)
    ]
    if not changed:
        return
    _refuse_repeat(tx, new)
    for column in changed:  # one that is unique is only written when it is new
        tx.execute(
            f"UPDATE person SET {column} = $2 WHERE id = $1",  # noqa: S608 - our own words
            [id, getattr(new, column)],
        )
    close_sessions_of(tx, person=id)
    _require_keeper(tx, local_day(now), before=old, after=new)
    _tell(tx, Happening.PERSON_CHANGED, id, viewer, now, changed=[*changed])


def give_role(tx: Transaction, id: str, held: Held, *, viewer: Viewer, now: datetime) -> None:
    """Give somebody one more role; one that they hold already stays."""
    _require(viewer)
    _take_turn(tx)
    if held in _get(tx, id).roles:
        return
    tx.insert_many("person_role", ("person", "role", "acts_for"), [(id, held.role, held.acts_for)])
    _tell(tx, Happening.ROLE_GIVEN, id, viewer, now, held=held.role, acts_for=held.acts_for)


def take_role(tx: Transaction, id: str, held: Held, *, viewer: Viewer, now: datetime) -> None:
    """Take a role away at once, also where it is in use; raises LastAdministratorError."""
    _require(viewer)
    _take_turn(tx)
    old = _get(tx, id)
    if held not in old.roles:
        return
    tx.execute(
        "DELETE FROM person_role WHERE person = $1 AND role = $2 AND acts_for = $3",
        [id, held.role, held.acts_for],
    )
    new = replace(old, roles=tuple(each for each in old.roles if each != held))
    _require_keeper(tx, local_day(now), before=old, after=new)
    _tell(tx, Happening.ROLE_TAKEN, id, viewer, now, held=held.role, acts_for=held.acts_for)


def end_person(tx: Transaction, id: str, *, on: date, viewer: Viewer, now: datetime) -> None:
    """From the day `on` they may not sign in; raises LastAdministratorError."""
    _require(viewer)
    _take_turn(tx)
    old = _get(tx, id)
    tx.execute("UPDATE person SET ended = $2 WHERE id = $1", [id, on])
    new = replace(old, ended=on)
    day = local_day(now)
    if not new.is_active(day):
        close_sessions_of(tx, person=id)
    _require_keeper(tx, day, before=old, after=new)
    _tell(tx, Happening.PERSON_ENDED, id, viewer, now, on=on.isoformat())


def bring_back(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> None:
    """Somebody who was ended may sign in again, with the roles that they held."""
    _require(viewer)
    _take_turn(tx)
    _get(tx, id)
    tx.execute("UPDATE person SET ended = NULL WHERE id = $1", [id])
    _tell(tx, Happening.PERSON_BROUGHT_BACK, id, viewer, now)


def add_first_administrator(tx: Transaction, *, email: str, now: datetime) -> bool:
    """Make the first administrator, when nobody is on the register; whether it was done."""
    if not email or tx.one("SELECT id FROM person LIMIT 1") is not None:
        return False
    _take_turn(tx)
    keeper = next(key for key in roles() if is_keeper(Held(key)))
    first = Person("", email, plain_email(email), local_day(now), (Held(keeper),))
    _add(tx, first, actor=_SETTINGS, role=APP, now=now)
    return True


def _require(viewer: Viewer) -> None:
    require(viewer, Permission.MANAGE_PEOPLE, to="see or change the people register")


def _take_turn(tx: Transaction) -> None:
    set_setting(tx, _TURN, secrets.token_hex(8))


def _add(tx: Transaction, person: Person, *, actor: str, role: str, now: datetime) -> Person:
    held = tuple(sorted(set(person.roles)))
    new = replace(
        person, id=secrets.token_hex(8), name=person.name.strip(),
        email=plain_email(person.email), roles=held,
    )  # fmt: skip
    _refuse_repeat(tx, new)
    tx.execute(
        "INSERT INTO person (id, name, email, starts, ended) VALUES ($1, $2, $3, $4, $5)",
        [new.id, new.name, new.email, new.starts, new.ended],
    )
    tx.insert_many(
        "person_role", ("person", "role", "acts_for"),
        [(new.id, each.role, each.acts_for) for each in held],
    )  # fmt: skip
    add_event(
        tx, name=Happening.PERSON_ADDED, subject=new.id, now=now, actor=actor, role=role,
        detail={"held": [each.role for each in held]},
    )  # fmt: skip
    return new


def _refuse_repeat(tx: Transaction, new: Person) -> None:
    for column, words, value in (
        ("email", "e-mail address", new.email),
        ("name", "name", new.name),
    ):
        found = tx.one(
            f"SELECT id FROM person WHERE lower({column}) = lower($1) AND id <> $2",  # noqa: S608
            [value, new.id],
        )
        if found:
            raise DuplicateError(f"person with the {words}", value)


def _require_keeper(tx: Transaction, day: date, *, before: Person, after: Person) -> None:
    """Of those who keep the register, at least one has begun and has no last day."""
    if before.keeps_register(day) and not after.keeps_register(day):
        others = (each for each in _people(tx) if each.id != after.id)
        if not any(each.keeps_register(day) for each in others):
            raise LastAdministratorError


def _tell(
    tx: Transaction, name: Happening, id: str, viewer: Viewer, now: datetime,
    **detail: Json,
) -> None:  # fmt: skip
    add_event(tx, name=name, subject=id, now=now, actor=viewer.name, role=viewer.role,
              detail=dict(detail))  # fmt: skip


def _get(tx: Transaction, id: str) -> Person:
    row = tx.one("SELECT * FROM person WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("person", id)
    return _person(tx, row)


def _people(tx: Transaction) -> list[Person]:
    held: dict[str, list[Held]] = {}
    for row in tx.query("SELECT person, role, acts_for FROM person_role"):
        held.setdefault(row["person"], []).append(Held(row["role"], row["acts_for"]))
    rows = tx.query("SELECT * FROM person ORDER BY lower(name), id")
    return [_made(row, held.get(row["id"], ())) for row in rows]


def _person(tx: Transaction, row: Row) -> Person:
    rows = tx.query("SELECT role, acts_for FROM person_role WHERE person = $1", [row["id"]])
    return _made(row, (Held(each["role"], each["acts_for"]) for each in rows))


def _made(row: Row, held: Iterable[Held]) -> Person:
    return Person(
        id=row["id"], name=row["name"], email=row["email"], starts=row["starts"],
        ended=row["ended"], roles=tuple(sorted(held)),
    )  # fmt: skip
