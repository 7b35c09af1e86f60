"""The partnership in which every mechanism is walked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.connection import open_database
from tests.scrutiny.mechanisms.walking import Partnership


@pytest.fixture
def partnership() -> Iterator[Partnership]:
    """A small partnership in an empty DuckDB."""
    database = open_database(":memory:")
    database.migrate()
    yield Partnership(database)
    database.close()
