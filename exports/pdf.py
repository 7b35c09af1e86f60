"""A document as a tagged PDF: A4, its fonts embedded, the same bytes for the same input."""

from __future__ import annotations

from collections.abc import Mapping

from exports.document import Contents, Document
from exports.moment import spoken_time
from exports.palette import BRAND, FILLS, INK, MUTED, RULE, WASHES
from exports.pdf_flow import draw_blocks
from exports.pdf_paper import (
    BODY,
    HEIGHT,
    LEADING,
    LEFT,
    NARROW,
    RIGHT,
    SMALL,
    SPAN,
    Paper,
)
from exports.pdf_words import flow
from exports.scene import Anchor
from exports.typeface import clean, shorten, text_width, wrap
from forms.model import Tone


def render_pdf(document: Document) -> bytes:
    """The document as the bytes of a PDF file.

    One with contents is drawn twice: first to learn on which page everything stands.
    """
    paper = _draw(document, {})
    if any(isinstance(block, Contents) for block in document.blocks):
        paper = _draw(document, paper.noted)
    pages = paper.pages
    for page in range(1, pages + 1):
        paper.turn_to(page)
        _draw_header(paper, document)
        _draw_footer(paper, document, page, pages)
    return paper.output()


def _draw(document: Document, places: Mapping[str, int]) -> Paper:
    paper = Paper(document, places)
    _draw_title(paper, document)
    draw_blocks(paper, document.blocks)
    return paper


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())


def _draw_title(paper: Paper, document: Document) -> None:
    """The head of the first page: whose it is, what it is, and which edition."""
    paper.y += 6
    if document.owner:
        with paper.tag("P"):
            flow(
                paper, wrap(_one_line(document.owner), BODY, SPAN, bold=True), bold=True, fill=BRAND
            )
        paper.y += 4
    with paper.tag("H1"):
        lines = wrap(_one_line(document.title), 25, SPAN, bold=True)
        flow(paper, lines, size=25, leading=31, bold=True)
    if document.subtitle:
        paper.y += 4
        with paper.tag("P"):
            lines = wrap(_one_line(document.subtitle), 14, SPAN)
            flow(paper, lines, size=14, leading=19, fill=MUTED)
    paper.y += 10
    paper.rect(LEFT, paper.y, 64, 3.5, BRAND)
    paper.y += 22


def _draw_header(paper: Paper, document: Document) -> None:
    """On every page: title, version, when it was made, how sensitive, and the notice."""
    marking = _one_line(document.marking)
    taken = text_width(marking, SMALL, bold=True) + 20 if marking else 0
    title = shorten(_one_line(document.title), SMALL, SPAN - taken, 1, bold=True)[0]
    paper.words(LEFT, 34, title, SMALL, True, INK, artifact=True)
    paper.words(RIGHT, 34, marking, SMALL, True, INK, Anchor.END, artifact=True)
    version = f"Version {_one_line(document.version)}, made" if document.version else "Made"
    made = f"{version} {spoken_time(document.made)}"
    paper.words(LEFT, 47, made, SMALL, False, MUTED, artifact=True)
    paper.rule(LEFT, 55, RIGHT, RULE)
    height = 7 + NARROW * len(paper.notice)
    if paper.notice:
        paper.rect(LEFT, 61, SPAN, height, WASHES[Tone.MIDDLING])
        paper.rect(LEFT, 61, 4, height, FILLS[Tone.MIDDLING])
    for number, line in enumerate(paper.notice):
        paper.words(LEFT + 12, 74 + NARROW * number, line, SMALL, True, INK, artifact=True)


def _draw_footer(paper: Paper, document: Document, page: int, pages: int) -> None:
    y = HEIGHT - 30
    number = f"page {page} of {pages}"
    paper.rule(LEFT, y - LEADING, RIGHT, RULE)
    taken = text_width(number, SMALL) + 20
    owner = shorten(_one_line(document.owner), SMALL, SPAN - taken, 1)[0]
    paper.words(LEFT, y, owner, SMALL, False, MUTED, artifact=True)
    paper.words(RIGHT, y, number, SMALL, False, MUTED, Anchor.END, artifact=True)
