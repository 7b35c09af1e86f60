"""Migrations: each once, all or nothing, whoever else starts at the same time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from db.connection import Database, open_database
from db.migrations import MIGRATIONS, Migration, migrate
from db.responses import get_response
from tests.db.at_once import at_once
from tests.db.examples import OAK_HEAD, send, set_up

NAMES = [migration.name for migration in MIGRATIONS]


def test_migrate_applies_each_once(bare_url: str) -> None:
    database = open_database(bare_url)
    assert database.migrate() == NAMES
    assert database.migrate() == []
    assert _applied(database) == sorted(NAMES)
    database.close()


def test_migrations_have_names_of_their_own() -> None:
    assert len(set(NAMES)) == len(NAMES)


def test_migrate_from_many_threads_applies_each_once(bare_url: str) -> None:
    database = open_database(bare_url)
    applied: list[str] = []
    at_once(6, lambda _: applied.extend(database.migrate()))
    assert applied == NAMES
    database.close()


def test_migrate_from_two_processes_applies_each_once(bare_url: str) -> None:
    code = (
        "import sys; from db.connection import open_database; "
        "database = open_database(sys.argv[1]); print(*database.migrate()); database.close()"
    )
    processes = [
        subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-c", code, bare_url],
            cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    outputs = [process.communicate()[0].split() for process in processes]
    assert sorted(outputs) == [[], NAMES]


def test_migrate_that_fails_leaves_nothing_of_that_step(bare_url: str) -> None:
    database = open_database(bare_url)
    good = Migration("good", ("CREATE TABLE good (a TEXT)",))
    broken = Migration("broken", ("CREATE TABLE half (a TEXT)", "CREATE TABLE half (a TEXT)"))
    with pytest.raises(Exception, match=r"(?i)exist"):
        migrate(database, [good, broken])
    assert _applied(database) == ["good"]
    assert _tables(database) == ["good", "migration"]
    mended = Migration("broken", ("CREATE TABLE half (a TEXT)",))
    assert migrate(database, [good, mended]) == ["broken"]
    assert _tables(database) == ["good", "half", "migration"]
    database.close()


def test_opening_again_moves_what_was_sent_and_loses_none_of_it(database: Database) -> None:
    set_up(database)
    sent = send(database, "r1", organisation="oak", a1="fully_met", comment="é" * 1000)
    assert _moved(database) == 0
    database.migrate()
    database.migrate()
    assert _moved(database) == 1
    assert database.read(get_response, "r1", viewer=OAK_HEAD) == sent


def _applied(database: Database) -> list[str]:
    rows = database.read(lambda tx: tx.query("SELECT name FROM migration ORDER BY name"))
    return [row["name"] for row in rows]


def _tables(database: Database) -> list[str]:
    sql = (
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = current_schema() ORDER BY table_name"
    )
    return [row["table_name"] for row in database.read(lambda tx: tx.query(sql))]


def _moved(database: Database) -> int:
    sql = (
        "SELECT count(*) AS n FROM submission s JOIN response r ON r.id = s.response "
        "WHERE r.content IS NULL"
    )
    return int(database.read(lambda tx: tx.query(sql))[0]["n"])
