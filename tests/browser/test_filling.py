"""Filling in, in a real browser: the school audit from start to receipt, a voice on a phone."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from forms.journey import walk
from forms.library import load_library
from forms.model import Json, Question
from forms.sampling import sample_response
from tests.browser.conftest import Server
from tests.browser.drafts import open_draft
from tests.browser.watching import press, settle, type_in

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
Enter = Callable[[Page, str, str], None]
SCHOOL = "All Hallows Church of England Primary Academy, Draxmoor Vale"
CHILDMINDER, RESPONDING = "Dorota Oakes (childminder)", 7
FORM = load_library().forms["school_audit"]
WITHOUT_QUESTION = {"note", "hidden", "calculate"}


def box(page: Page, key: str) -> Locator:
    return page.locator(f'[class*="st-key-q-"][class*="-{key} "]')


def type_into(page: Page, key: str, words: str) -> None:
    type_in(page, box(page, key).locator("input, textarea").first, words)


def choose(page: Page, key: str, label: str) -> None:
    begins = re.compile(f"^{re.escape(label)}")
    box(page, key).locator("label").filter(has_text=begins).first.click()
    settle(page)


def answer(page: Page, question: Question, value: Json) -> None:
    """Give one answer as a person would; what is prefilled already is left."""
    if isinstance(value, str) and question.options:
        choice = question.find_choice(value)
        assert choice is not None
        if box(page, question.id).locator('input[role="combobox"]').count():
            box(page, question.id).locator("input").first.fill(choice.label.say())
            page.keyboard.press("Enter")
            settle(page)
        else:
            choose(page, question.id, choice.label.say())
    elif isinstance(value, list) and question.options:
        for chosen in value:
            choice = question.find_choice(chosen)
            assert choice is not None
            choose(page, f"{question.id}-{chosen}", choice.label.say())
    elif value is True:
        box(page, question.id).locator("label").first.click()
        settle(page)
    elif isinstance(value, str | int | float):
        type_into(page, question.id, str(value))


def go_to(page: Page, section: str) -> None:
    title = next(s.title.say() for s in FORM.sections if s.id == section)
    page.get_by_role("button", name=re.compile(rf"^\d+\. {re.escape(title)}$")).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    settle(page)


def open_audit(page: Page, server: str, enter: Enter) -> None:
    enter(page, server, SCHOOL)
    page.goto(f"{server}/fill")
    page.get_by_role("button", name=re.compile(r"^(Start|Continue): Safeguarding audit")).click()
    expect(page.get_by_role("heading", level=1, name=FORM.title.say())).to_be_visible()
    settle(page)


def open_early_years(page: Page, server: str, enter: Enter, section: int) -> None:
    """A section of a childminder's audit, counted from 0, with the rating of its first standard."""
    enter(page, server, CHILDMINDER)
    page.goto(f"{server}/fill")
    page.get_by_role("button", name=re.compile(r"^(Start|Continue): ")).first.click()
    page.locator('[class*="st-key-open-"] button').nth(section).click()
    page.locator('[role="radiogroup"] label').filter(has_text="Fully met").first.click()
    settle(page)


def test_a_school_answers_its_audit_from_start_to_receipt(
    page: Page, running: Server, axe: Check, enter: Enter
) -> None:
    open_audit(page, running.url, enter)
    axe(page)
    go_to(page, "a_governance")
    choose(page, "ed_a1-rating", "Partly met")
    type_into(page, "ed_a1-evidence", "Termly visits 📋, a challenge log and שלום")
    type_into(page, "ed_a1-actions-0-text", "Agree who visits when")
    type_into(page, "ed_a1-actions-0-owner", "Chair of governors")
    axe(page)
    running.restart()
    page.reload()
    expect(box(page, "ed_a1-evidence").locator("textarea")).to_have_value(
        "Termly visits 📋, a challenge log and שלום"
    )
    page.get_by_role("button", name="Back to all sections").click()
    go_to(page, "s_physical_contact")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("There are")
    axe(page)
    fill_the_rest(running, SCHOOL)
    page.goto(f"{running.url}/fill")
    page.get_by_role("button", name=re.compile(r"^Continue: Safeguarding audit")).click()
    page.get_by_role("button", name="Check your answers and send").click()
    expect(page.get_by_role("heading", level=1, name="Check your answers")).to_be_visible()
    expect(page.get_by_text("Termly visits 📋")).to_be_visible()
    settle(page)
    axe(page)
    page.locator(".st-key-declared label").click()
    settle(page)
    page.get_by_role("button", name="Send my answers").click()
    expect(page.get_by_role("heading", level=1, name="Sent. Thank you.")).to_be_visible()
    expect(page.locator(".receipt-number")).to_have_text(re.compile(r"^[A-Z]{2}(-[A-Z0-9]{4}){2}$"))
    settle(page)
    axe(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download your answers (PDF)").click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF")


def fill_the_rest(running: Server, school: str) -> None:
    """Answer all that is not answered yet."""
    today = date.today()
    with open_draft(running, school) as draft:
        judged = draft.response.answers["ed_a1"]
        assert isinstance(judged, dict)
        action = {"text": "Agree who visits when", "owner": "Chair", "due": today.isoformat()}
        kept: dict[str, Json] = {"ed_a1": {**judged, "actions": [action]}}
        answers = sample_response(
            FORM, random.Random(3), today=today, context=draft.context, given=kept
        )
        assert walk(FORM, answers, today=today, context=draft.context).problems == ()
        draft.save(answers)


def test_what_was_typed_as_the_connection_broke_is_kept(
    page: Page, running: Server, axe: Check, enter: Enter
) -> None:
    open_early_years(page, running.url, enter, RESPONDING)
    area = box(page, "ey_e1-evidence").locator("textarea")
    type_in(page, area, "Typed and kept")
    words = "Typed just before the server stopped"
    area.fill(words)
    running.stop()
    lost = page.get_by_role("dialog", name="The connection is lost")
    expect(lost).to_contain_text("What you wrote is still on this page.")
    assert "Streamlit" not in lost.inner_text()
    axe(page)
    running.start()
    expect(lost).to_have_count(0)
    wait_until_saved(page, "ey_e1-evidence", words)
    expect(area).to_have_value(words)


def test_what_a_colleague_wrote_while_the_connection_was_lost_is_kept_too(
    page: Page, running: Server, enter: Enter
) -> None:
    open_early_years(page, running.url, enter, RESPONDING)
    area = box(page, "ey_e1-evidence").locator("textarea")
    type_in(page, area, "Ours, saved")
    area.fill("Ours, not saved")
    with open_draft(running, CHILDMINDER) as draft:
        draft.save({"ey_e1": {"rating": "fully_met", "evidence": "Theirs"}})
    wait_until_saved(page, "ey_e1-evidence", "Theirs\n\nOurs, not saved")


def wait_until_saved(page: Page, key: str, words: str) -> None:
    """Look in a second tab until a box holds these words: they are given back, then saved."""
    tab = page.context.new_page()
    for _ in range(15):
        tab.goto(page.url)
        expect(box(tab, key).locator("textarea")).to_be_visible()
        settle(tab)
        if box(tab, key).locator("textarea").input_value() == words:
            return tab.close()
        tab.wait_for_timeout(2000)
    pytest.fail(f"It was not saved: {words}")


def test_what_is_typed_in_a_long_box_is_kept_without_leaving_it(
    page: Page, server: str, enter: Enter
) -> None:
    open_early_years(page, server, enter, 4)
    area = page.locator("textarea").first
    area.press_sequentially("Typed and never left", delay=5)
    page.wait_for_timeout(2500)
    page.reload()
    expect(page.locator("textarea").first).to_have_value("Typed and never left")


def test_what_is_being_typed_is_kept_while_the_answer_above_it_is_saved(
    page: Page, server: str, enter: Enter
) -> None:
    open_early_years(page, server, enter, 5)
    ratings = page.locator('[role="radiogroup"]')
    ratings.nth(1).get_by_text("Fully met").click()
    settle(page)
    area = page.locator('[class*="st-key-q-"][class*="-evidence "] textarea').last
    ratings.first.get_by_text("Partly met").click()
    area.press_sequentially("Typed while the page is drawn again", delay=30)
    expect(page.locator('[class*="st-key-q-"][class*="-evidence "] textarea')).to_have_count(2)
    expect(area).to_be_focused()
    expect(area).to_have_value("Typed while the page is drawn again")


def test_a_young_person_tells_us_on_a_phone_and_stays_unknown(
    phone: Page, server: str, axe: Check
) -> None:
    phone.goto(server)
    code = "HERON-31"
    phone.get_by_label("Your code").fill(code)
    press(phone, "Start")
    expect(phone.get_by_role("link", name="Leave this site quickly")).to_be_visible()
    settle(phone)
    axe(phone)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    answered = 0
    for _ in range(60):
        expect(phone.locator(".st-key-step-next, .st-key-send")).to_have_count(1)
        settle(phone)
        if phone.get_by_role("button", name="Send my answers").count():
            break
        step = phone.locator(".step-count").inner_text()
        radios = phone.locator('.st-key-step [role="radiogroup"] label')
        if radios.count():
            radios.first.click()
            settle(phone)
            answered += 1
            if answered == 1:
                axe(phone)
                phone.reload()
                expect(phone.locator('.st-key-step input[type="radio"]:checked')).to_have_count(1)
        phone.locator(".st-key-step-next button").click()
        expect(phone.get_by_text(step, exact=True)).to_have_count(0)
    assert answered >= 10
    axe(phone)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1, name="Thank you")).to_be_visible()
    axe(phone)


def test_help_and_the_way_out_are_on_every_screen_of_a_young_person(
    phone: Page, server: str
) -> None:
    phone.goto(server)
    code = "HERON-31"
    phone.goto(f"{server}/fill?code={code}")
    for _ in range(3):
        expect(phone.get_by_role("link", name="Leave this site quickly")).to_be_visible()
        settle(phone)
        if not phone.locator("details.help-panel[open]").count():
            phone.locator("details.help-panel summary").click()
        expect(phone.get_by_text("Childline").first).to_be_visible()
        phone.locator(".st-key-step-next button").click()
        settle(phone)


def test_a_tap_counts_while_a_box_still_has_the_focus(
    phone: Page, server: str, enter: Enter
) -> None:
    enter(phone, server, "Chair, CHaPP")
    phone.goto(f"{server}/fill")
    phone.get_by_role("button", name="Start: Request for a SPACE audit").click()
    phone.get_by_role("button", name="1. Is this the right route?").click()
    expect(phone.get_by_role("heading", level=1, name="Is this the right route?")).to_be_visible()
    settle(phone)
    phone.locator("textarea").first.fill("We would like to know")
    phone.get_by_role("button", name="Save and continue").tap()
    expect(phone.locator(".problems")).to_be_visible()
    settle(phone)
    phone.locator("textarea").first.fill("We would like to know more")
    phone.get_by_role("button", name="Leave it for now and continue").tap()
    expect(phone.get_by_role("heading", level=1, name="Who is asking")).to_be_visible()
    phone.go_back()
    expect(phone.locator("textarea").first).to_have_value("We would like to know more")
