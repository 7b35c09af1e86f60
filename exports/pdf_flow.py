"""The blocks of a document on paper, one function a kind, each moving down the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exports.document import (
    Answer,
    Blank,
    Block,
    Box,
    Bullets,
    Chart,
    Contents,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    Tiles,
)
from exports.palette import BRAND, FILLS, INK, MUTED, RULE, WASHES
from exports.pdf_blank import blank_height, draw_blank
from exports.pdf_figures import chart_lead, draw_chart, draw_tiles
from exports.pdf_paper import BODY, LEADING, LEFT, RIGHT, SPAN, Paper
from exports.pdf_script import is_right_to_left
from exports.pdf_table import draw_pairs, draw_table, pairs_height, table_lead
from exports.pdf_words import GAP, flow, paragraphs, parts
from exports.scene import Anchor
from exports.typeface import clean, text_width, wrap
from forms.model import Tone

_HEADINGS = {1: 18.0, 2: 15.0}
_LEAST_HEADING = 13.0
#: Pairs of at most this height are not parted from their heading.
_MOST_KEPT = 300.0


def draw_blocks(paper: Paper, blocks: Sequence[Block]) -> None:
    """Draw every block; a heading is never left alone at the foot of a page."""
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            paper.need(_lead(blocks, at))
        _DRAW[type(block)](paper, block)


def _lead(blocks: Sequence[Block], at: int) -> float:
    """The height that must be left for this block to begin."""
    if at >= len(blocks):
        return 0.0
    block = blocks[at]
    match block:
        case Heading():
            return _heading_height(block) + _lead(blocks, at + 1)
        case Chart():
            return chart_lead(block)
        case Table():
            return table_lead(block)
        case Contents():
            return table_lead(block.as_table({}))
        case Facts():
            return min(pairs_height(block.pairs), _MOST_KEPT)
        case Tiles():
            return 100.0
        case Answer():
            return 5 * LEADING
        case Blank():
            return blank_height(block)
        case Box():
            return _box_lead(_box_lines(block))
        case _:
            return 3 * LEADING


# Words.


def _heading_size(block: Heading) -> float:
    return _HEADINGS.get(block.level, _LEAST_HEADING)


def _heading_height(block: Heading) -> float:
    size = _heading_size(block)
    return len(wrap(clean(block.text), size, SPAN, bold=True)) * size * 1.3 + size * 1.4


def _heading(paper: Paper, block: Heading) -> None:
    size, text = _heading_size(block), clean(block.text)
    if paper.y > paper.top:
        paper.y += size * 0.8
    paper.bookmark(text, block.level)
    paper.note_place(block.anchor)
    with paper.tag(f"H{min(block.level + 1, 6)}"):
        lines = wrap(text, size, SPAN, bold=True)
        fill = BRAND if block.level == 1 else INK
        flow(paper, lines, size=size, leading=size * 1.3, bold=True, fill=fill)
    paper.y += size * 0.45


def _paragraph(paper: Paper, block: Paragraph) -> None:
    if block.target:
        _leading(paper, block)
        return
    fill = MUTED if block.small else INK
    paragraphs(paper, block.text, bold=block.strong, fill=fill)


def _leading(paper: Paper, block: Paragraph) -> None:
    """Words of a few lines that all lead to one address."""
    lines = wrap(clean(block.text), BODY, SPAN, bold=block.strong)
    paper.need(len(lines) * LEADING)
    paper.lead(LEFT, paper.y, SPAN, len(lines) * LEADING, block.target)
    with paper.tag("P"):
        flow(paper, lines, bold=block.strong, fill=BRAND)
    paper.y += GAP


def _contents(paper: Paper, block: Contents) -> None:
    draw_table(paper, block.as_table(paper.places))


def _bullets(paper: Paper, block: Bullets) -> None:
    indent = 26.0 if block.numbered else 18.0
    with paper.tag("L"):
        for at, item in enumerate(block.items, start=1):
            lines = wrap(clean(item), BODY, SPAN - indent)
            paper.need(min(len(lines), 2) * LEADING)
            with paper.tag("LI"):
                with paper.tag("Lbl"):
                    paper.words(LEFT + 4, paper.y + BODY, f"{at}." if block.numbered else "•")
                with paper.tag("LBody"):
                    flow(paper, lines, x=LEFT + indent)
            paper.y += 3
    paper.y += GAP


# Figures.


def _facts(paper: Paper, block: Facts) -> None:
    draw_pairs(paper, block.pairs)


# Answers, blanks and boxes.


def _answer(paper: Paper, block: Answer) -> None:
    question = wrap(clean(block.question), BODY, SPAN, bold=True)
    paper.need(min(len(question), 4) * LEADING + 4 * LEADING)
    with paper.tag("P"):
        flow(paper, question, bold=True)
    if block.reference:
        with paper.tag("P"):
            flow(paper, wrap(clean(block.reference), BODY, SPAN), fill=MUTED)
    paper.y += 3
    if block.answer.tone is not None:
        _rating(paper, block)
    else:
        paragraphs(paper, block.answer.text or "Not answered")
        if block.previous:
            paragraphs(paper, f"Last year: {block.previous}", fill=MUTED)
    for label, text in block.parts:
        if text.strip():
            _part(paper, clean(label), text)
    paper.y += 2
    paper.rule(LEFT, paper.y, RIGHT, RULE, 0.5)
    paper.y += 11


def _rating(paper: Paper, block: Answer) -> None:
    """The rating as words on its colour, and last year's beside it."""
    tone, text = block.answer.tone or Tone.NEUTRAL, " ".join(clean(block.answer.text).split())
    lines = wrap(text, BODY, SPAN - 40, bold=True)
    wide = max(text_width(line, BODY, bold=True) for line in lines) + 26
    height = len(lines) * LEADING + 6
    paper.need(height)
    paper.rect(LEFT, paper.y, wide, height, WASHES[tone])
    paper.rect(LEFT, paper.y, 5, height, FILLS[tone])
    before = f"Last year: {clean(block.previous)}" if block.previous else ""
    beside = bool(before) and wide + 16 + text_width(before, BODY) <= SPAN
    with paper.tag("P"):
        for at, line in enumerate(lines):
            paper.words(LEFT + 14, paper.y + 15 + at * LEADING, line, bold=True, more=True)
        if beside:
            paper.words(LEFT + wide + 16, paper.y + 15, before, fill=MUTED)
    paper.y += height + 7
    if before and not beside:
        paragraphs(paper, before, fill=MUTED)


_LABEL = 112.0


def _part(paper: Paper, label: str, text: str) -> None:
    """A labelled text: the label at the left, the words beside it."""
    labels = wrap(label, BODY, _LABEL - 10, bold=True)
    paper.need(max(len(labels), 2) * LEADING)
    start, page = paper.y, paper.page
    with paper.tag("P"):
        for at, line in enumerate(labels):
            paper.words(LEFT, start + 12 + at * LEADING, line, BODY, True, MUTED, more=True)
    paragraphs(paper, text, x=LEFT + _LABEL)
    if paper.page == page:
        paper.y = max(paper.y, start + len(labels) * LEADING + GAP)


def _box(paper: Paper, block: Box) -> None:
    """A washed box; one that is taller than the page goes on in a second."""
    lines = _box_lines(block)
    paper.need(_box_lead(lines))
    while lines:
        fit = max(int((paper.room - 22) // LEADING), 1)
        _box_part(paper, block, lines[:fit])
        lines = lines[fit:]
        if lines:
            paper.add_page()
    paper.y += 12


def _box_lines(block: Box) -> list[tuple[str, bool]]:
    """Its lines, and whether each is bold."""
    room = SPAN - 34
    heads = wrap(clean(block.title), BODY, room, bold=True) if block.title else []
    lines = [(line, True) for line in heads]
    lines += [(line, False) for part in parts(block.text) for line in [*wrap(part, BODY, room), ""]]
    return lines[:-1] if lines and not lines[-1][0] else lines


def _box_lead(lines: Sequence[tuple[str, bool]]) -> float:
    """The height for which a box waits for the next page."""
    return min(len(lines), 12) * LEADING + 22


def _box_part(paper: Paper, block: Box, lines: Sequence[tuple[str, bool]]) -> None:
    height = len(lines) * LEADING + 20
    paper.rect(LEFT, paper.y, SPAN, height, WASHES[block.tone])
    paper.rect(LEFT, paper.y, 5, height, FILLS[block.tone])
    with paper.tag("P"):
        for at, (line, bold) in enumerate(lines):
            rtl = is_right_to_left(line)
            edge, anchor = (RIGHT - 14, Anchor.END) if rtl else (LEFT + 19, Anchor.START)
            y = paper.y + 10 + 12 + at * LEADING
            paper.words(edge, y, line, BODY, bold, INK, anchor, rtl, more=True)
    paper.y += height


def _page_break(paper: Paper, _: PageBreak) -> None:
    if paper.y > paper.top:
        paper.add_page()


_DRAW: dict[type, Callable[[Paper, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: draw_table,
    Contents: _contents,
    Facts: _facts,
    Tiles: draw_tiles,
    Answer: _answer,
    Blank: draw_blank,
    Box: _box,
    Chart: draw_chart,
    PageBreak: _page_break,
}
