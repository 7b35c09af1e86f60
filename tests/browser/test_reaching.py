"""From an invitation to the open form, with a real mail server and a real browser."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server
from tests.browser.watching import press, settle, type_in
from tests.pages.post_office import PostOffice, open_post_office

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
SCHOOL = "All Hallows Church of England Primary Academy, Draxmoor Vale"
AUDIT = "Safeguarding audit"
PATIENCE = 60.0  # seconds until a mail has come


class PostedServer(Server):
    """The application with a mail server of ours."""

    office: PostOffice

    @property
    def environment(self) -> dict[str, str]:
        """As ever, and where mails are handed over."""
        return {**super().environment, **self.office.environment}


@pytest.fixture(scope="module")
def posted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostedServer]:
    """A site of our own, with its mail server."""
    with open_post_office() as office:
        server = PostedServer(tmp_path_factory.mktemp("posted"))
        server.office = office
        server.load_demonstration()
        server.start()
        yield server
        server.stop()


def wait_for_mail(office: PostOffice, words: str, *, after: int = 0) -> EmailMessage:
    """The first mail after so many others that holds the words."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        for mail in office.mails[after:]:
            if words in mail.get_content():
                return mail
        time.sleep(0.2)
    pytest.fail(f"No mail with {words!r} came; {len(office.mails)} others did")


def link_in(mail: EmailMessage) -> str:
    """The personal link."""
    (found,) = re.findall(r"http://\S+/enter\?token=\S+", mail.get_content())
    return str(found)


def test_invited_school_opens_its_audit_by_a_link_that_opens_once(
    page: Page, phone: Page, posted: PostedServer, axe: Check, enter: Enter
) -> None:
    enter(page, posted.url, "Children's MARS team")
    page.goto(f"{posted.url}/cycles")
    settle(page)
    axe(page)
    page.get_by_role("link", name=re.compile(AUDIT)).first.click()
    expect(page.get_by_role("heading", level=2, name="Invite")).to_be_visible()
    settle(page)
    axe(page)
    page.get_by_role("button", name=re.compile(r"^Invite \d+ people$")).click()
    expect(page.get_by_text("each by an e-mail of their own?")).to_be_visible()
    axe(page)
    invited = [mail for mail in posted.office.mails if "please answer by" in str(mail["Subject"])]
    assert invited == []
    page.get_by_role("button", name=re.compile(r"^Send \d+ invitations$")).click()
    expect(page.get_by_text("Everybody who can be written to has been invited.")).to_be_visible()

    address = link_in(wait_for_mail(posted.office, f"asks {SCHOOL} to answer"))
    phone.goto(address)
    expect(phone.get_by_text("This link was made for")).to_be_visible()
    settle(phone)
    axe(phone)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", level=1, name=re.compile(AUDIT))).to_be_visible()
    expect(phone.get_by_text(SCHOOL).first).to_be_visible()

    page.goto(f"{posted.url}/mails")
    expect(page.get_by_text("Sent", exact=True).first).to_be_visible()
    settle(page)
    axe(page)

    phone.goto(f"{posted.url}/session/end")
    phone.goto(address)
    said = phone.get_by_role("heading", level=1, name="This link has been used already")
    expect(said).to_be_visible()
    settle(phone)
    axe(phone)


def test_new_link_is_asked_for_and_a_colleague_answers_one_section(
    page: Page, phone: Page, posted: PostedServer, axe: Check, enter: Enter
) -> None:
    before = len(posted.office.mails)
    enter(page, posted.url, SCHOOL)
    page.goto(f"{posted.url}/colleagues")
    expect(page.get_by_role("heading", level=1, name="Who answers")).to_be_visible()
    settle(page)
    axe(page)
    for label, words in (("Name", "Sam Bursar"), ("E-mail address", "sam@school.example")):
        type_in(page, page.get_by_label(label), words)
    page.get_by_text("Answers some sections").click()
    settle(page)
    page.locator('[class*="st-key-section-"] label').first.click()
    press(page, "Add and send a link")
    press(page, "Send it")
    expect(page.get_by_text("Sam Bursar is added")).to_be_visible()
    wait_for_mail(posted.office, "Dear Sam Bursar", after=before)

    phone.goto(f"{posted.url}/ask_link")
    settle(phone)
    axe(phone)
    phone.get_by_label("Your e-mail address").fill("SAM@school.example")
    press(phone, "Send me a link")
    expect(phone.get_by_role("heading", level=1, name="Look in your e-mail")).to_be_visible()
    axe(phone)
    mail = wait_for_mail(posted.office, "asked for a new link", after=before)
    phone.goto(link_in(mail))
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_role("heading", level=1, name=re.compile(AUDIT))).to_be_visible()
    settle(phone)
    axe(phone)
    expect(phone.locator('[class*="st-key-task-"]')).to_have_count(1)
    expect(phone.get_by_role("button", name="Check your answers and send")).to_have_count(0)
