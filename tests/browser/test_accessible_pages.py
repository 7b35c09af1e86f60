"""The staff's pages and the evidence screen break no rule of WCAG 2.2, and fit a small phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.watching import press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
SCHOOL = "All Hallows Church of England Primary Academy, Draxmoor Vale"
ADMINISTRATOR, TEAM = "Administrator", "Children's MARS team"
#: Each page with who opens it and its heading.
PAGES = (
    (ADMINISTRATOR, "audit", "Audit log"),
    (ADMINISTRATOR, "retention", "Retention"),
    (ADMINISTRATOR, "subject_access", "Requests for access"),
    (ADMINISTRATOR, "people", "People"),
    (TEAM, "mails", "Mails"),
    (TEAM, "cycles", "Cycles and campaigns"),
    (TEAM, "cycles?add=cycle", "Add a cycle"),
    (TEAM, "cycles?add=campaign", "Add a campaign"),
    (TEAM, "review", "Review"),
    (SCHOOL, "colleagues", "Who answers"),
)
NARROW = {"width": 320, "height": 800}


@pytest.mark.parametrize(("who", "address", "title"), PAGES)
def test_a_page_breaks_no_rule(
    page: Page, server: str, axe: Check, enter: Enter, who: str, address: str, title: str
) -> None:
    enter(page, server, who)
    page.goto(f"{server}/{address}")
    expect(page.get_by_role("heading", level=1, name=title, exact=True)).to_be_visible()
    settle(page)
    axe(page)
    page.set_viewport_size(NARROW)
    settle(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    axe(page)


def test_the_evidence_screen_breaks_no_rule_before_and_after_a_file(
    page: Page, server: str, axe: Check, enter: Enter
) -> None:
    enter(page, server, SCHOOL)
    page.goto(f"{server}/fill")
    page.get_by_role("button", name=re.compile(r"^(Start|Continue): Safeguarding audit")).click()
    expect(page.get_by_role("heading", level=1, name="Safeguarding audit")).to_be_visible()
    settle(page)
    page.goto(f"{page.url}&view=evidence")
    expect(page.get_by_role("heading", level=1, name="Evidence files")).to_be_visible()
    settle(page)
    axe(page)
    chooser = page.locator('input[type="file"]')
    chooser.set_input_files({"name": "plan.pdf", "mimeType": "application/pdf",
                             "buffer": b"%PDF-1.7 plan"})  # fmt: skip
    expect(page.get_by_text("Kept: plan.pdf")).to_be_visible()
    settle(page)
    axe(page)
    page.locator('input[type="file"]').set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": b"MZ a program"}
    )
    expect(page.get_by_text("This is a program")).to_be_visible()
    settle(page)
    axe(page)
    page.get_by_role("button", name="Remove plan.pdf").click()
    expect(page.get_by_text("Removed: plan.pdf")).to_be_visible()


def test_asking_to_be_contacted_breaks_no_rule(phone: Page, server: str, axe: Check) -> None:
    phone.goto(server)
    phone.locator("details.help-panel summary").click()
    with phone.expect_popup() as opened:
        phone.get_by_role("link", name="Ask someone to contact you").click()
    asking = opened.value
    title = asking.get_by_role("heading", level=1, name="Ask someone to contact you")
    expect(title).to_be_visible()
    settle(asking)
    assert asking.evaluate("document.documentElement.scrollWidth") <= 390
    axe(asking)
    asking.get_by_label("Your first name").fill("Sky")
    press(asking, "Send it")
    expect(asking.get_by_text("Write how we can reach you")).to_be_visible()
    settle(asking)
    axe(asking)
    expect(asking.get_by_label("Your first name")).to_have_value("Sky")
    asking.get_by_label(re.compile("^How can we reach you")).fill("07700 900123")
    press(asking, "Send it")
    expect(asking.get_by_role("heading", level=1, name="Thank you. We have it.")).to_be_visible()
    settle(asking)
    axe(asking)
