"""Personal calendar addresses: whose view they show, and when they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db import calendar_keys, people
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from scrutiny.access import Viewer, make_viewer
from scrutiny.person import Held, Person

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
KEEPER = make_viewer("administrator", name="Ada")
CHAIR = make_viewer("chair", name="Cy", organisations=frozenset({"splig"}))


@pytest.fixture
def chair(database: Database) -> Viewer:
    """A chair on the people register."""
    roles = (Held("chair", "splig"), Held("board_reader"))
    person = Person("", "Cy Chair", "cy@mars.example", NOW.date(), roles)
    [added] = database.write(people.add_people, [person], viewer=KEEPER, now=NOW)
    return replace(CHAIR, person=added.id, name=added.name)


def add(database: Database, key: str, viewer: Viewer) -> None:
    database.write(calendar_keys.add_calendar_key, key_hash=key, viewer=viewer, now=NOW)


def find(
    database: Database, key: str, *, now: datetime = NOW, is_demonstration: bool = False
) -> Viewer | None:
    return database.read(
        calendar_keys.find_calendar_viewer,
        key_hash=key,
        now=now,
        is_demonstration=is_demonstration,
    )


def test_a_key_shows_what_its_owner_sees_in_that_role(database: Database, chair: Viewer) -> None:
    add(database, "hash", chair)
    assert find(database, "hash") == chair
    assert find(database, "other") is None


def test_a_key_ends_with_the_role(database: Database, chair: Viewer) -> None:
    add(database, "hash", chair)
    database.write(people.take_role, chair.person, Held("chair", "splig"), viewer=KEEPER, now=NOW)
    assert find(database, "hash") is None


def test_a_key_ends_with_the_person(database: Database, chair: Viewer) -> None:
    add(database, "hash", chair)
    database.write(people.end_person, chair.person, on=NOW.date(), viewer=KEEPER, now=NOW)
    assert find(database, "hash") is None
    assert find(database, "hash", now=NOW - timedelta(days=400)) is None  # before they began


def test_a_key_is_ended_by_its_owner_alone(database: Database, chair: Viewer) -> None:
    add(database, "abcdefgh-rest", chair)
    [key] = database.read(calendar_keys.list_calendar_keys, viewer=chair)
    assert (key.mark, key.made) == ("abcdefgh", NOW.date())
    with pytest.raises(NotFoundError):
        database.write(calendar_keys.end_calendar_key, mark=key.mark, viewer=CHAIR, now=NOW)
    database.write(calendar_keys.end_calendar_key, mark=key.mark, viewer=chair, now=NOW)
    assert find(database, "abcdefgh-rest") is None
    assert database.read(calendar_keys.list_calendar_keys, viewer=chair) == []


def test_nobody_has_more_than_five(database: Database, chair: Viewer) -> None:
    for number in range(calendar_keys.MOST_KEYS):
        add(database, f"{number}", chair)
    with pytest.raises(StepRefusedError, match="You have 5 calendar addresses"):
        add(database, "one more", chair)


def test_a_role_of_the_demonstration_opens_nothing_outside_it(database: Database) -> None:
    add(database, "hash", CHAIR)
    assert find(database, "hash") is None
    assert find(database, "hash", is_demonstration=True) == CHAIR


def test_who_sees_no_calendar_makes_no_key(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        add(database, "hash", make_viewer("organisation", name="Head"))
