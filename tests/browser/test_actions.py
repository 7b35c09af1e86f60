"""An action in a real browser: the owner reports from a mailed link, the team assures."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from db import outbox
from db.action_register import list_owed
from db.connection import Transaction, open_database
from scrutiny.access import make_viewer
from scrutiny.action_search import Listed
from scrutiny.letter import Post, write_action_reminder
from scrutiny.links import LinkKind, sign_link
from scrutiny.mail import load_mails
from scrutiny.partnership import partnership
from tests.browser.conftest import Server
from tests.browser.watching import press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
SECRET = "a secret that is only for tests, and long enough"  # noqa: S105 - of the test's server
TEAM = make_viewer("mars_team", name="Max Team")


def write_to_an_owner(running: Server) -> tuple[Listed, str]:
    """Hand one owner their link, by the same store; returns an action of theirs and the link."""
    running.stop()
    database = open_database(str(running.database))
    found: list[tuple[Listed, str]] = []

    def write(tx: Transaction) -> None:
        now = tx.query("SELECT max(happened) AS now FROM event")[0]["now"]
        row = list_owed(tx, viewer=TEAM)[0]
        post = Post(partnership(), load_mails(), running.url)
        mail = write_action_reminder(post, [row], person="Kim Owner", today=now.date())
        outbox.add_mails(tx, [mail], now=now)
        outbox.hand_over(tx, mail.id, token_hash="mark", viewer=TEAM, now=now)  # noqa: S106
        token = sign_link(
            LinkKind.ACTIONS, mail.id, secret=SECRET, expires=now + timedelta(days=60)
        )
        found.append((row, f"{running.url}/your_actions?{urlencode({'link': token})}"))

    database.write(write)
    database.close()
    running.start()
    return found[0]


def test_an_owner_reports_on_a_phone_and_the_team_assures(
    running: Server, phone: Page, page: Page, enter: Enter, axe: Check
) -> None:
    row, address = write_to_an_owner(running)
    reference = row.action.reference
    phone.goto(address)
    expect(phone.get_by_role("heading", level=1, name="Your actions")).to_be_visible()
    expect(phone.get_by_text("You report as Kim Owner.")).to_be_visible()
    settle(phone)
    axe(phone)
    phone.get_by_role("button", name=f"Report on {reference}").click()
    phone.get_by_text("Done", exact=True).click()
    phone.get_by_label(re.compile("^What has been done")).fill("Everybody has been trained")
    phone.get_by_label(re.compile("^What shows it")).fill("The register of who came")
    settle(phone)
    axe(phone)
    press(phone, "Send this report")
    expect(phone.get_by_text(f"Your report on {reference} is recorded.")).to_be_visible()
    settle(phone)
    width = phone.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
    assert width <= 0

    enter(page, running.url, "Children's MARS team")
    page.goto(f"{running.url}/actions?status=done")
    expect(page.get_by_role("heading", level=1, name=re.compile("action plan"))).to_be_visible()
    settle(page)
    axe(page)
    page.goto(f"{running.url}/actions?id={reference}")
    expect(page.get_by_role("cell", name=re.compile("Everybody has been trained"))).to_be_visible()
    settle(page)
    axe(page)
    page.get_by_role("button", name=re.compile("^I am assured, as ")).click()
    expect(page.get_by_text(f"{reference} is assured.")).to_be_visible()
    for view in ("counts", "progress"):
        page.goto(f"{running.url}/actions?view={view}")
        expect(page.get_by_role("heading", level=1, name=re.compile("plan"))).to_be_visible()
        settle(page)
        axe(page)

    phone.goto(address)
    expect(phone.get_by_role("heading", level=1, name="Your actions")).to_be_visible()
    phone.get_by_text(re.compile("^Assured or closed: ")).click()
    expect(phone.get_by_text("by Children's MARS team.").first).to_be_visible()
