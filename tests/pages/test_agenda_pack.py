"""The agenda pack over its route: documents in full, open actions, and who is given what."""

from __future__ import annotations

from datetime import date

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db import agendas, meetings
from db.actions import add_action
from db.paper_drafts import save_paper
from db.papers import approve_paper, get_paper, send_for_approval
from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.action import Action
from scrutiny.meeting import Meeting
from scrutiny.paper import find_words, make_print
from tests.db.paper_examples import LEAD, NOW, TEAM, begin, draft, fill
from tests.pages.conftest import Site, words

BOARD = Meeting("board-1", "mars_board", date(2031, 3, 4), starts_at="09:30")


@pytest.fixture
def client() -> TestClient:
    """The site's own routes."""
    load_handlers()
    return TestClient(Starlette(routes=make_routes()))


@pytest.fixture
def letter(site: Site) -> str:
    """A findings letter in draft, on the agenda of the Board."""
    database = site.held.database
    database.write(fill)
    activity = begin(database)
    database.write(meetings.add_meeting, meeting=BOARD, viewer=TEAM, now=NOW)
    database.write(
        agendas.add_agenda_item, group="mars_board", title="Findings letter", on_or_after=BOARD.on,
        now=NOW, actor="", activity=activity.id, step="board", document="letter",
    )  # fmt: skip
    return draft(database, activity).id


def approve(site: Site, letter: str) -> None:
    database = site.held.database
    database.write(send_for_approval, id=letter, viewer=TEAM, now=NOW)
    seen = make_print(database.read(get_paper, letter, viewer=TEAM))
    database.write(approve_paper, id=letter, seen=seen, viewer=LEAD, now=NOW)


def take(site: Site, client: TestClient, role: str, query: str = "", **who: str) -> str:
    cookie = {"cookie": f"{VISITOR}={site.sign_in(role, **who)}"}
    answer = client.get(f"/documents/agenda/board-1.html{query}", headers=cookie)
    assert answer.status_code == 200
    return answer.text


def test_a_document_is_attached_once_its_words_are_approved(
    site: Site, client: TestClient, letter: str
) -> None:
    said = take(site, client, "mars_team")
    assert "PX-2026-001 Event at Trent" in said
    assert "A service that listens." not in said
    approve(site, letter)
    said = take(site, client, "mars_team")
    assert '<a href="#item-1">Findings letter</a>' in said
    assert "Key points: Findings letter: Trent Health" in said
    assert "A service that listens." in said
    assert "OFFICIAL-SENSITIVE" in said


def test_a_long_document_is_in_its_short_form_unless_the_whole_is_asked_for(
    site: Site, client: TestClient, letter: str
) -> None:
    long = "\n\n".join(f"Line {number} of many words in a row" for number in range(300))
    database = site.held.database
    before = find_words(database.read(get_paper, letter, viewer=TEAM), "summary")
    database.write(
        save_paper, id=letter, part="summary", words=long, before=before, viewer=TEAM, now=NOW
    )
    approve(site, letter)
    short, whole = take(site, client, "mars_team"), take(site, client, "mars_team", "?length=whole")
    assert "This is the short form of a sealed paper." in short
    assert f"/documents/paper/{letter}.pdf" in short
    assert ["Line 299 of many words" in said for said in (short, whole)] == [False, True]
    assert "This is the short form" not in whole
    seen = words(site.run("groups", role="mars_team", query={"meeting": "board-1"}))
    assert "/documents/agenda/board-1.pdf?length=whole" in seen


def test_who_may_not_read_the_document_gets_the_agenda_without_it(
    site: Site, client: TestClient, letter: str
) -> None:
    approve(site, letter)
    said = take(site, client, "board_reader")
    assert "Findings letter" in said
    assert "A service that listens." not in said
    assert "OFFICIAL-SENSITIVE" not in said


@pytest.mark.parametrize(
    ("who", "shows"),
    [
        ({"role": "mars_team"}, True),
        ({"role": "chair", "organisation": "mars_board"}, True),
        ({"role": "chair", "organisation": "splig"}, False),
        ({"role": "board_reader"}, False),
    ],
)
def test_open_actions_are_listed_for_those_who_see_all_of_the_groups(
    site: Site, client: TestClient, letter: str, who: dict[str, str], shows: bool
) -> None:
    action = Action(
        "", "Train every new starter", due=NOW.date(), organisation="trent",
        monitored_by="mars_board",
    )  # fmt: skip
    site.held.database.write(add_action, action=action, viewer=TEAM, now=NOW)
    said = take(site, client, **who)
    assert ("Train every new starter" in said) is shows
    assert ("Actions that this group follows" in said) is shows


def test_the_page_leads_to_the_activity_for_those_who_may_open_it(site: Site, letter: str) -> None:
    approve(site, letter)
    seen = {
        role: words(site.run("groups", role=role, query={"meeting": "board-1"}))
        for role in ("mars_team", "board_reader")
    }
    assert ["/activity?id=" in said for said in seen.values()] == [True, False]
    assert ["Findings letter: Trent Health" in said for said in seen.values()] == [True, False]
