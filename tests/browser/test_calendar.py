"""The calendar on a phone in a real browser, and an address that a calendar program can fetch."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.watching import press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]


def test_the_calendar_is_read_filtered_and_subscribed_to_on_a_phone(
    phone: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(phone, server, "Children's MARS team")
    phone.goto(f"{server}/calendar?kind=meeting")
    expect(phone.get_by_role("heading", level=1, name=re.compile("Calendar: "))).to_be_visible()
    settle(phone)
    phone.get_by_role("button", name=re.compile("→$")).click()
    settle(phone)
    expect(phone.get_by_role("link", name="MARPF: Core group").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe(phone)

    phone.get_by_role("button", name="Make a calendar address").click()
    address = phone.get_by_test_id("stCode").locator("code").inner_text().strip()
    settle(phone)
    axe(phone)
    fetched = phone.context.request.get(address)
    events = Calendar.from_ical(fetched.body()).walk("VEVENT")
    assert "MARPF: Core group" in {str(event["summary"]) for event in events}


def test_a_meeting_is_moved_on_a_phone_and_its_pack_taken(
    phone: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(phone, server, "Children's MARS team")
    phone.goto(f"{server}/groups?group=chapp")
    phone.locator("table a").first.click()
    expect(phone.get_by_role("heading", level=2, name="Agenda")).to_be_visible()
    phone.get_by_text("Move it, or change its time or place").click()
    place = phone.get_by_label("Place or link")
    place.fill("Quaymere House, Trent room")
    press(phone, "Save the changes")
    expect(phone.get_by_text("The meeting is changed.")).to_be_visible()
    settle(phone)
    expect(phone.get_by_text("Quaymere House, Trent room").first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    axe(phone)
    with phone.expect_download() as waiting:
        phone.get_by_role("link", name="Agenda pack (PDF)").click()
    assert waiting.value.suggested_filename.startswith("chapp-agenda-")
