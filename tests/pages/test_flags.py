"""A worrying text: help at once, a flag for its reader, and its words on no other page."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from itertools import product

import pytest
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from db import campaigns, flags
from db.connection import Transaction
from pages.components.navigation import SCREENS
from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.access import make_viewer, roles
from scrutiny.cycle import Campaign
from scrutiny.flag import Flag, FlagState
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import FORMS, _send, fill

DEVICE = "d" * 43
READER = make_viewer("safeguarding_reader", name="Safa Reader")
WORRYING = "Someone there scares me, zebrafinch"
MARK = "zebrafinch"


@pytest.fixture
def voice(site: Site) -> Site:
    """An open campaign of each voice form for the young and for parents."""
    held = site.held
    today = held.clock().date()
    for form_id, code in (("voice_younger", "LARK"), ("voice_parents", "WREN")):
        form = held.library.forms[form_id]
        held.database.write(
            campaigns.add_campaign,
            Campaign(
                form_id, form.id, form.version, f"Visit {code}", "Early help", "Council",
                "school", code, today - timedelta(1), today + timedelta(9),
            ),
        )  # fmt: skip
    return site


def at(voice: Site, place: str, code: str = "LARK", **query: str) -> AppTest:
    return voice.run("fill", query={"code": code, "at": place, **query}, device=DEVICE)


def listed(site: Site) -> list[Flag]:
    return site.held.database.read(flags.list_flags, viewer=READER)


# Whoever writes it.


def test_help_is_shown_at_once_and_blocks_nothing(voice: Site):
    page = at(voice, "v8_14_change")
    assert "Thank you for telling us" not in words(page)
    page.text_area[0].set_value(WORRYING).run()
    said = words(page)
    assert "Thank you for telling us" in said
    assert "we may not be able to help you unless you tell a grown-up you trust" in said
    assert said.count("0800 1111") == 2
    assert not page.error
    page.button(key="step-next").click().run()
    assert page.query_params["at"] != "v8_14_change"
    assert "Thank you for telling us" not in words(page)
    assert listed(voice) == []


def test_help_waits_on_the_next_screen_for_whoever_was_quick(voice: Site):
    page = at(voice, "v8_14_change")
    page.text_area[0].set_value(WORRYING)
    page.button(key="step-next").click().run()
    assert page.query_params["at"] != "v8_14_change"
    assert "Thank you for telling us" in words(page)
    page.run()
    assert "Thank you for telling us" not in words(page)


def test_help_speaks_easy_read_and_to_parents(voice: Site):
    easy = at(voice, "v8_14_change", language="en-easy")
    easy.text_area[0].set_value(WORRYING).run()
    assert "You are not in trouble." in words(easy)
    parent = at(voice, "vp_12_change", code="WREN")
    parent.text_area[0].set_value("my ex threatens us").run()
    assert "a worker who knows your family" in words(parent)


def test_a_number_is_answered_without_alarm(voice: Site):
    page = at(voice, "v8_14_good")
    page.text_area[0].set_value("ring me on 07700 900123").run()
    assert "Did you write a name, an address or a number?" in words(page)
    assert "Thank you for telling us" not in words(page)


def test_help_goes_when_the_words_are_taken_back(voice: Site):
    page = at(voice, "v8_14_change")
    page.text_area[0].set_value(WORRYING).run()
    page.text_area[0].set_value("more toys").run()
    assert "Thank you for telling us" not in words(page)
    end = at(voice, "end")
    end.button(key="send").click().run()
    assert listed(voice) == []


def test_what_is_sent_is_a_flag_and_help_stands_with_the_thanks(voice: Site):
    page = at(voice, "v8_14_change")
    page.text_area[0].set_value(WORRYING).run()
    page.query_params["at"] = "end"
    page.run()
    assert "Thank you for telling us" in words(page)
    page.button(key="send").click().run()
    assert "Thank you for telling us" in words(page)
    (flag,) = listed(voice)
    assert (flag.campaign, flag.question, flag.state) == (
        "voice_younger", "v8_14_change", FlagState.RAISED,
    )  # fmt: skip


# Whoever reads it.


@pytest.fixture
def flagged(site: Site) -> Site:
    """The small partnership with one more voice, which worries."""
    fill(site)
    say(site, WORRYING)
    return site


def say(site: Site, text: str, id: str = "worry") -> None:
    site.held.database.write(
        _send, FORMS["voice"], id, {"heard": "no", "words": text}, site.held.clock(),
        round="clinic",
    )  # fmt: skip


def make_old(site: Site) -> None:
    before = site.held.clock().date() - timedelta(20)

    def change(tx: Transaction) -> None:
        tx.execute("UPDATE flag SET day = $1", [before])

    site.held.database.write(change)


def test_the_front_page_counts_what_waits_and_says_no_word_of_it(flagged: Site):
    make_old(flagged)
    for role in ("mars_team", "safeguarding_reader"):
        said = words(flagged.run("home", role=role))
        assert "1 overdue, 1 not read yet" in said
        assert MARK not in said
    assert "Safeguarding flags:" not in words(flagged.run("home", role="board_reader"))


def test_a_front_page_without_flags_says_nothing_of_them(site: Site):
    fill(site)
    assert "Safeguarding flags:" not in words(site.run("home", role="mars_team"))
    assert "No flag is open" in words(site.run("flags", role="mars_team"))


def test_the_queue_puts_the_overdue_first_and_shows_no_words(flagged: Site):
    make_old(flagged)
    say(flagged, "I want to die, zebrafinch", id="second")
    said = words(flagged.run("flags", role="safeguarding_reader"))
    assert "1 overdue, 2 not read yet" in said
    assert said.index("Being hurt, threatened or in danger") < said.index("Self-harm or suicide")
    assert said.count(">Overdue<") == 1
    assert "Clinic spring" in said
    assert MARK not in said


def test_a_flag_is_read_decided_on_and_closed(flagged: Site):
    (flag,) = listed(flagged)
    page = flagged.run("flags", role="mars_team", person="Max Team", query={"id": flag.id})
    assert MARK not in words(page)
    page.button(key="read-flag").click().run()
    said = words(page)
    assert WORRYING in said
    assert "Clinic spring" in said
    assert "Max Team" in said
    assert "Did they listen to you?" not in said
    page.button(key="FormSubmitter:decide-flag-Save the decision").click().run()
    assert "Not saved. Choose a decision." in words(page)
    page.radio(key="flag-decision").set_value("single_point")
    page.text_area(key="flag-reason").set_value("Rang the <b>duty</b> worker")
    page.button(key="FormSubmitter:decide-flag-Save the decision").click().run()
    assert "Rang the &lt;b&gt;duty&lt;/b&gt; worker" in words(page)
    page.button(key="close-flag").click().run()
    assert "The flag is closed." in words(page)
    queue = words(flagged.run("flags", role="mars_team"))
    assert "Closed flags, the latest first" in queue
    assert "Share with the single point of contact" in queue
    assert MARK not in queue


def test_a_flag_that_is_not_there_is_said_plainly(flagged: Site):
    page = flagged.run("flags", role="mars_team", query={"id": "' OR 1=1"})
    assert "There is no such flag" in words(page)


def test_flags_are_closed_to_everybody_else(flagged: Site):
    (flag,) = listed(flagged)
    for role in set(roles()) - {"mars_team", "safeguarding_reader"}:
        page = flagged.run("flags", role=role, query={"id": flag.id})
        assert "not open to that role" in words(page)


# Nobody else.


def test_flagged_words_stand_on_no_other_page_for_anybody(flagged: Site):
    (flag,) = listed(flagged)
    flagged.held.database.write(
        flags.read_flag, id=flag.id, viewer=READER, now=flagged.held.clock()
    )
    queries = ({}, {"round": "clinic", "read": "words"}, {"round": "this"}, {"id": "worry"},
               {"cycle": "this"}, {"code": "FROG-42"})  # fmt: skip
    seen = 0
    for screen, role, query in product(SCREENS, ["", *roles()], queries):
        viewer = make_viewer(role or "nobody")
        is_worth = role == "mars_team" if query else bool(screen.may) or role in {"", "mars_team"}
        if not (screen.path.is_file() and screen.is_open_to(viewer) and is_worth):
            continue
        page = flagged.page(screen.name, role=role, person="Pat", query=query).run()
        assert MARK not in words(page) + str(page.main), (screen.name, role, query)
        seen += 1
    assert seen > 40


@pytest.fixture
def client() -> TestClient:
    """The site's own routes, with every kind of document."""
    load_handlers()
    return TestClient(Starlette(routes=make_routes()))


def test_flagged_words_stand_in_no_document_for_anybody(flagged: Site, client: TestClient):
    (flag,) = listed(flagged)
    kinds = ("composite", "answers", "returns", "response", "request", "file", "held", "blank")
    ids = ("clinic", "this", "worry", flag.id, "asked", "voice")
    formats = ("pdf", "html", "csv", "xlsx", "parquet", "zip")
    given = 0
    for role in ("mars_team", "administrator", "board_reader", "safeguarding_reader"):
        cookie = {"cookie": f"{VISITOR}={flagged.sign_in(role, name='Pat')}"}
        for kind, id, format in product(kinds, ids, formats):
            answer = client.get(
                f"/documents/{kind}/{id}.{format}?name=scares&round=clinic",
                headers=cookie,
                follow_redirects=False,
            )
            assert MARK not in said_in(answer.content, format), (role, kind, id, format)
            given += answer.status_code == 200
    assert given > 15


def said_in(content: bytes, format: str) -> str:
    if content.startswith(b"%PDF"):
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [packed.read(name) for name in packed.namelist()]
        return "\n".join(member.decode("utf-8", "replace") for member in members)
    return content.decode("utf-8", "replace")


# A campaign that is still open.


@pytest.fixture
def still_open(flagged: Site) -> Site:
    until = flagged.held.clock().date() + timedelta(5)

    def change(tx: Transaction) -> None:
        tx.execute("UPDATE campaign SET closes = $1", [until])

    flagged.held.database.write(change)
    return flagged


def test_an_open_campaign_shows_about_how_many_answered_and_no_answer(still_open: Site):
    query = {"round": "clinic", "read": "words"}
    said = words(still_open.run("composite", role="mars_team", query=query))
    assert "Nothing is shown: answers can be given until" in said
    assert '<dd class="value">10 to 24</dd>' in said
    for hidden in ("Did they listen to you?", "Longer opening hours", "Read and code", "<figure"):
        assert hidden not in said
    listed_ones = words(still_open.run("responses", role="mars_team"))
    assert ">10 to 24</td>" in listed_ones


def test_an_open_campaign_cannot_be_compared_with_or_taken_out(
    still_open: Site, client: TestClient
):
    cookie = {"cookie": f"{VISITOR}={still_open.sign_in('mars_team', name='Pat')}"}
    for format in ("pdf", "html", "csv", "xlsx"):
        answer = client.get(f"/documents/composite/clinic.{format}", headers=cookie)
        assert answer.status_code == 200
        assert "Did they listen" not in said_in(answer.content, format)


def test_a_text_that_the_list_let_through_is_passed_on(flagged: Site):
    say(flagged, "It is not right there at night", id="missed")
    query = {"round": "clinic", "read": "words"}
    page = flagged.run("composite", role="mars_team", person="Max Team", query=query)
    box = page.selectbox(key="code-text")
    at = next(n for n, label in enumerate(box.options) if "It is not right" in label)
    box.select_index(at).run()
    page.button(key="pass-on").click().run()
    assert not page.exception
    assert "Passed on to the safeguarding reader." in words(page)
    assert not [o for o in page.selectbox(key="code-text").options if "It is not right" in o]
    assert sorted(flag.kinds for flag in listed(flagged)) == [("by_hand",), ("harm", "staff")]
