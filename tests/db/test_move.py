"""A database moved into another: every row, the same log, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.actions import add_action
from db.audit import add_entry, get_head, seal
from db.connection import Database, Transaction, open_database
from db.errors import MoveRefusedError
from db.files import add_file
from db.migrations import MIGRATIONS
from db.move import SEQUENCES, VARIABLE, main, move
from scrutiny.action import Action
from tests.db.examples import NOW, TEAM, begin, by_link, send, set_up


@pytest.fixture
def target_url(request: pytest.FixtureRequest, database: Database, tmp_path: Path) -> str:
    """The address of an empty database of the other kind."""
    if database.kind == "postgresql":
        return str(tmp_path / "new.duckdb")
    make: Callable[[], str] = request.getfixturevalue("make_postgresql")
    return make()


@pytest.fixture
def target(target_url: str) -> Iterator[Database]:
    """It, open and without tables."""
    opened = open_database(target_url)
    yield opened
    opened.close()


@pytest.fixture
def filled(database: Database) -> Database:
    """Returns, a draft with a file, a voice, an action with its number, and lines of the log."""
    set_up(database)
    send(database, "this-oak", organisation="oak", comment="Zoë \u2019 \U0001f642")
    begin(database, "this-fir", organisation="fir")
    send(database, "voice-1", round="clinic", form="voice")
    database.write(
        add_file, response="this-fir", name="policy.pdf", kind="application/pdf",
        content=bytes(range(256)) * 9, viewer=by_link("this-fir"), now=NOW,
    )  # fmt: skip
    database.write(
        add_action,
        action=Action("", "Train all", due=NOW.date(), owner="Head"),
        viewer=TEAM,
        now=NOW,
    )
    for number in range(3):
        database.write(
            add_entry, who="Ada", role="administrator", what="read", subject=str(number), now=NOW
        )
    return database


def rows_of(tx: Transaction) -> dict[str, list[str]]:
    """Every row of every table as text, but for what each database says of itself."""
    tables = tx.query(
        "SELECT table_name AS t FROM information_schema.tables "
        "WHERE table_schema = current_schema() AND table_name <> 'migration'"
    )
    return {
        row["t"]: sorted(
            repr(sorted(each.items())) for each in tx.query(f"SELECT * FROM {row['t']}")
        )
        for row in tables
    }


def count_all(database: Database) -> int:
    return sum(map(len, database.read(rows_of).values()))


def test_every_row_arrives_as_it_was(filled: Database, target: Database) -> None:
    counts = move(filled, target)
    before, after = filled.read(rows_of), target.read(rows_of)
    assert {table for table in before if before[table] != after[table]} == set()
    assert counts == {table: len(rows) for table, rows in after.items()}
    assert counts["file"] == 1
    assert counts["audit_entry"] >= 3
    assert target.read(get_head) == filled.read(get_head)


def test_the_new_database_goes_on_where_the_old_one_was(filled: Database, target: Database) -> None:
    move(filled, target)
    before = references(target)
    action = Action("", "Train more", due=NOW.date(), owner="Head")
    target.write(add_action, action=action, viewer=TEAM, now=NOW)
    (added,) = references(target) - before
    assert int(added.rpartition("-")[2]) > max(int(each.rpartition("-")[2]) for each in before)


def references(database: Database) -> set[str]:
    def read(tx: Transaction) -> set[str]:
        return {row["reference"] for row in tx.query("SELECT reference FROM action")}

    return database.read(read)


def test_every_sequence_is_moved() -> None:
    made = {
        name
        for migration in MIGRATIONS
        for statement in migration.statements
        for name in re.findall(r"CREATE SEQUENCE (\w+)", statement)
    }
    assert made == set(SEQUENCES)


def test_a_database_that_is_not_empty_is_refused(filled: Database, target: Database) -> None:
    move(filled, target)
    before = count_all(target)
    with pytest.raises(MoveRefusedError, match="not empty: action"):
        move(filled, target)
    assert count_all(target) == before


def test_a_table_of_somebody_else_with_rows_is_refused(filled: Database, target: Database) -> None:
    def fill(tx: Transaction) -> None:
        tx.execute("CREATE TABLE theirs (id INTEGER)")
        tx.execute("INSERT INTO theirs VALUES (1)")

    target.write(fill)
    with pytest.raises(MoveRefusedError, match="not empty: theirs"):
        move(filled, target)


def test_empty_tables_of_the_app_are_no_hindrance(filled: Database, target: Database) -> None:
    target.migrate()
    assert move(filled, target)["response"] == 3


def test_a_log_that_is_not_whole_moves_nothing(filled: Database, target: Database) -> None:
    def spoil(tx: Transaction) -> None:
        tx.execute("UPDATE audit_entry SET who = 'Eve' WHERE number = 2")

    filled.write(seal)
    filled.write(spoil)
    with pytest.raises(MoveRefusedError, match="audit log of the old database is not whole"):
        move(filled, target)
    assert count_all(target) == 0


def test_what_has_not_arrived_undoes_it_all(
    filled: Database, target: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that loses rows as they are written is found out by the counts."""
    whole = Transaction.insert_many

    def lose(tx: Transaction, table: str, columns: list[str], rows: list[list[object]]) -> None:
        whole(tx, table, columns, rows[1:] if table == "organisation" else rows)

    monkeypatch.setattr(Transaction, "insert_many", lose)
    with pytest.raises(MoveRefusedError, match="Not every row of organisation has arrived"):
        move(filled, target)
    assert count_all(target) == 0


def test_batches_give_every_row_once(database: Database) -> None:
    def fill(tx: Transaction) -> None:
        tx.insert_many("setting", ("name", "value"), [(str(n), "x") for n in range(25)])

    def read(tx: Transaction) -> list[int]:
        found = list(tx.batches("SELECT name FROM setting", size=10))
        assert len({row["name"] for rows in found for row in rows}) == 25
        return [len(rows) for rows in found]

    database.write(fill)
    assert database.read(read) == [10, 10, 5]


def environment(old: str, new: str) -> dict[str, str]:
    return {"MARS_DATABASE": old, "MARS_DEMONSTRATION": "1", VARIABLE: new}


def test_the_command_says_what_has_arrived(
    tmp_path: Path, make_postgresql: Callable[[], str], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = str(tmp_path / "old.duckdb"), make_postgresql()
    database = open_database(old)
    database.migrate()
    set_up(database)
    database.close()
    assert main([], environment(old, new)) == 0
    said = capsys.readouterr().out
    assert re.search(r"organisation +3\n", said)
    assert "the audit log is whole" in said
    assert new not in said
    assert main([], environment(old, new)) == 1
    assert "not empty" in capsys.readouterr().err


@pytest.mark.parametrize("new", ["", "same"])
def test_the_command_asks_for_an_address_in_the_environment(
    new: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = str(tmp_path / "old.duckdb")
    assert main([], environment(old, old if new else "")) == 1
    assert f"Set {VARIABLE} to the address" in capsys.readouterr().err
