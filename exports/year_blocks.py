"""The year's scrutiny as blocks: every mechanism, and what was seen against each aim."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Cell, Heading, Paragraph, Table, Tiles
from forms.model import Tone
from scrutiny.year import AimYear, MechanismYear


def year_blocks(
    rows: Sequence[MechanismYear],
    aims: Sequence[AimYear],
    *,
    days: tuple[float, float],
    days_a_year: int,
) -> list[Block]:
    """Tiles, the table of mechanisms and the table of aims."""
    return [
        _tiles(rows, days, days_a_year),
        Heading("Mechanism by mechanism"),
        Paragraph(
            "Planned is how many the framework asks for in a year. Where fewer were begun, the "
            "row says so."
        ),
        _mechanisms(rows),
        Heading("Against the aims of the framework"),
        _aims(aims),
    ]


def _tiles(rows: Sequence[MechanismYear], days: tuple[float, float], limit: int) -> Tiles:
    counts = [row.count for row in rows]
    counted, others = days
    beside = f"and {_days(others)} by agreement" if others else "of the days agreed for a year"
    return Tiles(
        (
            ("Activities begun", f"{sum(c.begun for c in counts):,}", "in this year"),
            ("Ended", f"{sum(c.ended for c in counts):,}", "in this year"),
            ("Documents issued", f"{sum(c.documents for c in counts):,}", "letters and reports"),
            (
                "Actions assured",
                f"{sum(c.assured for c in counts):,}",
                f"of {sum(c.actions for c in counts):,} agreed",
            ),
            ("Scrutiny officer's days", f"{_days(counted)} of {limit}", beside),
        )
    )


def _mechanisms(rows: Sequence[MechanismYear]) -> Table:
    return Table(
        caption="The mechanisms of the year",
        columns=(
            "Mechanism", "Planned", "Begun", "Ended", "Officer days", "Documents",
            "Actions assured", "How it stands",
        ),
        rows=tuple(_mechanism(row) for row in rows),
        widths=(3.6, 1.1, 0.9, 0.9, 1, 1.4, 1.2, 1.8),
        numeric=frozenset(range(2, 7)),
    )  # fmt: skip


def _mechanism(row: MechanismYear) -> tuple[str | Cell, ...]:
    count = row.count
    return (
        row.title, row.planned_words, f"{count.begun:,}", f"{count.ended:,}",
        _days(count.days), f"{count.documents:,}",
        f"{count.assured:,} of {count.actions:,}", _standing(row),
    )  # fmt: skip


def _standing(row: MechanismYear) -> Cell:
    if not row.is_active:
        return Cell("Not in use")
    if row.is_behind and row.planned is not None:
        return Cell(f"{row.planned - row.count.begun} fewer than planned", Tone.POOR)
    return Cell("As planned", Tone.GOOD) if row.planned else Cell("As needed")


def _aims(aims: Sequence[AimYear]) -> Table:
    return Table(
        caption="What the year's scrutiny says of each aim",
        columns=("Aim", "Activities that serve it", "Positive practice", "To improve", "Other"),
        rows=tuple(
            (aim.label, f"{aim.activities:,}", f"{aim.praised:,}", f"{aim.worried:,}",
             f"{aim.other:,}")
            for aim in aims
        ),
        widths=(4, 1.4, 1.2, 1.2, 1),
        numeric=frozenset({1, 2, 3, 4}),
    )  # fmt: skip


def _days(days: float) -> str:
    return f"{days:g}"
