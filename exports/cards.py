"""Hand-out cards to print and cut: each with a code of its own, ten on an A4 page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from exports.document import Document
from exports.palette import BRAND, INK, MUTED
from exports.pdf_paper import HEIGHT, WIDTH, Paper
from exports.qr import draw_qr
from exports.typeface import clean, shorten

_ACROSS, _DOWN = 2, 5
_EDGE = 28.0
_WIDE = (WIDTH - 2 * _EDGE) / _ACROSS
_HIGH = (HEIGHT - 2 * _EDGE) / _DOWN
_QR = 92.0
_INSIDE = 12.0


@dataclass(frozen=True, slots=True)
class Cards:
    """What stands on the cards; `address` is where a code is typed, `site` how it is said."""

    title: str
    codes: tuple[str, ...]
    address: str
    site: str
    owner: str
    made: datetime
    closes: str = ""
    help_line: str = ""
    notice: str = ""
    language: str = "en"


def render_cards(cards: Cards) -> bytes:
    """The sheet as the bytes of a tagged PDF file."""
    paper = Paper(
        Document(
            title=f"Hand-out cards: {cards.title}", made=cards.made, owner=cards.owner,
            language=cards.language, blocks=(),
        )
    )  # fmt: skip
    for number, code in enumerate(cards.codes):
        place = number % (_ACROSS * _DOWN)
        if number and place == 0:
            paper.add_page()
        left = _EDGE + place % _ACROSS * _WIDE
        _draw_card(paper, cards, code, left, _EDGE + place // _ACROSS * _HIGH)
    return paper.output()


def _draw_card(paper: Paper, cards: Cards, code: str, left: float, top: float) -> None:
    paper.frame(left, top, _WIDE, _HIGH, MUTED)
    address = f"{cards.address}?{urlencode({'code': code})}"
    right = left + _WIDE - _QR - 4
    draw_qr(paper, address, left=right, down=top + 24, wide=_QR)
    span = right - left - _INSIDE
    y = top + 8
    for text, size, lines, bold, fill in (
        (cards.title, 12.0, 2, True, INK),
        (f"Scan, or go to {cards.site} and type", 9.0, 2, False, INK),
        (code, 16.0, 1, True, BRAND),
        ("It sends one set of answers, and does not say who you are.", 8.5, 2, False, INK),
        (f"Open until {cards.closes}" if cards.closes else "", 8.5, 1, False, MUTED),
        (cards.help_line, 8.5, 1, False, INK),
        (cards.notice, 7.0, 2, False, MUTED),
    ):
        if not text:
            continue
        with paper.tag("P"):
            for line in shorten(clean(text), size, span, lines, bold=bold):
                y += size * 1.25
                paper.words(left + _INSIDE, y, line, size, bold, fill)
        y += 4
