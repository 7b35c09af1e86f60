"""Charts laid out once as a Scene, and as the data table that stands beneath each.

Every row carries its label, its figures in words and its note ("n 42"), so that colour
tells nothing that the words do not. Values stand on their mark where they fit and beside
or beneath it otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from dataclasses import replace as changed

from exports.document import Cell, Chart, ChartKind, Series, Table
from exports.palette import FAINT, FILLS, INK, MUTED, RULE, SEQUENCE, WHITE, series_fills, text_on
from exports.scene import Anchor, Band, Dot, Line, Mark, Rect, Scene, Words
from exports.typeface import clean, shorten, text_width, wrap
from forms.model import Tone

TOO_FEW = "too few to show"
NOTHING = "There is nothing to show yet."
#: As parts of the text size, so that a chart scales with its words.
_LEADING, _BAR, _GAP, _BETWEEN = 1.3, 1.9, 0.17, 1.0


def figure(value: float) -> str:
    """A number as read: at most one decimal, thousands parted by commas."""
    return f"{value:,.1f}".removesuffix(".0")


def chart_table(chart: Chart) -> Table:
    """The chart's numbers as a table: its own, or a row a label and a column a series."""
    if chart.table:
        return chart.table
    notes = any(chart.notes)
    rows = tuple(
        (label, *_row_cells(chart, at), *((_note(chart, at),) if notes else ()))
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
    if _is_hidden(chart, at):
        return tuple(_why_hidden(chart, at) for _ in chart.series)
    return tuple(value_words(chart, series, at) for series in chart.series)


def value_words(chart: Chart, series: Series, at: int) -> str:
    """A row's value as it is said: the series' own words, else the figure and the unit."""
    if at < len(series.words) and series.words[at]:
        return series.words[at]
    value = series.values[at]
    return "not shown" if value is None else f"{figure(value)}{chart.unit}"


def _is_hidden(chart: Chart, at: int) -> bool:
    return all(series.values[at] is None for series in chart.series)


def _why_hidden(chart: Chart, at: int) -> str:
    """The words in place of a row's values: its first series' own, else that they are few."""
    words = chart.series[0].words
    return words[at] if at < len(words) and words[at] else TOO_FEW


def lay_out_chart(chart: Chart, width: float, size: float = 14.0) -> Scene:
    """The chart as marks on a scene of that width, its words set at `size`."""
    chart = _printable(chart)
    if not chart.labels or not chart.series:
        return _stack([_words_band(NOTHING, width, size)], width, size)
    plan = _plan(chart, width, size)
    if chart.kind is ChartKind.COLUMNS and _columns_fit(plan):
        return _stack([*_legend(plan), _columns(plan)], width, size)
    body = _BODIES[chart.kind]
    rows = [_row(plan, at, body) for at in range(len(chart.labels))]
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


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the columns of a chart of rows stand, and its fills and scale."""

    chart: Chart
    width: float
    size: float
    labels: float
    plot: float
    notes: float
    fills: tuple[str, ...]
    top: float

    @property
    def left(self) -> float:
        """Where the plot begins."""
        return self.labels + self.size


def _plan(chart: Chart, width: float, size: float) -> _Plan:
    notes = max((text_width(note, size) for note in chart.notes), default=0.0)
    notes = min(notes, width * 0.2)
    widest = max(text_width(label, size) for label in chart.labels)
    labels = min(widest + 1, width * 0.4)
    plot = width - labels - size - (notes + size * 0.8 if notes else 0)
    values = [v for s in chart.series for v in s.values if v is not None]
    return _Plan(
        chart=chart,
        width=width,
        size=size,
        labels=labels,
        plot=plot,
        notes=notes,
        fills=tuple(series_fills([series.tone for series in chart.series])),
        top=chart.maximum or max(values, default=0.0) or 1.0,
    )


def _note(chart: Chart, at: int) -> str:
    return chart.notes[at] if at < len(chart.notes) else ""


def _told(plan: _Plan, series: Series, at: int) -> str:
    """What a pointer over a mark reads: row, series, value and note."""
    said = f"{plan.chart.labels[at]}: {series.label} {value_words(plan.chart, series, at)}"
    note = _note(plan.chart, at)
    return f"{said} ({note})" if note else said


# Rows: a label, a body and a note, centred on one another.

#: Marks of a row's body measured from its own top, and how high it is.
_Body = tuple[list[Mark], float]


def _row(plan: _Plan, at: int, draw: Callable[[_Plan, int], _Body]) -> Band:
    body, tall = _too_few(plan, at) if _is_hidden(plan.chart, at) else draw(plan, at)
    size, leading = plan.size, plan.size * _LEADING
    label = shorten(plan.chart.labels[at], size, plan.labels, 3)
    note = shorten(_note(plan.chart, at), size, plan.notes, 2) if plan.notes else []
    height = max(tall, leading * max(len(label), len(note)))
    marks = [_shift(mark, (height - tall) / 2) for mark in body]
    marks += _lines(label, 0, _first(label, height, size), size)
    marks += _lines(note, plan.width, _first(note, height, size), size, MUTED, Anchor.END)
    return Band(0, height, tuple(marks))


def _first(lines: list[str], height: float, size: float) -> float:
    """The first baseline of lines centred on that height."""
    return (height - len(lines) * size * _LEADING) / 2 + size * 1.0


def _lines(
    lines: list[str],
    x: float,
    y: float,
    size: float,
    fill: str = INK,
    anchor: Anchor = Anchor.START,
) -> list[Mark]:
    return [
        Words(x, y + at * size * _LEADING, line, size, fill, anchor=anchor)
        for at, line in enumerate(lines)
        if line
    ]


def _too_few(plan: _Plan, at: int) -> _Body:
    tall, why = plan.size * _BAR, _why_hidden(plan.chart, at)
    track = Rect(plan.left, 0, plan.plot, tall, FAINT)
    words = Words(plan.left + plan.size * 0.6, _middle(tall, plan.size), why, plan.size, MUTED)
    return [track, words], tall


def _middle(tall: float, size: float) -> float:
    """The baseline that centres one line on a bar of that height."""
    return tall / 2 + size * 0.36


def _stacked(plan: _Plan, at: int) -> _Body:
    """The row's shares of a whole bar; what is hidden is the pale rest, said beneath."""
    tall, x = plan.size * _BAR, plan.left
    parts = [(s, s.values[at] or 0.0, fill) for s, fill in _filled(plan) if s.values[at]]
    hidden = [series for series in plan.chart.series if series.values[at] is None]
    shown = sum(value for _, value, _ in parts)
    whole = max(plan.chart.maximum, shown) if hidden else shown
    if not whole:
        return _said_beneath(plan, [_said(plan, series, at) for series in plan.chart.series])
    marks: list[Mark] = []
    beneath: list[str] = []
    for series, value, fill in parts:
        wide = plan.plot * value / whole
        ends = series is parts[-1][0] and whole == shown
        box = Rect(x, 0, max(wide - (0 if ends else plan.size * _GAP), 1.5), tall, fill,
                   _told(plan, series, at))  # fmt: skip
        marks.append(box)
        words = _fitting(plan, series, at, box.width - plan.size * 0.6)
        if words:
            marks.append(_on(words, x + box.width / 2, _middle(tall, plan.size), plan.size, fill))
        else:
            beneath.append(_said(plan, series, at))
        x += wide
    if whole > shown:
        marks.append(Rect(x, 0, plan.left + plan.plot - x, tall, FAINT))
    beneath += [_said(plan, series, at) for series in hidden]
    under, more = _said_beneath(plan, beneath)
    return marks + [_shift(mark, tall + plan.size * 0.15) for mark in under], tall + more


def _filled(plan: _Plan) -> Iterator[tuple[Series, str]]:
    return zip(plan.chart.series, plan.fills, strict=True)


def _said(plan: _Plan, series: Series, at: int) -> str:
    return f"{series.label} {value_words(plan.chart, series, at)}"


def _fitting(plan: _Plan, series: Series, at: int, room: float) -> str:
    """The longest words for a segment that fit within it, "" when none do."""
    for words in (_said(plan, series, at), value_words(plan.chart, series, at)):
        if text_width(words, plan.size) * 1.04 <= room:
            return words
    return ""


def _on(text: str, x: float, y: float, size: float, fill: str) -> Words:
    return Words(x, y, text, size, text_on(fill), anchor=Anchor.MIDDLE)


def _said_beneath(plan: _Plan, words: list[str]) -> _Body:
    """What found no room on the bar, as lines beneath it, towards its end."""
    if not words:
        return [], 0.0
    lines = wrap(", ".join(words), plan.size, plan.plot)
    right = plan.left + plan.plot
    marks = _lines(lines, right, plan.size, plan.size, MUTED, Anchor.END)
    return marks, plan.size * (_LEADING * len(lines) + 0.15)


def _bars(plan: _Plan, at: int) -> _Body:
    many = len(plan.chart.series) > 1
    tall = plan.size * (1.5 if many else _BAR)
    marks: list[Mark] = []
    y = 0.0
    for series, fill in zip(plan.chart.series, plan.fills, strict=True):
        value = series.values[at]
        words = value_words(plan.chart, series, at) + (f" {series.label}" if many else "")
        wide = 0.0
        if value is not None:
            wide = max(plan.plot * min(value / plan.top, 1.0), 1.5)
            marks.append(Rect(plan.left, y, wide, tall, fill, _told(plan, series, at)))
        marks.append(_beside(plan, words, wide, y + _middle(tall, plan.size), fill))
        y += tall + plan.size * 0.2
    return marks, y - plan.size * 0.2


def _beside(plan: _Plan, words: str, wide: float, y: float, fill: str) -> Words:
    """Words right of a bar's end, or on the bar when no room is left there."""
    need = text_width(words, plan.size) + plan.size * 0.5
    if wide + need > plan.plot and need + plan.size * 0.5 <= wide:
        x = plan.left + wide - plan.size * 0.5
        return Words(x, y, words, plan.size, text_on(fill), anchor=Anchor.END)
    return Words(plan.left + wide + plan.size * 0.5, y, words, plan.size)


def _lollipop(plan: _Plan, at: int) -> _Body:
    now, before = plan.chart.series[0], _second(plan.chart)
    return _points(plan, at, now, before, from_zero=True)


def _slope(plan: _Plan, at: int) -> _Body:
    before = plan.chart.series[0]
    now = plan.chart.series[-1]
    return _points(plan, at, now, None if now is before else before, from_zero=False)


def _second(chart: Chart) -> Series | None:
    return chart.series[1] if len(chart.series) > 1 else None


def _points(plan: _Plan, at: int, now: Series, before: Series | None, *, from_zero: bool) -> _Body:
    """A dot for now and a ring for before on one line, their figures in words behind."""
    size, radius = plan.size, plan.size * 0.48
    tall, y = size * 1.7, size * 0.85
    fill = _point_fill(now)
    value, past = now.values[at], before.values[at] if before else None
    room = plan.plot - _points_words(plan) - size * 1.4
    marks: list[Mark] = [Line(plan.left, y, plan.left + room, y, FAINT, size * 0.5)]

    def place(number: float) -> float:
        return plan.left + radius + (room - 2 * radius) * min(number / plan.top, 1.0)

    if value is not None:
        start = plan.left if from_zero else place(value if past is None else past)
        marks.append(Line(start, y, place(value), y, fill, size * 0.22))
    if past is not None and before:
        ring = Dot(place(past), y, radius, WHITE, MUTED, size * 0.18, _told(plan, before, at))
        marks.append(ring)
    if value is not None:
        marks.append(Dot(place(value), y, radius, fill, title=_told(plan, now, at)))
    return marks + _figures(plan, at, plan.left + room + size * 0.6, y, now, before), tall


def _point_fill(series: Series) -> str:
    return SEQUENCE[0] if series.tone is Tone.NEUTRAL else FILLS[series.tone]


def _figures(
    plan: _Plan, at: int, x: float, y: float, now: Series, before: Series | None
) -> list[Mark]:
    base = y + plan.size * 0.36
    bold, rest = _point_words(plan, at, now, before)
    lead = text_width(bold + " ", plan.size, bold=True)
    marks: list[Mark] = [Words(x, base, bold, plan.size, INK, bold=True)]
    return [*marks, Words(x + lead, base, rest, plan.size, MUTED)] if rest else marks


def _point_words(plan: _Plan, at: int, now: Series, before: Series | None) -> tuple[str, str]:
    bold = value_words(plan.chart, now, at)
    if before is None:
        return bold, ""
    said = f"{before.label.lower()} {value_words(plan.chart, before, at)}"
    value, past = now.values[at], before.values[at]
    if plan.chart.kind is ChartKind.SLOPE and value is not None and past is not None:
        said += f", {_moved(value, past)}"
    return bold, f"({said})"


def _moved(value: float, past: float) -> str:
    """How far and which way, in whole numbers."""
    by = round(value - past)
    return f"{'up' if by > 0 else 'down'} {figure(abs(by))}" if by else "no change"


def _points_words(plan: _Plan) -> float:
    """The room that the widest of the figures behind the lines takes."""
    slope = plan.chart.kind is ChartKind.SLOPE
    now = plan.chart.series[-1 if slope else 0]
    before = _second(plan.chart) and plan.chart.series[0 if slope else 1]
    widest = 0.0
    for at in range(len(plan.chart.labels)):
        if _is_hidden(plan.chart, at):
            continue
        bold, rest = _point_words(plan, at, now, before)
        wide = text_width(bold + " ", plan.size, bold=True) + text_width(rest, plan.size)
        widest = max(widest, wide)
    return widest


_BODIES: dict[ChartKind, Callable[[_Plan, int], _Body]] = {
    ChartKind.STACKED_BARS: _stacked,
    ChartKind.BARS: _bars,
    ChartKind.LOLLIPOP: _lollipop,
    ChartKind.SLOPE: _slope,
    ChartKind.COLUMNS: _bars,
}


# Columns: one band, a column a label and series.


def _columns_fit(plan: _Plan) -> bool:
    """Whether each label keeps room for its words; else the rows of bars are drawn."""
    each = plan.width / len(plan.chart.labels)
    longest = max((text_width(w, plan.size) for t in plan.chart.labels for w in t.split()),
                  default=0.0)  # fmt: skip
    return each >= max(plan.size * 4.5 * len(plan.chart.series), longest + plan.size * 0.8)


def _columns(plan: _Plan) -> Band:
    size, leading = plan.size, plan.size * _LEADING
    tall, each = size * 13, plan.width / len(plan.chart.labels)
    base = tall + leading
    marks: list[Mark] = []
    deepest = 0.0
    for at, label in enumerate(plan.chart.labels):
        centre = each * (at + 0.5)
        marks += _column_group(plan, at, centre, each, base, tall)
        words = _lines(shorten(label, size, each - size * 0.6, 4), centre, base + leading, size,
                       INK, Anchor.MIDDLE)  # fmt: skip
        below = base + leading * (len(words) + 1)
        note = _note(plan.chart, at)
        if note:
            words += _lines([note], centre, below, size, MUTED, Anchor.MIDDLE)
            below += leading
        marks += words
        deepest = max(deepest, below - leading * 0.6)
    marks.append(Line(0, base, plan.width, base, MUTED, 1))
    return Band(0, deepest, tuple(marks))


def _column_group(
    plan: _Plan, at: int, centre: float, each: float, base: float, tall: float
) -> list[Mark]:
    size, count = plan.size, len(plan.chart.series)
    wide = min(each * 0.72 / count, size * 5)
    x = centre - wide * count / 2
    marks: list[Mark] = []
    for series, fill in zip(plan.chart.series, plan.fills, strict=True):
        value = series.values[at]
        middle = x + wide / 2
        if value is None:
            why = series.words[at] if at < len(series.words) else ""
            lines = shorten(why or TOO_FEW, size, max(wide, size * 4), 3)
            first = base - size * 0.5 - (len(lines) - 1) * size * _LEADING
            marks += _lines(lines, middle, first, size, MUTED, Anchor.MIDDLE)
        else:
            high = max(tall * min(value / plan.top, 1.0), 1.5)
            box = Rect(x + 1, base - high, wide - 2, high, fill, _told(plan, series, at))
            words = value_words(plan.chart, series, at)
            top = base - high - size * 0.4
            marks += [box, Words(middle, top, words, size, INK, bold=True, anchor=Anchor.MIDDLE)]
        x += wide
    return marks


# The key of colours, and bands stacked to a scene.


def _legend(plan: _Plan) -> list[Band]:
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


def _key(plan: _Plan, at: int, x: float, y: float) -> Mark:
    size, fill = plan.size, plan.fills[at]
    if plan.chart.kind in (ChartKind.LOLLIPOP, ChartKind.SLOPE):
        past = (at == 1) == (plan.chart.kind is ChartKind.LOLLIPOP)
        if past:
            return Dot(x + size * 0.5, y, size * 0.44, WHITE, MUTED, size * 0.18)
        return Dot(x + size * 0.5, y, size * 0.48, _point_fill(plan.chart.series[at]))
    return Rect(x, y - size * 0.5, size, size, fill)


def _words_band(words: str, width: float, size: float) -> Band:
    box = Rect(0, 0, width, size * 3.4, FAINT)
    rule = Line(0, 0, 0, size * 3.4, RULE, 2)
    return Band(0, size * 3.4, (box, rule, Words(size, size * 2.06, words, size, MUTED)))


def _shift(mark: Mark, down: float) -> Mark:
    if isinstance(mark, Line):
        return changed(mark, y1=mark.y1 + down, y2=mark.y2 + down)
    return changed(mark, y=mark.y + down)


def _stack(bands: list[Band], width: float, size: float) -> Scene:
    """The bands one under another, with room between them."""
    placed: list[Band] = []
    y = size * 0.3
    for band in bands:
        marks = tuple(_shift(mark, y) for mark in band.marks)
        placed.append(Band(y, y + band.bottom, marks))
        y += band.bottom + size * _BETWEEN
    return Scene(width, y - size * _BETWEEN + size * 0.3, tuple(placed))
