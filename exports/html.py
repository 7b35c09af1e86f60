"""A document as one accessible HTML page: no script, no other file, everything escaped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from exports.charts import chart_table
from exports.document import (
    Answer,
    Blank,
    Block,
    Box,
    Bullets,
    Cell,
    Chart,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
    Tiles,
)
from exports.moment import spoken_time
from exports.palette import FILLS, WASHES
from exports.svg import render_svg
from exports.typeface import clean

_STYLE = Path(__file__).with_name("html.css")


def render_html(document: Document) -> str:
    """The document as a whole page, to be read in a browser or kept as a file."""
    title = _line(document.title)
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_style()}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#content">Skip to the content</a>\n'
        f'{_header(document, title)}<main id="content">\n'
        f"{''.join(map(_block, _levelled(document.blocks)))}</main>\n"
        f"<footer><p>{_line(document.owner)}</p></footer>\n</body>\n</html>\n"
    )


def _style() -> str:
    tones = (
        f".tone-{tone} {{ background: {WASHES[tone]}; border-left: 5px solid {FILLS[tone]}; }}\n"
        for tone in FILLS
    )
    return _STYLE.read_text("utf-8") + "".join(tones)


def _header(document: Document, title: str) -> str:
    version = f"Version {_line(document.version)}, made" if document.version else "Made"
    parts = [
        _p(document.marking, "marking"),
        _p(document.notice, "notice"),
        _p(document.owner, "owner"),
        f"<h1>{title}</h1>\n",
        _p(document.subtitle, "subtitle"),
        f'<p class="made">{version} {spoken_time(document.made)}</p>\n',
    ]
    return f"<header>\n{''.join(parts)}</header>\n"


def _p(text: str, kind: str) -> str:
    return f'<p class="{kind}">{_line(text)}</p>\n' if text else ""


def _line(text: str) -> str:
    return escape(" ".join(clean(text).split()))


def _words(text: str) -> str:
    """Plain words, their line ends kept."""
    return escape(clean(text).strip()).replace("\n", "<br>")


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with headings that never skip a level."""
    levelled: list[Block] = []
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, level + 1)
            levelled.append(replace(block, level=level))
        else:
            levelled.append(block)
    return levelled


def _block(block: Block) -> str:
    return _DRAW[type(block)](block)


def _heading(block: Heading) -> str:
    level = min(block.level + 1, 6)
    anchor = f' id="{escape(block.anchor)}"' if block.anchor else ""
    return f"<h{level}{anchor}>{_line(block.text)}</h{level}>\n"


def _paragraph(block: Paragraph) -> str:
    kinds = [kind for kind, on in (("strong", block.strong), ("small", block.small)) if on]
    mark = f' class="{" ".join(kinds)}"' if kinds else ""
    if block.target:
        return f"<p{mark}>{_leading(block.text, block.target)}</p>\n"
    return _paragraphs(block.text, mark)


def _leading(text: str, target: str) -> str:
    """Words as a link; anything but an address of the web or of this page stays words."""
    if not target.startswith(("https://", "http://", "/", "#")):
        return _words(text)
    return f'<a href="{escape(target)}">{_words(text)}</a>'


def _paragraphs(text: str, mark: str = "") -> str:
    parts = [part for part in clean(text).split("\n\n") if part.strip()]
    return "".join(f'<p{mark} dir="auto">{_words(part)}</p>\n' for part in parts)


def _bullets(block: Bullets) -> str:
    kind = "ol" if block.numbered else "ul"
    items = "".join(f'<li dir="auto">{_words(item)}</li>\n' for item in block.items)
    return f"<{kind}>\n{items}</{kind}>\n"


def _table(block: Table) -> str:
    caption = (
        f"<caption>{_line(block.caption)}</caption>\n"
        if block.caption and block.shows_caption
        else ""
    )
    heads = "".join(
        f'<th scope="col"{_numeric(block, at)}>{_line(head)}</th>'
        for at, head in enumerate(block.columns)
    )
    rows = "".join(_row(block, row) for row in block.rows)
    if not block.rows:
        rows = f'<tr><td colspan="{len(block.columns)}">Nothing to list.</td></tr>\n'
    name = _line(block.caption) or "Table"
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{name}"><table>\n{caption}'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
    )


def _contents(block: Contents) -> str:
    return _table(block.as_table())


def _numeric(block: Table, at: int) -> str:
    return ' class="number"' if at in block.numeric else ""


def _row(block: Table, row: Sequence[str | Cell]) -> str:
    cells = []
    for at, raw in enumerate(row):
        cell = raw if isinstance(raw, Cell) else Cell(raw)
        kinds = ["number"] if at in block.numeric else []
        kinds += [f"tone-{cell.tone}"] if cell.tone else []
        mark = f' class="{" ".join(kinds)}"' if kinds else ""
        words = _leading(cell.text, cell.target)
        if at == 0 and block.row_headers:
            cells.append(f'<th scope="row" dir="auto"{mark}>{words}</th>')
        else:
            cells.append(f'<td dir="auto"{mark}>{words}</td>')
    return f"<tr>{''.join(cells)}</tr>\n"


def _facts(block: Facts) -> str:
    pairs = "".join(
        f'<div><dt>{_line(label)}</dt><dd dir="auto">{_words(value) or "-"}</dd></div>\n'
        for label, value in block.pairs
    )
    return f'<dl class="facts">\n{pairs}</dl>\n'


def _tiles(block: Tiles) -> str:
    tiles = "".join(
        f'<li><span class="label">{_line(label)}</span> '
        f'<span class="value">{_line(value)}</span> <span class="line">{_line(line)}</span></li>\n'
        for label, value, line in block.tiles
    )
    return f'<ul class="tiles">\n{tiles}</ul>\n'


def _answer(block: Answer) -> str:
    before = f"Last year: {block.previous}" if block.previous else ""
    if block.answer.tone is None:
        answer = _paragraphs(block.answer.text or "Not answered") + _p(before, "before")
    else:
        rating = f'<span class="rating tone-{block.answer.tone}">{_line(block.answer.text)}</span>'
        last = f' <span class="before">{_line(before)}</span>' if before else ""
        answer = f"<p>{rating}{last}</p>\n"
    parts = Facts(tuple((label, text) for label, text in block.parts if text.strip()))
    more = _facts(parts) if parts.pairs else ""
    reference = _p(block.reference, "small")
    asked = f'<p class="question" dir="auto">{_words(block.question)}</p>\n'
    return f'<section class="answer">\n{asked}{reference}{answer}{more}</section>\n'


def _blank(block: Blank) -> str:
    asked = f'<p class="question">{_words(block.question)}</p>\n{_p(block.hint, "small")}'
    ticks = "".join(f"<li>{_line(choice)}</li>\n" for choice in block.choices)
    boxes = f'<ul class="ticks">\n{ticks}</ul>\n' if ticks else ""
    lines = '<div class="ruled" aria-hidden="true"></div>\n' * block.lines
    return f'<section class="answer">\n{asked}{boxes}{lines}</section>\n'


def _box(block: Box) -> str:
    title = f'<p class="strong">{_line(block.title)}</p>\n' if block.title else ""
    return f'<div class="box tone-{block.tone}">\n{title}{_paragraphs(block.text)}</div>\n'


def _chart(block: Chart) -> str:
    return (
        f'<figure>\n<figcaption><span class="strong">{_line(block.title)}</span><br>'
        f"{_words(block.alt)}</figcaption>\n{render_svg(block)}\n</figure>\n"
        f"{_table(chart_table(block))}"
    )


def _page_break(_: PageBreak) -> str:
    return '<hr class="page">\n'


_DRAW: dict[type, Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Bullets: _bullets,
    Table: _table,
    Contents: _contents,
    Facts: _facts,
    Tiles: _tiles,
    Answer: _answer,
    Blank: _blank,
    Box: _box,
    Chart: _chart,
    PageBreak: _page_break,
}
