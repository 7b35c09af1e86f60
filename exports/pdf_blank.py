"""Room to write on paper: boxes to tick and ruled lines."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Blank
from exports.palette import INK, MUTED
from exports.pdf_paper import BODY, LEADING, LEFT, RIGHT, SPAN, Paper
from exports.pdf_words import flow
from exports.typeface import clean, text_width, wrap

_RULED = 26.0


def blank_height(block: Blank) -> float:
    """The height to begin a blank in: all of it, save for lines beyond the sixth."""
    asked = len(wrap(clean(block.question), BODY, SPAN, bold=True)) * LEADING + 8
    asked += len(wrap(clean(block.hint), BODY, SPAN)) * LEADING if block.hint else 0
    ticks = sum(height for _, height in _tick_rows(block.choices))
    return min(asked + ticks + min(block.lines, 6) * _RULED, 600.0)


def draw_blank(paper: Paper, block: Blank) -> None:
    """The question, boxes to tick, and ruled lines."""
    paper.need(blank_height(block))
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
                paper.words(x + 21, paper.y + 12 + number * LEADING, line, more=True)
