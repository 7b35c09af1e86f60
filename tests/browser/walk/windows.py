"""Everybody of the demonstration, each in a window of their own, signed in by their door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from scrutiny.access import roles
from scrutiny.mechanism import ActivityRole
from scrutiny.partnership import partnership
from tests.browser.conftest import DESKTOP
from tests.browser.watching import open_window, settle

TEAM, AGENCY = "Children's MARS team", "Adult Social Care Service"
PATIENCE = 60_000  # milliseconds: the walk may share its machine
_HEADING = "h1.page-title"


class Windows:
    """The windows by door; what went wrong in any of them is kept in `mistakes`."""

    def __init__(self, browser: Browser, url: str, log: Path) -> None:
        """`log` is what the server writes, where its own mistakes stand."""
        self.url = url
        self.mistakes: list[str] = []
        self._browser = browser
        self._log = log
        self._windows: dict[str, Page] = {}
        self.doors = self._read_doors()

    def be(self, door: str) -> Page:
        """The window of whoever goes in by that door, signed in once."""
        if door not in self._windows:
            page = self._open()
            page.get_by_role("button", name=door, exact=True).click()
            expect(page.get_by_role("heading", level=1, name="What would you")).to_be_visible()
            settle(page)
            self._windows[door] = page
        return self._windows[door]

    def doors_of(self, taking: Iterable[ActivityRole]) -> list[str]:
        """The doors of all who may hold one of those roles, each once."""
        found = [door for role in taking for key in role.held_by for door in self._doors_by(key)]
        return list(dict.fromkeys(found))

    def take_mistakes(self) -> list[str]:
        """What went wrong since this was last asked, in a window or in the server."""
        found, self.mistakes = self.mistakes, []
        log = self._log.read_text("utf-8", errors="replace")
        return [*found, *re.findall(r"^Traceback .*(?:\n .*)*\n.*", log, re.MULTILINE)]

    def close(self) -> None:
        """Close every window."""
        for page in self._windows.values():
            page.context.close()

    def _read_doors(self) -> list[str]:
        page = self._open()
        expect(page.get_by_role("button", name=TEAM, exact=True)).to_be_visible()
        doors = [each.strip() for each in page.get_by_role("button").all_inner_texts()]
        page.context.close()
        return [door for door in doors if door != "Start"]

    def _open(self) -> Page:
        page = open_window(self._browser, DESKTOP)
        page.context.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        page.on("console", self._note)
        page.goto(self.url)
        return page

    def _note(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self.mistakes.append(f"{said.text} ({said.location.get('url', '')})")

    def _doors_by(self, role: str) -> list[str]:
        groups = partnership().requesting_groups
        ways: dict[str, Callable[[], Iterator[str]]] = {
            "chair": lambda: (f"Chair, {each.short or each.label}" for each in groups),
            "partner": lambda: (
                f"Partner: {each.label}" for each in partnership().safeguarding_partners
            ),
            "organisation": self._list_organisations,
        }
        wanted = ways[role]() if role in ways else iter([roles()[role].label])
        return [door for door in wanted if door in self.doors]

    def _list_organisations(self) -> Iterator[str]:
        labels = {role.label for role in roles().values()}
        for door in self.doors:
            if door not in labels and not door.startswith(("Chair, ", "Partner: ")):
                yield door


def show(page: Page, address: str) -> Page:
    """Go to an address and wait until it is drawn."""
    page.goto(address)
    expect(page.locator(_HEADING)).to_be_visible()
    settle(page)
    return page


def read(page: Page, place: str = '[data-testid="stMain"]') -> str:
    """What stands on the page, in one line."""
    return " ".join(page.locator(place).first.inner_text().split())
