"""A disclosure on a phone: help at once, sent, handled by the team, its words nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
WORRYING = "Someone there scares me, by the zebrafinch"
MARK = "zebrafinch"
THANKS = "Thank you for telling us"


def test_a_disclosure_is_helped_at_once_and_handled_by_the_team(
    phone: Page, page: Page, server: str, axe: Check, enter: Enter
) -> None:
    phone.goto(server)
    phone.get_by_label("Your code").fill("MAGPIE-64")
    press(phone, "Start")
    expect(phone.get_by_role("link", name="Leave this site quickly")).to_be_visible()
    phone.goto(f"{server}/fill?code=MAGPIE-64&at=v11_14_change")
    area = phone.locator("textarea").first
    area.fill(WORRYING)
    area.press("Control+Enter")
    expect(phone.get_by_role("heading", name=THANKS)).to_be_visible()
    expect(phone.locator(".concern").get_by_role("link", name="0800 1111")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    settle(phone)
    axe(phone)
    phone.goto(f"{server}/fill?code=MAGPIE-64&at=end")
    expect(phone.get_by_role("heading", name=THANKS)).to_be_visible()
    settle(phone)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1, name="Thank you", exact=True)).to_be_visible()
    expect(phone.get_by_role("heading", name=THANKS)).to_be_visible()
    axe(phone)
    handle(page, server, axe, enter)
    for address in ("/", "/flags", "/responses", "/composite?round=campaign-magpie-64&read=words"):
        page.goto(f"{server}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        expect(page.get_by_text(MARK)).to_have_count(0)


def handle(page: Page, server: str, axe: Check, enter: Enter) -> None:
    """Read, decide on and close the new flag as the MARS team."""
    enter(page, server, "Children's MARS team")
    expect(page.get_by_text(re.compile(r"overdue, [2-9] not read yet"))).to_be_visible()
    page.get_by_role("link", name="Open them").click()
    expect(page.get_by_role("heading", level=1, name="Safeguarding flags")).to_be_visible()
    settle(page)
    axe(page)
    row = page.get_by_role("row").filter(has_text="Steelby Youth Hub").filter(has_text="Not read")
    row.get_by_role("link", name=re.compile("^Flag ")).click()
    page.get_by_role("button", name="Read it now").click()
    expect(page.get_by_text(WORRYING)).to_be_visible()
    settle(page)
    axe(page)
    page.get_by_text("Share with the single point of contact").click()
    page.get_by_label("Why, in a few words").fill("Rang the duty worker at once")
    press(page, "Save the decision")
    page.get_by_role("button", name="It is done: close the flag").click()
    expect(page.get_by_text("The flag is closed.")).to_be_visible()
    settle(page)
    axe(page)
