"""The audit log: entries that are only ever added, each chained to the one before.

An entry is written in the transaction of what it tells of, and stands or falls with it. It
waits beside the log, so that people who work at the same moment do not wait for each other,
and is chained within a second or so by `seal`, many at a time. The head of the chain is one
row: of two sealers that meet, in two processes, one wins and the other is tried again.

`python -m db.audit` proves the log whole, or says which line is wrong.
"""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from db.access import require
from db.connection import Database, Row, Transaction, open_database
from db.days import local_day, start_of
from db.errors import ConflictError
from forms.model import Json
from scrutiny.access import Permission, Viewer
from scrutiny.audit import Entry, Head, Verdict, hash_entry, is_recorded, plain_detail, verify
from scrutiny.settings import load_settings

PAGE_SIZE = 50
_BATCH = 5_000
_COLUMNS = tuple(part.name for part in fields(Entry))
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM audit_entry"  # noqa: S608 - our own names
_HEAD = "SELECT number, hash, before_number, before_hash FROM audit_head WHERE id = 1"
_LONDON = ZoneInfo("Europe/London")
_EMPTY: Mapping[str, Json] = {}


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for in the log; an empty part looks for everything. Days are inclusive."""

    who: str = ""
    what: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page of entries, latest first, and how many there are on all pages."""

    entries: tuple[Entry, ...]
    total: int


def record(
    tx: Transaction,
    *,
    viewer: Viewer,
    what: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, Json] = _EMPTY,
) -> None:
    """Log what a viewer did; the anonymous leave no entry."""
    if is_recorded(viewer):
        add_entry(
            tx, who=viewer.name, role=viewer.role, what=what, subject=subject, now=now,
            detail=detail,
        )  # fmt: skip


def add_entry(
    tx: Transaction,
    *,
    who: str,
    role: str,
    what: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, Json] = _EMPTY,
    is_day_only: bool = False,
) -> None:
    """Write one entry, to be chained; `is_day_only` keeps no time of the day."""
    moment = start_of(local_day(now)) if is_day_only else now
    tx.execute(
        "INSERT INTO audit_waiting (id, moment, who, role, what, subject, detail) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            f"{time.time_ns():016x}{secrets.token_hex(8)}", moment, who, role, what, subject,
            plain_detail(detail),
        ],
    )  # fmt: skip


def is_waiting(tx: Transaction) -> bool:
    """Whether an entry waits for its place in the chain."""
    return tx.one("SELECT id FROM audit_waiting LIMIT 1") is not None


def seal(tx: Transaction) -> int:
    """Chain every entry that waits to the end of the log; returns how many they were."""
    waiting = tx.query("SELECT * FROM audit_waiting ORDER BY id")
    head = get_head(tx)
    number, before, sealed = head.number, head.hash, []
    for row in waiting:
        number += 1
        words = {name: value for name, value in row.items() if name != "id"}
        entry = Entry(number=number, previous=before, **words)
        before = hash_entry(entry)
        sealed.append((*astuple(entry)[:-1], before))
    if sealed:
        _move_head(tx, head.number, number, before)
        tx.insert_many("audit_entry", _COLUMNS, sealed)
        tx.execute(
            "DELETE FROM audit_waiting WHERE id = ANY($1::TEXT[])",
            [[row["id"] for row in waiting]],
        )
    return len(sealed)


def get_head(tx: Transaction) -> Head:
    """Where the log begins and ends."""
    row = tx.one(_HEAD)
    return Head(**row) if row else Head()


def list_entries(
    tx: Transaction, *, viewer: Viewer, search: Search | None = None, page: int = 1
) -> Found:
    """The entries that a search finds, latest first, one page of them."""
    require(viewer, Permission.READ_AUDIT, to="read the audit log")
    condition, params = _condition(search or Search())
    total = tx.one(f"SELECT count(*) AS n FROM audit_entry WHERE {condition}", params)  # noqa: S608 - our own words
    rows = tx.query(
        f"{_SELECT} WHERE {condition} ORDER BY number DESC "
        f"LIMIT {PAGE_SIZE} OFFSET {PAGE_SIZE * (max(page, 1) - 1)}",
        params,
    )
    return Found(tuple(map(_entry, rows)), int(total["n"]) if total else 0)


def list_deeds(tx: Transaction, *, viewer: Viewer) -> list[str]:
    """Every kind of deed that stands in the log."""
    require(viewer, Permission.READ_AUDIT, to="read the audit log")
    return [row["what"] for row in tx.query("SELECT DISTINCT what FROM audit_entry ORDER BY what")]


def verify_log(tx: Transaction) -> Verdict:
    """Go through the whole log and its head."""
    head = get_head(tx)
    return verify(_walk(tx), head)


def count_before(tx: Transaction, day: date) -> int:
    """How many entries are older than a day."""
    row = tx.one("SELECT count(*) AS n FROM audit_entry WHERE moment < $1", [start_of(day)])
    return int(row["n"]) if row else 0


def cut_before(tx: Transaction, day: date) -> int:
    """Destroy the entries before the first that is not older than a day.

    The head remembers what the first kept entry stands on, so the rest can still be proved.
    """
    row = tx.one("SELECT min(number) AS n FROM audit_entry WHERE moment >= $1", [start_of(day)])
    head = get_head(tx)
    first = row["n"] if row and row["n"] is not None else head.number + 1
    last = tx.one("SELECT number, hash FROM audit_entry WHERE number = $1", [first - 1])
    if last is None:
        return 0
    tx.execute("DELETE FROM audit_entry WHERE number < $1", [first])
    tx.execute(
        "UPDATE audit_head SET before_number = $1, before_hash = $2 WHERE id = 1",
        [last["number"], last["hash"]],
    )
    return int(last["number"]) - head.before_number


def _move_head(tx: Transaction, old: int, number: int, hash: str) -> None:
    """Move the head on from where it stood, which nobody else must have done meanwhile."""
    moved = tx.query(
        "UPDATE audit_head SET number = $1, hash = $2 WHERE id = 1 AND number = $3 "
        "RETURNING number",
        [number, hash, old],
    )
    if not moved and old:
        raise ConflictError
    if not moved:
        tx.execute(
            "INSERT INTO audit_head (id, number, hash, before_number, before_hash) "
            "VALUES (1, $1, $2, 0, $3)",
            [number, hash, Head().hash],
        )


def _walk(tx: Transaction) -> Iterator[Entry]:
    """The entries in the order of their numbers, a batch at a time; doubles are not lost."""
    seen = 0
    while True:
        rows = tx.query(f"{_SELECT} ORDER BY number, hash LIMIT {_BATCH} OFFSET {seen}")
        yield from (_entry(row) for row in rows)
        seen += len(rows)
        if len(rows) < _BATCH:
            return


def _condition(search: Search) -> tuple[str, list[object]]:
    parts: list[str] = ["TRUE"]
    params: list[object] = []
    for column, wanted in (("who", search.who), ("subject", search.subject)):
        if wanted.strip():
            params.append(wanted.strip())
            parts.append(f"strpos(lower({column}), lower(${len(params)}::TEXT)) > 0")
    if search.what:
        params.append(search.what)
        parts.append(f"what = ${len(params)}")
    if search.since:
        params.append(_midnight(search.since))
        parts.append(f"moment >= ${len(params)}")
    if search.until:
        params.append(_midnight(search.until + timedelta(1)))
        parts.append(f"moment < ${len(params)}")
    return " AND ".join(parts), params


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_LONDON)


def _entry(row: Row) -> Entry:
    return Entry(**row)


def main(arguments: Sequence[str]) -> int:
    """Prove the audit log whole, or say which line is wrong."""
    parser = argparse.ArgumentParser(prog="python -m db.audit", description=main.__doc__)
    parser.add_argument("--database", help="instead of the one that MARS_DATABASE names")
    parser.add_argument(
        "--expect", help="NUMBER:HASH noted earlier, which must still stand in the log"
    )
    given = parser.parse_args(arguments)
    database = open_database(given.database or load_settings(os.environ).database)
    try:
        words, is_whole = report(database, given.expect or "")
    finally:
        database.close()
    sys.stdout.write(words + "\n")
    return 0 if is_whole else 1


def report(database: Database, expect: str = "") -> tuple[str, bool]:
    """What to print of the log, and whether it is whole."""
    database.write(seal)
    verdict = database.read(verify_log)
    if not verdict.is_whole:
        return f"NOT WHOLE. {verdict.fault}. {verdict.entries} lines before it hold.", False
    if expect and not database.read(_stands, expect):
        return f"NOT WHOLE. The line noted as {expect} does not stand in the log.", False
    return (
        f"Whole: {verdict.entries} lines. Note this elsewhere, to prove later that no line was "
        f"cut off at the end: {verdict.number}:{verdict.hash}"
    ), True


def _stands(tx: Transaction, noted: str) -> bool:
    number, _, hash = noted.partition(":")
    if not number.isdigit():
        return False
    head = get_head(tx)
    if int(number) == head.before_number:
        return hash == head.before_hash
    row = tx.one("SELECT hash FROM audit_entry WHERE number = $1", [int(number)])
    return row is not None and row["hash"] == hash


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
