"""The blocks of a document drawn on a screen, so that screen and paper say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from exports.document import (
    Answer,
    Block,
    Box,
    Bullets,
    Cell,
    Chart,
    Facts,
    Heading,
    Paragraph,
    Table,
    Tiles,
)
from pages.components.charts import draw_chart
from pages.components.html import Safe, join, link, show, tag
from pages.components.tables import draw_table, lines

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")


def show_blocks(blocks: Iterable[Block], *, key: str, level: int = 2) -> None:
    """The blocks in order; a heading of level 1 becomes an h2, or what `level` says."""
    pieces, under = [], level
    for at, block in enumerate(blocks):
        if isinstance(block, Heading):
            under = min(block.level + level - 1, 5)
            pieces.append(draw_heading(block.text, under))
        else:
            pieces.append(draw_block(block, key=f"{key}-{at}", under=under))
    if any(pieces):
        show(*pieces)


def draw_block(block: Block, *, key: str, under: int = 2) -> Safe:
    """One block as HTML, beneath a heading of that level; a page break is nothing."""
    if isinstance(block, Table):
        return draw_table(block, key=key)
    if isinstance(block, Chart):
        return draw_chart(block, key=key)
    if isinstance(block, Answer):
        return _answer(block, under + 1)
    draw = _DRAW.get(type(block))
    return draw(block) if draw else Safe("")


def draw_heading(text: str, level: int, **attributes: str) -> Safe:
    """A heading that a link on the page may lead to."""
    return tag(f"h{level}", text, id=place_of(text), tabindex="-1", **attributes)


def place_of(text: str) -> str:
    """The id of the heading with these words."""
    return f"part-{_NOT_IN_AN_ID.sub('-', text.casefold()).strip('-')[:60]}"


def show_contents(headings: Sequence[str]) -> None:
    """Links to the headings of this page."""
    rows = (tag("li", link(text, f"#{place_of(text)}")) for text in headings)
    show(
        tag("nav", tag("h2", "On this page"), tag("ul", *rows), class_="contents",
            aria_label="On this page")
    )  # fmt: skip


def _paragraph(block: Paragraph) -> Safe:
    kinds = [kind for kind, on in (("strong", block.strong), ("small", block.small)) if on]
    marks = {"class_": " ".join(kinds)} if kinds else {}
    return join(tag("p", lines(part), dir="auto", **marks) for part in block.text.split("\n\n"))


def _bullets(block: Bullets) -> Safe:
    items = (tag("li", lines(item), dir="auto") for item in block.items)
    return tag("ol" if block.numbered else "ul", *items)


def _facts(block: Facts) -> Safe:
    pairs = (
        tag("div", tag("dt", label), tag("dd", lines(value) or "-", dir="auto"))
        for label, value in block.pairs
    )
    return tag("dl", *pairs, class_="facts")


def _tiles(block: Tiles) -> Safe:
    return draw_tiles((label, value, note, "") for label, value, note in block.tiles)


def draw_tiles(tiles: Iterable[tuple[str, str, str, str]]) -> Safe:
    """Headline numbers: label, value, the line beneath, and a tone ("" for none)."""
    cards = (
        tag(
            "div", tag("dt", label), tag("dd", value, class_="value"),
            tag("dd", note, class_="note") if note else "",
            class_=f"tile tone-{tone.replace('_', '-')}" if tone else "tile",
        )
        for label, value, note, tone in tiles
    )  # fmt: skip
    return tag("dl", *cards, class_="tiles")


def _answer(block: Answer, level: int) -> Safe:
    parts = (
        tag("div", tag("dt", label), tag("dd", lines(words), dir="auto"))
        for label, words in block.parts
    )
    return tag(
        "section",
        tag(f"h{level}", block.question),
        tag("p", block.reference, class_="reference") if block.reference else "",
        tag("p", _said(block.answer), _last(block.previous), class_="said", dir="auto"),
        tag("dl", *parts, class_="facts") if block.parts else "",
        class_="answer",
    )


def _said(cell: Cell) -> Safe:
    if cell.tone is None:
        return lines(cell.text)
    return tag("span", cell.text, class_=f"tag tag-{cell.tone.replace('_', '-')}")


def _last(previous: str) -> Safe | str:
    return tag("span", f"Last year: {previous}", class_="last") if previous else ""


def _box(block: Box) -> Safe:
    title = tag("p", tag("strong", block.title)) if block.title else ""
    words = (tag("p", lines(part), dir="auto") for part in block.text.split("\n\n"))
    return tag("div", title, *words, class_=f"box tone-{block.tone.replace('_', '-')}")


_DRAW: Mapping[type, Callable[[Any], Safe]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Tiles: _tiles,
    Box: _box,
}
