"""A campaign's poster: what it asks, its code, and the QR code that opens it, on one A4 page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from exports.document import Document
from exports.palette import BRAND, INK, MUTED
from exports.pdf_paper import HEIGHT, LEFT, SPAN, WIDTH, Paper
from exports.pdf_words import flow
from exports.qr import draw_qr
from exports.scene import Anchor
from exports.typeface import clean, shorten, text_width, wrap

_QR_SIDE = 250.0


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on the poster; `address` opens the campaign, `site` is where to type the code."""

    title: str
    text: str
    code: str
    address: str
    site: str
    owner: str
    made: datetime
    closes: str = ""
    help_lines: tuple[str, ...] = ()
    notice: str = ""
    language: str = field(default="en")


def render_poster(poster: Poster) -> bytes:
    """The poster as the bytes of a tagged PDF file."""
    paper = Paper(
        Document(
            title=poster.title, made=poster.made, owner=poster.owner, language=poster.language,
            blocks=(),
        )
    )  # fmt: skip
    paper.rect(0, 0, WIDTH, 14, BRAND)
    paper.y = 56
    _flow(paper, "P", poster.owner, 14, 18, fill=BRAND, bold=True)
    paper.y += 10
    _flow(paper, "H1", poster.title, 34, 42, bold=True)
    paper.y += 8
    _flow(paper, "P", poster.text, 17, 24)
    paper.y += 14
    _draw_qr(paper, poster)
    _draw_code(paper, poster)
    _draw_foot(paper, poster)
    return paper.output()


def _flow(
    paper: Paper,
    kind: str,
    text: str,
    size: float,
    leading: float,
    *,
    fill: str = INK,
    bold: bool = False,
) -> None:
    if text:
        with paper.tag(kind):
            lines = wrap(clean(text), size, SPAN, bold=bold)
            flow(paper, lines, size=size, leading=leading, bold=bold, fill=fill)


def _draw_qr(paper: Paper, poster: Poster) -> None:
    draw_qr(paper, poster.address, left=(WIDTH - _QR_SIDE) / 2, down=paper.y, wide=_QR_SIDE)
    paper.y += _QR_SIDE + 22


def _draw_code(paper: Paper, poster: Poster) -> None:
    middle = WIDTH / 2
    for text, size, bold, fill in (
        (f"or go to {poster.site} and type", 15.0, False, INK),
        (poster.code, 40.0, True, BRAND),
        (f"Open until {poster.closes}" if poster.closes else "", 13.0, False, MUTED),
    ):
        if not text:
            continue
        line = shorten(clean(text), size, SPAN, 1, bold=bold)[0]
        paper.y += size
        with paper.tag("P"):
            paper.words(middle, paper.y, line, size, bold, fill, Anchor.MIDDLE)
        paper.y += 10


def _draw_foot(paper: Paper, poster: Poster) -> None:
    """Who to ring, whatever is above, at the foot of the page."""
    lines = [clean(line) for line in (*poster.help_lines, poster.notice) if line]
    y = HEIGHT - 40 - 18 * len(lines)
    paper.rule(LEFT, y - 14, LEFT + SPAN, BRAND, 1.5)
    for line in lines:
        y += 18
        size = 13.0 if text_width(line, 13.0) <= SPAN else 10.0
        with paper.tag("P"):
            paper.words(LEFT, y, shorten(line, size, SPAN, 1)[0], size)
