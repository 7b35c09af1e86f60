"""DuckDB: one file, one process, a pool of cursors."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from db.errors import DatabaseInUseError
from db.sql import insert_rows

if TYPE_CHECKING:
    import pandas as pd

WRITERS = 4  # at the same time: more only take Python's lock from each other
KEPT_STATEMENTS = 1000  # that have been parsed; values stand in none of them
IDLE_CURSORS = 16  # kept for the next caller; more are closed
FEW_ROWS = 500  # up to here one statement with lists beats handing over an Arrow table
WAIT_FOR_FILE = 5.0  # seconds for a process that is just ending to let go of the file
WAIT_FOR_LEASES = 10.0  # seconds for what is being written to finish before the file is closed
_MIGRATING = threading.Lock()


class DuckEngine:
    """One DuckDB connection; a cursor of it is a session of its own."""

    kind = "duckdb"
    writers = WRITERS
    is_only_writer = True  # it locks its file

    def __init__(self, path: str, *, memory_limit: str = "", threads: int = 0) -> None:
        config: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if memory_limit:
            config["memory_limit"] = memory_limit
        if threads:
            config["threads"] = threads
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        self._connection = _connect(path, config)
        self._parse = lru_cache(KEPT_STATEMENTS)(self._parse_one)
        self._idle: list[duckdb.DuckDBPyConnection] = []
        self._lock = threading.Condition()
        self._leased = 0
        self._is_closed = False
        for statement in (
            "SET python_enable_replacements = false",
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ):
            self._connection.execute(statement)

    @contextmanager
    def lease(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor from the pool, given back afterwards."""
        with self._lock:
            if self._is_closed:
                raise duckdb.ConnectionException("the database has been closed")
            cursor = self._idle.pop() if self._idle else self._connection.cursor()
            self._leased += 1
        try:
            yield cursor
        finally:
            with self._lock:
                self._leased -= 1
                self._lock.notify_all()
                keep = len(self._idle) < IDLE_CURSORS and not self._is_closed
                if keep:
                    self._idle.append(cursor)
            if not keep:
                cursor.close()

    def begin(self, *, read_only: bool) -> str:
        """The statement that opens a transaction; DuckDB's are snapshots always."""
        return "BEGIN TRANSACTION READ ONLY" if read_only else "BEGIN TRANSACTION"

    def is_conflict(self, error: Exception) -> bool:
        """Whether another transaction wrote the same row first."""
        return isinstance(error, duckdb.TransactionException)

    def is_duplicate(self, error: Exception) -> bool:
        """Whether the key stands already."""
        return isinstance(error, duckdb.ConstraintException) and "Duplicate key" in str(error)

    def execute(self, cursor: Any, sql: str, params: list[Any]) -> None:
        """Run one statement, which is parsed once for the process."""
        cursor.execute(self._parse(sql), params or None)

    def times(self, cursor: Any) -> list[str]:
        """The columns of type TIMESTAMP."""
        return [column[0] for column in cursor.description if str(column[1]) == "TIMESTAMP"]

    def frame(self, cursor: Any, sql: str, params: list[Any]) -> pd.DataFrame:
        """The result as a frame, by way of Arrow: `df()` makes a Python object of each text."""
        table = cursor.sql(sql, params=params or None).to_arrow_table()
        frame: pd.DataFrame = table.combine_chunks().to_pandas(date_as_object=False)
        return frame

    def load(
        self, cursor: Any, table: str, columns: Mapping[str, str], values: Sequence[list[Any]]
    ) -> None:
        """One statement with a list a column; above 500 rows an Arrow table."""
        if len(values[0]) <= FEW_ROWS:
            self.execute(cursor, *insert_rows(table, columns, values))
            return
        names = ", ".join(columns)
        cursor.register("incoming_rows", _arrow(columns, values))
        try:
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM incoming_rows")  # noqa: S608 - our own names
        finally:
            cursor.unregister("incoming_rows")

    def _parse_one(self, sql: str) -> duckdb.Statement:
        [statement] = self._connection.extract_statements(sql)
        return statement

    @contextmanager
    def alone(self) -> Iterator[None]:
        """The file has one process; threads of it wait here."""
        with _MIGRATING:
            yield

    def close(self) -> None:
        """Wait for the transactions under way, fold the log into the file and close."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._lock.wait_for(lambda: not self._leased, timeout=WAIT_FOR_LEASES)
            idle, self._idle = self._idle, []
        for cursor in idle:
            cursor.close()
        with suppress(duckdb.Error):  # a transaction is still open: the log keeps it all
            self._connection.execute("CHECKPOINT")
        self._connection.close()


def _connect(
    path: str, config: dict[str, str | bool | int | float | list[str]]
) -> duckdb.DuckDBPyConnection:
    patience = time.monotonic() + WAIT_FOR_FILE
    while True:
        try:
            return duckdb.connect(path, config=config)
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            if time.monotonic() > patience:
                raise DatabaseInUseError(path) from error
        time.sleep(0.1)


def _arrow(columns: Mapping[str, str], values: Sequence[list[Any]]) -> Any:
    pa: Any = import_module("pyarrow")  # slow to import, and only large loads need it
    types = {
        "VARCHAR": pa.string(),
        "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "DATE": pa.date32(),
        "TIMESTAMP": pa.timestamp("us"),
    }
    arrays = [
        pa.array(column, type=types[kind])
        for kind, column in zip(columns.values(), values, strict=True)
    ]
    return pa.Table.from_arrays(arrays, names=list(columns))
