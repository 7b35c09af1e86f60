"""Counting tries by the hour."""

from __future__ import annotations

from datetime import timedelta

from db.attempts import Try, count_attempt, get_attempts
from db.connection import Database
from tests.db.at_once import at_once
from tests.db.examples import NOW

WRONG = Try.WRONG_CODE_BY_BROWSER


def test_tries_are_counted_by_kind_by_whom_and_by_hour(database: Database) -> None:
    def count(kind: Try = WRONG, who: str = "a", hours: int = 0) -> int:
        return database.write(count_attempt, kind=kind, who=who, now=NOW + timedelta(hours=hours))

    assert [count(), count(), count(who="b"), count(Try.WRONG_TRY_BY_NETWORK)] == [1, 2, 1, 1]
    assert count(hours=1) == 1
    assert database.read(get_attempts, kind=WRONG, who="a", now=NOW) == 2
    assert database.read(get_attempts, kind=WRONG, who="never", now=NOW) == 0


def test_tries_are_forgotten_after_a_day(database: Database) -> None:
    database.write(count_attempt, kind=WRONG, who="a", now=NOW)
    database.write(count_attempt, kind=WRONG, who="b", now=NOW + timedelta(days=1, hours=1))
    assert database.read(get_attempts, kind=WRONG, who="a", now=NOW) == 0


def test_tries_at_the_same_moment_are_all_counted(database: Database) -> None:
    at_once(8, lambda _: database.write(count_attempt, kind=WRONG, who="a", now=NOW))
    assert database.read(get_attempts, kind=WRONG, who="a", now=NOW) == 8
