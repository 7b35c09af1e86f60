"""A form in the browser, filled in section by section to its end, and sent."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from forms.library import Library
from tests.browser.walk.boxes import Filling
from tests.browser.walk.windows import read
from tests.browser.watching import settle
from tests.walking_answers import list_questions

MOST_SECTIONS = 60
CHECK, SENT = "Check your answers", "Sent. Thank you."
_MAIN = '[data-testid="stMain"]'


def send_form(page: Page, library: Library) -> None:
    """Answer every section that is asked, agree to the declaration, and send."""
    first = page.get_by_role("button", name=re.compile(r"^1\. "))
    expect(first).to_be_visible()
    title = _say_heading(page)
    found = [form for form in library.forms.values() if form.title.say() == title]
    assert found, f"No form is called {title}"
    asked = [*list_questions(found[0].questions.values())]
    first.click()
    settle(page)
    for _ in range(MOST_SECTIONS):
        here = _say_heading(page)
        if here == CHECK:
            _send(page)
            return
        filling = Filling(page, lambda: page.locator(_MAIN), asked)
        further = page.locator("h1.page-title").filter(has_not_text=here)
        filling.record(
            lambda: page.get_by_role("button", name="Save and continue", exact=True), further
        )
    raise AssertionError(f"The form has no end: {read(page)}")


def _send(page: Page) -> None:
    agree = page.locator(".st-key-declared")
    if agree.count():
        agree.locator("label").first.click()
        settle(page)
    page.get_by_role("button", name="Send my answers", exact=True).click()
    settle(page)
    expect(page.locator("h1.page-title"), read(page)).to_have_text(SENT)


def _say_heading(page: Page) -> str:
    return page.locator("h1.page-title").inner_text().strip()
