"""A browser's window in which it can be seen whether the application still works.

Streamlit shows that it runs only once the server has said so. Between a press and that answer
the page looks as if nothing were left to do, and a test that looks just then sees the page of
before. So each window counts what it asks of the server, and notes when it was answered.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from re import Pattern

from playwright.sync_api import Browser, BrowserContext, Error, Locator, Page, expect

PATIENCE = 20_000  # milliseconds for anything to show: the machine may be busy
_MOMENT = 40  # milliseconds in which nothing new may be asked
_GONE = ("Execution context was destroyed", "navigating")  # it looked while a page was left
#: Counts in each page what is asked to be run: a message whose first field is `rerun_script`.
_WATCH = """(() => {
    const rerun = (11 << 3) | 2, talk = {asked: 0, isAnswered: true}, heard = new WeakSet();
    const send = WebSocket.prototype.send;
    Object.defineProperty(window, "talk", {value: talk});
    WebSocket.prototype.send = function (message) {
        if (!heard.has(this)) {
            heard.add(this);
            this.addEventListener("message", () => { talk.isAnswered = true; });
        }
        if (message[0] === rerun) {
            talk.asked += 1;
            talk.isAnswered = false;
        }
        return send.call(this, message);
    };
})()"""
#: How often the page has asked, or -1 while it is at work. What is no page of ours is at rest.
_LOOK = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return 0;
    const atWork = '[data-testid="stStatusWidget"], [data-stale="true"]';
    const isResting = talk.asked && talk.isAnswered && !document.querySelector(atWork)
        && app.dataset.testScriptState === "notRunning";
    return isResting ? talk.asked : -1;
}"""


def open_window(browser: Browser, size: Mapping[str, int], *, is_touch: bool = False) -> Page:
    """A window of a browser of its own, without cookies; close its context in the end."""
    context: BrowserContext = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        has_touch=is_touch, is_mobile=is_touch, locale="en-GB", accept_downloads=True,
    )  # fmt: skip
    context.set_default_timeout(PATIENCE)
    context.add_init_script(_WATCH)
    return context.new_page()


def settle(page: Page) -> None:
    """Wait until all that was asked of the application is answered, and nothing is left to run."""
    deadline = time.monotonic() + PATIENCE / 1000
    before = -1
    while time.monotonic() < deadline:
        page.wait_for_timeout(_MOMENT)
        asked = _look(page)
        if asked >= 0 and asked == before:
            return
        before = asked
    raise AssertionError(f"It was still at work after {PATIENCE} ms: {page.url}")


def _look(page: Page) -> int:
    try:
        return int(page.evaluate(_LOOK))
    except Error as error:
        if any(words in error.message for words in _GONE):
            return -1
        raise


def take_in(page: Page) -> None:
    """Leave the box that has the focus, and wait until the application has what stands in it."""
    page.evaluate("() => document.activeElement.blur()")
    settle(page)


def type_in(page: Page, box: Locator, words: str) -> None:
    """Write into a box, leave it, and wait until the application has it."""
    box.fill(words)
    take_in(page)


def press(page: Page, name: str | Pattern[str], *, then: str = "") -> None:
    """Press a button once what was typed is taken in; `then` is what the page says next."""
    take_in(page)
    page.get_by_role("button", name=name, exact=True).click()
    if then:
        expect(page.get_by_text(then, exact=True)).to_be_visible()
        settle(page)
