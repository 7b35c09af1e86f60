"""Headline tiles and charts on paper; each chart stands above its table."""

from __future__ import annotations

from collections.abc import Sequence

from exports.charts import chart_table, lay_out_chart
from exports.document import Chart, Tiles
from exports.palette import BRAND, FAINT, INK, MUTED
from exports.pdf_paper import BODY, LEADING, LEFT, SPAN, Paper
from exports.pdf_table import draw_table
from exports.pdf_words import GAP, flow
from exports.scene import Band, Scene
from exports.typeface import clean, text_width, wrap


def draw_tiles(paper: Paper, block: Tiles) -> None:
    """Tiles in rows of two or three, each row whole."""
    count = 3 if len(block.tiles) % 3 == 0 or len(block.tiles) > 4 else 2
    for start in range(0, len(block.tiles), count):
        _tile_row(paper, block.tiles[start : start + count], count)
    paper.y += GAP


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
            paper.words(x + 16, y + 12 + start * LEADING, line, BODY, True, MUTED, more=True)
        y += depths[0] * LEADING
        size = _BIG if _fits_big(" ".join(text[1]), wide - 26) else _LESS_BIG
        for at, line in enumerate(text[1]):
            paper.words(x + 16, y + 26 + at * 26, line, size, True, INK, more=True)
        y += depths[1] * 32
        for at, line in enumerate(text[2]):
            paper.words(x + 16, y + 14 + at * LEADING, line, BODY, False, MUTED, more=True)


def chart_lead(block: Chart) -> float:
    """The height to begin a chart in: all of it when it is not too tall."""
    return _lead(block, lay_out_chart(block, SPAN, BODY))


def _lead(block: Chart, scene: Scene) -> float:
    head = _chart_head(block)
    whole = head + scene.height
    return whole if whole <= _TALLEST else head + min(scene.height, 150.0)


def _chart_head(block: Chart) -> float:
    title = wrap(clean(block.title), 13, SPAN, bold=True)
    return len(title) * 17 + len(wrap(clean(block.alt), BODY, SPAN)) * LEADING + 10


#: A chart taller than this may be parted between its rows.
_TALLEST = 420.0


def draw_chart(paper: Paper, block: Chart) -> None:
    """The chart's title, what it shows in words, its marks, and its table."""
    scene = lay_out_chart(block, SPAN, BODY)
    paper.need(_lead(block, scene))
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
