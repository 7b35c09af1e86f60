"""Who is signed in, by the hash of a token."""

# ruff: noqa: S106 (these are no passwords)

from __future__ import annotations

from datetime import timedelta

from db.connection import Database
from db.sessions import Session, close_session, find_session, open_session
from tests.db.examples import NOW

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
