"""A findings letter in a real browser: drafted, edited, approved, issued, and taken out as PDF."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from db.activities import list_activities
from db.connection import open_database
from tests.browser.conftest import Server
from tests.browser.watching import settle, type_in
from tests.db.paper_examples import TEAM, begin, fill, take

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
TITLE = "Findings letter: Trent Health"
WORDS = "A committed service that listens to children."


def begin_event(running: Server) -> str:
    """An assurance event whose letter is still to be drafted; returns its id."""
    running.stop()
    database = open_database(str(running.database))
    database.write(fill)
    event = begin(database)
    take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    found = database.read(list_activities, viewer=TEAM, mechanism="event")
    database.close()
    running.start()
    return found[0].id


def open_letter(page: Page, server: str) -> None:
    page.goto(f"{server}/papers")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    settle(page)


def test_a_letter_is_drafted_edited_approved_and_issued(
    page: Page, phone: Page, running: Server, axe: Check, enter: Enter
) -> None:
    event = begin_event(running)
    enter(page, running.url, "Children's MARS team")
    page.goto(f"{running.url}/papers?draft_for={event}")
    page.get_by_role("button", name="Draft: Findings letter").click()
    expect(page.get_by_text("Drafted: Findings letter")).to_be_visible()
    settle(page)
    axe(page)
    open_letter(page, running.url)
    expect(page.get_by_text(re.compile("^One place still says"))).to_be_visible()
    axe(page)
    edit(page, axe)
    page.get_by_role("link", name="Read it as it will look").first.click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Send it for approval").click()
    expect(page.get_by_text(re.compile("^Sent for approval by"))).to_be_visible()

    enter(phone, running.url, "Scrutiny and assurance portfolio lead")
    phone.goto(f"{running.url}/papers")
    expect(phone.get_by_text("Read it, then approve it or send it back.")).to_be_visible()
    open_letter(phone, running.url)
    axe(phone)
    phone.get_by_role("button", name="Approve it").click()
    expect(phone.get_by_text("Approved. Its words are fixed and sealed.")).to_be_visible()

    open_letter(page, running.url)
    expect(page.get_by_text(re.compile("^The seal holds"))).to_be_visible()
    page.get_by_role("button", name="Issue it").click()
    expect(page.get_by_text("Issued. Who has a copy is listed below.")).to_be_visible()
    settle(page)
    axe(page)
    check_pdf(page)


def edit(page: Page, axe: Check) -> None:
    """Write what is to be added; each box saves itself."""
    page.get_by_role("link", name="Edit it").first.click()
    expect(page.get_by_role("heading", level=1, name="Edit the document")).to_be_visible()
    settle(page)
    axe(page)
    for label, words in (
        ("Summary of findings", WORDS),
        ("Thank you", "Thank you for hosting the event, and for your openness."),
    ):
        type_in(page, page.get_by_label(label, exact=True), words)
    expect(page.get_by_text("7 words. Up to 150 fit well.")).to_be_visible()


def check_pdf(page: Page) -> None:
    """The file holds what was written, who approved it, and the seal that the page shows."""
    seal = page.get_by_text(re.compile("^The seal holds")).inner_text().split()[-1]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download as PDF").click()
    body = taken.value.path().read_bytes()
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(BytesIO(body)).pages)
    assert WORDS in text
    assert seal[:8] in text
    assert "Approved by" in text
