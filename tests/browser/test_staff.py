"""Staff sign in through a real provider in a real browser, and what does not get in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from db import people
from db.connection import Database, open_database
from scrutiny.access import make_viewer
from scrutiny.person import Held, Person
from tests.browser.conftest import DESKTOP, Server
from tests.browser.provider import Provider, run_provider
from tests.browser.watching import open_window, press, settle

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]
KEEPER = make_viewer("administrator", name="Ada")
ADA, TEAM, BOTH, GONE, STRANGER, UNSURE = (
    f"{name}@example.org" for name in ("ada", "team", "both", "gone", "stranger", "unsure")
)


class StaffServer(Server):
    """The application outside a demonstration, with the provider for its sign-in."""

    def __init__(self, folder: Path, provider: Provider) -> None:
        super().__init__(folder)
        self._provider = provider

    @property
    def environment(self) -> dict[str, str]:
        """What the application is started with."""
        return {
            **super().environment,
            "MARS_DEMONSTRATION": "0",
            "MARS_FIRST_ADMINISTRATOR": "Ada@Example.org",
            "MARS_OIDC_METADATA_URL": self._provider.metadata_url,
            "MARS_OIDC_CLIENT_ID": "mars",
            "MARS_OIDC_CLIENT_SECRET": "known to both",
            "MARS_OIDC_COOKIE_SECRET": "another secret that is only for these tests",
        }

    def change(self, work: Callable[[Database], object]) -> None:
        """Change the database while the application is down, as time would."""
        self.stop()
        database = open_database(str(self.database))
        work(database)
        database.close()
        self.start()


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """The provider, and who has an account there."""
    with run_provider() as provider:
        for email in (ADA, TEAM, BOTH, GONE):
            provider.know(email, email_verified=True)
        provider.know(STRANGER, email_verified=True, roles=["administrator"], role="administrator")
        provider.know(UNSURE, email_verified=False)
        yield provider


@pytest.fixture(scope="module")
def site(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaffServer]:
    """The application with a people register."""
    server = StaffServer(tmp_path_factory.mktemp("staff"), provider)
    server.start()  # makes the first administrator
    server.change(_fill)
    yield server
    server.stop()


def _fill(database: Database) -> None:
    now = datetime.now(UTC)
    day = now.date() - timedelta(days=30)
    staff = [
        Person("", "Tess Team", TEAM, day, (Held("mars_team"),)),
        Person("", "Bo Both", BOTH, day, (Held("chair", "splig"), Held("scrutiny_officer"))),
        Person("", "Gus Gone", GONE, day, (Held("mars_team"),), ended=day + timedelta(days=9)),
        Person("", "Una Unsure", UNSURE, day, (Held("mars_team"),)),
    ]
    database.write(people.add_people, staff, viewer=KEEPER, now=now)


def sign_in(page: Page, site: StaffServer, email: str, path: str = "/sign_in") -> None:
    """To the provider and back."""
    page.goto(site.url + path)
    page.get_by_role("button", name="Sign in with your work account").click()
    answer(page, email)


def answer(page: Page, email: str) -> None:
    page.get_by_placeholder("sub").fill(email)
    page.get_by_role("button", name="Authorize").click()


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    settle(page)


def is_signed_in(page: Page, site: StaffServer) -> bool:
    page.goto(site.url)
    page.wait_for_selector("h1.page-title")
    settle(page)
    return page.get_by_role("link", name="Sign out").count() > 0


def test_staff_sign_in_with_proof_and_land_on_their_home(
    page: Page, site: StaffServer, provider: Provider, axe: Check
) -> None:
    page.goto(f"{site.url}/sign_in")
    heading(page, "Sign in")
    axe(page)
    before = provider.proofs
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    expect(page.get_by_text("Tess Team (Children's MARS team)")).to_be_visible()
    expect(page.get_by_role("link", name="Open Responses")).to_be_visible()
    expect(page.get_by_role("link", name="Open People")).to_have_count(0)
    assert provider.proofs == before + 1
    asked = provider.asked[-1]
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["redirect_uri"] == f"{site.url}/oauth2callback"
    page.get_by_role("link", name="Tess Team").click()
    heading(page, "You are signed in")
    axe(page)


def test_the_first_administrator_gives_somebody_a_role(
    page: Page, site: StaffServer, provider: Provider, axe: Check
) -> None:
    sign_in(page, site, ADA, "/sign_in?next=people")
    heading(page, "People")
    axe(page)
    page.get_by_label("Full name").fill("Nia New")
    page.get_by_label("Work e-mail address").fill("Nia@Example.org")
    page.get_by_label("Work e-mail address").press("Tab")
    role = page.locator(".st-key-add_0_role input")
    role.click()
    page.get_by_role("option", name="Board member").click()
    settle(page)
    press(page, "Add")
    expect(page.get_by_text("Nia New added.")).to_be_visible()
    page.get_by_role("link", name="Nia New").click()
    heading(page, "Nia New")
    axe(page)
    page.goto(f"{site.url}/session/end")
    page.get_by_role("button").first.click()  # the provider asks whether to sign out there too
    heading(page, "Have your say, and help keep children safe")
    provider.know("nia@example.org", email_verified=True)
    sign_in(page, site, "nia@example.org")
    expect(page.get_by_text("Nia New (Board member)")).to_be_visible()


@pytest.mark.parametrize(
    ("email", "why"),
    [
        (STRANGER, f"{STRANGER} is not on the register"),
        (GONE, f"{GONE} is not on the register"),
        (UNSURE, "did not confirm an e-mail address"),
    ],
)
def test_others_get_a_plain_message_and_no_session(
    page: Page, site: StaffServer, email: str, why: str
) -> None:
    sign_in(page, site, email)
    heading(page, "You cannot be signed in")
    expect(page.get_by_text(why)).to_be_visible()
    assert not is_signed_in(page, site)
    page.goto(f"{site.url}/people")
    expect(page.get_by_text("Sign in to see this page")).to_be_visible()
    assert page.request.get(f"{site.url}/documents/answers/x.csv").status in {403, 404}


def test_a_denial_and_a_made_up_answer_open_nothing(page: Page, site: StaffServer) -> None:
    page.goto(f"{site.url}/sign_in")
    page.get_by_role("button", name="Sign in with your work account").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_text("Signing in was not completed")).to_be_visible()
    page.goto(f"{site.url}/oauth2callback?code=made-up&state=made-up")
    expect(page.get_by_text("Signing in was not completed")).to_be_visible()
    page.goto(f"{site.url}/session/start?ticket=made-up&role=administrator")
    assert not is_signed_in(page, site)


def test_an_answer_of_the_provider_opens_one_session_once(page: Page, site: StaffServer) -> None:
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    kept = [row for row in page.context.cookies() if row["name"] != "visitor"]
    assert {row["name"] for row in kept} > {"_streamlit_user"}
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.goto(f"{site.url}/sign_in")
    heading(page, "Sign in")
    assert not is_signed_in(page, site)


def test_a_person_with_two_roles_chooses_one(page: Page, site: StaffServer, axe: Check) -> None:
    sign_in(page, site, BOTH)
    heading(page, "Choose a role")
    axe(page)
    page.get_by_text("Independent Scrutiny Officer").click()
    settle(page)
    page.get_by_role("button", name="Continue").click()
    heading(page, "What would you like to do?")
    expect(page.get_by_text("Bo Both (Independent Scrutiny Officer)")).to_be_visible()


def test_named_data_asks_to_sign_in_again_and_comes_back(
    page: Page, site: StaffServer, provider: Provider
) -> None:
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    site.change(lambda database: database.write(_age, "authenticated", timedelta(minutes=20)))
    page.goto(f"{site.url}/documents/returns/x.csv?part=1")
    heading(page, "Sign in again to take this out")
    page.get_by_role("button", name="Sign in again").click()
    answer(page, TEAM)
    assert provider.asked[-1]["prompt"] == "login"
    heading(page, "Your document is ready")
    link = page.get_by_role("link", name="Download the document")
    assert link.get_attribute("href") == "/documents/returns/x.csv?part=1"
    assert page.request.get(f"{site.url}/documents/returns/x.csv").status == 404  # no such cycle
    expect(page.get_by_role("link", name="Back to Responses")).to_be_visible()


def test_who_is_idle_is_signed_out(page: Page, site: StaffServer) -> None:
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    site.change(lambda database: database.write(_age, "last_seen", timedelta(minutes=29)))
    assert is_signed_in(page, site)
    site.change(lambda database: database.write(_age, "last_seen", timedelta(minutes=31)))
    page.goto(f"{site.url}/responses")
    expect(page.get_by_text("Sign in to see this page")).to_be_visible()
    assert not is_signed_in(page, site)


def test_signing_out_everywhere_ends_every_session(
    page: Page, site: StaffServer, browser: Browser
) -> None:
    second = open_window(browser, DESKTOP)
    for each in (page, second):
        sign_in(each, site, TEAM)
        heading(each, "What would you like to do?")
    page.goto(f"{site.url}/sign_in")
    page.get_by_role("button", name="Sign out everywhere").click()
    page.wait_for_url("**/oauth2/end_session*")
    page.get_by_role("button").first.click()
    heading(page, "Have your say, and help keep children safe")
    assert not is_signed_in(page, site)
    assert not is_signed_in(second, site)
    assert [row["name"] for row in page.context.cookies() if row["name"] == "_streamlit_user"] == []
    second.goto(f"{site.url}/sign_in")
    heading(second, "Sign in")
    second.context.close()


def test_a_screen_left_alone_is_cleared(page: Page, site: StaffServer) -> None:
    page.clock.install()
    sign_in(page, site, TEAM)
    heading(page, "What would you like to do?")
    page.clock.fast_forward("30:10")
    expect(page).to_have_url(f"{site.url}/sign_in?idle=1")


def _age(tx: object, column: str, by: timedelta) -> None:
    then = datetime.now(UTC) - by
    tx.execute(f"UPDATE session SET {column} = $1", [then])  # type: ignore[attr-defined]
