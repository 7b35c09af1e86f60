"""The team's screens in a real browser: every page without a barrier, and the report."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.watching import settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
TEAM = "Children's MARS team"
PAGES = {
    "responses": "Responses",
    "composite": "Composites",
    "requests": "SPACE requests",
    "organisations": "Organisations",
    "form_library": "Form library",
    "side_by_side": "Sources side by side",
    "overview": "The year's scrutiny",
    "activities": "Scrutiny activities",
    "mechanisms": "Mechanisms",
    "actions": "Scrutiny and assurance action plan",
    "papers": "Documents",
    "groups": "Groups",
}


def open_page(page: Page, server: str, name: str) -> None:
    page.goto(f"{server}/{name}")
    expect(page.get_by_role("heading", level=1, name=PAGES[name])).to_be_visible()
    settle(page)


def test_no_page_of_the_team_has_a_barrier_on_a_desk(
    page: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(page, server, TEAM)
    for name in PAGES:
        open_page(page, server, name)
        axe(page)


def test_no_page_of_the_team_has_a_barrier_or_scrolls_sideways_on_a_phone(
    phone: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(phone, server, TEAM)
    for name in PAGES:
        open_page(phone, server, name)
        axe(phone)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390


def test_one_response_is_read_in_full_without_a_barrier(
    page: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(page, server, TEAM)
    open_page(page, server, "responses")
    page.locator("table a").first.click()
    expect(page.get_by_text("Last year").first).to_be_visible()
    settle(page)
    axe(page)


def test_one_request_is_read_in_full_without_a_barrier(
    page: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(page, server, TEAM)
    open_page(page, server, "requests")
    page.locator("table a").first.click()
    expect(page.get_by_text(re.compile("^SPACE-20")).first).to_be_visible()
    settle(page)
    axe(page)


def test_the_composite_goes_to_the_board_as_a_pdf(
    page: Page, server: str, enter: Enter, tmp_path: Path
) -> None:
    enter(page, server, TEAM)
    open_page(page, server, "composite")
    expect(page.get_by_text("Return rate").first).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Report as PDF", exact=True).click()
    kept = tmp_path / "report.pdf"
    waiting.value.save_as(kept)
    report = PdfReader(kept)
    text = "\n".join(sheet.extract_text() for sheet in report.pages[:4])
    assert "Demonstration data" in text
    assert "Return rates" in text
    assert len(report.outline) > 3


def test_a_voice_campaign_shows_its_answers_and_hides_small_numbers(
    page: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(page, server, TEAM)
    page.goto(f"{server}/composite?round=campaign-kite-58")
    expect(page.get_by_text("People who answered").first).to_be_visible()
    settle(page)
    axe(page)


def test_a_board_member_sees_composites_and_nothing_that_is_named(
    page: Page, server: str, enter: Enter
) -> None:
    enter(page, server, "Board member")
    open_page(page, server, "composite")
    page.goto(f"{server}/responses")
    expect(page.get_by_text("not open to that role")).to_be_visible()
    assert page.request.get(f"{server}/documents/returns/education-2026.csv").status == 403
