"""A campaign by hand-out codes: cards printed once, one answer each, nothing known by whom."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from db import campaigns
from db.errors import NotAllowedError as DatabaseNotAllowedError
from pages.components.documents.cards import make_cards
from pages.components.documents.poster import make_poster
from pages.components.server.cookies import make_token
from pages.components.server.documents import NotAllowedError, NotFoundError, _find_handler
from scrutiny.access import make_viewer
from scrutiny.links import LinkKind, sign_link
from scrutiny.response import Status
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import TEAM, fill

_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


def press(test: AppTest, *keys: str) -> AppTest:
    for key in keys:
        test.button(key=key).click().run()
        assert not test.exception, test.exception
    return test


def add(site: Site, cards: str = "3") -> AppTest:
    fill(site, voices=0)
    test = site.run("cycles", role="mars_team", query={"add": "campaign"})
    test.checkbox(key="hand-out").check().run()
    assert "kept only as hashes" in words(test)
    for key, value in {"title": "Dentist", "service": "Dentist", "agency": "NHS"}.items():
        test.text_input(key=key).input(value)
    test.text_input(key="cards").input(cards)
    return test.run()


@pytest.fixture
def made(site: Site) -> tuple[AppTest, str, list[str]]:
    """The page after the campaign was added, its id, and the codes on its sheet."""
    test = press(add(site), "ask-add-campaign", "yes-add-campaign")
    found = re.search(r"/documents/cards/(\w+)\.pdf\?made=([^\"]+)", words(test))
    assert found
    body, kind, name = make_cards(TEAM, found[1], "pdf", {"made": found[2]})
    assert (kind, name) == ("application/pdf", "cards-dentist.pdf")
    text = PdfReader(io.BytesIO(body)).pages[0].extract_text()
    return test, found[1], _CODE.findall(text)


def answer(site: Site, code: str, device: str = "") -> AppTest:
    test = site.run("fill", query={"code": code}, device=device or make_token())
    assert not test.exception
    return test


def send(site: Site, test: AppTest) -> AppTest:
    draft = test.session_state["draft"]
    draft.submit()
    return test.run()


def test_cards_are_printed_once_with_a_code_each(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    test, id, codes = made
    assert len(set(codes)) == 3
    assert "so nobody can print them again" in words(test)
    again = site.run("cycles", role="mars_team", query={"campaign": id})
    assert "cannot be shown or printed again" in words(again)
    assert "/documents/cards/" not in words(again)
    assert not any(code in words(again) for code in codes)
    kept = site.held.database.read(lambda tx: tx.query("SELECT * FROM hand_out_code"))
    assert not any(code.replace("-", "") in str(kept).upper() for code in codes)


def test_the_sheet_is_for_who_runs_campaigns_and_has_just_made_it(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    _, id, _ = made
    secret, now = site.held.settings.secret, site.held.clock()
    good = sign_link(LinkKind.CARDS, f"{id}:s", secret=secret, expires=now + timedelta(hours=1))
    handler = _find_handler("cards")
    assert handler(TEAM, id, "pdf", {"made": good})[0].startswith(b"%PDF-")
    for role in ("nobody", "organisation", "board_reader", "scrutiny_officer", "young_person"):
        with pytest.raises(NotAllowedError):
            handler(make_viewer(role), id, "pdf", {"made": good})
    old = sign_link(LinkKind.CARDS, f"{id}:s", secret=secret, expires=now - timedelta(minutes=1))
    wrong = [
        "", good[:-2], old, sign_link(LinkKind.CARDS, f"{id}:s", secret=secret),
        sign_link(LinkKind.CARDS, "clinic:s", secret=secret, expires=now + timedelta(hours=1)),
        sign_link(LinkKind.CAMPAIGN, f"{id}:s", secret=secret, expires=now + timedelta(hours=1)),
    ]  # fmt: skip
    for token in wrong:
        with pytest.raises(NotFoundError):
            handler(TEAM, id, "pdf", {"made": token})
    with pytest.raises(NotFoundError):
        make_poster(TEAM, id, "pdf", {})
    with pytest.raises(DatabaseNotAllowedError):
        make_cards(make_viewer("chair"), id, "pdf", {"made": good})


@pytest.mark.parametrize("typed", ["", "0", "501", "many", "-3"])
def test_how_many_cards_is_asked_for(site: Site, typed: str) -> None:
    test = press(add(site, typed), "add-campaign")
    assert "Enter how many codes to print, from 1 to 500" in words(test)


def test_a_code_is_used_by_sending_and_not_by_looking(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    _, id, codes = made
    answer(site, codes[0])
    first = answer(site, codes[0].lower().replace("-", " "))
    sent = send(site, first)
    assert "This code has been used" in words(sent)
    again = answer(site, codes[0])
    assert "This code has been used" in words(again)
    assert "thank you: we have what you told us" in words(again)
    thanks = site.run("fill", query={"code": codes[0], "view": "done"})
    assert "Thank you" in words(thanks)
    assert "This code" not in words(answer(site, codes[1]))
    rows = site.held.database.read(lambda tx: tx.query("SELECT round, status FROM response"))
    assert [row["status"] for row in rows if row["round"] == id] == [Status.SUBMITTED]


def test_the_second_of_two_with_one_code_is_told(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    _, _, codes = made
    one, two = answer(site, codes[0]), answer(site, codes[0])
    send(site, one)
    said = two.run()  # as after pressing Send
    assert "so nothing more is sent with it" in words(said)
    assert not said.text_area


def test_the_open_code_does_not_work_and_wrong_codes_are_limited(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    _, id, codes = made
    campaign = site.held.database.read(campaigns.get_campaign, id)
    assert "We do not know that code" in words(answer(site, campaign.code))
    device = make_token()
    for number in range(site.held.partnership.reaching.wrong_codes_a_browser):
        answer(site, f"2222-3333-{number:04}", device)
    assert "Too many codes have been tried here." in words(answer(site, codes[0], device))


def test_another_card_in_the_same_visit_begins_anew(
    site: Site, made: tuple[AppTest, str, list[str]]
) -> None:
    _, _, codes = made
    test = answer(site, codes[0])
    before = test.session_state["draft"].response.id
    test.query_params["code"] = codes[1]
    test.run()
    assert test.session_state["draft"].response.id != before
