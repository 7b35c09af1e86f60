"""A server of the walk's own, on a freshly made demonstration, and everybody's windows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Server
from tests.browser.walk.windows import Windows


@pytest.fixture(scope="session")
def windows(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """The windows of all who walk, kept from one mechanism to the next."""
    server = Server(tmp_path_factory.mktemp("walk"))
    server.load_demonstration()
    server.start()
    windows = Windows(browser, server.url, server.log)
    yield windows
    windows.close()
    server.stop()
