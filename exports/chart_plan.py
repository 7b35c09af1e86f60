"""What every kind of chart shares: where its columns stand, its scale, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import replace as changed

from exports.document import Chart, Series
from exports.palette import INK, series_fills
from exports.scene import Anchor, Line, Mark, Words
from exports.typeface import text_width

TOO_FEW = "too few to show"
#: As parts of the text size, so that a chart scales with its words.
LEADING, BAR, GAP = 1.3, 1.9, 0.17


def figure(value: float) -> str:
    """A number as read: at most one decimal, thousands parted by commas."""
    return f"{value:,.1f}".removesuffix(".0")


def value_words(chart: Chart, series: Series, at: int) -> str:
    """A row's value as it is said: the series' own words, else the figure and the unit."""
    if at < len(series.words) and series.words[at]:
        return series.words[at]
    value = series.values[at]
    return "not shown" if value is None else f"{figure(value)}{chart.unit}"


def is_hidden(chart: Chart, at: int) -> bool:
    """Whether nothing of a row is shown."""
    return all(series.values[at] is None for series in chart.series)


def why_hidden(chart: Chart, at: int) -> str:
    """The words in place of a row's values: its first series' own, else that they are few."""
    words = chart.series[0].words
    return words[at] if at < len(words) and words[at] else TOO_FEW


def note_of(chart: Chart, at: int) -> str:
    """The row's short text, "" when it has none."""
    return chart.notes[at] if at < len(chart.notes) else ""


@dataclass(frozen=True, slots=True)
class Plan:
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


def make_plan(chart: Chart, width: float, size: float) -> Plan:
    """The plan of a chart whose words can be drawn."""
    notes = max((text_width(note, size) for note in chart.notes), default=0.0)
    notes = min(notes + 1, width * 0.2) if notes else 0.0  # else rounding breaks a line
    widest = max(text_width(label, size) for label in chart.labels)
    labels = min(widest + 1, width * 0.4)
    plot = width - labels - size - (notes + size * 0.8 if notes else 0)
    values = [v for s in chart.series for v in s.values if v is not None]
    return Plan(
        chart=chart,
        width=width,
        size=size,
        labels=labels,
        plot=plot,
        notes=notes,
        fills=tuple(series_fills([series.tone for series in chart.series])),
        top=chart.maximum or max(values, default=0.0) or 1.0,
    )


def told(plan: Plan, series: Series, at: int) -> str:
    """What a pointer over a mark reads: row, series, value and note."""
    said = f"{plan.chart.labels[at]}: {series.label} {value_words(plan.chart, series, at)}"
    note = note_of(plan.chart, at)
    return f"{said} ({note})" if note else said


def draw_lines(
    lines: list[str],
    x: float,
    y: float,
    size: float,
    fill: str = INK,
    anchor: Anchor = Anchor.START,
) -> list[Mark]:
    """Lines of words one under another, none for an empty one."""
    return [
        Words(x, y + at * size * LEADING, line, size, fill, anchor=anchor)
        for at, line in enumerate(lines)
        if line
    ]


def middle(tall: float, size: float) -> float:
    """The baseline that centres one line on a bar of that height."""
    return tall / 2 + size * 0.36


def shift(mark: Mark, down: float) -> Mark:
    """The mark moved down."""
    if isinstance(mark, Line):
        return changed(mark, y1=mark.y1 + down, y2=mark.y2 + down)
    return changed(mark, y=mark.y + down)
