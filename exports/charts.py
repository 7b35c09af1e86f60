"""Charts laid out once as a Scene, and as the data table that stands beneath each.

Every row carries its label, its figures in words and its note ("n 42"), so that colour
tells nothing that the words do not. Values stand on their mark where they fit and beside
or beneath it otherwise.
"""

from __future__ import annotations

from dataclasses import replace as changed

from exports.chart_columns import columns_fit, draw_columns
from exports.chart_plan import (
    Plan,
    is_hidden,
    make_plan,
    note_of,
    shift,
    value_words,
    why_hidden,
)
from exports.chart_rows import draw_row, point_fill
from exports.document import Cell, Chart, ChartKind, Table
from exports.palette import FAINT, MUTED, RULE, WHITE
from exports.scene import Band, Dot, Line, Mark, Rect, Scene, Words
from exports.typeface import clean, text_width

NOTHING = "There is nothing to show yet."
#: Room between bands, as a part of the text size.
_BETWEEN = 1.0


def chart_table(chart: Chart) -> Table:
    """The chart's numbers as a table: its own, or a row a label and a column a series."""
    if chart.table:
        return chart.table
    notes = any(chart.notes)
    rows = tuple(
        (label, *_row_cells(chart, at), *((note_of(chart, at),) if notes else ()))
        for at, label in enumerate(chart.labels)
    )
    heads = tuple(series.label for series in chart.series)
    columns = (chart.row_heading, *heads, *(("Note",) if notes else ()))
    return Table(
        caption=chart.title,
        columns=columns,
        rows=rows,
        widths=(3.0, *(1.0 for _ in columns[1:])),
        numeric=frozenset(range(1, len(columns))),
    )


def _row_cells(chart: Chart, at: int) -> tuple[str | Cell, ...]:
    if is_hidden(chart, at):
        return tuple(why_hidden(chart, at) for _ in chart.series)
    return tuple(value_words(chart, series, at) for series in chart.series)


def lay_out_chart(chart: Chart, width: float, size: float = 14.0) -> Scene:
    """The chart as marks on a scene of that width, its words set at `size`."""
    chart = _printable(chart)
    if not chart.labels or not chart.series:
        return _stack([_words_band(NOTHING, width, size)], width, size)
    plan = make_plan(chart, width, size)
    if chart.kind is ChartKind.COLUMNS and columns_fit(plan):
        return _stack([*_legend(plan), draw_columns(plan)], width, size)
    rows = [draw_row(plan, at) for at in range(len(chart.labels))]
    return _stack([*_legend(plan), *rows], width, size)


def _printable(chart: Chart) -> Chart:
    """The chart with words that can be drawn, and no more values than labels."""

    def one_line(text: str) -> str:
        return " ".join(clean(text).split())

    series = tuple(changed(s, label=one_line(s.label)) for s in chart.series)
    return changed(
        chart,
        labels=tuple(map(one_line, chart.labels)),
        notes=tuple(map(one_line, chart.notes)),
        series=series,
    )


def _legend(plan: Plan) -> list[Band]:
    """The key: what each colour or mark stands for; none where words say it already."""
    chart, size = plan.chart, plan.size
    if len(chart.series) < 2 or chart.kind is ChartKind.BARS:
        return []
    x, y, marks = 0.0, size * 0.6, list[Mark]()
    for at, series in enumerate(chart.series):
        wide = text_width(series.label, size) * 1.04 + size * 1.4
        if x and x + wide > plan.width:
            x, y = 0.0, y + size * 1.5
        marks.append(_key(plan, at, x, y))
        marks.append(Words(x + size * 1.4, y + size * 0.36, series.label, size))
        x += wide + size * 1.4
    return [Band(0, y + size * 0.8, tuple(marks))]


def _key(plan: Plan, at: int, x: float, y: float) -> Mark:
    size, fill = plan.size, plan.fills[at]
    if plan.chart.kind in (ChartKind.LOLLIPOP, ChartKind.SLOPE):
        past = (at == 1) == (plan.chart.kind is ChartKind.LOLLIPOP)
        if past:
            return Dot(x + size * 0.5, y, size * 0.44, WHITE, MUTED, size * 0.18)
        return Dot(x + size * 0.5, y, size * 0.48, point_fill(plan.chart.series[at]))
    return Rect(x, y - size * 0.5, size, size, fill)


def _words_band(words: str, width: float, size: float) -> Band:
    box = Rect(0, 0, width, size * 3.4, FAINT)
    rule = Line(0, 0, 0, size * 3.4, RULE, 2)
    return Band(0, size * 3.4, (box, rule, Words(size, size * 2.06, words, size, MUTED)))


def _stack(bands: list[Band], width: float, size: float) -> Scene:
    """The bands one under another, with room between them."""
    placed: list[Band] = []
    y = size * 0.3
    for band in bands:
        marks = tuple(shift(mark, y) for mark in band.marks)
        placed.append(Band(y, y + band.bottom, marks))
        y += band.bottom + size * _BETWEEN
    return Scene(width, y - size * _BETWEEN + size * 0.3, tuple(placed))
