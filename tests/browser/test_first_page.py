"""The first page in a real browser: looks, keyboard, focus, weight, signing in and out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.conftest import Server, reach_by_tab
from tests.browser.watching import settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    settle(page)


def test_home_breaks_no_rule(page: Page, server: str, axe: Check) -> None:
    page.goto(server)
    heading(page, "Have your say, and help keep children safe")
    expect(page).to_have_title("Home - Children's MARS")
    assert page.evaluate("document.documentElement.lang") == "en-GB"
    axe(page)


@pytest.mark.parametrize("path", ["/", "/sign_in"])
def test_a_narrow_phone_needs_no_sideways_scroll(
    phone: Page, server: str, axe: Check, path: str
) -> None:
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(server + path)
    phone.wait_for_selector("h1.page-title")
    settle(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") == 320
    beyond = "(main => main.scrollWidth - main.clientWidth)(document.querySelector('.stMain'))"
    assert phone.evaluate(beyond) == 0
    axe(phone)


def test_no_text_font_is_loaded_and_scripts_come_compressed(page: Page, server: str) -> None:
    seen: list[Response] = []
    page.on("response", lambda answer: seen.append(answer))
    page.goto(server)
    heading(page, "Have your say, and help keep children safe")
    assert not [row.url for row in seen if "Source" in row.url]
    scripts = [row for row in seen if row.url.endswith((".js", ".css"))]
    assert {row.headers.get("content-encoding") for row in scripts} == {"br"}


def test_a_deep_address_asks_for_nothing_that_is_not_there(page: Page, server: str) -> None:
    refused: list[str] = []
    page.on("response", lambda each: refused.append(each.url) if each.status >= 400 else None)
    page.goto(f"{server}/published")
    heading(page, "Published")
    assert refused == []


def test_a_code_is_typed_with_the_keyboard_alone(page: Page, server: str) -> None:
    page.goto(server)
    heading(page, "Have your say, and help keep children safe")
    code = page.locator(".data code").first.inner_text()
    reach_by_tab(page, "Your code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url("**/fill?code=*")
    expect(page.locator("h1.page-title")).to_be_focused()


def test_single_keys_are_no_shortcuts(page: Page, server: str) -> None:
    page.goto(server)
    heading(page, "Have your say, and help keep children safe")
    page.evaluate("window.runs = 0; new MutationObserver(() => window.runs++).observe("
                  "document.querySelector('.stApp'), {attributes: true})")  # fmt: skip
    page.keyboard.press("r")
    page.keyboard.press("c")
    page.wait_for_timeout(500)
    assert page.evaluate("window.runs") == 0
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_sign_in_choose_a_role_and_sign_out(page: Page, server: str, axe: Check) -> None:
    page.goto(f"{server}/sign_in?next=form_library")
    heading(page, "Sign in")
    axe(page)
    before = page.context.cookies()
    page.get_by_text("Administrator", exact=True).click()
    settle(page)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{server}/form_library")
    expect(page.get_by_text("Signed in: Administrator")).to_be_visible()
    names = [row["name"] for row in page.context.cookies() if row["httpOnly"]]
    assert {"visitor", "device"} <= set(names)
    assert _cookie(before, "visitor") != _cookie(page.context.cookies(), "visitor")
    page.get_by_role("link", name="Sign out").click()
    heading(page, "Have your say, and help keep children safe")
    page.goto(f"{server}/form_library")
    expect(page.get_by_text("Sign in to see this page")).to_be_visible()
    axe(page)


def _cookie(cookies: list, name: str) -> str:
    return next(row["value"] for row in cookies if row["name"] == name)


def test_a_page_of_the_menu_takes_the_focus_to_its_heading(
    page: Page, server: str, enter: Enter, axe: Check
) -> None:
    enter(page, server, "Children's MARS team")
    settle(page)
    axe(page)
    page.get_by_role("link", name="Organisations", exact=True).click()
    heading(page, "Organisations")
    expect(page.locator("h1.page-title")).to_be_focused()


def test_a_restart_keeps_the_session_and_a_deep_link(
    page: Page, running: Server, enter: Enter
) -> None:
    enter(page, running.url, "Children's MARS team")
    running.restart()
    page.goto(f"{running.url}/organisations")
    heading(page, "Organisations")
    expect(page.get_by_role("link", name="Form library", exact=True)).to_be_visible()


def test_help_opens_with_the_keyboard(phone: Page, server: str, axe: Check) -> None:
    phone.goto(server)
    heading(phone, "Have your say, and help keep children safe")
    reach_by_tab(phone, "I need help now")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("link", name="0800 1111")).to_be_visible()
    axe(phone)


def test_reduced_motion_and_print_keep_the_words(page: Page, server: str) -> None:
    page.emulate_media(media="print", reduced_motion="reduce")
    page.goto(server)
    heading(page, "Have your say, and help keep children safe")
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
