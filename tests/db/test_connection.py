"""Transactions that look the same on both databases, from any number of threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from db.connection import Database, Transaction, clean_text, encode, open_database
from db.duck import WRITERS
from db.errors import (
    ConflictError,
    DatabaseBusyError,
    DatabaseInUseError,
    DatabaseUnreachableError,
)
from db.settings import find_setting, set_setting
from tests.db.at_once import at_once


class Colour(StrEnum):
    """Any enum."""

    RED = "red"


@pytest.mark.parametrize(
    ("value", "encoded"),
    [
        ("plain", "plain"),
        ("a\x00b", "ab"),
        ("é\x00\ud800", "é\ufffd"),
        (Colour.RED, "red"),
        (None, None),
        (True, True),
        (1.5, 1.5),
        (date(2025, 1, 2), date(2025, 1, 2)),
        (datetime(2025, 7, 1, 12, tzinfo=timezone(timedelta(hours=1))), datetime(2025, 7, 1, 11)),
        (["a\x00", Colour.RED], ["a", "red"]),
        (frozenset({"a"}), ["a"]),
    ],
)
def test_encode(value: object, encoded: object) -> None:
    assert encode(value) == encoded
    assert type(encode(value)) is type(encoded)


def test_encode_refuses_a_time_without_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        encode(datetime(2025, 1, 1))


def test_clean_text_keeps_emoji_and_right_to_left() -> None:
    assert clean_text("👩‍👧 مرحبا\t\n") == "👩‍👧 مرحبا\t\n"


def test_query_gives_the_same_types_on_both(database: Database) -> None:
    row = database.read(
        lambda tx: tx.one(
            "SELECT $1::TEXT AS words, $2::INTEGER AS whole, $3::DOUBLE PRECISION AS number, "
            "$4::BOOLEAN AS truth, $5::DATE AS day, $6::TIMESTAMP AS moment, "
            "NULL::TIMESTAMP AS never, (SELECT count(*) FROM setting) AS n",
            ["a", 2, 2.5, True, date(2025, 1, 2), datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)],
        )
    )
    assert row == {
        "words": "a",
        "whole": 2,
        "number": 2.5,
        "truth": True,
        "day": date(2025, 1, 2),
        "moment": datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
        "never": None,
        "n": 0,
    }
    assert row["moment"].tzinfo is UTC


def test_one_of_nothing_is_none(database: Database) -> None:
    assert database.read(lambda tx: tx.one("SELECT * FROM setting")) is None


def test_frame_has_the_columns_and_rows(database: Database) -> None:
    database.write(_add_settings, 3)
    frame = database.read(lambda tx: tx.frame("SELECT * FROM setting ORDER BY name"))
    assert frame.to_dict("list") == {"name": ["s0", "s1", "s2"], "value": ["v", "v", "v"]}


@pytest.mark.parametrize("count", [0, 1, 2, 500, 501, 2_001, 20_000])
def test_insert_many_of_any_number(database: Database, count: int) -> None:
    database.write(_add_settings, count)
    row = database.read(lambda tx: tx.one("SELECT count(*) AS n FROM setting"))
    assert row == {"n": count}


@pytest.mark.parametrize("count", [3, 3_000])
def test_insert_many_of_every_type_and_nothing(database: Database, count: int) -> None:
    moment = datetime(2025, 1, 2, 3, 4, tzinfo=UTC)
    given: list[tuple[Any, ...]] = [
        (f"e{n}", date(2025, 1, 2), moment if n % 2 else None, "n\x00", "s", "", "{}")
        for n in range(count)
    ]
    numbers: list[tuple[Any, ...]] = [
        ("r", "", f"r{n}", "q", n, None if n % 2 else "é\ud800", [None, 1, 2.5][n % 3])
        for n in range(count)
    ]
    events = ["id", "day", "happened", "name", "subject", "actor", "detail"]
    answers = ["round", "slice", "response", "question", "instance", "value_text", "value_number"]
    database.write(lambda tx: tx.insert_many("event", events, given))
    database.write(lambda tx: tx.insert_many("answer", answers, numbers))
    assert database.read(
        lambda tx: tx.query("SELECT happened, name FROM event WHERE id IN ('e0', 'e1') ORDER BY id")
    ) == [{"happened": None, "name": "n"}, {"happened": moment, "name": "n"}]
    rows = database.read(
        lambda tx: tx.query(
            "SELECT value_text, value_number FROM answer WHERE instance < 3 ORDER BY instance"
        )
    )
    assert [tuple(row.values()) for row in rows] == [
        ("é\ufffd", None),
        (None, 1.0),
        ("é\ufffd", 2.5),
    ]


def test_insert_many_of_equal_rows_keeps_each(database: Database) -> None:
    row = ("r", "", "x", "q", 0, "v", None)
    columns = ["round", "slice", "response", "question", "instance", "value_text", "value_number"]
    database.write(lambda tx: tx.insert_many("answer", columns, [row] * 4))
    assert database.read(lambda tx: tx.one("SELECT count(*) AS n FROM answer")) == {"n": 4}


def test_insert_many_refuses_a_name_that_is_not_ours(database: Database) -> None:
    with pytest.raises(ValueError, match="not the name of a table"):
        database.write(lambda tx: tx.insert_many("setting; DROP", ["name"], [("a",)]))


def test_read_can_change_nothing(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)read.only"):
        database.read(set_setting, "a", "b")
    assert database.read(find_setting, "a") is None


def test_write_that_fails_leaves_nothing(database: Database) -> None:
    def fail(tx: Transaction) -> None:
        set_setting(tx, "a", "b")
        raise RuntimeError("on purpose")

    with pytest.raises(RuntimeError, match="on purpose"):
        database.write(fail)
    assert database.read(find_setting, "a") is None


def test_write_is_tried_again_after_a_conflict(database: Database) -> None:
    tries: list[int] = []

    def twice(tx: Transaction) -> str:
        tries.append(1)
        if len(tries) < 3:
            raise ConflictError
        return "done"

    assert (database.write(twice), len(tries)) == ("done", 3)


def test_write_gives_up_in_the_end(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.connection.GIVE_UP_AFTER", 0.05)

    def never(tx: Transaction) -> None:
        raise ConflictError

    with pytest.raises(DatabaseBusyError, match="Try again"):
        database.write(never)


def test_write_of_a_key_that_stands_is_a_mistake(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.connection.KEY_STANDS_AFTER", 0.02)
    database.write(_add_settings, 1)
    with pytest.raises(Exception, match=r"(?i)duplicate key"):
        database.write(_add_settings, 1)


def test_many_threads_count_without_losing_one(database: Database) -> None:
    database.write(set_setting, "count", "0")

    def add_one(tx: Transaction) -> None:
        set_setting(tx, "count", str(int(find_setting(tx, "count") or 0) + 1))

    at_once(20, lambda _: database.write(add_one))
    assert database.read(find_setting, "count") == "20"


def test_many_threads_adding_the_same_key_all_end_well(database: Database) -> None:
    at_once(12, lambda number: database.write(set_setting, "same", str(number)))
    assert database.read(find_setting, "same") in {str(number) for number in range(12)}


def test_a_snapshot_does_not_move(database: Database) -> None:
    database.write(set_setting, "a", "before")

    def look_twice(tx: Transaction) -> tuple[str | None, str | None]:
        first = find_setting(tx, "a")
        thread = threading.Thread(target=database.write, args=(set_setting, "a", "after"))
        thread.start()
        thread.join()
        return first, find_setting(tx, "a")

    assert database.read(look_twice) == ("before", "before")
    assert database.read(find_setting, "a") == "after"


def test_few_write_at_the_same_time_and_reading_waits_for_none_of_them() -> None:
    database = open_database(":memory:")
    database.migrate()
    inside, most = [0], [0]

    def write(tx: Transaction) -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        assert database.read(find_setting, "any") is None
        inside[0] -= 1

    at_once(12, lambda _: database.write(write))
    assert 1 <= most[0] <= WRITERS
    database.close()


def test_what_was_read_is_recalled_until_something_is_written(database: Database) -> None:
    read: list[str] = []

    def look(tx: Transaction, key: str) -> str | None:
        read.append(key)
        return find_setting(tx, key)

    assert [database.recall(look, "colour") for _ in range(3)] == [None] * 3
    asked = len(read)
    assert asked == (1 if database.kind == "duckdb" else 3)  # others may write to PostgreSQL
    database.write(set_setting, "shape", "round")
    assert database.recall(look, "colour") is None
    database.write(set_setting, "colour", "red")
    assert database.recall(look, "colour") == "red"
    assert len(read) == asked + 2


def test_what_is_read_while_another_writes_is_not_recalled() -> None:
    database = open_database(":memory:")
    database.migrate()
    database.write(set_setting, "colour", "red")

    def look_late(tx: Transaction, key: str) -> str | None:
        found = find_setting(tx, key)
        if found == "red":
            database.write(set_setting, "colour", "blue")
        return found

    assert database.recall(look_late, "colour") == "red"
    assert database.recall(look_late, "colour") == "blue"
    database.close()


def test_a_statement_is_parsed_once_and_sees_tables_that_change() -> None:
    database = open_database(":memory:")
    database.write(lambda tx: tx.execute("CREATE TABLE t (a INTEGER)"))
    for value in (1, 2):
        database.write(lambda tx, value: tx.execute("INSERT INTO t VALUES ($1)", [value]), value)
    everything = "SELECT * FROM t ORDER BY 1"
    assert database.read(lambda tx: tx.query(everything)) == [{"a": 1}, {"a": 2}]
    database.write(lambda tx: tx.execute("ALTER TABLE t ADD COLUMN b TEXT DEFAULT 'x'"))
    assert database.read(lambda tx: tx.one(everything)) == {"a": 1, "b": "x"}
    database.close()


def test_threads_that_come_and_go_leave_no_cursors() -> None:
    database = open_database(":memory:")
    database.migrate()
    for _ in range(5):
        at_once(30, lambda _: database.read(find_setting, "a"))
    kept = database._engine._idle  # type: ignore[attr-defined]
    assert len(kept) <= 16
    database.close()


def test_duckdb_reads_no_files_and_loads_no_extensions(tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a,b\n1,2\n")
    database = open_database(str(tmp_path / "mars.duckdb"), memory_limit="500MB", threads=1)
    database.migrate()
    for sql in (
        f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')",
        f"COPY setting TO '{tmp_path / 'out.csv'}'",
        f"ATTACH '{tmp_path / 'other.duckdb'}'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|permission"):
            database.write(lambda tx, s=sql: tx.execute(s))
    database.close()


def test_duckdb_keeps_what_was_written_when_closed(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "mars.duckdb"
    database = open_database(str(path))
    database.migrate()
    database.write(set_setting, "a", "b")
    database.close()
    database.close()
    assert not path.with_name("mars.duckdb.wal").exists()
    again = open_database(str(path))
    assert (again.migrate(), again.read(find_setting, "a")) == ([], "b")
    again.close()


def test_duckdb_in_use_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.duck.WAIT_FOR_FILE", 0.2)
    path = tmp_path / "mars.duckdb"
    holder = _run("import sys, duckdb; c = duckdb.connect(sys.argv[1]); print('open', flush=True)"
                  "; sys.stdin.read()", str(path))  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"open\n"
    with pytest.raises(DatabaseInUseError, match="Stop it first"):
        open_database(str(path))
    holder.communicate()
    open_database(str(path)).close()


def test_postgresql_that_does_not_answer_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("db.postgresql.WAIT_FOR_SERVER", 0.2)
    with pytest.raises(DatabaseUnreachableError, match="Check MARS_DATABASE"):
        open_database(f"postgresql:///none?host={tmp_path}")


_WRITER = """
import sys
from itertools import count
from db.connection import open_database
from db.settings import set_setting

database = open_database(sys.argv[1])
database.migrate()
for number in count():
    database.write(set_setting, f"s{number}", "x" * 1000)
    print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_committed(bare_url: str) -> None:
    writer = _run(_WRITER, bare_url)
    assert writer.stdout is not None
    committed = -1
    for line in writer.stdout:
        committed = int(line)
        if committed == 60:
            os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    database = open_database(bare_url)
    database.migrate()
    names = {row["name"] for row in database.read(lambda tx: tx.query("SELECT * FROM setting"))}
    database.close()
    assert {f"s{number}" for number in range(committed + 1)} <= names


def test_a_database_opened_twice_sees_the_other(make_postgresql: Callable[[], str]) -> None:
    url = make_postgresql()
    one, other = open_database(url), open_database(url)
    one.migrate()
    one.write(set_setting, "a", "b")
    assert other.read(find_setting, "a") == "b"
    one.close()
    other.close()


def test_a_start_imports_what_its_first_answer_needs_and_no_more(tmp_path: Path) -> None:
    code = (
        "import app, sys; from pages.components.server.runtime import runtime; "
        "runtime().database.ping(); "
        "print(sorted({'elementpath', 'pandas', 'fpdf', 'db.submissions'} & set(sys.modules)))"
    )
    environ = {
        **os.environ,
        "MARS_DATABASE": str(tmp_path / "start.duckdb"),
        "MARS_DEMONSTRATION": "1",
    }
    started = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code], capture_output=True, text=True, env=environ, check=True
    )
    assert started.stdout.strip() == "[]"


def test_neither_driver_is_imported_for_the_other() -> None:
    check = (
        "import sys; from db.connection import open_database; import db.responses; "
        "assert not {'duckdb', 'psycopg', 'pandas', 'pyarrow'} & set(sys.modules), "
        "'too much is imported'; open_database(':memory:').close(); "
        "assert not {'psycopg', 'pandas', 'pyarrow'} & set(sys.modules), 'too much is imported'"
    )
    process = _run(check)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")


def _add_settings(tx: Transaction, count: int) -> None:
    tx.insert_many("setting", ["name", "value"], [(f"s{n}", "v") for n in range(count)])


def _run(code: str, *arguments: str) -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[2]
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", code, *arguments],
        cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
