"""Telling how a team used a briefing: signed in, by a link, and what the team sees of it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from db.connection import Database
from db.organisations import add_organisations
from db.paper_life import add_copies
from db.paper_uses import add_use, list_uses
from db.papers import add_papers
from pages.components.documents.making import guarded
from pages.components.documents.uses import make_uses
from pages.components.server.cookies import make_token
from pages.components.server.documents import NotAllowedError
from scrutiny.links import LinkKind, sign_link
from scrutiny.organisation import Organisation
from scrutiny.paper import PaperCopy
from scrutiny.use import Use
from tests.db.paper_examples import BOARD, NOW, TEAM
from tests.pages.conftest import Site, words
from tests.pages.test_published import BRIEFING

LATER = datetime(2090, 1, 1, tzinfo=UTC)
GIVEN = {"team": "Duty team", "used_on": "2026-03-02", "people": 5, "discussed": "=Records"}


@pytest.fixture
def database(site: Site) -> Database:
    held = site.held.database
    held.write(
        add_organisations, [Organisation("oak", "Oak House", "academy"),
                            Organisation("ash", "Ash Grove", "academy")]
    )  # fmt: skip
    held.write(add_papers, [BRIEFING])
    copies = [PaperCopy("Oak", acts_for="oak"), PaperCopy("Ash", acts_for="ash")]
    held.write(add_copies, "brief", copies, day=NOW.date())
    return held


def uses(database: Database) -> list[Use]:
    return database.read(list_uses, paper="brief", viewer=TEAM)


def fill_in(page: AppTest) -> AppTest:
    """Answer the questions and press."""
    (team,) = [box for box in page.text_input if "Which team" in box.label]
    team.set_value("Duty team").run()
    for box in page.text_input:
        if "When did you" in box.label:
            box.set_value("2 3 2026").run()
    for number in page.number_input:
        number.set_value(5).run()
    for box in page.text_input:
        if "How many" in box.label:
            box.set_value("5").run()
    next(box for box in page.text_area if "talk about" in box.label).set_value("Records").run()
    press(page, "Send it")
    return page


def press(page: AppTest, label: str) -> None:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception, page.exception


def test_an_organisation_tells_on_the_published_page(site: Site, database: Database) -> None:
    who = {"role": "organisation", "person": "Kit", "organisation": "oak"}
    page = site.run("published", query={"id": "brief"}, **who)
    assert "No team of yours has told us yet." in words(page)
    press(page, "Send it")
    assert "There are 4 problems" in words(page)
    fill_in(page)
    (use,) = uses(database)
    assert (use.organisation, use.told_by) == ("oak", "Kit")
    assert use.answers == {
        "team": "Duty team", "used_on": "2026-03-02", "people": 5, "discussed": "Records",
    }  # fmt: skip
    again = words(site.run("paper", query={"id": "brief"}, **who))
    assert "What your teams have told us." in again
    assert "Duty team, told on" in again


def test_a_link_lets_one_organisation_tell_without_signing_in(
    site: Site, database: Database
) -> None:
    told = words(site.run("paper", role="mars_team", person="Max", query={"id": "brief"}))
    assert "No team has told how it used it yet." in told
    assert "Has not told us yet: 2" in told
    address = told.split("Open the link of Oak House")[0].rpartition('href="')[2].split('"')[0]
    token = parse_qs(urlsplit(address).query)["link"][0]
    page = site.run("used", query={"link": token})
    said = words(page)
    assert "Oak House" in said
    assert "Ash Grove" not in said
    fill_in(page)
    assert "Thank you. We have it." in words(page)
    assert [(use.organisation, use.told_by) for use in uses(database)] == [("oak", "")]


def test_what_is_typed_by_a_link_outlives_a_reload_in_its_own_browser(
    site: Site, database: Database
) -> None:
    link = sign_link(LinkKind.USE, "brief/oak", secret=site.held.settings.secret, expires=LATER)
    device = make_token()
    page = site.run("used", query={"link": link}, device=device)
    next(b for b in page.text_area if "talk about" in b.label).set_value("Records 💬").run()
    again = site.run("used", query={"link": link}, device=device)
    assert "Records 💬" in [box.value for box in again.text_area]
    other = site.run("used", query={"link": link}, device=make_token())
    assert "Records 💬" not in [box.value for box in other.text_area]
    fill_in(again)
    assert [use.answers["discussed"] for use in uses(database)] == ["Records"]
    sent = site.run("used", query={"link": link}, device=device)
    assert {box.value for box in sent.text_area} <= {"", None}


@pytest.mark.parametrize("kind", [LinkKind.USE, LinkKind.PAPER])
def test_a_wrong_link_opens_nothing(site: Site, database: Database, kind: LinkKind) -> None:
    secret = site.held.settings.secret
    ended = sign_link(kind, "brief/oak", secret=secret, expires=NOW)
    gone = sign_link(kind, "none/oak", secret=secret, expires=LATER)
    for token in ("", "nonsense", ended, gone):
        page = site.run("used", query={"link": token})
        assert not page.button
        assert "Ask us for a new one." in words(page)


def test_the_team_sees_who_told_and_who_did_not_and_takes_it_out(
    site: Site, database: Database
) -> None:
    database.write(add_use, paper="brief", organisation="oak", answers=GIVEN, viewer=TEAM, now=NOW)
    page = site.run("paper", role="mars_team", person="Max", query={"id": "brief"})
    said = words(page)
    assert "1 team of 1 agency used it, with 5 people." in said
    assert "Has not told us yet: 1" in said
    assert "Ash Grove" in said
    body, _, name = make_uses(TEAM, "brief", "csv", {})
    assert name == "how-teams-used-learning-briefing-neglect.csv"
    assert b"Oak House" in body
    assert b"'=Records" in body
    with pytest.raises(NotAllowedError):
        guarded(make_uses)(BOARD, "brief", "csv", {})
    press(page, "Take it out")
    press(page, "Yes, take it out")
    assert uses(database) == []


def test_the_public_is_told_how_to_tell_and_sees_no_report(site: Site, database: Database) -> None:
    database.write(add_use, paper="brief", organisation="oak", answers=GIVEN, viewer=TEAM, now=NOW)
    said = words(site.run("published", query={"id": "brief"}))
    assert "Sign in to tell us how you used it" in said
    assert "Duty team" not in said
    assert "Oak House" not in said
    board = words(site.run("published", role="board_reader", query={"id": "brief"}))
    assert "Duty team" not in board
