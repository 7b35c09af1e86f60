"""A QR code, drawn on paper as a figure that says what it opens."""

from __future__ import annotations

import segno

from exports.palette import INK
from exports.pdf_paper import Paper
from exports.scene import Rect

_QUIET = 4  # white modules round the code, which readers need
_PAPER = "#ffffff"


def draw_qr(paper: Paper, address: str, *, left: float, down: float, wide: float) -> None:
    """Draw the code that opens the address, in a square with its white edge."""
    code = segno.make(address, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    side = wide / (len(rows) + 2 * _QUIET)
    paper.rect(left, down, wide, wide, _PAPER)
    with paper.tag("Figure", alt=f"QR code that opens {address}"):
        for y, row in enumerate(rows):
            for x, width in _runs(row):
                mark = Rect((x + _QUIET) * side, (y + _QUIET) * side, width * side, side, INK)
                paper.mark(mark, left, down)


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """The dark stretches of a row: where each begins, and how long it is."""
    found: list[tuple[int, int]] = []
    for at, dark in enumerate(row):
        if dark and found and sum(found[-1]) == at:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((at, 1))
    return found
