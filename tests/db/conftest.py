"""Both databases: every test that takes `database` runs on DuckDB and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from bench.postgresql import postgresql_server
from db.connection import Database, open_database

#: A test server may forget everything in a power cut; it is faster for it.
_FORGETFUL = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    "max_connections = 60",
    "shared_buffers = 64MB",
)
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server of our own."""
    with postgresql_server(_FORGETFUL) as url:
        yield url


@pytest.fixture(scope="session")
def make_postgresql(postgresql: str) -> Callable[[], str]:
    """Makes a database without tables and gives its address."""

    def make() -> str:
        name = f"test_{next(_NUMBERS)}"
        with psycopg.connect(postgresql, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return postgresql.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(scope="session")
def shared_postgresql(make_postgresql: Callable[[], str]) -> tuple[str, str]:
    """The address of the migrated database that tests share, and what empties it."""
    url = make_postgresql()
    database = open_database(url)
    database.migrate()
    database.close()
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_name <> 'migration'"
        ).fetchall()
    return url, "; ".join(f"DELETE FROM {name}" for (name,) in rows)


@pytest.fixture
def postgresql_url(shared_postgresql: tuple[str, str]) -> Iterator[str]:
    """An empty, migrated PostgreSQL database; making one for each test takes far longer."""
    url, empty = shared_postgresql
    yield url
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(empty)


@pytest.fixture(params=["duckdb", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty, migrated database."""
    if request.param == "postgresql":
        opened = open_database(request.getfixturevalue("postgresql_url"))
    else:
        opened = open_database(":memory:")
        opened.migrate()
    yield opened
    opened.close()


@pytest.fixture(params=["duckdb", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables, that can be opened more than once."""
    if request.param == "postgresql":
        make: Callable[[], str] = request.getfixturevalue("make_postgresql")
        return make()
    return str(tmp_path / "mars.duckdb")
