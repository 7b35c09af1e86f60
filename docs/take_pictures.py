"""The README's pictures, taken from the running app with its demonstration data."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pypdfium2
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, DESKTOP, PHONE, Server
from tests.browser.watching import open_window, settle

PICTURES = Path(__file__).with_name("pictures")
TEAM = "Children's MARS team"
SCREENS = {
    "responses": "responses",
    "activity": "activity?id=AE-2026-001",
    "actions": "actions",
    "side_by_side": "side_by_side",
}
SCHOOL = "All Hallows Church of England Primary Academy, Draxmoor Vale"


def take_pictures() -> None:
    """Start the app on a fresh database, and photograph its screens."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.load_demonstration()
        server.start()
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(ARGUMENTS)
        )
        try:
            _take_team(browser, server.url, Path(folder))
            _take_school(browser, server.url)
            _take_voice(browser, server.url)
        finally:
            browser.close()
            server.stop()


def _take_team(browser: Browser, url: str, folder: Path) -> None:
    page = _enter(browser, url, TEAM)
    page.goto(f"{url}/composite")
    report_link = page.get_by_role("link", name="Report as PDF", exact=True)
    expect(report_link).to_be_visible()
    with page.expect_download() as waiting:
        report_link.click()
    waiting.value.save_as(folder / "report.pdf")
    report = pypdfium2.PdfDocument(folder / "report.pdf")
    report[1].render(scale=1.0).to_pil().save(PICTURES / "report.png", optimize=True)
    page.set_viewport_size({"width": 1280, "height": 1500})
    _keep(page, "composite")
    for name, address in SCREENS.items():
        page.goto(f"{url}/{address}")
        _keep(page, name)


def _take_school(browser: Browser, url: str) -> None:
    page = _enter(browser, url, SCHOOL)
    page.goto(f"{url}/fill?cycle=education-2026&section=h_child_on_child")
    expect(page.locator("h1.page-title")).to_be_visible()
    settle(page)
    page.locator('[role="radiogroup"] label').filter(has_text="Partly met").first.click()
    _keep(page, "section")


def _take_voice(browser: Browser, url: str) -> None:
    page = open_window(browser, PHONE, is_touch=True)
    page.goto(f"{url}/fill?code=HERON-31&at=v8_7")
    expect(page.locator("h1.page-title")).to_be_visible()
    settle(page)
    page.locator('[role="radiogroup"] label').nth(1).click()
    _keep(page, "voice")


def _enter(browser: Browser, url: str, name: str) -> Page:
    page = open_window(browser, DESKTOP)
    page.goto(url)
    page.get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("heading", level=1, name="What would you like to do?")).to_be_visible()
    return page


def _keep(page: Page, name: str) -> None:
    expect(page.locator("h1.page-title")).to_be_visible()
    settle(page)
    page.wait_for_timeout(1500)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    take_pictures()
