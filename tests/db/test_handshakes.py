"""An answer of the sign-in provider is used once; a browser goes on to where it wanted."""

from __future__ import annotations

from datetime import timedelta

from db.connection import Database
from db.handshakes import find_onward, is_used, keep_onward, take_onward, use_handshake
from tests.db.at_once import at_once
from tests.db.examples import NOW

HOUR = timedelta(hours=1)


def test_an_answer_is_used_once_also_by_many(database: Database) -> None:
    got: list[bool] = []
    at_once(4, lambda _: got.append(_use(database, "a")))
    assert sorted(got) == [False, False, False, True]
    assert database.read(is_used, mark="a")
    assert not database.read(is_used, mark="b")


def test_used_answers_are_forgotten_when_they_are_too_old(database: Database) -> None:
    _use(database, "a")
    database.write(use_handshake, mark="b", now=NOW + HOUR, expires=NOW + 2 * HOUR)
    assert not database.read(is_used, mark="a")


def test_a_browser_goes_on_to_where_it_last_wanted(database: Database) -> None:
    for address in ("responses", "composite"):
        database.write(keep_onward, visitor="me", address=address, now=NOW, expires=NOW + HOUR)
    assert database.read(find_onward, visitor="me", now=NOW) == "composite"
    assert database.read(find_onward, visitor="you", now=NOW) == ""
    assert database.read(find_onward, visitor="me", now=NOW + HOUR) == ""


def test_where_a_browser_goes_on_to_is_forgotten_once_taken(database: Database) -> None:
    database.write(keep_onward, visitor="me", address="composite", now=NOW, expires=NOW + HOUR)
    assert database.write(take_onward, visitor="me", now=NOW) == "composite"
    assert database.write(take_onward, visitor="me", now=NOW) == ""


def _use(database: Database, mark: str) -> bool:
    return database.write(use_handshake, mark=mark, now=NOW, expires=NOW + HOUR)
