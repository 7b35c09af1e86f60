"""The people register: changes are events, and somebody is always left to keep it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from db import people
from db.connection import Database
from db.errors import DuplicateError, NotAllowedError, NotFoundError
from db.events import list_events
from db.people import LastAdministratorError
from db.sessions import find_session, open_session
from scrutiny.access import NOBODY, make_viewer, roles
from scrutiny.person import Held, Person
from tests.db.at_once import at_once
from tests.db.examples import NOW, TODAY

KEEPER = make_viewer("administrator", name="Ada Keeper")
ADMINISTRATOR = Held("administrator")
DAY = timedelta(days=1)


def test_add_people_gives_ids_and_plain_addresses(database: Database) -> None:
    added = _add(
        database, _person("Ada", " Ada@Example.ORG ", ADMINISTRATOR, Held("chair", "splig"))
    )
    assert added == Person(
        added.id, "Ada", "ada@example.org", TODAY, (ADMINISTRATOR, Held("chair", "splig"))
    )
    assert _list(database) == [added]
    assert database.read(people.find_person_by_email, "ADA@example.org") == added
    assert database.read(people.find_person_by_email, "nobody@example.org") is None
    assert _events(database, added.id) == [("person_added", "Ada Keeper")]


@pytest.mark.parametrize(
    ("name", "email"), [("Else", "ADA@example.org"), ("ada", "other@example.org")]
)
def test_add_people_with_a_name_or_address_that_stands_writes_nothing(
    database: Database, name: str, email: str
) -> None:
    ada = _add(database, _person("Ada", "ada@example.org"))
    with pytest.raises(DuplicateError):
        _write(
            database, people.add_people, [_person("New", "new@example.org"), _person(name, email)]
        )
    assert _list(database) == [ada]


def test_change_person_changes_what_is_new(database: Database) -> None:
    ada = _add(database, _person("Ada", "ada@example.org"))
    change = {"name": "Ada B", "email": "B@example.org", "starts": TODAY - DAY}
    _write(database, people.change_person, ada.id, **change)
    _write(database, people.change_person, ada.id, **change)
    (changed,) = _list(database)
    assert (changed.name, changed.email, changed.starts) == (
        "Ada B", "b@example.org", TODAY - DAY,
    )  # fmt: skip
    assert _events(database, ada.id) == [
        ("person_added", "Ada Keeper"), ("person_changed", "Ada Keeper"),
    ]  # fmt: skip


def test_roles_are_given_and_taken(database: Database) -> None:
    ada = _add(database, _person("Ada", "ada@example.org"))
    _write(database, people.give_role, ada.id, Held("mars_team"))
    _write(database, people.give_role, ada.id, Held("mars_team"))
    assert _list(database)[0].roles == (Held("mars_team"),)
    _write(database, people.take_role, ada.id, Held("mars_team"))
    _write(database, people.take_role, ada.id, Held("mars_team"))
    assert _list(database)[0].roles == ()
    assert [name for name, _ in _events(database, ada.id)] == [
        "person_added", "role_given", "role_taken",
    ]  # fmt: skip


def test_a_person_ends_and_comes_back(database: Database) -> None:
    ada = _add(database, _person("Ada", "ada@example.org", Held("mars_team")))
    _write(database, people.end_person, ada.id, on=TODAY)
    assert not _list(database)[0].is_active(TODAY)
    _write(database, people.bring_back, ada.id)
    assert _list(database)[0].is_active(TODAY)
    assert [name for name, _ in _events(database, ada.id)] == [
        "person_added", "person_ended", "person_brought_back",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "arguments"),
    [
        (people.end_person, {"on": TODAY}),
        (people.end_person, {"on": TODAY + 30 * DAY}),
        (people.take_role, {"held": ADMINISTRATOR}),
        (people.change_person,
         {"name": "Ada", "email": "ada@example.org", "starts": TODAY + DAY}),
    ],
)  # fmt: skip
def test_the_last_administrator_stays(
    database: Database, change: Any, arguments: dict[str, Any]
) -> None:
    ada = _add(database, _person("Ada", "ada@example.org", ADMINISTRATOR))
    _add(database, _person("Team", "team@example.org", Held("mars_team")))
    later = Person("", "Later", "later@example.org", TODAY + DAY, (ADMINISTRATOR,))
    _add(database, later)
    with pytest.raises(LastAdministratorError):
        _write(database, change, ada.id, **arguments)
    assert database.read(people.get_person, ada.id, viewer=KEEPER) == ada
    _add(database, _person("Bo", "bo@example.org", ADMINISTRATOR))
    _write(database, change, ada.id, **arguments)


@pytest.mark.parametrize("_turn", range(5))
def test_two_administrators_cannot_end_each_other(database: Database, _turn: int) -> None:
    pair = [_add(database, _person(name, f"{name}@example.org", ADMINISTRATOR)) for name in "ab"]
    refused: list[int] = []

    def end(number: int) -> None:
        try:
            _write(database, people.end_person, pair[number].id, on=TODAY)
        except LastAdministratorError:
            refused.append(number)

    at_once(2, end)
    assert len(refused) == 1
    assert [person.keeps_register(TODAY) for person in _list(database)].count(True) == 1


def test_the_first_administrator_is_made_once(database: Database) -> None:
    made: list[bool] = []
    at_once(3, lambda _: made.append(_first(database, "First@Example.org")))
    assert sorted(made) == [False, False, True]
    (first,) = _list(database)
    assert (first.email, first.roles) == ("first@example.org", (ADMINISTRATOR,))
    assert _first(database, "second@example.org") is False


def test_no_first_administrator_without_an_address(database: Database) -> None:
    assert _first(database, "") is False
    assert _list(database) == []


@pytest.mark.parametrize("role", [key for key in roles() if key != "administrator"])
def test_only_an_administrator_sees_or_changes_the_register(database: Database, role: str) -> None:
    ada = _add(database, _person("Ada", "ada@example.org"))
    other = make_viewer(role, name="Mal")
    with pytest.raises(NotAllowedError):
        database.read(people.list_people, viewer=other)
    with pytest.raises(NotAllowedError):
        database.read(people.get_person, ada.id, viewer=NOBODY)
    for change, arguments in (
        (people.give_role, (ada.id, ADMINISTRATOR)),
        (people.take_role, (ada.id, ADMINISTRATOR)),
        (people.bring_back, (ada.id,)),
        (people.add_people, ([_person("Mal", "mal@example.org", ADMINISTRATOR)],)),
    ):
        with pytest.raises(NotAllowedError):
            database.write(change, *arguments, viewer=other, now=NOW)
    assert _list(database) == [ada]


def test_somebody_who_is_not_there_is_not_found(database: Database) -> None:
    with pytest.raises(NotFoundError):
        _write(database, people.end_person, "nobody", on=TODAY)


def test_a_session_holds_as_long_as_the_register_says(database: Database) -> None:
    ada = _add(
        database, _person("Ada", "ada@example.org", Held("mars_team"), Held("chair", "splig"))
    )
    _open(database, ada.id, "mars_team", "")
    _open(database, ada.id, "chair", "splig")
    _open(database, ada.id, "chair", "mars_board")
    _open(database, ada.id, "administrator", "")
    assert _standing(database) == ["chair:splig", "mars_team:"]
    _write(database, people.take_role, ada.id, Held("mars_team"))
    assert _standing(database) == ["chair:splig"]
    _write(database, people.end_person, ada.id, on=TODAY)
    assert _standing(database) == []
    _write(database, people.bring_back, ada.id)
    assert _standing(database) == []


def _open(database: Database, person: str, role: str, acts_for: str) -> None:
    database.write(
        open_session, token_hash=f"{role}:{acts_for}", role=role, name="Ada",
        organisation=acts_for, now=NOW, expires=NOW + DAY, person=person,
    )  # fmt: skip


def _standing(database: Database) -> list[str]:
    marks = ["mars_team:", "chair:splig", "chair:mars_board", "administrator:"]
    return sorted(
        mark for mark in marks if database.read(find_session, token_hash=mark, now=NOW) is not None
    )


def _person(name: str, email: str, *held: Held) -> Person:
    return Person("", name, email, TODAY, tuple(sorted(held)))


def _add(database: Database, person: Person) -> Person:
    return _write(database, people.add_people, [person])[0]


def _write(database: Database, change: Any, *arguments: Any, **named: Any) -> Any:
    return database.write(change, *arguments, **named, viewer=KEEPER, now=NOW)


def _first(database: Database, email: str) -> bool:
    return database.write(people.add_first_administrator, email=email, now=NOW)


def _list(database: Database) -> list[Person]:
    return database.read(people.list_people, viewer=KEEPER)


def _events(database: Database, id: str) -> list[tuple[str, str]]:
    return [(e.name.value, e.actor) for e in database.read(list_events, subject=id)]
