"""The life of a return in a real browser: signed off, sent, returned, changed, accepted."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from forms.library import load_library
from forms.model import Json
from forms.sampling import sample_response
from scrutiny.links import LinkKind, sign_link
from scrutiny.partnership import partnership
from scrutiny.sign_off import questions_of
from tests.browser.conftest import Server
from tests.browser.drafts import open_draft
from tests.browser.watching import press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
SCHOOL = "Westbeck Primary School"
FORM = load_library().forms["school_audit"]


def finish_the_draft(running: Server) -> str:
    """Answer all but the sign-off; returns the draft's id."""
    with open_draft(running, SCHOOL) as draft:
        made = sample_response(
            FORM, random.Random(3), today=date.today(), context=draft.context, given={}
        )
        signed = questions_of(partnership().sign_off.asked_of(draft.school.type, FORM.kind))
        answers: dict[str, Json] = dict.fromkeys(draft.response.answers)
        answers |= {key: None if key in signed else value for key, value in made.items()}
        draft.save(answers)
    return draft.response.id


def ask_for_sign_off(page: Page, fill: str) -> list[str]:
    """Ask on the check page; returns the links that the page then shows."""
    page.goto(f"{fill}&view=check")
    page.get_by_role("button", name="Ask for sign-off").click()
    expect(page.get_by_role("heading", level=1, name="Ready for sign-off")).to_be_visible()
    settle(page)
    boxes = page.get_by_label(re.compile("^Link for: "))
    expect(boxes).to_have_count(2)
    return [boxes.nth(at).input_value() for at in range(boxes.count())]


def sign(page: Page, link: str, name: str, *, minute: str = "", axe: Check | None = None) -> None:
    """Read the finished return by a signer's link, and agree it."""
    page.goto(link)
    expect(page.get_by_role("heading", level=1, name=f"Sign off: {SCHOOL}")).to_be_visible()
    settle(page)
    if axe:
        axe(page)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your role, for example chair of governors").fill("Governor")
    if minute:
        page.get_by_label("Minute reference").fill(minute)
    page.locator("label").filter(has_text="I agree these answers").click()
    press(page, "Send")
    expect(page.get_by_text("Your agreement is recorded")).to_be_visible()


def send(page: Page, fill: str) -> None:
    """Declare and send what everybody has signed."""
    page.goto(fill)
    expect(page.get_by_role("heading", level=1, name="Signed off")).to_be_visible()
    settle(page)
    page.locator(".st-key-declared label").click()
    settle(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1, name="Sent. Thank you.")).to_be_visible()


def open_for_review(page: Page, server: str) -> None:
    """Find the return in the queue and open it."""
    page.goto(f"{server}/review")
    page.get_by_label("Filter: Returns to review").fill(SCHOOL)
    page.get_by_role("link", name=SCHOOL).click()
    expect(page.get_by_role("heading", level=1, name=SCHOOL)).to_be_visible()
    settle(page)


def test_a_return_is_signed_sent_returned_changed_and_accepted(
    page: Page, running: Server, axe: Check, enter: Enter
) -> None:
    id = finish_the_draft(running)
    secret = running.environment["MARS_SECRET"]
    fill = f"{running.url}/fill?link={sign_link(LinkKind.RESPONSE, id, secret=secret)}"
    governors, leaders = ask_for_sign_off(page, fill)
    axe(page)
    sign(page, governors, "Jo Ash", minute="7.2", axe=axe)
    sign(page, leaders, "Al Elm")
    send(page, fill)

    enter(page, running.url, "Children's MARS team")
    page.goto(f"{running.url}/review")
    expect(page.get_by_role("heading", level=1, name="Review")).to_be_visible()
    settle(page)
    axe(page)
    open_for_review(page, running.url)
    press(page, "Take up for review", then="Taken up for review.")
    page.get_by_label("Your comment.").fill("Who minutes this?")
    press(page, "Add the comment", then="The comment is saved beside the answer.")
    axe(page)
    page.get_by_label("Return for changes: why?").fill("See the comment")
    press(page, "Return for changes", then="Returned for changes.")

    page.goto(fill)
    expect(page.get_by_text("See the comment", exact=True)).to_be_visible()
    page.get_by_role("button", name=re.compile("^Read the comments: ")).click()
    expect(page.get_by_text("Who minutes this?")).to_be_visible()
    settle(page)
    axe(page)
    page.get_by_label(re.compile("^Your answer to the comment")).fill("The clerk")
    press(page, re.compile("^Send this answer"))
    expect(page.locator("p").filter(has_text="The clerk")).to_be_visible()
    settle(page)
    governors, leaders = ask_for_sign_off(page, fill)
    sign(page, governors, "Jo Ash", minute="8.1")
    sign(page, leaders, "Al Elm")
    send(page, fill)

    open_for_review(page, running.url)
    expect(page.get_by_role("heading", name="What changed in sending 2")).to_be_visible()
    press(page, "Take up for review", then="Taken up for review.")
    press(page, "Accept", then="Accepted.")
    press(page, "Put it into the final composite", then="In the final composite.")
    axe(page)
