"""Hand-out cards: every code once, ten on a page, each with its own address."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from pypdf import PdfReader

from exports.cards import Cards, render_cards
from scrutiny.code import make_hand_outs

CODES = tuple(make_hand_outs("seed", 12, secret="s" * 32))
CARDS = Cards(
    title="A clinic with a rather long name that needs two lines", codes=CODES,
    address="https://mars.example.org/fill", site="mars.example.org", owner="Children's MARS",
    made=datetime(2026, 1, 2, tzinfo=UTC), closes="31 March 2026",
    help_line="Childline: 0800 1111", notice="Demonstration",
)  # fmt: skip


def test_each_code_stands_on_one_card_ten_on_a_page() -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(render_cards(CARDS))).pages]
    assert len(pages) == 2
    assert [sum(code in page for code in CODES) for page in pages] == [10, 2]
    assert all("".join(pages).count(code) == 1 for code in CODES)
    assert pages[1].count("Childline: 0800 1111") == 2


def test_cards_are_the_same_for_the_same_input() -> None:
    assert render_cards(CARDS) == render_cards(CARDS)
