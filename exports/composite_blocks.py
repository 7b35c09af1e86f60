"""The parts of a composite's report: each standard, change, types, numbers.

The composite has hidden what is too small already; what is hidden is printed as its words.
"""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Box, Cell, Chart, ChartKind, Heading, Paragraph, Series, Table
from forms.model import Tone
from scrutiny.composite import (
    Composite,
    CrossTable,
    HeatCell,
    HeatMap,
    NumberResult,
    SectionResult,
    StandardResult,
    YearChange,
)
from scrutiny.suppression import say_percent

NOW, BEFORE = "This year", "Last year"


def left_out_blocks(composite: Composite) -> list[Block]:
    """What a filter takes out of a composite, so that nobody thinks that there is none."""
    if not composite.left_out:
        return []
    *most, last = composite.left_out
    words = f"{', '.join(most)} and {last}"
    return [Box("Not shown for part of the settings or standards", f"{words[0].upper()}{words[1:]} "
                "are not split up, so they are left out here. Take the filters away to see "
                "them.")]  # fmt: skip


# Highest, lowest, and the sections.


def rank_blocks(composite: Composite) -> list[Block]:
    """The standards met least often and most often."""
    if not composite.lowest:
        return []
    return [
        Heading("Lowest and highest"),
        _rank_table("Standards that are fully met least often", composite.lowest),
        _rank_table("Standards that are fully met most often", composite.highest),
    ]


def _rank_table(caption: str, standards: Sequence[StandardResult]) -> Table:
    return Table(
        caption=caption,
        columns=("Standard", "Section", "Fully met", "n"),
        rows=tuple((_named(s), s.section_title, s.shown.words, f"{s.n:,}") for s in standards),
        widths=(4.6, 2.6, 1.1, 0.9),
        numeric=frozenset({2, 3}),
    )


def _named(standard: StandardResult) -> str:
    return f"{standard.key} {standard.text}"


def profile_blocks(sections: Sequence[SectionResult]) -> list[Block]:
    """How each section stands, with last year's point where the two can be compared."""
    if not sections:
        return []
    compared = any(s.change and s.change.before is not None for s in sections)
    series = [_percents(NOW, [s.percent_best for s in sections], [s.shown.words for s in sections])]
    if compared:
        series.append(_percents(BEFORE, [s.change.before if s.change else None for s in sections]))
    return [
        Heading("Sections"),
        Chart(
            kind=ChartKind.LOLLIPOP,
            title="Judgements fully met, by section",
            alt=_profile_words(sections),
            labels=tuple(s.title for s in sections),
            series=tuple(series),
            notes=tuple(f"n {s.n:,}" for s in sections),
            unit="%",
            maximum=100,
            table=_profile_table(sections, compared=compared),
        ),
    ]


def _profile_words(sections: Sequence[SectionResult]) -> str:
    shown = sorted((s.percent_best, s.title) for s in sections if s.percent_best is not None)
    if not shown:
        return "Too few judgements to show any section."
    (low, lowest), (high, highest) = shown[0], shown[-1]
    return (
        f"The lowest section is {lowest} with {say_percent(low)} fully met, "
        f"the highest {highest} with {say_percent(high)}. n counts judgements."
    )


def _profile_table(sections: Sequence[SectionResult], *, compared: bool) -> Table:
    head = ("Section", "Standards", "n", "Fully met")
    return Table(
        caption="Judgements fully met, by section, in numbers",
        columns=(*head, "Change") if compared else head,
        rows=tuple(
            (
                s.title, f"{s.standards:,}", f"{s.n:,}", s.shown.words,
                *((_change_words(s.change),) if compared else ()),
            )
            for s in sections
        ),
        widths=(3.6, 1.2, 1, 1.2, 1.7) if compared else (4, 1.2, 1, 1.2),
        numeric=frozenset({1, 2, 3}),
    )  # fmt: skip


def _percents(
    label: str, values: Sequence[float | None], words: Sequence[str] = (), tone: Tone = Tone.NEUTRAL
) -> Series:
    """A series of percentages said in whole numbers, or in the words of what is hidden."""
    said = list(words) or ["" if value is None else say_percent(value) for value in values]
    return Series(label, tuple(values), tone, tuple(said))


def _change_words(change: YearChange | None) -> str:
    return change.words if change and change.words else "none"


# Each standard.


def standard_blocks(composite: Composite) -> list[Block]:
    """Every section's standards as a chart, with the numbers beneath."""
    blocks: list[Block] = []
    for section in composite.sections:
        standards = [s for s in composite.standards if s.section == section.section]
        if standards:
            blocks += [Heading(section.title, 2), standards_chart(section.title, standards)]
    return [Heading("Standard by standard"), *blocks] if blocks else []


def standards_chart(title: str, standards: Sequence[StandardResult]) -> Chart:
    """Standards as stacked bars of their ratings, one row a standard, with n."""
    shares = next((s.shares for s in standards if s.shares), ())
    return Chart(
        kind=ChartKind.STACKED_BARS,
        title=f"How each standard was rated: {title}",
        alt=_standards_words(standards),
        labels=tuple(_named(s) for s in standards),
        series=tuple(_share_series(at, standards) for at in range(len(shares)))
        or (Series("Fully met", tuple(None for _ in standards), words=_hidden_words(standards)),),
        notes=tuple(f"n {s.n:,}" if not s.is_hidden else "" for s in standards),
        unit="%",
        maximum=100,
        table=_standards_table(title, standards),
    )


def _hidden_words(standards: Sequence[StandardResult]) -> tuple[str, ...]:
    return tuple(s.hidden for s in standards)


def _share_series(at: int, standards: Sequence[StandardResult]) -> Series:
    first = next(s for s in standards if s.shares).shares[at]
    return Series(
        label=first.label,
        values=tuple(s.shares[at].percent if s.shares else None for s in standards),
        tone=first.tone,
        words=tuple(say_percent(s.shares[at].percent) if s.shares else s.hidden for s in standards),
    )


def _standards_words(standards: Sequence[StandardResult]) -> str:
    shown = sorted((s.percent_best, s.key) for s in standards if s.percent_best is not None)
    if not shown:
        return "Too few rated these standards to show any of them."
    return (
        f"Fully met runs from {say_percent(shown[0][0])} ({shown[0][1]}) to "
        f"{say_percent(shown[-1][0])} ({shown[-1][1]}). n leaves out not applicable."
    )


def _standards_table(title: str, standards: Sequence[StandardResult]) -> Table:
    labels = [share.label for share in next((s.shares for s in standards if s.shares), ())]
    compared = any(s.change for s in standards)
    columns = ("Standard", "n", "Not applicable", *(labels or ["Fully met"]))
    return Table(
        caption=f"{title}, in numbers",
        columns=(*columns, "Change") if compared else columns,
        rows=tuple(_standard_row(s, len(labels) or 1, compared=compared) for s in standards),
        numeric=frozenset(range(1, len(columns))),
    )


def _standard_row(standard: StandardResult, count: int, *, compared: bool) -> tuple[str, ...]:
    change = (_change_words(standard.change),) if compared else ()
    if standard.is_hidden:
        return (_named(standard), *(standard.hidden for _ in range(count + 2)), *change)
    shares = tuple(say_percent(share.percent) for share in standard.shares)
    return (_named(standard), f"{standard.n:,}", f"{standard.not_applicable:,}", *shares, *change)


# Year on year.


def change_blocks(composite: Composite, *, is_short: bool = False) -> list[Block]:
    """Last year against this for organisations that answered in both, by section.

    A short report has the sections' change with the sections, and no chart of it here.
    """
    compared = [s for s in composite.sections if s.change and s.change.difference is not None]
    change = composite.change
    if not compared or change is None:
        return []
    intro = (
        f"Over {change.matched:,} judgements that the same organisations made in both years: "
        f"{change.words}."
    )
    moved = _movements(composite.standards)
    if is_short:
        return [Heading("Year on year"), Paragraph(intro), *moved]
    chart = Chart(
        kind=ChartKind.SLOPE,
        title="Fully met last year and this year, same organisations",
        alt="A ring is last year, a dot is this year, the line between them the change.",
        labels=tuple(s.title for s in compared),
        series=(
            _percents(BEFORE, [s.change.before if s.change else None for s in compared]),
            _percents(NOW, [s.change.now if s.change else None for s in compared]),
        ),
        notes=tuple(f"n {s.change.matched:,}" if s.change else "" for s in compared),
        unit="%",
        maximum=100,
        row_heading="Section",
    )
    return [Heading("Year on year"), Paragraph(intro), chart, *moved]


def _movements(standards: Sequence[StandardResult]) -> list[Block]:
    """The five standards that rose most, and the five that fell most."""
    moved = [(s.change.difference, s) for s in standards
             if s.change and s.change.difference is not None]  # fmt: skip
    risen = sorted((m for m in moved if round(m[0]) > 0), key=lambda m: -m[0])[:5]
    fallen = sorted((m for m in moved if round(m[0]) < 0), key=lambda m: m[0])[:5]
    blocks: list[Block] = []
    for caption, rows in (
        ("Standards that rose most", risen),
        ("Standards that fell most", fallen),
    ):
        if rows:
            blocks.append(_movement_table(caption, [standard for _, standard in rows]))
    return blocks


def _movement_table(caption: str, standards: Sequence[StandardResult]) -> Table:
    return Table(
        caption=caption,
        columns=("Standard", BEFORE, NOW, "Change", "n"),
        rows=tuple(_movement_row(s, s.change) for s in standards if s.change),
        widths=(4.6, 1, 1, 1.5, 0.8),
        numeric=frozenset({1, 2, 4}),
    )


def _movement_row(standard: StandardResult, change: YearChange) -> tuple[str, ...]:
    said = (say_percent(change.before or 0), say_percent(change.now or 0))
    return (_named(standard), *said, change.words, f"{change.matched:,}")


# By type, contextual numbers, and moderation.


def heat_map_blocks(heat_map: HeatMap) -> list[Block]:
    """Standards by type of organisation, a table a section; each cell has its word."""
    if not heat_map.rows or len(heat_map.columns) < 2:
        return []
    blocks: list[Block] = [Heading("By type of organisation")]
    if heat_map.note:
        blocks.append(Paragraph(heat_map.note))
    titles = dict.fromkeys(row.section_title for row in heat_map.rows)
    for title in titles:
        rows = [row for row in heat_map.rows if row.section_title == title]
        blocks.append(
            Table(
                caption=f"Fully met by type: {title}",
                columns=("Standard", "All", *(column.label for column in heat_map.columns)),
                rows=tuple((r.key, _heat(r.total), *map(_heat, r.cells)) for r in rows),
            )
        )
    return blocks


def _heat(cell: HeatCell) -> Cell:
    if cell.shown.is_hidden:
        return Cell(cell.shown.words)
    return Cell(f"{cell.shown.words} {cell.word}".strip(), cell.tone)


def number_blocks(numbers: Sequence[NumberResult]) -> list[Block]:
    """Numbers that organisations reported: medians and the middle half, never a single one."""
    whole = [number for number in numbers if not number.slice]
    if not whole:
        return []
    blocks: list[Block] = [
        Heading("Contextual numbers"),
        Table(
            caption="Over all organisations that gave the number",
            columns=("Number", "n", "Median", "Middle half"),
            rows=tuple(
                (n.text, n.n.words, n.median.words, n.range_words or "not shown") for n in whole
            ),
            widths=(4.4, 1.1, 1.2, 1.8),
            numeric=frozenset({1, 2}),
        ),
    ]
    table = _numbers_by_type(numbers)
    return [*blocks, table] if table else blocks


def _numbers_by_type(numbers: Sequence[NumberResult]) -> Table | None:
    types = dict.fromkeys((n.slice, n.label) for n in numbers if n.slice)
    if not types:
        return None
    found = {(n.question, n.slice): n.median.words for n in numbers}
    questions = dict.fromkeys((n.question, n.text) for n in numbers)
    return Table(
        caption="Median by type of organisation",
        columns=("Number", *(label for _, label in types)),
        rows=tuple(
            (text, *(found.get((question, key), "none") for key, _ in types))
            for question, text in questions
        ),
        numeric=frozenset(range(1, len(types) + 1)),
    )


def moderated_blocks(crossed: CrossTable | None) -> list[Block]:
    """Self-ratings against the reviewers' ratings."""
    if crossed is None:
        return []
    heading = Heading("Self-rating and moderated rating")
    if crossed.hidden:
        return [heading, Paragraph(f"Not shown: {crossed.hidden}.")]
    words = (
        f"Of {crossed.total:,} judgements that a reviewer rated too, {crossed.agreed:,} agreed; "
        f"in {crossed.over:,} the organisation rated itself higher, in {crossed.under:,} lower."
    )
    table = Table(
        caption="Self-rating in rows, moderated rating in columns",
        columns=("Self-rating", *crossed.labels),
        rows=tuple(
            (label, *(f"{count:,}" for count in counts))
            for label, counts in zip(crossed.labels, crossed.counts, strict=True)
        ),
        numeric=frozenset(range(1, len(crossed.labels) + 1)),
    )
    return [heading, Paragraph(words), table]
