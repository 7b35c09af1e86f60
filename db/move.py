"""Everything moved from one database into another, empty one: `python -m db.move`.

All tables are copied in one transaction of the new database, which then has to hold as many
rows of each, and the same audit log, line for line; if not, it stays empty. The old database
is left as it is, but for its tables being brought up to date and its log being sealed.

Addresses are read from the environment alone, since what stands in a command is seen by
everybody on the machine and PostgreSQL's holds a password.
"""

# ruff: noqa: S608 (names of tables and sequences come from the schema)

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence

from db.audit import get_head, seal, verify_log
from db.connection import Database, Transaction, open_database
from db.errors import DatabaseError, MoveRefusedError
from scrutiny.settings import SettingsError, load_settings

#: Where to, as an address like that of MARS_DATABASE.
VARIABLE = "MARS_MOVE_TO"
#: What numbers are taken from, and go on from where they were.
SEQUENCES = ("action_number",)
_OWN = "migration"  # the new database writes its own
_ROWS, _FILES = 5_000, 10  # at a time; a row with a file may be large


def move(source: Database, target: Database) -> dict[str, int]:
    """Copy everything; returns how many rows of each table there are in the new database.

    Raises MoveRefusedError when the new database is not empty, when the old one's log is not
    whole, and when what was copied is not what was there.
    """
    if filled := target.read(_list_filled):
        raise MoveRefusedError(
            f"The new database is not empty: {', '.join(filled[:5])}. Nothing was changed. "
            "Make a new database, and name it."
        )
    source.migrate()
    source.write(seal)
    target.migrate()
    following = source.write(_take_numbers)
    return target.write(_copy, source, following)


def _list_filled(tx: Transaction) -> list[str]:
    """The tables in which something stands, of ours or of anybody."""
    tables = [table for table in _list_tables(tx) if table != _OWN]
    return [table for table in tables if tx.query(f"SELECT 1 AS one FROM {table} LIMIT 1")]


def _copy(tx: Transaction, source: Database, following: Mapping[str, int]) -> dict[str, int]:
    counts = source.read(_copy_tables, tx)
    for name, number in following.items():
        _set_number(tx, name, number)
    _require_same(tx, counts, source)
    return counts


def _copy_tables(old: Transaction, new: Transaction) -> dict[str, int]:
    """Copy every table from one snapshot of the old database; returns what stands there."""
    ours, theirs = _list_tables(old), _list_tables(new)
    if set(ours) != set(theirs):
        odd = sorted(set(ours) ^ set(theirs))
        raise MoveRefusedError(
            f"The two databases do not have the same tables: {', '.join(odd[:5])}. Nothing was "
            "changed. Run this with the version of the app that both are for."
        )
    counts = {}
    for table in ours:
        if table != _OWN:
            _copy_table(old, new, table)
            counts[table] = _count(old, table)
    return counts


def _copy_table(old: Transaction, new: Transaction, table: str) -> None:
    columns = _list_columns(old, table)
    size = _FILES if {"BYTEA", "BLOB"} & {kind.upper() for kind in columns.values()} else _ROWS
    names = ", ".join(columns)
    for rows in old.batches(f"SELECT {names} FROM {table}", size=size):
        new.insert_many(table, list(columns), [list(row.values()) for row in rows])


def _require_same(tx: Transaction, counts: Mapping[str, int], source: Database) -> None:
    """Raise MoveRefusedError, and so undo it all, unless everything has arrived."""
    short = [table for table, count in counts.items() if _count(tx, table) != count]
    if short:
        raise MoveRefusedError(
            f"Not every row of {', '.join(short)} has arrived. The new database was left empty. "
            "Stop the app, so that nothing changes meanwhile, and try again."
        )
    for verdict, which in ((source.read(verify_log), "old"), (verify_log(tx), "new")):
        if not verdict.is_whole:
            raise MoveRefusedError(
                f"The audit log of the {which} database is not whole: {verdict.fault}. The new "
                "database was left empty. Find out why before you move it: python -m db.audit"
            )
    if get_head(tx) != source.read(get_head):
        raise MoveRefusedError(
            "The audit log went on while it was copied. The new database was left empty. Stop "
            "the app, and try again."
        )


def _list_tables(tx: Transaction) -> list[str]:
    rows = tx.query(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY table_name"
    )
    return [row["table_name"] for row in rows]


def _list_columns(tx: Transaction, table: str) -> dict[str, str]:
    rows = tx.query(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_name = $1 AND table_schema = current_schema() ORDER BY ordinal_position",
        [table],
    )
    return {row["column_name"]: row["data_type"] for row in rows}


def _count(tx: Transaction, table: str) -> int:
    return int(tx.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def _take_numbers(tx: Transaction) -> dict[str, int]:
    """The next number of each sequence; the old database passes over it."""
    return {name: tx.query(f"SELECT nextval('{name}') AS n")[0]["n"] for name in SEQUENCES}


def _set_number(tx: Transaction, name: str, number: int) -> None:
    if tx.kind == "postgresql":
        tx.execute(f"ALTER SEQUENCE {name} RESTART WITH {number:d}")
    else:
        tx.execute(f"CREATE OR REPLACE SEQUENCE {name} START {number:d}")


def main(arguments: Sequence[str], environ: Mapping[str, str] = os.environ) -> int:
    """Move everything from the database of MARS_DATABASE to the one of MARS_MOVE_TO."""
    parser = argparse.ArgumentParser(prog="python -m db.move", description=main.__doc__)
    parser.parse_args(arguments)
    try:
        words = _move_named(environ)
    except (DatabaseError, SettingsError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(words + "\n")
    return 0


def _move_named(environ: Mapping[str, str]) -> str:
    """Move as the environment says; returns what to print."""
    address = environ.get(VARIABLE, "").strip()
    old = load_settings(environ).database
    if not address or address == old:
        raise SettingsError(
            f"Set {VARIABLE} to the address of the new, empty database, as in "
            "postgresql://name:password@host/database. It is read from the environment alone."
        )
    source = open_database(old)
    try:
        target = open_database(address)
        try:
            counts = move(source, target)
            head = target.read(get_head)
        finally:
            target.close()
    finally:
        source.close()
    filled = {table: count for table, count in counts.items() if count}
    return "\n".join(
        [
            *(f"{table:<22}{count:>12,}" for table, count in filled.items()),
            f"All {sum(counts.values()):,} rows of {len(counts)} tables have arrived, and the "
            f"audit log is whole: {head.number}:{head.hash}",
            "Set MARS_DATABASE to the new address and start the app. Keep the old database until "
            "you have seen that all is there, then destroy it as a backup.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
