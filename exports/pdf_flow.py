"""The blocks of a document on paper, one function a kind, each moving down the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from exports.charts import chart_table, lay_out_chart
from exports.document import (
    Answer,
    Blank,
    Block,
    Box,
    Bullets,
    Chart,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    Tiles,
)
from exports.palette import BRAND, FAINT, FILLS, INK, MUTED, RULE, WASHES
from exports.pdf_paper import BODY, LEADING, LEFT, RIGHT, SPAN, Paper
from exports.pdf_script import is_right_to_left
from exports.pdf_table import draw_pairs, draw_table, table_lead
from exports.scene import Anchor, Band, Scene
from exports.typeface import clean, text_width, wrap

_HEADINGS = {1: 18.0, 2: 15.0}
_LEAST_HEADING = 13.0
_GAP = 8.0


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
            return _chart_lead(block, lay_out_chart(block, SPAN, BODY))
        case Table():
            return table_lead(block)
        case Tiles():
            return 100.0
        case Answer():
            return 5 * LEADING
        case Blank():
            return _blank_height(block)
        case _:
            return 3 * LEADING


def flow(
    paper: Paper,
    lines: Sequence[str],
    *,
    x: float = LEFT,
    right: float = RIGHT,
    size: float = BODY,
    leading: float = LEADING,
    bold: bool = False,
    fill: str = INK,
) -> None:
    """Draw lines down the page and on to the next, no line of two or more left alone."""
    rtl = is_right_to_left(" ".join(lines[:3]))
    edge, anchor = (right, Anchor.END) if rtl else (x, Anchor.START)
    done = 0
    while done < len(lines):
        take = _lines_here(paper, len(lines) - done, leading, first=done == 0)
        if not take:
            paper.add_page()
            continue
        for line in lines[done : done + take]:
            paper.words(edge, paper.y + size, line, size, bold, fill, anchor, rtl)
            paper.y += leading
        done += take


def _lines_here(paper: Paper, rest: int, leading: float, *, first: bool) -> int:
    """How many of the lines to draw on this page."""
    fit = int((paper.room + 0.01) // leading)
    if fit >= rest:
        return rest
    if rest - fit == 1:
        fit -= 1
    if paper.y <= paper.top:
        return max(fit, 1)
    return 0 if fit < 1 or (first and fit < 2) else fit


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
    with paper.tag(f"H{min(block.level + 1, 6)}"):
        lines = wrap(text, size, SPAN, bold=True)
        fill = BRAND if block.level == 1 else INK
        flow(paper, lines, size=size, leading=size * 1.3, bold=True, fill=fill)
    paper.y += size * 0.45


def _paragraph(paper: Paper, block: Paragraph) -> None:
    fill = MUTED if block.small else INK
    _paragraphs(paper, block.text, bold=block.strong, fill=fill)


def _paragraphs(
    paper: Paper, text: str, *, x: float = LEFT, bold: bool = False, fill: str = INK
) -> None:
    """Each stretch between blank lines as a paragraph of its own."""
    for part in _parts(text):
        with paper.tag("P"):
            flow(paper, wrap(part, BODY, RIGHT - x, bold=bold), x=x, bold=bold, fill=fill)
        paper.y += _GAP


def _parts(text: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in clean(text).split("\n"):
        if line.strip():
            parts[-1].append(line)
        elif parts[-1]:
            parts.append([])
    return ["\n".join(part) for part in parts if part]


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
    paper.y += _GAP


# Figures.


def _facts(paper: Paper, block: Facts) -> None:
    draw_pairs(paper, block.pairs)


def _tiles(paper: Paper, block: Tiles) -> None:
    count = 3 if len(block.tiles) % 3 == 0 or len(block.tiles) > 4 else 2
    for start in range(0, len(block.tiles), count):
        _tile_row(paper, block.tiles[start : start + count], count)
    paper.y += _GAP


def _tile_row(paper: Paper, tiles: Sequence[tuple[str, str, str]], count: int) -> None:
    gap = 12.0
    wide = (SPAN - gap * (count - 1)) / count
    room = wide - 26
    texts = [
        (
            wrap(clean(label), BODY, room, bold=True),
            _big(clean(value), room),
            wrap(clean(line), BODY, room) if line else [],
        )
        for label, value, line in tiles
    ]
    labels = max(len(text[0]) for text in texts)
    values = max(len(text[1]) for text in texts)
    height = 24 + labels * LEADING + values * 32 + max(len(text[2]) for text in texts) * LEADING
    paper.need(height)
    for at, text in enumerate(texts):
        _tile(paper, LEFT + at * (wide + gap), wide, height, text, (labels, values))
    paper.y += height + gap


_BIG, _LESS_BIG = 26.0, 18.0


def _big(value: str, room: float) -> list[str]:
    """The value in lines: large when it fits on one, else smaller."""
    return wrap(value, _BIG if _fits_big(value, room) else _LESS_BIG, room, bold=True)


def _fits_big(value: str, room: float) -> bool:
    return text_width(value, _BIG, bold=True) <= room


def _tile(
    paper: Paper,
    x: float,
    wide: float,
    height: float,
    text: tuple[list[str], list[str], list[str]],
    depths: tuple[int, int],
) -> None:
    paper.rect(x, paper.y, wide, height, FAINT)
    paper.rect(x, paper.y, 4, height, BRAND)
    y = paper.y + 12
    with paper.tag("P"):
        for line, start in zip(text[0], range(depths[0]), strict=False):
            paper.words(x + 16, y + 12 + start * LEADING, line, BODY, True, MUTED)
        y += depths[0] * LEADING
        size = _BIG if _fits_big(" ".join(text[1]), wide - 26) else _LESS_BIG
        for at, line in enumerate(text[1]):
            paper.words(x + 16, y + 26 + at * 26, line, size, True, INK)
        y += depths[1] * 32
        for at, line in enumerate(text[2]):
            paper.words(x + 16, y + 14 + at * LEADING, line, BODY, False, MUTED)


def _chart_lead(block: Chart, scene: Scene) -> float:
    """The height to begin a chart in: all of it when it is not too tall."""
    head = _chart_head(block)
    whole = head + scene.height
    return whole if whole <= _TALLEST else head + min(scene.height, 150.0)


def _chart_head(block: Chart) -> float:
    title = wrap(clean(block.title), 13, SPAN, bold=True)
    return len(title) * 17 + len(wrap(clean(block.alt), BODY, SPAN)) * LEADING + 10


#: A chart taller than this may be parted between its rows.
_TALLEST = 420.0


def _chart(paper: Paper, block: Chart) -> None:
    scene = lay_out_chart(block, SPAN, BODY)
    paper.need(_chart_lead(block, scene))
    with paper.tag("P"):
        flow(paper, wrap(clean(block.title), 13, SPAN, bold=True), size=13, leading=17, bold=True)
    with paper.tag("P"):
        flow(paper, wrap(clean(block.alt), BODY, SPAN), fill=MUTED)
    paper.y += 6
    _draw_scene(paper, scene.bands, clean(block.alt))
    paper.y += 16
    draw_table(paper, chart_table(block))


def _draw_scene(paper: Paper, bands: Sequence[Band], alt: str) -> None:
    """The bands of a chart, none torn; with a key above, it is said again on a new page."""
    top = paper.y
    offset = top
    with paper.tag("Figure", alt=alt):
        for at, band in enumerate(bands):
            if offset + band.bottom > paper.bottom and at:
                paper.add_page()
                offset = paper.y - band.top + 4
            for mark in band.marks:
                paper.mark(mark, LEFT, offset)
            paper.y = offset + band.bottom
    paper.y += 4


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
        _paragraphs(paper, block.answer.text or "Not answered")
        if block.previous:
            _paragraphs(paper, f"Last year: {block.previous}", fill=MUTED)
    for label, text in block.parts:
        if text.strip():
            _part(paper, clean(label), text)
    paper.y += 2
    paper.rule(LEFT, paper.y, RIGHT, RULE, 0.5)
    paper.y += 11


def _rating(paper: Paper, block: Answer) -> None:
    """The rating as words on its colour, and last year's beside it."""
    tone, text = block.answer.tone, " ".join(clean(block.answer.text).split())
    assert tone is not None
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
            paper.words(LEFT + 14, paper.y + 15 + at * LEADING, line, bold=True)
        if beside:
            paper.words(LEFT + wide + 16, paper.y + 15, before, fill=MUTED)
    paper.y += height + 7
    if before and not beside:
        _paragraphs(paper, before, fill=MUTED)


_LABEL = 112.0


def _part(paper: Paper, label: str, text: str) -> None:
    """A labelled text: the label at the left, the words beside it."""
    labels = wrap(label, BODY, _LABEL - 10, bold=True)
    paper.need(max(len(labels), 2) * LEADING)
    start, page = paper.y, paper.page
    with paper.tag("P"):
        for at, line in enumerate(labels):
            paper.words(LEFT, start + 12 + at * LEADING, line, BODY, True, MUTED)
    _paragraphs(paper, text, x=LEFT + _LABEL)
    if paper.page == page:
        paper.y = max(paper.y, start + len(labels) * LEADING + _GAP)


def _blank_height(block: Blank) -> float:
    """The height to begin a blank in: all of it, save for lines beyond the fourth."""
    asked = len(wrap(clean(block.question), BODY, SPAN, bold=True)) * LEADING + 8
    asked += len(wrap(clean(block.hint), BODY, SPAN)) * LEADING if block.hint else 0
    ticks = sum(height for _, height in _tick_rows(block.choices))
    return min(asked + ticks + min(block.lines, 4) * _RULED, 600.0)


_RULED = 26.0


def _blank(paper: Paper, block: Blank) -> None:
    paper.need(_blank_height(block))
    with paper.tag("P"):
        flow(paper, wrap(clean(block.question), BODY, SPAN, bold=True), bold=True)
    if block.hint:
        with paper.tag("P"):
            flow(paper, wrap(clean(block.hint), BODY, SPAN), fill=MUTED)
    paper.y += 4
    for row, height in _tick_rows(block.choices):
        paper.need(height)
        _ticks(paper, row)
        paper.y += height
    for _ in range(block.lines):
        paper.need(_RULED)
        paper.y += _RULED
        paper.rule(LEFT, paper.y, RIGHT, MUTED, 0.6)
    paper.y += 14 if block.lines else 8


def _tick_rows(choices: Sequence[str]) -> list[tuple[list[list[str]], float]]:
    """Choices in rows, each choice in lines, with the row's height; short words share a row."""
    printed = [clean(choice) for choice in choices]
    if not printed:
        return []
    widest = max(text_width(choice, BODY) for choice in printed) + 36
    columns = max(1, min(int(SPAN // widest), 4, len(printed)))
    room = SPAN / columns - 30
    rows = [printed[at : at + columns] for at in range(0, len(printed), columns)]
    wrapped = [[wrap(choice, BODY, room) for choice in row] for row in rows]
    wide = [row + [[""]] * (columns - len(row)) for row in wrapped]
    return [(row, max(map(len, row)) * LEADING + 6) for row in wide]


def _ticks(paper: Paper, row: Sequence[Sequence[str]]) -> None:
    """One row of boxes to tick, each with its words beside it."""
    for at, lines in enumerate(row):
        if lines == [""]:
            continue
        x = LEFT + at * SPAN / len(row)
        paper.frame(x + 1, paper.y + 1.5, 12, 12, INK)
        with paper.tag("P"):
            for number, line in enumerate(lines):
                paper.words(x + 21, paper.y + 12 + number * LEADING, line)


def _box(paper: Paper, block: Box) -> None:
    """A washed box; one that is taller than the page goes on in a second."""
    room = SPAN - 34
    heads = wrap(clean(block.title), BODY, room, bold=True) if block.title else []
    lines = [(line, True) for line in heads]
    lines += [
        (line, False) for part in _parts(block.text) for line in [*wrap(part, BODY, room), ""]
    ]
    lines = lines[:-1] if lines and not lines[-1][0] else lines
    paper.need(min(len(lines), 12) * LEADING + 22)
    while lines:
        fit = max(int((paper.room - 22) // LEADING), 1)
        _box_part(paper, block, lines[:fit])
        lines = lines[fit:]
        if lines:
            paper.add_page()
    paper.y += 12


def _box_part(paper: Paper, block: Box, lines: Sequence[tuple[str, bool]]) -> None:
    height = len(lines) * LEADING + 20
    paper.rect(LEFT, paper.y, SPAN, height, WASHES[block.tone])
    paper.rect(LEFT, paper.y, 5, height, FILLS[block.tone])
    with paper.tag("P"):
        for at, (line, bold) in enumerate(lines):
            rtl = is_right_to_left(line)
            edge, anchor = (RIGHT - 14, Anchor.END) if rtl else (LEFT + 19, Anchor.START)
            y = paper.y + 10 + 12 + at * LEADING
            paper.words(edge, y, line, BODY, bold, INK, anchor, rtl)
    paper.y += height


def _page_break(paper: Paper, _: PageBreak) -> None:
    if paper.y > paper.top:
        paper.add_page()


_DRAW: dict[type, Callable[[Paper, Any], None]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: draw_table,
    Facts: _facts,
    Tiles: _tiles,
    Answer: _answer,
    Blank: _blank,
    Box: _box,
    Chart: _chart,
    PageBreak: _page_break,
}
