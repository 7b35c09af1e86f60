"""An agency event in a real browser, from its beginning through several roles to its end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watching import open_window, settle, type_in

pytestmark = pytest.mark.browser

Enter = Callable[[Page, str, str], None]
Check = Callable[[Page], None]
As = Callable[[str], Page]
TEAM, OFFICER = "Children's MARS team", "Independent Scrutiny Officer"
LEAD = "Scrutiny and assurance portfolio lead"
TITLE = "How one service hears families"
GAP = "[to be added]"


@pytest.fixture(scope="module")
def be(browser: Browser, server: str) -> Iterator[As]:
    """Somebody of a role in a window of their own, signed in once."""
    windows: dict[str, Page] = {}

    def find(name: str) -> Page:
        if name not in windows:
            windows[name] = page = open_window(browser, DESKTOP)
            page.goto(server)
            page.get_by_role("button", name=name, exact=True).click()
            expect(page.get_by_role("heading", level=1, name="What would you")).to_be_visible()
        return windows[name]

    yield find
    for page in windows.values():
        page.context.close()


def show(page: Page, address: str) -> Page:
    """Go to a page and wait until it is drawn."""
    page.goto(address)
    expect(page.locator("h1.page-title")).to_be_visible()
    settle(page)
    return page


def answer(page: Page, place: Locator, **given: str) -> None:
    """Type into the boxes whose label begins so, and choose the rest; `_` stands for a space."""
    for label, words in given.items():
        name = re.compile(f"^{re.escape(label.replace('_', ' '))}")
        type_in(page, place.get_by_role("textbox", name=name), words)


def pick(page: Page, place: Locator, *labels: str) -> None:
    """Press the radios and checkboxes with these labels."""
    for label in labels:
        place.get_by_text(label, exact=True).first.click()
        settle(page)


def card(page: Page, step: str) -> Locator:
    """The card of a step under what is next."""
    return page.locator(f".st-key-next-{step}")


def record(page: Page, step: str) -> None:
    """Press the button that records the step, and see that it is."""
    place = card(page, step)
    title = place.get_by_role("heading", level=3).inner_text()
    place.get_by_role("button", name=re.compile("Record this step|Mark as done")).click()
    expect(page.get_by_text(f"Recorded: {title}.", exact=True)).to_be_visible()
    settle(page)


def finish(page: Page, step: str, address: str) -> None:
    """Write what is still missing in the documents of a step, and come back."""
    links = card(page, step).locator("a[href^='/paper']")
    for at in range(links.count()):
        links.nth(at).click()
        expect(page.locator("h1.page-title")).to_be_visible()
        settle(page)
        fill_gaps(page)
        show(page, address)


def fill_gaps(page: Page) -> None:
    """Write over every gap of the document that is open."""
    page.get_by_role("link", name="Edit").first.click()
    expect(page.get_by_role("heading", level=1, name="Edit the document")).to_be_visible()
    settle(page)
    for box in page.locator("textarea").all():
        words = box.input_value()
        if GAP in words:
            type_in(page, box, words.replace(GAP, "As agreed"))


def test_an_agency_event_goes_from_its_beginning_to_its_end(
    be: As, server: str, axe: Check
) -> None:
    address = begin(be(TEAM), server, axe)
    endorse(be, address)
    prepare(be(TEAM), address)
    hold(be(OFFICER), be(TEAM), address)
    send_letter(be, address)
    page = show(be(TEAM), address)
    expect(page.get_by_text("It has ended. Nothing is left to do.")).to_be_visible()
    axe(page)


def begin(page: Page, server: str, axe: Check) -> str:
    """The team begins it; what is missing is said first. Returns its address."""
    show(page, f"{server}/activities")
    axe(page)
    page.get_by_role("link", name="Begin an activity").click()
    page.get_by_role("link", name="Begin: Agency specific assurance event").click()
    expect(page.get_by_role("heading", level=1, name="Begin: Agency specific")).to_be_visible()
    settle(page)
    page.get_by_role("button", name="Begin it").click()
    expect(page.locator(".problems")).to_be_focused()
    axe(page)
    answer(page, page.locator("body"), What_is_it_called=TITLE, Why_this_agency="It is new")
    page.reload()  # what was typed is there again
    expect(page.get_by_role("textbox", name=re.compile("^What is it called"))).to_have_value(TITLE)
    settle(page)
    page.get_by_role("combobox").first.fill("Community Health")
    page.get_by_role("option").first.click()
    settle(page)
    page.get_by_role("button", name="Begin it").click()
    expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
    settle(page)
    return page.url


def endorse(be: As, address: str) -> None:
    """Two partners endorse it from their home page; the team records the third."""
    for name in ("North Lincolnshire Council", "Humber and North Yorkshire Integrated Care Board"):
        page = be(f"Partner: {name}")
        show(page, address.partition("/activity")[0])
        page.get_by_role("link", name=re.compile(f"endorse the agency: {TITLE}")).click()
        expect(page.get_by_role("heading", level=1, name=TITLE)).to_be_visible()
        settle(page)
        pick(page, card(page, "endorse"), "Endorse")
        record(page, "endorse")
    page = show(be(TEAM), address)
    pick(page, card(page, "endorse"), "Endorse")
    answer(page, card(page, "endorse"), How_do_you_know="An e-mail of today")
    record(page, "endorse")


def prepare(page: Page, address: str) -> None:
    """The team sets the date, writes to the agency, and gives the programme out."""
    place = card(page, "set_date")
    today = date.today()
    answer(page, place, When_is_the_event=f"{today.day} {today.month} {today.year}",
           Who_is_in_the_event_team="Two partners and the officer")  # fmt: skip
    pick(page, place, "Safeguarding partners", "No")
    pick(page, place, "Nobody in the event team works for or represents the agency")
    record(page, "set_date")
    finish(page, "select_letter", address)
    record(page, "select_letter")
    show(page, f"{address.partition('&')[0]}&step=prepare")
    pick(page, card(page, "prepare"), "Data and performance")
    record(page, "prepare")
    show(page, f"{address.partition('&')[0]}&step=plan_day")
    pick(page, card(page, "plan_day"), "The agency", "The council", "Health", "The police")
    record(page, "plan_day")
    finish(page, "give_out", address)
    record(page, "give_out")


def hold(officer: Page, team: Page, address: str) -> None:
    """The officer holds the event and feeds back; the team gathers what was found."""
    page = show(officer, f"{address.partition('&')[0]}&step=hold_event")
    answer(
        page,
        card(page, "hold_event"),
        Where_did_the_team_go="The front desk",
        Which_practitioners="Two leads",
        How_did_the_team_hear="In the waiting room",
    )
    record(page, "hold_event")
    show(page, f"{address.partition('&')[0]}&step=feed_back")
    answer(
        page, card(page, "feed_back"), Key_highlights="It listens", Findings="Waits are long",
        To_consider="None", Who_heard_it="The lead", What_did_young="Two took part",
    )  # fmt: skip
    record(page, "feed_back")
    page = show(team, f"{address.partition('&')[0]}&step=gather")
    finish(page, "gather", f"{address.partition('&')[0]}&step=gather")
    pick(page, card(page, "gather"), "Independent Scrutiny Officer")
    answer(page, card(page, "gather"), In_short="It listens")
    pick(page, card(page, "gather"),
         "What young scrutineers said is among them, or it is said above why not")  # fmt: skip
    record(page, "gather")


def send_letter(be: As, address: str) -> None:
    """The letter is written, approved by the portfolio lead, sent, and goes to the Board."""
    officer, team, lead = be(OFFICER), be(TEAM), be(LEAD)
    bare = address.partition("&")[0]
    show(team, f"{bare}&step=write_letter")
    card(team, "write_letter").locator("a[href^='/paper']").first.click()
    expect(team.locator("h1.page-title")).to_be_visible()
    settle(team)
    letter = team.url
    fill_gaps(team)
    show(officer, f"{bare}&step=write_letter")
    record(officer, "write_letter")
    show(lead, letter).get_by_role("button", name="Approve it").click()
    settle(lead)
    show(lead, f"{bare}&step=approve_letter")
    pick(lead, card(lead, "approve_letter"), "Agree")
    record(lead, "approve_letter")
    for step, given in (
        ("send_letter", {"To_whom": "Its director"}),
        ("send_commissioners", {"Which_commissioners": "None"}),
        ("board", {"Which_meeting": "1 3 2026", "What_did_the_Board": "It agreed"}),
    ):
        show(team, f"{bare}&step={step}")
        answer(team, card(team, step), **given)
        record(team, step)
    show(team, f"{bare}&step=follow_up")
    answer(team, card(team, "follow_up"), What_became="They are done", What_difference="Heard")
    pick(team, card(team, "follow_up"), "Nothing more to report")
    record(team, "follow_up")
    show(team, f"{bare}&step=next_return")
    answer(
        team, card(team, "next_return"), Where_in_the_next="Part 2", How_do_you_know="Its return"
    )
    record(team, "next_return")


@pytest.mark.parametrize(
    "address", ["/", "/activities", "/activities?begin=chosen", "/mechanisms",
                "/mechanisms?id=agency_event", "/activities?begin=line_of_sight"]
)  # fmt: skip
def test_pages_of_activities_pass_on_a_phone_and_at_a_desk(
    page: Page, phone: Page, server: str, enter: Enter, axe: Check, address: str
) -> None:
    for window, size in ((page, DESKTOP), (phone, PHONE)):
        enter(window, server, TEAM)
        show(window, server + address)
        axe(window)
        wide = window.evaluate("() => document.documentElement.scrollWidth")
        assert wide <= size["width"] + 1
