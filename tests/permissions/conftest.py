"""The partnership of the permission proof, as a database and as a site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit import config

from db.connection import Database, open_database
from pages.components.server import documents
from pages.components.server.runtime import Runtime, close_runtime, runtime
from tests.pages.conftest import ENVIRONMENT
from tests.permissions.world import fill


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """The partnership, in which every change of a proof is undone."""
    opened = open_database(":memory:")
    opened.migrate()
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def held() -> Iterator[Runtime]:
    """The same partnership as a site."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        errors = config.get_option("client.showErrorDetails")
        config.set_option("client.showErrorDetails", "full")
        close_runtime()
        fill(runtime().database)
        documents.load_handlers()
        yield runtime()
        close_runtime()
        config.set_option("client.showErrorDetails", errors)
