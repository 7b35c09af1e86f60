"""From the first step to the last, through a real provider and a real mail server.

One return goes from its invitation into the final composite, and one disclosure from a card's
code to its closed flag. Nobody is given a ready-made session: staff sign in at the provider,
and everybody else opens the link that came by e-mail or types the code on a card.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from db import counted, organisations, people
from db.connection import Database
from db.life import take_step
from scrutiny.access import make_viewer
from scrutiny.life import Step
from scrutiny.person import Held, Person
from tests.browser.conftest import DESKTOP
from tests.browser.provider import Provider, run_provider
from tests.browser.test_filling import box, choose, type_into
from tests.browser.test_reaching import link_in, wait_for_mail
from tests.browser.test_staff import KEEPER, StaffServer, heading, sign_in
from tests.browser.watching import open_window, press, settle, type_in
from tests.pages.post_office import PostOffice, open_post_office
from tests.pages.small_partnership import _fill as fill_partnership

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
TEAM, BOARD, ADMIN = "team@example.org", "board@example.org", "ada@example.org"
HEAD, BURSAR = "jo@school-14.example", "sam@school-14.example"
SCHOOL, CYCLE = "School 14", "Audit 2025"
OTHERS = range(1, 13)


class WholeServer(StaffServer):
    """The application in earnest: a sign-in provider and a mail server, and no demonstration."""

    office: PostOffice

    @property
    def environment(self) -> dict[str, str]:
        """As for staff, and where mails are handed over."""
        return {**super().environment, **self.office.environment}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The provider, where three of the staff have an account."""
    with run_provider() as provider:
        for email in (TEAM, BOARD, ADMIN):
            provider.know(email, email_verified=True)
        yield provider


@pytest.fixture(scope="module")
def site(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeServer]:
    """Twelve schools are in the final composite already; School 14 has not been asked yet."""
    with open_post_office() as office:
        server = WholeServer(tmp_path_factory.mktemp("whole"), provider)
        server.office = office
        server.start()  # makes the first administrator
        server.change(_fill)
        yield server
        server.stop()


def _fill(database: Database) -> None:
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=30)
    staff = [
        Person("", "Tess Team", TEAM, day, (Held("mars_team"),)),
        Person("", "Bo Board", BOARD, day, (Held("board_reader"),)),
    ]
    database.write(people.add_people, staff, viewer=KEEPER, now=now)
    database.write(fill_partnership, 12, 0, now.date(), now)
    school = database.read(organisations.get_organisation, "school-14")
    asked = replace(school, contact_name="Jo Head", contact_email=HEAD)
    database.write(organisations.set_organisation, asked)
    reviewer = make_viewer("mars_team", name="Rae Viewer")
    for number in OTHERS:
        for step in (Step.TAKE_UP, Step.ACCEPT):
            database.write(take_step, id=f"this-{number}", step=step, viewer=reviewer, now=now)
    database.write(counted.include_accepted, cycle="this", viewer=reviewer, now=now)


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A browser of somebody else's, without cookies."""
    page = open_window(browser, DESKTOP)
    yield page
    page.context.close()


def sign_off_link(mail: EmailMessage) -> str:
    (found,) = re.findall(r"http://\S+/sign_off\?link=\S+", mail.get_content())
    return str(found)


def invite(team: Page, site: WholeServer) -> None:
    """Ask the only organisation that can be written to."""
    team.goto(f"{site.url}/cycles?cycle=this")
    heading(team, CYCLE)
    team.get_by_role("button", name="Invite 1 person").click()
    team.get_by_role("button", name="Send 1 invitations").click()
    expect(team.get_by_text("Everybody who can be written to has been invited.")).to_be_visible()


def enter_by_mail(page: Page, mail: EmailMessage) -> None:
    page.goto(link_in(mail))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1, name="Safeguarding audit")).to_be_visible()
    settle(page)


def open_section(page: Page, title: str) -> None:
    page.get_by_role("button", name=re.compile(rf"^\d+\. {title}$")).click()
    heading(page, title)


def give_numbers_to_the_bursar(head: Page, site: WholeServer) -> None:
    head.goto(f"{site.url}/colleagues")
    heading(head, "Who answers")
    for label, words in (("Name", "Sam Bursar"), ("E-mail address", BURSAR)):
        type_in(head, head.get_by_label(label, exact=True), words)
    head.get_by_text("Answers some sections").click()
    settle(head)
    head.locator("label").filter(has_text="Numbers").click()
    press(head, "Add and send a link")
    press(head, "Send it")
    expect(head.get_by_text("Sam Bursar is added")).to_be_visible()


def have_signed(head: Page, site: WholeServer, browser: Browser, *, minute: str) -> None:
    """Ask for sign-off, have both links mailed, and let each signer agree by their own."""
    head.goto(f"{site.url}/fill?cycle=this&view=check")
    head.get_by_role("button", name="Ask for sign-off").click()
    heading(head, "Ready for sign-off")
    before = len(site.office.mails)
    boxes = head.get_by_label(re.compile("^Or their e-mail address: "))
    expect(boxes).to_have_count(2)
    for at, email in enumerate(("governor@school-14.example", "deputy@school-14.example")):
        type_in(head, boxes.nth(at), email)
        head.get_by_role("button", name=re.compile("^Send the link to: ")).nth(at).click()
        expect(head.get_by_text(f"is on its way to {email}")).to_be_visible()
    signers = {"Governing body": "Gov Ernor", "Senior leadership": "Dep Uty"}
    for words, name in signers.items():
        mail = wait_for_mail(site.office, words, after=before)
        with window(browser) as signer:
            sign(signer, sign_off_link(mail), name, minute=minute)


def sign(page: Page, link: str, name: str, *, minute: str) -> None:
    page.goto(link)
    heading(page, f"Sign off: {SCHOOL}")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Your role, for example chair of governors").fill("Signer")
    asked = page.get_by_label("Minute reference")
    if asked.count():
        asked.fill(minute)
    page.locator("label").filter(has_text="I agree these answers").click()
    press(page, "Send")
    expect(page.get_by_text("Your agreement is recorded")).to_be_visible()


def send(head: Page, site: WholeServer) -> None:
    head.goto(f"{site.url}/fill?cycle=this")
    heading(head, "Signed off")
    head.get_by_role("button", name="Send my answers").click()
    expect(head.get_by_role("heading", level=1, name="Sent. Thank you.")).to_be_visible()


def open_for_review(team: Page, site: WholeServer) -> None:
    team.goto(f"{site.url}/review")
    team.get_by_role("link", name=SCHOOL).click()
    heading(team, SCHOOL)


def final_row(page: Page, site: WholeServer) -> str:
    """What the composite says of the school in its list of counted returns."""
    page.goto(f"{site.url}/composite?round=this")
    expect(page.get_by_role("heading", name="Which returns are counted")).to_be_visible()
    page.get_by_label(re.compile("^Filter: .* returns were sent")).fill(SCHOOL)
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=SCHOOL, exact=True))
    expect(row).to_have_count(1)
    return row.inner_text()


def test_a_return_goes_from_its_invitation_into_the_final_composite(
    page: Page, site: WholeServer, browser: Browser, axe: Check
) -> None:
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    invite(page, site)

    with window(browser) as head:
        enter_by_mail(head, wait_for_mail(site.office, SCHOOL))
        open_section(head, "Leadership")
        choose(head, "a1-rating", "Fully met")
        type_into(head, "a1-evidence", "Minutes of each term")
        choose(head, "a2-rating", "Fully met")
        give_numbers_to_the_bursar(head, site)
        with window(browser) as bursar:
            enter_by_mail(bursar, wait_for_mail(site.office, "Dear Sam Bursar"))
            expect(bursar.locator('[class*="st-key-task-"]')).to_have_count(1)
            open_section(bursar, "Numbers")
            type_into(bursar, "pupils", "212")
            choose(bursar, "needs-prevent", "Prevent")
        have_signed(head, site, browser, minute="7.2")
        send(head, site)

        open_for_review(page, site)
        expect(page.get_by_text("212", exact=True)).to_be_visible()
        press(page, "Take up for review", then="Taken up for review.")
        page.get_by_label("Your comment.").fill("Who reads these minutes?")
        press(page, "Add the comment", then="The comment is saved beside the answer.")
        page.get_by_label("Return for changes: why?").fill("See the comment")
        press(page, "Return for changes", then="Returned for changes.")
        assert "Sending 1" in final_row(page, site)
        assert "Back for changes: counted with what was sent before" in page.content()

        head.goto(f"{site.url}/fill?cycle=this")
        expect(head.get_by_text("See the comment", exact=True)).to_be_visible()
        head.get_by_role("button", name="Read the comments: Leadership").click()
        expect(head.get_by_text("Who reads these minutes?")).to_be_visible()
        settle(head)
        axe(head)
        head.get_by_label(re.compile("^Your answer to the comment")).fill("The full board")
        press(head, re.compile("^Send this answer"))
        expect(head.locator("p").filter(has_text="The full board")).to_be_visible()
        settle(head)
        expect(box(head, "a1-evidence").locator("textarea")).to_have_value("Minutes of each term")
        type_into(head, "a1-evidence", "Minutes that the full board reads each term")
        have_signed(head, site, browser, minute="8.1")
        send(head, site)

    open_for_review(page, site)
    expect(page.get_by_role("heading", name="What changed in sending 2")).to_be_visible()
    press(page, "Take up for review", then="Taken up for review.")
    press(page, "Accept", then="Accepted.")
    assert "No" in final_row(page, site)
    page.get_by_role("button", name="Put 1 accepted return into the final composite").click()
    page.get_by_role("button", name="Put them in").click()
    expect(page.get_by_text("1 return is in the final composite now.")).to_be_visible()
    settle(page)
    axe(page)
    row = final_row(page, site)
    assert "Sending 2" in row
    assert "Yes, by Tess Team" in row

    with window(browser) as board:
        sign_in(board, site, BOARD)
        heading(board, "What would you like to do?")
        board.goto(f"{site.url}/composite?round=this&count=final")
        expect(board.get_by_text("only returns in the final composite")).to_be_visible()
        expect(board.get_by_text("13 of 14 returned")).to_be_visible()
        expect(board.get_by_text(SCHOOL)).to_have_count(0)
        settle(board)
        axe(board)


# A disclosure.

WORRYING, MARK = "Someone there scares me, by the zebrafinch", "zebrafinch"
THANKS = "Thank you for telling us"


def make_cards(team: Page, site: WholeServer) -> str:
    """Add a campaign with hand-out codes; returns the code on its first card."""
    team.goto(f"{site.url}/cycles?add=campaign")
    heading(team, "Add a campaign")
    team.locator(".st-key-form input").fill("Tell us how it was")
    team.keyboard.press("Enter")
    settle(team)
    team.locator(".st-key-hand-out label").click()
    settle(team)
    given = {"title": "Dentist", "service": "Dentist", "agency": "NHS", "cards": "12"}
    for key, words in given.items():
        type_in(team, team.locator(f".st-key-{key} input"), words)
    press(team, "Add the campaign")
    press(team, "Add it")
    expect(team.get_by_text("The campaign stands.")).to_be_visible()
    with team.expect_download() as waiting:
        team.get_by_role("link", name="Sheet of hand-out cards (PDF)").click()
    sheet = PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages[0].extract_text()
    return str(re.findall(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", sheet)[0])


def disclose(phone: Page, site: WholeServer, code: str) -> None:
    """Write words that worry into the first box there is, see help at once, and send."""
    phone.goto(site.url)
    phone.get_by_label("Your code").fill(code)
    press(phone, "Start")
    expect(phone.get_by_role("link", name="Leave this site quickly")).to_be_visible()
    expect(phone.locator(".step-count")).to_be_visible()
    while not phone.locator("textarea").count():
        step = phone.locator(".step-count").inner_text()
        phone.locator(".st-key-step-next button").click()
        expect(phone.get_by_text(step, exact=True)).to_have_count(0)
        expect(phone.locator(".step-count")).to_be_visible()
        settle(phone)
    area = phone.locator("textarea").first
    area.fill(WORRYING)
    area.press("Control+Enter")
    expect(phone.get_by_role("heading", name=THANKS)).to_be_visible()
    expect(phone.locator(".concern").get_by_role("link", name="0800 1111")).to_be_visible()
    settle(phone)
    phone.goto(f"{site.url}/fill?code={code}&at=end")
    settle(phone)
    phone.get_by_role("button", name="Send my answers").click()
    expect(phone.get_by_role("heading", level=1, name="Thank you", exact=True)).to_be_visible()


def handle(team: Page, site: WholeServer) -> None:
    """Read the flag, decide and close it."""
    team.goto(site.url)
    team.get_by_role("link", name="Open them").click()
    heading(team, "Safeguarding flags")
    team.get_by_role("link", name=re.compile("^Flag ")).click()
    team.get_by_role("button", name="Read it now").click()
    expect(team.get_by_text(WORRYING)).to_be_visible()
    team.get_by_text("Share with the single point of contact").click()
    team.get_by_label("Why, in a few words").fill("Rang the duty worker at once")
    press(team, "Save the decision")
    team.get_by_role("button", name="It is done: close the flag").click()
    expect(team.get_by_text("The flag is closed.")).to_be_visible()


def test_a_disclosure_goes_from_a_card_to_a_closed_flag(
    page: Page, phone: Page, site: WholeServer
) -> None:
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    code = make_cards(page, site)
    before = len(site.office.mails)
    disclose(phone, site, code)
    alert = wait_for_mail(site.office, "Somebody has written words", after=before)
    assert alert["To"].endswith(f"<{TEAM}>")
    assert MARK not in alert.get_content()
    assert "/flags" not in alert.get_content()
    handle(page, site)
    for address in ("/", "/flags", "/responses", "/mails", "/composite", "/cycles"):
        page.goto(f"{site.url}{address}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        settle(page)
        expect(page.get_by_text(MARK)).to_have_count(0)
    phone.goto(f"{site.url}/fill?code={code}")
    expect(phone.get_by_text("This code has been used.")).to_be_visible()
