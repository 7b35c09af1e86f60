"""The public list: what is published is found by anybody, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.connection import Database
from db.errors import NotFoundError
from db.papers import add_papers, get_paper, withdraw_paper
from pages.components.documents.published import make_published
from scrutiny.paper import Look, Paper, PaperPart, PaperState
from tests.db.paper_examples import NOBODY, NOW, TEAM
from tests.pages.conftest import Site, words

BRIEFING = Paper(
    "brief", "learning_briefing", "Learning briefing: neglect",
    (PaperPart("background", "Background", words="We looked at home conditions."),),
    state=PaperState.ISSUED, look=Look.BRIEFING, written_by="Ann Author",
    approved_by="Ap Prover", written_at=NOW, published_by="Pub Lisher",
    published_on=date(2026, 3, 9),
)  # fmt: skip
LEAFLET = replace(
    BRIEFING, id="leaflet", template="you_said", title="You said, we did", look=Look.LEAFLET,
    parts=(PaperPart("said", "You said", words="Listen to us."),), published_on=date(2025, 11, 2),
)  # fmt: skip
INSIDE = replace(BRIEFING, id="inside", title="Not yet told", published_on=None)
GONE = replace(BRIEFING, id="gone", title="Taken back", state=PaperState.WITHDRAWN)


@pytest.fixture
def database(site: Site) -> Database:
    site.held.database.write(add_papers, [BRIEFING, LEAFLET, INSIDE, GONE])
    return site.held.database


def test_the_list_shows_what_is_published_newest_first_and_no_name(
    site: Site, database: Database
) -> None:
    said = words(site.run("published"))
    assert "2 of 2 documents." in said
    assert said.index("Learning briefing: neglect") < said.index("You said, we did</a>")
    assert "Learning briefing · 9 March 2026" in said
    assert "What children, young people and families told us" in said
    assert '<a href="/documents/published/brief.pdf"' in said
    for hidden in ("Not yet told", "Taken back", "Ann Author", "Ap Prover", "Pub Lisher"):
        assert hidden not in said


@pytest.mark.parametrize(
    ("query", "shown"),
    [({"kind": "you_said"}, {"You said"}), ({"year": "2026"}, {"neglect"}),
     ({"kind": "you_said", "year": "2026"}, set())],
)  # fmt: skip
def test_filters_stand_in_the_address(
    site: Site, database: Database, query: dict[str, str], shown: set[str]
) -> None:
    said = words(site.run("published", query=query))
    links = {name for name in ("You said", "neglect") if f"{name}" in said.split("count")[1]}
    assert links == shown
    assert ("Nothing fits." in said) is (not shown)


def test_a_search_looks_into_the_documents(site: Site, database: Database) -> None:
    page = site.run("published")
    page.text_input("published-search").set_value("home CONDITIONS").run()
    assert "1 of 2 documents." in words(page)
    assert "neglect" in words(page)


def test_one_document_is_read_here_without_its_people(site: Site, database: Database) -> None:
    said = words(site.run("published", query={"id": "brief"}))
    assert "We looked at home conditions." in said
    assert "Published on 9 March 2026" in said
    for name in ("Ann Author", "Ap Prover", "Pub Lisher"):
        assert name not in said
    staff = words(site.run("published", role="mars_team", person="T", query={"id": "brief"}))
    assert "Ap Prover" not in staff


def test_what_is_withdrawn_is_gone_at_once(site: Site, database: Database) -> None:
    database.write(withdraw_paper, id="brief", reason="Wrong", viewer=TEAM, now=NOW)
    assert "neglect" not in words(site.run("published"))
    assert "This document is not published" in words(site.run("published", query={"id": "brief"}))
    for id in ("brief", "inside", "gone", "none"):
        with pytest.raises(NotFoundError):
            database.read(get_paper, id, viewer=NOBODY)


def test_files_and_feed_are_the_same_for_everybody(site: Site, database: Database) -> None:
    body, kind, name = make_published(TEAM, "brief", "html", {})
    assert (kind, name) == ("text/html; charset=utf-8", "learning-briefing-neglect.html")
    assert b"Ap Prover" not in body
    feed, kind, _ = make_published(NOBODY, "feed", "atom", {})
    assert kind.startswith("application/atom+xml")
    assert feed.count(b"<entry>") == 2
    assert b"http://localhost:8501/published?id=brief" in feed


def test_nothing_published_says_so_in_plain_words(site: Site) -> None:
    assert "Nothing has been published yet" in words(site.run("published"))


@pytest.mark.parametrize("role", ["", "young_person", "administrator", "mars_team", "organisation"])
def test_everybody_finds_the_way_there_from_home(site: Site, role: str) -> None:
    said = words(site.run("home", role=role, person="P" if role else "", organisation="x"))
    assert 'href="/published"' in said
    if role == "mars_team":
        papers = words(site.run("papers", role=role, person="P"))
        assert '<a href="/published">See what is public</a>' in papers
