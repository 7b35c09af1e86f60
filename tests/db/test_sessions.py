"""Who is signed in, by the hash of a token."""

# ruff: noqa: S106 (these are no passwords)

from __future__ import annotations

from datetime import datetime, timedelta

from db.connection import Database, Transaction
from db.sessions import (
    Session,
    close_session,
    close_sessions_of,
    find_session,
    open_session,
    touch_session,
)
from tests.db.examples import NOW, TODAY

HOUR = timedelta(hours=1)


def test_find_session_gives_who_is_signed_in(database: Database) -> None:
    _open(database, "hash")
    assert database.read(find_session, token_hash="hash", now=NOW) == Session(
        "organisation", "Jo", "oak", NOW, NOW + HOUR
    )
    assert database.read(find_session, token_hash="other", now=NOW) is None


def test_find_session_after_it_ran_out_is_none(database: Database) -> None:
    _open(database, "hash")
    assert database.read(find_session, token_hash="hash", now=NOW + HOUR) is None


def test_close_session_signs_out(database: Database) -> None:
    _open(database, "hash")
    database.write(close_session, token_hash="hash")
    database.write(close_session, token_hash="hash")
    assert database.read(find_session, token_hash="hash", now=NOW) is None


def test_open_session_forgets_those_that_ran_out(database: Database) -> None:
    _open(database, "old")
    database.write(
        open_session, token_hash="new", role="chair", name="", organisation="",
        now=NOW + 2 * HOUR, expires=NOW + 3 * HOUR,
    )  # fmt: skip
    rows = database.read(lambda tx: tx.query("SELECT token_hash FROM session"))
    assert rows == [{"token_hash": "new"}]


def _open(database: Database, token_hash: str) -> None:
    database.write(
        open_session, token_hash=token_hash, role="organisation", name="Jo",
        organisation="oak", now=NOW, expires=NOW + HOUR,
    )  # fmt: skip


def test_a_person_who_is_not_seen_is_signed_out(database: Database) -> None:
    _open_person(database)
    idle = timedelta(minutes=30)
    later = NOW + timedelta(minutes=29)
    assert _is_open(database, later, idle)
    assert not _is_open(database, NOW + idle, idle)
    database.write(touch_session, token_hash="hash", now=later)
    assert _is_open(database, NOW + idle, idle)
    assert not _is_open(database, NOW + idle, timedelta(minutes=1))


def test_others_are_not_signed_out_for_being_idle(database: Database) -> None:
    _open(database, "hash")
    assert _is_open(database, NOW + timedelta(minutes=59), timedelta(minutes=1))


def test_a_person_is_signed_out_everywhere(database: Database) -> None:
    _open(database, "other")
    _open_person(database)
    database.write(close_sessions_of, person="ada")
    database.write(close_sessions_of, person="")
    rows = database.read(lambda tx: tx.query("SELECT token_hash FROM session"))
    assert rows == [{"token_hash": "other"}]


def test_a_session_tells_when_its_person_proved_who_they_are(database: Database) -> None:
    _open_person(database)
    found = database.read(find_session, token_hash="hash", now=NOW)
    assert found == Session("mars_team", "Ada", "", NOW, NOW + HOUR, "ada", NOW, NOW)


def _is_open(database: Database, now: datetime, idle: timedelta) -> bool:
    return database.read(find_session, token_hash="hash", now=now, idle=idle) is not None


def _open_person(database: Database) -> None:
    database.write(_add_person)
    database.write(
        open_session, token_hash="hash", role="mars_team", name="Ada", organisation="",
        now=NOW, expires=NOW + HOUR, person="ada", authenticated=NOW,
    )  # fmt: skip


def _add_person(tx: Transaction) -> None:
    tx.execute(
        "INSERT INTO person (id, name, email, starts) VALUES ('ada', 'Ada', 'a@b.org', $1)",
        [TODAY],
    )
    tx.execute("INSERT INTO person_role VALUES ('ada', 'mars_team', '')")
