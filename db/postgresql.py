"""PostgreSQL: for a partnership that outgrows one machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from psycopg import errors, sql
from psycopg.raw_cursor import RawCursor
from psycopg_pool import ConnectionPool, PoolTimeout

from db.errors import DatabaseUnreachableError
from db.sql import insert_rows

if TYPE_CHECKING:
    import pandas as pd

FEW_ROWS = 2_000  # up to here one statement with lists; above, COPY
WAIT_FOR_SERVER = 10.0  # seconds, when the pool is opened
_TIMESTAMP = 1114  # the type number of TIMESTAMP without a zone
_MIGRATION_LOCK = 7_215_730_114  # any number that nobody else uses


class PostgresqlEngine:
    """A pool of connections; every transaction is a snapshot, as DuckDB's are."""

    kind = "postgresql"
    is_only_writer = False

    def __init__(self, url: str, *, connections: int) -> None:
        self.writers = connections
        self._pool = ConnectionPool(
            url,
            min_size=1,
            max_size=connections,
            kwargs={"autocommit": True, "cursor_factory": RawCursor},
            timeout=30,
            open=True,
            name="mars",
        )
        try:
            self._pool.wait(WAIT_FOR_SERVER)
        except PoolTimeout as error:
            self._pool.close()
            raise DatabaseUnreachableError(str(error)) from error

    @contextmanager
    def lease(self) -> Iterator[RawCursor[Any]]:
        """A cursor on a connection from the pool."""
        with self._pool.connection() as connection, RawCursor(connection) as cursor:
            yield cursor

    def begin(self, *, read_only: bool) -> str:
        """The statement that opens a transaction with snapshot isolation."""
        return "BEGIN ISOLATION LEVEL REPEATABLE READ" + (" READ ONLY" if read_only else "")

    def is_conflict(self, error: Exception) -> bool:
        """Whether another transaction wrote the same row first."""
        return isinstance(error, errors.SerializationFailure | errors.DeadlockDetected)

    def is_duplicate(self, error: Exception) -> bool:
        """Whether the key stands already."""
        return isinstance(error, errors.UniqueViolation)

    def execute(self, cursor: Any, sql: str, params: list[Any]) -> None:
        """Run one statement; its result stays with the cursor."""
        cursor.execute(sql, params or None)

    def times(self, cursor: Any) -> list[str]:
        """The columns of type TIMESTAMP."""
        return [column.name for column in cursor.description if column.type_code == _TIMESTAMP]

    def frame(self, cursor: Any, sql: str, params: list[Any]) -> pd.DataFrame:
        """The result as a frame."""
        import pandas as pd

        cursor.execute(sql, params or None)
        names = [column.name for column in cursor.description]
        return pd.DataFrame(cursor.fetchall(), columns=names)

    def load(
        self, cursor: Any, table: str, columns: Mapping[str, str], values: Sequence[list[Any]]
    ) -> None:
        """One statement with a list a column; above 2,000 rows COPY."""
        if len(values[0]) <= FEW_ROWS:
            cursor.execute(*insert_rows(table, columns, values))
            return
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
        with cursor.copy(statement) as copy:
            for row in zip(*values, strict=True):
                copy.write_row(row)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold a lock of the server's, which also goes when this process dies."""
        with self._pool.connection() as connection:
            connection.execute("SELECT pg_advisory_lock($1)", [_MIGRATION_LOCK])
            try:
                yield
            finally:
                connection.execute("SELECT pg_advisory_unlock($1)", [_MIGRATION_LOCK])

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()
