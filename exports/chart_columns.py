"""Upright columns, for the few ordered choices of one question."""

from __future__ import annotations

from exports.chart_plan import (
    LEADING,
    TOO_FEW,
    Plan,
    draw_lines,
    note_of,
    told,
    value_words,
)
from exports.palette import INK, MUTED
from exports.scene import Anchor, Band, Line, Mark, Rect, Words
from exports.typeface import shorten, text_width


def columns_fit(plan: Plan) -> bool:
    """Whether each label keeps room for its words; else the rows of bars are drawn."""
    each = plan.width / len(plan.chart.labels)
    longest = max((text_width(w, plan.size) for t in plan.chart.labels for w in t.split()),
                  default=0.0)  # fmt: skip
    return each >= max(plan.size * 4.5 * len(plan.chart.series), longest + plan.size * 0.8)


def draw_columns(plan: Plan) -> Band:
    """Every column of the chart on one line, labels and notes beneath."""
    size, leading = plan.size, plan.size * LEADING
    tall, each = size * 13, plan.width / len(plan.chart.labels)
    base = tall + leading
    marks: list[Mark] = []
    deepest = 0.0
    for at, label in enumerate(plan.chart.labels):
        centre = each * (at + 0.5)
        marks += _column_group(plan, at, centre, each, base, tall)
        words = draw_lines(shorten(label, size, each - size * 0.6, 4), centre, base + leading, size,
                       INK, Anchor.MIDDLE)  # fmt: skip
        below = base + leading * (len(words) + 1)
        note = note_of(plan.chart, at)
        if note:
            words += draw_lines([note], centre, below, size, MUTED, Anchor.MIDDLE)
            below += leading
        marks += words
        deepest = max(deepest, below - leading * 0.6)
    marks.append(Line(0, base, plan.width, base, MUTED, 1))
    return Band(0, deepest, tuple(marks))


def _column_group(
    plan: Plan, at: int, centre: float, each: float, base: float, tall: float
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
            first = base - size * 0.5 - (len(lines) - 1) * size * LEADING
            marks += draw_lines(lines, middle, first, size, MUTED, Anchor.MIDDLE)
        else:
            high = max(tall * min(value / plan.top, 1.0), 1.5)
            box = Rect(x + 1, base - high, wide - 2, high, fill, told(plan, series, at))
            words = value_words(plan.chart, series, at)
            top = base - high - size * 0.4
            marks += [box, Words(middle, top, words, size, INK, bold=True, anchor=Anchor.MIDDLE)]
        x += wide
    return marks
