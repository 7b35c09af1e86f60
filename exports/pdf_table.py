"""Tables on paper: columns that fit their words, rows kept whole, headers on every page."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from exports.document import Cell, Table
from exports.palette import BRAND, FAINT, FILLS, INK, MUTED, RULE, WASHES
from exports.pdf_paper import BODY, LEADING, LEFT, RIGHT, SPAN, Paper
from exports.pdf_script import is_right_to_left
from exports.scene import Anchor
from exports.typeface import clean, text_width, wrap

_PAD, _SIDE = 4.5, 6.0
_STRIP = 3.0
#: A row header of more characters than this is not set bold.
_SHORT = 40


@dataclass(frozen=True, slots=True)
class _Row:
    """A row set in lines, ready to draw."""

    cells: tuple[Cell, ...]
    lines: tuple[tuple[str, ...], ...]

    @property
    def depth(self) -> int:
        """How many lines its deepest cell has."""
        return max((len(lines) for lines in self.lines), default=1)

    @property
    def height(self) -> float:
        """The height of the whole row."""
        return self.depth * LEADING + 2 * _PAD


@dataclass(frozen=True, slots=True)
class _Grid:
    """A table whose columns have their widths."""

    table: Table
    widths: tuple[float, ...]
    header: _Row
    rows: tuple[_Row, ...]
    headed: bool = True
    bold_heads: bool = True


def draw_table(paper: Paper, table: Table) -> None:
    """Draw the table; one too wide for the page is drawn as several that repeat column one."""
    for part in split_columns(_printable(table)):
        _draw(paper, _lay_out(part))


def draw_pairs(paper: Paper, pairs: Sequence[tuple[str, str]]) -> None:
    """Draw label and value pairs as a table without a header row."""
    _draw(paper, _lay_out_pairs(pairs))


def pairs_height(pairs: Sequence[tuple[str, str]]) -> float:
    """The height that label and value pairs take."""
    return sum(row.height for row in _lay_out_pairs(pairs).rows)


def _lay_out_pairs(pairs: Sequence[tuple[str, str]]) -> _Grid:
    rows = tuple((label, value or "-") for label, value in pairs)
    longest = max((text_width(clean(label), BODY, bold=True) for label, _ in pairs), default=0.0)
    share = min(max((longest + 2 * _SIDE + 2) / SPAN, 0.25), 0.45)
    plain = _printable(Table("", ("", ""), rows, widths=(share, 1 - share)))
    return _lay_out(plain, headed=False)


def table_lead(table: Table) -> float:
    """The height that its caption, its header and its first row take."""
    grid = _lay_out(split_columns(_printable(changed_rows(table, table.rows[:1])))[0])
    first = grid.rows[0].height if grid.rows else LEADING
    return _caption_height(grid) + grid.header.height + min(first, 6 * LEADING)


def changed_rows(table: Table, rows: tuple[tuple[str | Cell, ...], ...]) -> Table:
    """The same table with other rows."""
    return replace(table, rows=rows)


def _printable(table: Table) -> Table:
    """The table with words that can be drawn, every row as long as the header."""
    count = len(table.columns)

    def cell(raw: str | Cell) -> Cell:
        return replace(raw, text=clean(raw.text)) if isinstance(raw, Cell) else Cell(clean(raw))

    blank = ("",) * count
    rows = tuple(tuple(map(cell, (*row, *blank)[:count])) for row in table.rows)
    heads = tuple(map(clean, table.columns))
    return replace(table, caption=clean(table.caption), columns=heads, rows=rows)


# Columns.


def _longest_word(text: str, *, bold: bool = False) -> float:
    words = text.split()
    return max((text_width(word, BODY, bold=bold) for word in words), default=0.0)


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _least(table: Table) -> list[float]:
    """The narrowest each column may be: its longest word, within reason."""
    count, most = len(table.columns), SPAN * 0.3
    least = [_longest_word(head, bold=True) for head in table.columns]
    for row in table.rows:
        for at in range(count):
            bold = at == 0 and table.row_headers
            extra = _STRIP if isinstance(row[at], Cell) else 0.0
            least[at] = max(least[at], _longest_word(_text(row[at]), bold=bold) + extra)
    return [min(wide, most) + 2 * _SIDE + 1 for wide in least]


def _natural(table: Table) -> list[float]:
    """How wide each column would be with every cell on one line."""
    natural = [text_width(head, BODY, bold=True) for head in table.columns]
    for row in table.rows:
        for at, cell in enumerate(row):
            natural[at] = max(natural[at], text_width(_text(cell), BODY, bold=not at))
    return [wide + 2 * _SIDE + 1 for wide in natural]


def split_columns(table: Table) -> list[Table]:
    """The table, or when its columns cannot fit the page, several that share column one."""
    least = _least(table)
    if sum(least) <= SPAN or len(least) < 3:
        return [table]
    groups: list[list[int]] = [[]]
    first = max(least[0], SPAN * 0.25)
    taken = first
    for at, wide in enumerate(least[1:], start=1):
        if groups[-1] and taken + wide > SPAN:
            groups.append([])
            taken = first
        groups[-1].append(at)
        taken += wide
    return [_take(table, group, at, len(groups)) for at, group in enumerate(groups, start=1)]


def _take(table: Table, group: list[int], part: int, parts: int) -> Table:
    columns = [0, *group]
    return Table(
        caption=f"{table.caption} (part {part} of {parts})" if parts > 1 else table.caption,
        columns=tuple(table.columns[at] for at in columns),
        rows=tuple(tuple(row[at] for at in columns) for row in table.rows),
        row_headers=table.row_headers,
        numeric=frozenset(new for new, old in enumerate(columns) if old in table.numeric),
        shows_caption=table.shows_caption or parts > 1,
    )


def _column_widths(table: Table) -> tuple[float, ...]:
    least = _least(table)
    if len(table.widths) == len(least):
        asked = [SPAN * part / sum(table.widths) for part in table.widths]
        if all(wide >= narrow for wide, narrow in zip(asked, least, strict=True)):
            return tuple(asked)
    if sum(least) >= SPAN:
        return tuple(wide * SPAN / sum(least) for wide in least)
    natural = [max(pair) for pair in zip(_natural(table), least, strict=True)]
    spare, want = SPAN - sum(least), sum(natural) - sum(least)
    if want <= spare:
        return tuple(wide * SPAN / sum(natural) for wide in natural)
    # The wish for room grows more slowly than the words, so that a long column wraps more;
    # numbers need no more than they take.
    wishes = [
        0.0 if at in table.numeric else (wide - narrow) ** 0.8
        for at, (wide, narrow) in enumerate(zip(natural, least, strict=True))
    ]
    whole = sum(wishes) or 1.0
    return tuple(n + spare * wish / whole for n, wish in zip(least, wishes, strict=True))


def _lay_out(table: Table, *, headed: bool = True) -> _Grid:
    widths = _column_widths(table)
    heads = tuple(Cell(head) for head in table.columns)
    bold = _bold_heads(table) if headed else True
    rows = tuple(
        _set(tuple(c if isinstance(c, Cell) else Cell(c) for c in row), widths, bold)
        for row in table.rows
    )
    return _Grid(table, widths, _set(heads, widths, True, all_bold=True), rows, headed, bold)


def _bold_heads(table: Table) -> bool:
    """Whether the first column heads its rows in few words; long wording stays light."""
    return table.row_headers and all(len(_text(row[0])) <= _SHORT for row in table.rows)


def _set(
    cells: tuple[Cell, ...], widths: Sequence[float], headed: bool, *, all_bold: bool = False
) -> _Row:
    lines = tuple(
        tuple(wrap(cell.text, BODY, _inside(cell, wide), bold=all_bold or (headed and not at)))
        for at, (cell, wide) in enumerate(zip(cells, widths, strict=True))
    )
    return _Row(cells, lines)


def _inside(cell: Cell, wide: float) -> float:
    return wide - 2 * _SIDE - (0.0 if cell.tone is None else _STRIP)


# Drawing.


def _caption_lines(grid: _Grid) -> list[str]:
    shown = grid.table.caption if grid.table.shows_caption else ""
    return wrap(shown, BODY, SPAN, bold=True) if shown else []


def _caption_height(grid: _Grid) -> float:
    lines = _caption_lines(grid)
    return len(lines) * LEADING + 4 if lines else 0.0


def _draw(paper: Paper, grid: _Grid) -> None:
    first = min(grid.rows[0].height, 6 * LEADING) if grid.rows else LEADING
    header = grid.header.height if grid.headed else 0.0
    paper.need(_caption_height(grid) + header + first)
    with paper.tag("Table"):
        _draw_caption(paper, grid)
        if grid.headed:
            _draw_header(paper, grid)
        else:
            paper.rule(LEFT, paper.y, RIGHT, RULE)
        for row in grid.rows:
            _draw_row(paper, grid, row)
        if not grid.rows:
            with paper.tag("TR"), paper.tag("TD"):
                paper.words(LEFT + _SIDE, paper.y + _PAD + 12, "Nothing to list.", fill=MUTED)
            paper.y += LEADING + 2 * _PAD
    paper.y += 14


def _draw_caption(paper: Paper, grid: _Grid) -> None:
    lines = _caption_lines(grid)
    if not lines:
        return
    with paper.tag("Caption"):
        for line in lines:
            paper.words(LEFT, paper.y + 12, line, bold=True, more=True)
            paper.y += LEADING
    paper.y += 4


def _draw_header(paper: Paper, grid: _Grid, *, again: bool = False) -> None:
    """The header row; on later pages it is decoration, since the first says it."""
    height = grid.header.height
    paper.rect(LEFT, paper.y, SPAN, height, FAINT)
    paper.rule(LEFT, paper.y + height, RIGHT, BRAND, 1.2)
    x = LEFT
    with ExitStack() as row:
        if not again:
            row.enter_context(paper.tag("TR"))
        for at, (lines, wide) in enumerate(zip(grid.header.lines, grid.widths, strict=True)):
            with ExitStack() as cell:
                if not again:
                    cell.enter_context(paper.tag("TH", scope="Column"))
                right = at in grid.table.numeric
                _draw_lines(paper, lines, x, wide, right=right, bold=True, artifact=again)
            x += wide
    paper.y += height


def _draw_row(paper: Paper, grid: _Grid, row: _Row) -> None:
    """The row whole; one taller than a page is torn between its lines."""
    again = grid.header.height if grid.headed else 0.0
    if row.height > paper.room and row.height <= paper.height - again:
        _next_page(paper, grid)
    done = 0
    while done < row.depth:
        fit = int((paper.room - 2 * _PAD) // LEADING)
        if fit < 1:
            _next_page(paper, grid)
            continue
        _draw_lines_of_row(paper, grid, row, done, min(done + fit, row.depth))
        done += fit


def _next_page(paper: Paper, grid: _Grid) -> None:
    paper.add_page()
    if grid.headed:
        _draw_header(paper, grid, again=True)


def _draw_lines_of_row(paper: Paper, grid: _Grid, row: _Row, start: int, end: int) -> None:
    height = (end - start) * LEADING + 2 * _PAD
    x = LEFT
    with paper.tag("TR"):
        for at, (cell, wide) in enumerate(zip(row.cells, grid.widths, strict=True)):
            shift = _wash(paper, cell, x, wide, height)
            paper.lead(x, paper.y, wide, height, cell.target)
            heads = at == 0 and grid.table.row_headers
            with paper.tag("TH" if heads else "TD", scope="Row" if heads else ""):
                right = at in grid.table.numeric
                lines, bold = row.lines[at][start:end], heads and grid.bold_heads
                fill = BRAND if cell.target else INK
                _draw_lines(
                    paper, lines, x + shift, wide - shift, right=right, bold=bold, fill=fill
                )
            x += wide
    paper.y += height
    paper.rule(LEFT, paper.y, RIGHT, RULE)


def _wash(paper: Paper, cell: Cell, x: float, wide: float, height: float) -> float:
    """Colour a cell by its tone; returns how far its words move aside."""
    if cell.tone is None:
        return 0.0
    paper.rect(x + 1, paper.y + 1, wide - 2, height - 1.5, WASHES[cell.tone])
    paper.rect(x + 1, paper.y + 1, _STRIP, height - 1.5, FILLS[cell.tone])
    return _STRIP


def _draw_lines(
    paper: Paper,
    lines: Sequence[str],
    x: float,
    wide: float,
    *,
    right: bool,
    bold: bool,
    artifact: bool = False,
    fill: str = INK,
) -> None:
    rtl = is_right_to_left("".join(lines))
    edge = x + wide - _SIDE if right or rtl else x + _SIDE
    anchor = Anchor.END if right or rtl else Anchor.START
    for at, line in enumerate(lines):
        y = paper.y + _PAD + at * LEADING + 12
        more = at + 1 < len(lines)
        paper.words(edge, y, line, BODY, bold, fill, anchor, rtl, artifact, more)
