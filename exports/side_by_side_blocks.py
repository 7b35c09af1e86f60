"""Sources side by side as blocks: what disagrees most as a chart, and every row as a table."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Cell, Chart, ChartKind, Heading, Paragraph, Series, Table
from forms.model import Tone
from scrutiny.side_by_side import SOURCE_LABELS, Row, Source

HOW_TO_READ = (
    "For a self-assessment and for moderated ratings the figure is the share fully met. For "
    "voice and case audits it is the share of answers in the upper half of the scale. Small "
    "groups are left out. Where a self-assessment is much better than what another source says, "
    "the row stands first: ask why before believing either."
)
MOST_DRAWN = 8
_TONES = {
    Source.SELF: Tone.NEUTRAL,
    Source.MODERATED: Tone.MIDDLING,
    Source.VOICE: Tone.GOOD,
    Source.AUDIT: Tone.POOR,
}


def side_by_side_blocks(title: str, rows: Sequence[Row], *, heading: str) -> list[Block]:
    """The chart of the widest disagreements and the table; words alone where nothing is there."""
    if not rows:
        return [Heading(title), Paragraph("No two sources speak of the same thing here yet.")]
    apart = [row for row in rows if row.is_disagreement]
    return [
        Heading(title),
        Paragraph(_say_first(apart)),
        *([_chart(apart[:MOST_DRAWN], heading)] if apart else []),
        _table(rows, title, heading),
    ]


def _say_first(apart: Sequence[Row]) -> str:
    if not apart:
        return "No source disagrees strongly with what settings and agencies say of themselves."
    first = apart[0]
    many = "one place" if len(apart) == 1 else f"{len(apart)} places"
    return (
        f"Sources disagree in {many}. The widest: {first.label}. Self-assessment says "
        f"{first.reading(Source.SELF).shown}, {_name(first)} {_lowest(first)}."
    )


def _name(row: Row) -> str:
    return SOURCE_LABELS[row.lowest].lower() if row.lowest else ""


def _lowest(row: Row) -> str:
    return row.reading(row.lowest).shown.words if row.lowest else ""


def _chart(rows: Sequence[Row], heading: str) -> Chart:
    return Chart(
        kind=ChartKind.BARS,
        title="Where sources disagree most",
        alt="; ".join(
            f"{row.label}: self-assessment {row.reading(Source.SELF).shown}, "
            f"{_name(row)} {_lowest(row)}"
            for row in rows
        ),
        labels=tuple(row.label for row in rows),
        series=tuple(
            Series(label, tuple(row.reading(source).percent for row in rows), _TONES[source])
            for source, label in SOURCE_LABELS.items()
            if any(row.reading(source).percent is not None for row in rows)
        ),
        unit="%",
        maximum=100,
        row_heading=heading,
    )


def _table(rows: Sequence[Row], title: str, heading: str) -> Table:
    return Table(
        caption=f"{title}, the widest disagreement first",
        columns=(heading, *SOURCE_LABELS.values(), "Findings: good, to improve", "What it says"),
        rows=tuple(_cells(row) for row in rows),
        widths=(3.8, 1.3, 1.3, 1.2, 1.2, 1.4, 2.8),
    )


def _cells(row: Row) -> tuple[str | Cell, ...]:
    return (
        row.label,
        *(_reading(row, source) for source in SOURCE_LABELS),
        f"{row.praised}, {row.worried}" if row.praised or row.worried else "none",
        _verdict(row),
    )


def _reading(row: Row, source: Source) -> str:
    reading = row.reading(source)
    return f"{reading.shown} (n {reading.n:,})" if reading.n else "not known"


def _verdict(row: Row) -> Cell:
    if row.gap is None:
        return Cell("Nothing to compare with")
    if row.is_disagreement:
        return Cell(f"Disagree: {_name(row)} {row.gap:.0f} points lower", Tone.POOR)
    return Cell("Agree", Tone.GOOD)
