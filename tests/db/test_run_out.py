"""What has run out goes by itself, and what has not stays."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.attempts import Try, count_attempt
from db.connection import Database, Transaction
from db.drafts import find_draft, remember_draft
from db.handshakes import find_onward, is_used, keep_onward, use_handshake
from db.run_out import forget_run_out
from db.sessions import open_session
from tests.db.examples import NOW, begin, set_up

HOUR = timedelta(hours=1)


def _fill(database: Database, name: str, now: datetime) -> None:
    ends = now + HOUR
    database.write(
        open_session, token_hash=name, role="mars_team", name="", organisation="", now=now,
        expires=ends,
    )  # fmt: skip
    database.write(use_handshake, mark=name, now=now, expires=ends)
    database.write(keep_onward, visitor=name, address="/home", now=now, expires=ends)
    database.write(count_attempt, kind=Try.CALENDAR_BY_KEY, who=name, now=now)


def _count(database: Database) -> list[int]:
    def read(tx: Transaction) -> list[int]:
        tables = ("session", "handshake", "onward", "attempt")
        rows = [tx.query(f"SELECT count(*) AS n FROM {table}")[0] for table in tables]
        return [row["n"] for row in rows]

    return database.read(read)


def test_what_has_run_out_goes_without_anybody_signing_in(database: Database) -> None:
    _fill(database, "old", NOW)
    database.write(forget_run_out, now=NOW + timedelta(minutes=59))
    assert _count(database) == [1, 1, 1, 1]
    assert database.read(is_used, mark="old")
    database.write(forget_run_out, now=NOW + HOUR)
    assert _count(database) == [0, 0, 0, 1]
    assert database.read(find_onward, visitor="old", now=NOW) == ""
    database.write(forget_run_out, now=NOW + 26 * HOUR)
    assert _count(database) == [0, 0, 0, 0]


def test_the_tie_between_a_device_and_a_voice_goes_after_a_day(database: Database) -> None:
    set_up(database)
    begin(database, "voice-1", round="clinic", form="voice")
    database.write(remember_draft, device="d", response="voice-1", now=NOW)
    database.write(forget_run_out, now=NOW + timedelta(days=1))
    assert database.read(find_draft, device="d", round="clinic") == "voice-1"
    database.write(forget_run_out, now=NOW + timedelta(days=2))
    assert database.read(find_draft, device="d", round="clinic") is None
