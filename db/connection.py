"""The database behind the app: transactions on DuckDB or PostgreSQL that look the same.

SQL stays in the subset both share, with `$1` parameters. Times are stored in UTC without
a zone and come back as aware UTC datetimes; text loses what neither can hold (NUL and
lone surrogates). Names of tables and columns come from our code alone.
"""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Protocol, TypeVar

from db.errors import ConflictError, DatabaseBusyError, DatabaseUnreachableError

if TYPE_CHECKING:
    import pandas as pd

P = ParamSpec("P")
T = TypeVar("T")
#: One row by column name.
Row = dict[str, Any]
#: What stands in one column, row after row.
Values = list[Any]

GIVE_UP_AFTER = 20.0  # seconds that a write keeps meeting conflicts
MOST_RECALLED = 200  # results of reading kept until something is written
KEY_STANDS_AFTER = 2.0  # seconds until a key that stands is taken for a mistake of ours
_PLAIN = frozenset({int, float, bool, type(None)})
_NAME = re.compile(r"[a-z][a-z_]*\Z")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Engine(Protocol):
    """What differs between the two databases.

    `writers` is how many transactions may write at the same time: the others wait.
    `is_only_writer` where no other process can write meanwhile.
    """

    kind: str
    writers: int
    is_only_writer: bool

    def lease(self) -> AbstractContextManager[Any]:
        """A DB-API cursor that nobody else uses meanwhile, outside any transaction."""

    def begin(self, *, read_only: bool) -> str:
        """The statement that opens a transaction with snapshot isolation."""

    def is_conflict(self, error: Exception) -> bool:
        """Whether another transaction wrote the same row first."""

    def is_duplicate(self, error: Exception) -> bool:
        """Whether the key stands already; perhaps only since the transaction began."""

    def execute(self, cursor: Any, sql: str, params: list[Any]) -> None:
        """Run one statement; its result stays with the cursor."""

    def times(self, cursor: Any) -> list[str]:
        """The columns of the cursor's result that hold times."""

    def frame(self, cursor: Any, sql: str, params: list[Any]) -> pd.DataFrame:
        """The rows of one statement as a frame."""

    def load(
        self, cursor: Any, table: str, columns: Mapping[str, str], values: Sequence[Values]
    ) -> None:
        """Insert rows given as the values of each column, the way that is fastest here."""

    def alone(self) -> AbstractContextManager[None]:
        """Keep every other migration out, in this process and in others."""

    def close(self) -> None:
        """Let go of everything."""


class Transaction:
    """One open transaction; handed to the functions that `read` and `write` call."""

    def __init__(self, engine: Engine, cursor: Any, kept: dict[Hashable, Any]) -> None:
        self._engine = engine
        self._cursor = cursor
        #: What the database remembers of things that never change once they are stored.
        self.kept = kept

    @property
    def kind(self) -> str:
        """Which database this is: "duckdb" or "postgresql"."""
        return self._engine.kind

    def execute(self, sql: str, params: Sequence[Any] = ()) -> None:
        """Run one statement whose result is not wanted."""
        self._engine.execute(self._cursor, sql, [encode(value) for value in params])

    def query(self, sql: str, params: Sequence[Any] = ()) -> list[Row]:
        """The rows of one statement, in order."""
        self.execute(sql, params)
        return self._rows(self._cursor.fetchall())

    def batches(self, sql: str, *, size: int) -> Iterator[list[Row]]:
        """The rows of one statement, so many at a time, for what is too large to hold.

        No other statement may run in this transaction until they are all read.
        """
        if self.kind == "postgresql":
            self.execute(f"DECLARE batch NO SCROLL CURSOR FOR {sql}")
        else:
            self.execute(sql)
        while rows := self._next(size):
            yield rows
        if self.kind == "postgresql":
            self.execute("CLOSE batch")

    def _next(self, size: int) -> list[Row]:
        if self.kind == "postgresql":
            self.execute(f"FETCH {size:d} FROM batch")
            return self._rows(self._cursor.fetchall())
        return self._rows(self._cursor.fetchmany(size))

    def _rows(self, fetched: Iterable[Sequence[Any]]) -> list[Row]:
        names = [column[0] for column in self._cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in fetched]
        for name in self._engine.times(self._cursor):
            for row in rows:
                row[name] = row[name] and row[name].replace(tzinfo=UTC)
        return rows

    def one(self, sql: str, params: Sequence[Any] = ()) -> Row | None:
        """The first row, or None."""
        return next(iter(self.query(sql, params)), None)

    def frame(self, sql: str, params: Sequence[Any] = ()) -> pd.DataFrame:
        """The rows as a frame, for what is large."""
        return self._engine.frame(self._cursor, sql, [encode(value) for value in params])

    def insert_many(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
    ) -> None:
        """Insert rows of values in the order of `columns`; none is fine."""
        types = self._types(table)
        given = list(zip(*rows, strict=True))
        if given:
            kinds = {name: types[name] for name in columns}
            values = map(encode_column, given, kinds.values())
            self._engine.load(self._cursor, table, kinds, list(values))

    def _types(self, table: str) -> Mapping[str, str]:
        kept: Mapping[str, str] | None = self.kept.get(("columns", table))
        if kept is None:
            if not _NAME.match(table):
                raise ValueError(f"{table!r} is not the name of a table")
            found = self.query(
                "SELECT column_name, data_type FROM information_schema.columns "
                "WHERE table_name = $1 AND table_schema = current_schema()",
                [table],
            )
            kept = {row["column_name"]: row["data_type"] for row in found}
            self.kept["columns", table] = kept
        return kept


class Database:
    """An open database, used from any thread."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: dict[Hashable, Any] = {}
        self._writing = threading.BoundedSemaphore(engine.writers)
        self._recalled: dict[Hashable, Any] = {}

    @property
    def kind(self) -> str:
        """Which database this is: "duckdb" or "postgresql"."""
        return self._engine.kind

    def read(
        self,
        function: Callable[Concatenate[Transaction, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `function(tx, ...)` in a transaction that can change nothing."""
        return self._run(function, args, kwargs, read_only=True)

    def recall(
        self,
        function: Callable[Concatenate[Transaction, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """What `read` gives, or gave for the same arguments if nothing was written since.

        For what a page reads anew each time that it is drawn. The result is shared: it is
        looked at and never changed. Where other processes write too, this is `read`.
        """
        known = self._recalled
        key = (function, args, tuple(sorted(kwargs.items())))
        if key in known:
            found: T = known[key]
            return found
        found = self.read(function, *args, **kwargs)
        if self._engine.is_only_writer and len(known) < MOST_RECALLED:
            known[key] = found  # which a writer who came meanwhile has put aside by now
        return found

    def write(
        self,
        function: Callable[Concatenate[Transaction, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Call `function(tx, ...)` in one transaction, again when another one got in first.

        The function may so run several times: it must do nothing but use `tx`. Raises
        DatabaseBusyError when conflicts do not end.
        """
        started = time.monotonic()
        pause = 0.002
        while True:
            try:
                with self._writing:
                    result = self._run(function, args, kwargs, read_only=False)
                self._recalled = {}
                return result
            except Exception as error:  # whatever it is, only a conflict is tried again
                waited = time.monotonic() - started
                if self._engine.is_duplicate(error):
                    if waited > KEY_STANDS_AFTER:
                        raise
                elif not (isinstance(error, ConflictError) or self._engine.is_conflict(error)):
                    raise
                elif waited > GIVE_UP_AFTER:
                    raise DatabaseBusyError from error
            time.sleep(random.uniform(0, pause))  # noqa: S311 - jitter, not a secret
            pause = min(pause * 2, 0.1)

    def migrate(self) -> list[str]:
        """Bring the tables up to date; returns the names of the migrations applied now."""
        from db.migrations import migrate
        from db.sent import move_sent

        with self._engine.alone():
            applied = migrate(self)
            self.write(move_sent)
        self._kept.clear()
        return applied

    def ping(self) -> None:
        """Ask the database for an answer; raises when it gives none."""
        self.read(_select_one)

    def close(self) -> None:
        """Write what is in memory and let go of the file or the connections."""
        self._engine.close()

    def _run(self, function: Callable[..., T], args: Any, kwargs: Any, *, read_only: bool) -> T:
        with self._engine.lease() as cursor:
            self._engine.execute(cursor, self._engine.begin(read_only=read_only), [])
            try:
                result = function(Transaction(self._engine, cursor, self._kept), *args, **kwargs)
                self._engine.execute(cursor, "COMMIT", [])
            except BaseException:
                with suppress(Exception):  # a failed commit has already rolled back
                    cursor.execute("ROLLBACK")
                raise
        return result


def _select_one(tx: Transaction) -> None:
    tx.one("SELECT 1 AS answer")


def open_database(
    url: str, *, memory_limit: str = "", threads: int = 0, connections: int = 16
) -> Database:
    """Open "data/mars.duckdb", ":memory:" or "postgresql://..."; migrates nothing.

    `memory_limit` ("2GB") and `threads` bound DuckDB; `connections` bounds PostgreSQL's
    pool. Raises DatabaseInUseError when another process holds the file, and
    DatabaseUnreachableError when no server answers.
    """
    if url.startswith(("postgresql://", "postgres://")):
        try:
            from db.postgresql import PostgresqlEngine
        except ModuleNotFoundError as error:
            raise DatabaseUnreachableError(str(error)) from error
        return Database(PostgresqlEngine(url, connections=connections))
    from db.duck import DuckEngine

    return Database(DuckEngine(url, memory_limit=memory_limit, threads=threads))


def encode(value: Any) -> Any:
    """A value as both databases take it."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is str:
        return clean_text(value)
    if isinstance(value, Enum):
        return encode(value.value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("Give the time with its zone")
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, str):
        return clean_text(str(value))
    if isinstance(value, list | tuple | set | frozenset):
        return [encode(item) for item in value]
    return value


def encode_column(values: Sequence[Any], kind: str) -> Values:
    """One column's values as both databases take them; the same ones are looked at once."""
    first = values[0]
    if values.count(first) == len(values) and type(first) is type(values[-1]):
        return [_encode_as(first, kind)] * len(values)
    return [_encode_as(value, kind) for value in values]


def _encode_as(value: Any, kind: str) -> Any:
    is_whole = type(value) is int and kind.upper().startswith("DOUBLE")
    return float(value) if is_whole else encode(value)


def clean_text(text: str) -> str:
    """The text without NUL, and with a visible mark for lone surrogates."""
    if text.isascii():
        return text.replace("\x00", "") if "\x00" in text else text
    return _SURROGATES.sub("\ufffd", text.replace("\x00", ""))
