"""The rows of a chart: a label, a body of bars or points, and a note, centred together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from exports.chart_plan import (
    BAR,
    GAP,
    LEADING,
    Plan,
    draw_lines,
    figure,
    is_hidden,
    middle,
    note_of,
    shift,
    told,
    value_words,
    why_hidden,
)
from exports.document import Chart, ChartKind, Series
from exports.palette import FAINT, FILLS, INK, MUTED, SEQUENCE, WHITE, text_on
from exports.scene import Anchor, Band, Dot, Line, Mark, Rect, Words
from exports.typeface import shorten, text_width, wrap
from forms.model import Tone

#: Marks of a row's body measured from its own top, and how high it is.
_Body = tuple[list[Mark], float]


def draw_row(plan: Plan, at: int) -> Band:
    """One row of the chart, from its own top."""
    body, tall = (
        _too_few(plan, at) if is_hidden(plan.chart, at) else _BODIES[plan.chart.kind](plan, at)
    )
    size, leading = plan.size, plan.size * LEADING
    label = shorten(plan.chart.labels[at], size, plan.labels, 3)
    note = shorten(note_of(plan.chart, at), size, plan.notes, 2) if plan.notes else []
    height = max(tall, leading * max(len(label), len(note)))
    marks = [shift(mark, (height - tall) / 2) for mark in body]
    marks += draw_lines(label, 0, _first(label, height, size), size)
    marks += draw_lines(note, plan.width, _first(note, height, size), size, MUTED, Anchor.END)
    return Band(0, height, tuple(marks))


def _first(lines: list[str], height: float, size: float) -> float:
    """The first baseline of lines centred on that height."""
    return (height - len(lines) * size * LEADING) / 2 + size * 1.0


def _too_few(plan: Plan, at: int) -> _Body:
    tall, why = plan.size * BAR, why_hidden(plan.chart, at)
    track = Rect(plan.left, 0, plan.plot, tall, FAINT)
    words = Words(plan.left + plan.size * 0.6, middle(tall, plan.size), why, plan.size, MUTED)
    return [track, words], tall


def _stacked(plan: Plan, at: int) -> _Body:
    """The row's shares of a whole bar; what is hidden is the pale rest, said beneath."""
    tall, x = plan.size * BAR, plan.left
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
        box = Rect(x, 0, max(wide - (0 if ends else plan.size * GAP), 1.5), tall, fill,
                   told(plan, series, at))  # fmt: skip
        marks.append(box)
        words = _fitting(plan, series, at, box.width - plan.size * 0.6)
        if words:
            marks.append(_on(words, x + box.width / 2, middle(tall, plan.size), plan.size, fill))
        else:
            beneath.append(_said(plan, series, at))
        x += wide
    if whole > shown:
        marks.append(Rect(x, 0, plan.left + plan.plot - x, tall, FAINT))
    beneath += [_said(plan, series, at) for series in hidden]
    under, more = _said_beneath(plan, beneath)
    return marks + [shift(mark, tall + plan.size * 0.15) for mark in under], tall + more


def _filled(plan: Plan) -> Iterator[tuple[Series, str]]:
    return zip(plan.chart.series, plan.fills, strict=True)


def _said(plan: Plan, series: Series, at: int) -> str:
    return f"{series.label} {value_words(plan.chart, series, at)}"


def _fitting(plan: Plan, series: Series, at: int, room: float) -> str:
    """The longest words for a segment that fit within it, "" when none do."""
    for words in (_said(plan, series, at), value_words(plan.chart, series, at)):
        if text_width(words, plan.size) * 1.04 <= room:
            return words
    return ""


def _on(text: str, x: float, y: float, size: float, fill: str) -> Words:
    return Words(x, y, text, size, text_on(fill), anchor=Anchor.MIDDLE)


def _said_beneath(plan: Plan, words: list[str]) -> _Body:
    """What found no room on the bar, as lines beneath it, towards its end."""
    if not words:
        return [], 0.0
    lines = wrap(", ".join(words), plan.size, plan.plot)
    right = plan.left + plan.plot
    marks = draw_lines(lines, right, plan.size, plan.size, MUTED, Anchor.END)
    return marks, plan.size * (LEADING * len(lines) + 0.15)


def _bars(plan: Plan, at: int) -> _Body:
    many = len(plan.chart.series) > 1
    tall = plan.size * (1.5 if many else BAR)
    marks: list[Mark] = []
    y = 0.0
    for series, fill in zip(plan.chart.series, plan.fills, strict=True):
        value = series.values[at]
        words = value_words(plan.chart, series, at) + (f" {series.label}" if many else "")
        wide = 0.0
        if value is not None:
            wide = max(plan.plot * min(value / plan.top, 1.0), 1.5)
            marks.append(Rect(plan.left, y, wide, tall, fill, told(plan, series, at)))
        marks.append(_beside(plan, words, wide, y + middle(tall, plan.size), fill))
        y += tall + plan.size * 0.2
    return marks, y - plan.size * 0.2


def _beside(plan: Plan, words: str, wide: float, y: float, fill: str) -> Words:
    """Words right of a bar's end, or on the bar when no room is left there."""
    need = text_width(words, plan.size) + plan.size * 0.5
    if wide + need > plan.plot and need + plan.size * 0.5 <= wide:
        x = plan.left + wide - plan.size * 0.5
        return Words(x, y, words, plan.size, text_on(fill), anchor=Anchor.END)
    return Words(plan.left + wide + plan.size * 0.5, y, words, plan.size)


def _lollipop(plan: Plan, at: int) -> _Body:
    now, before = plan.chart.series[0], _second(plan.chart)
    return _points(plan, at, now, before, from_zero=True)


def _slope(plan: Plan, at: int) -> _Body:
    before = plan.chart.series[0]
    now = plan.chart.series[-1]
    return _points(plan, at, now, None if now is before else before, from_zero=False)


def _second(chart: Chart) -> Series | None:
    return chart.series[1] if len(chart.series) > 1 else None


def _points(plan: Plan, at: int, now: Series, before: Series | None, *, from_zero: bool) -> _Body:
    """A dot for now and a ring for before on one line, their figures in words behind."""
    size, radius = plan.size, plan.size * 0.48
    tall, y = size * 1.7, size * 0.85
    fill = point_fill(now)
    value, past = now.values[at], before.values[at] if before else None
    room = plan.plot - _points_words(plan) - size * 1.4
    marks: list[Mark] = [Line(plan.left, y, plan.left + room, y, FAINT, size * 0.5)]

    def place(number: float) -> float:
        return plan.left + radius + (room - 2 * radius) * min(number / plan.top, 1.0)

    if value is not None:
        start = plan.left if from_zero else place(value if past is None else past)
        marks.append(Line(start, y, place(value), y, fill, size * 0.22))
    if past is not None and before:
        ring = Dot(place(past), y, radius, WHITE, MUTED, size * 0.18, told(plan, before, at))
        marks.append(ring)
    if value is not None:
        marks.append(Dot(place(value), y, radius, fill, title=told(plan, now, at)))
    return marks + _figures(plan, at, plan.left + room + size * 0.6, y, now, before), tall


def point_fill(series: Series) -> str:
    """The colour of a dot: its tone's, or the first of the sequence."""
    return SEQUENCE[0] if series.tone is Tone.NEUTRAL else FILLS[series.tone]


def _figures(
    plan: Plan, at: int, x: float, y: float, now: Series, before: Series | None
) -> list[Mark]:
    base = y + plan.size * 0.36
    bold, rest = _point_words(plan, at, now, before)
    lead = text_width(bold + " ", plan.size, bold=True)
    marks: list[Mark] = [Words(x, base, bold, plan.size, INK, bold=True)]
    return [*marks, Words(x + lead, base, rest, plan.size, MUTED)] if rest else marks


def _point_words(plan: Plan, at: int, now: Series, before: Series | None) -> tuple[str, str]:
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


def _points_words(plan: Plan) -> float:
    """The room that the widest of the figures behind the lines takes."""
    slope = plan.chart.kind is ChartKind.SLOPE
    now = plan.chart.series[-1 if slope else 0]
    before = _second(plan.chart) and plan.chart.series[0 if slope else 1]
    widest = 0.0
    for at in range(len(plan.chart.labels)):
        if is_hidden(plan.chart, at):
            continue
        bold, rest = _point_words(plan, at, now, before)
        wide = text_width(bold + " ", plan.size, bold=True) + text_width(rest, plan.size)
        widest = max(widest, wide)
    return widest


_BODIES: dict[ChartKind, Callable[[Plan, int], _Body]] = {
    ChartKind.STACKED_BARS: _stacked,
    ChartKind.BARS: _bars,
    ChartKind.LOLLIPOP: _lollipop,
    ChartKind.SLOPE: _slope,
    ChartKind.COLUMNS: _bars,
}
