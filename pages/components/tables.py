"""A document's tables as they stand on a screen: real tables, that scroll when wide."""

from __future__ import annotations

from exports.document import Cell, Table
from pages.components.html import Safe, class_of, escape, tag

#: Where a row's heading has more characters, all are set lighter, in a wider column.
_LONG = 40


def draw_table(table: Table, *, key: str) -> Safe:
    """The table with its caption where it shows one, its headings, and the tones of its cells."""
    name = f"{class_of(key)}-caption"
    head = tag("tr", *(_head(table, at, text) for at, text in enumerate(table.columns)))
    body = [
        tag("tr", *(_cell(table, at, cell) for at, cell in enumerate(row))) for row in table.rows
    ] or [tag("tr", tag("td", "Nothing to list.", colspan=str(len(table.columns))))]
    caption = tag("caption", table.caption, id=name) if table.shows_caption else ""
    drawn = tag(
        "table", caption, tag("thead", head), tag("tbody", *body),
        class_="data long" if _has_long_headings(table) else "data",
    )  # fmt: skip
    named = {"aria_labelledby": name} if caption else {"aria_label": table.caption}
    return tag("div", drawn, class_="scroll", role="region", tabindex="0", **named)


def draw_details(title: str, *inner: Safe) -> Safe:
    """Pieces that open beneath a title."""
    return tag("details", tag("summary", title), *inner, class_="numbers")


def lines(text: object) -> Safe:
    """Plain words with their line ends kept; safe HTML as it is."""
    if isinstance(text, Safe):
        return text
    return Safe("<br>".join(escape(line) for line in str(text).strip().splitlines()))


def _has_long_headings(table: Table) -> bool:
    firsts = (row[0] for row in table.rows if row)
    return any(len(c.text if isinstance(c, Cell) else c) > _LONG for c in firsts)


def _head(table: Table, at: int, text: str) -> Safe:
    return tag("th", text, scope="col", **_classes(table, at, None))


def _cell(table: Table, at: int, raw: str | Cell) -> Safe:
    cell = raw if isinstance(raw, Cell) else Cell(raw)
    is_header = at == 0 and table.row_headers
    attributes = {"scope": "row"} if is_header else {}
    return tag(
        "th" if is_header else "td", lines(cell.text), dir="auto", **attributes,
        **_classes(table, at, cell),
    )  # fmt: skip


def _classes(table: Table, at: int, cell: Cell | None) -> dict[str, str]:
    names = ["number"] if at in table.numeric else []
    names += [f"tone-{cell.tone.replace('_', '-')}"] if cell and cell.tone else []
    return {"class_": " ".join(names)} if names else {}
