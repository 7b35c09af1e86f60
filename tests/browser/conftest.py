"""A real server with the demonstration's data, and a real browser in front of it.

A missing browser is a failure: these tests are what shows that people can use the pages.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.watching import PATIENCE, open_window

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
#: WCAG 2.2, A and AA.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
START_SECONDS = 60.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run last, so that a plain mistake is found by a quick test first."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


class Server:
    """One run of the application as a process, on a database that outlives it."""

    def __init__(self, folder: Path) -> None:
        """`folder` holds the database and the log."""
        self.port = _free_port()
        self.url = f"http://localhost:{self.port}"
        self.database = folder / "mars.duckdb"
        self.log = folder / "server.log"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """What the application is started with."""
        ours = {
            "MARS_DATABASE": str(self.database),
            "MARS_DEMONSTRATION": "1",
            "MARS_SECRET": "a secret that is only for tests, and long enough",
            "MARS_BASE_URL": self.url,
        }
        return {**os.environ, **ours}

    def load_demonstration(self) -> None:
        """Fill the empty database."""
        subprocess.run(
            [sys.executable, "-m", "db.demonstration"], cwd=ROOT, env=self.environment, check=True
        )

    def start(self) -> None:
        """Start, and wait until it is healthy."""
        with self.log.open("ab") as log:
            self._process = _serve(self.port, self.environment, log)
        deadline = time.monotonic() + START_SECONDS
        while not self._is_healthy():
            if self._process.poll() is not None or time.monotonic() > deadline:
                pytest.fail(f"The server did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop, keeping the database."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=30)
            self._process = None

    def restart(self) -> None:
        """Stop and start again, as an update would."""
        self.stop()
        self.start()

    def _is_healthy(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=2) as answer:  # noqa: S310
                return answer.status == 200
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: int, environment: dict[str, str], log: IO[bytes]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "uvicorn", "app:app", "--port", str(port)]
    return subprocess.Popen(  # noqa: S603 - our own application
        command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server itself, for tests that stop and start it."""
    server = Server(tmp_path_factory.mktemp("site"))
    server.load_demonstration()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def server(running: Server) -> str:
    """The address of a site with the demonstration's data."""
    return running.url


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("Chromium is missing: install it (apt-get install chromium)")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A desk's window, without cookies; a script's mistake in it fails the test."""
    yield from _window(browser, DESKTOP, is_touch=False)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone's window, without cookies; a script's mistake in it fails the test."""
    yield from _window(browser, PHONE, is_touch=True)


def _window(browser: Browser, size: dict[str, int], *, is_touch: bool) -> Iterator[Page]:
    page = open_window(browser, size, is_touch=is_touch)
    mistakes: list[str] = []
    page.on("pageerror", lambda error: mistakes.append(str(error)))
    page.on("console", lambda said: _note_refused(said.text, mistakes))
    yield page
    page.context.close()
    assert mistakes == []


def _note_refused(said: str, mistakes: list[str]) -> None:
    if "Content Security Policy" in said:
        mistakes.append(said)


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Fails the test when a page breaks a rule of WCAG 2.2, A or AA."""
    checker = Axe()

    def check(page: Page) -> None:
        found = checker.run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}})
        assert found.violations_count == 0, found.generate_report()

    return check


@pytest.fixture(scope="session")
def enter() -> Callable[[Page, str, str], None]:
    """Sign in with one press on the home page, as somebody named there."""

    def sign_in(page: Page, server: str, name: str) -> None:
        page.goto(server)
        page.get_by_role("button", name=name, exact=True).click()
        welcome = page.get_by_role("heading", level=1, name="What would you like to do?")
        expect(welcome).to_be_visible()

    return sign_in


def reach_by_tab(page: Page, name: str, most: int = 40) -> None:
    """Press Tab until the thing with that accessible name or text has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "() => (document.activeElement.getAttribute('aria-label') ?? "
            "document.activeElement.textContent).trim()"
        )
        if words == name:
            return
    pytest.fail(f"{name} cannot be reached by the keyboard")
