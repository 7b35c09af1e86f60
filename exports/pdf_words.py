"""Words flowing down the pages: lines that are never left alone, and paragraphs of them."""

from __future__ import annotations

from collections.abc import Sequence

from exports.palette import INK
from exports.pdf_paper import BODY, LEADING, LEFT, RIGHT, Paper
from exports.pdf_script import is_right_to_left
from exports.scene import Anchor
from exports.typeface import clean, wrap

#: The distance after a paragraph.
GAP = 8.0


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
        for at in range(done, done + take):
            y, more = paper.y + size, at + 1 < len(lines)
            paper.words(edge, y, lines[at], size, bold, fill, anchor, rtl, more=more)
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


def paragraphs(
    paper: Paper, text: str, *, x: float = LEFT, bold: bool = False, fill: str = INK
) -> None:
    """Each stretch between blank lines as a paragraph of its own."""
    for part in parts(text):
        with paper.tag("P"):
            flow(paper, wrap(part, BODY, RIGHT - x, bold=bold), x=x, bold=bold, fill=fill)
        paper.y += GAP


def parts(text: str) -> list[str]:
    """The clean text in stretches, parted where lines were left blank."""
    found: list[list[str]] = [[]]
    for line in clean(text).split("\n"):
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(part) for part in found if part]
