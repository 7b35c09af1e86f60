"""Actions as blocks: where they stand, by what they have in common, how old, and in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from exports.document import Block, Cell, Chart, ChartKind, Heading, Paragraph, Series, Table, Tiles
from exports.moment import spoken_date
from forms.model import Tone
from scrutiny.action import (
    ACTION_STATUS_LABELS,
    ACTION_STATUS_TONES,
    OPEN,
    RAG_LABELS,
    RAG_TONES,
    ActionStatus,
)
from scrutiny.action_picture import OTHERS, ActionPicture, Side
from scrutiny.action_search import Listed, Progressed, ProgressReport, Tally

_COUNTED = ("Open", "Overdue", "Awaiting assurance", "Assured", "Closed")
#: How many rows of a chart can still be read.
MOST_BARS = 20
_SHORT = {
    ActionStatus.NOT_STARTED: "Not started",
    ActionStatus.IN_PROGRESS: "In progress",
    ActionStatus.DONE: "Awaiting assurance",
    ActionStatus.ASSURED: "Assured",
    ActionStatus.CLOSED: "Closed",
}


def tile_rows(tally: Tally) -> tuple[tuple[str, str, str], ...]:
    """The headline numbers of the plan: label, value and note."""
    return (
        ("Open", f"{tally.open:,}", "until somebody else is assured"),
        ("Overdue", f"{tally.overdue:,}", "past their due date"),
        ("Awaiting assurance", f"{tally.done:,}", "reported as done"),
        ("Assured", f"{tally.lately:,}", "in the last twelve months"),
    )


def tiles(tally: Tally) -> Tiles:
    """The same as a block."""
    return Tiles(tile_rows(tally))


def status_chart(tally: Tally) -> Chart:
    """How many actions have each status."""
    counts = [tally.of(status) for status in ActionStatus]
    said = ", ".join(
        f"{_SHORT[status].lower()} {count:,}"
        for status, count in zip(ActionStatus, counts, strict=True)
    )
    return Chart(
        kind=ChartKind.COLUMNS,
        title="Actions by status",
        alt=f"{tally.total:,} actions: {said}. {tally.overdue:,} are overdue.",
        labels=tuple(_SHORT[status] for status in ActionStatus),
        series=(Series("Actions", tuple(map(float, counts))),),
        row_heading="Status",
    )


def tally_chart(title: str, tallies: Sequence[Tally], labels: Mapping[str, str]) -> Chart | None:
    """The open actions of each group as bars: overdue, and the rest; None with none open."""
    shown = [tally for tally in tallies if tally.open][:MOST_BARS]
    if not shown:
        return None
    most = max(shown, key=lambda tally: tally.overdue)
    late = (
        f" {labels.get(most.key, most.key)} has the most that are overdue, {most.overdue:,}."
        if most.overdue
        else " None is overdue."
    )
    return Chart(
        kind=ChartKind.BARS,
        title=title,
        alt=f"Open actions of {len(shown):,} groups.{late}",
        labels=tuple(labels.get(tally.key, tally.key) for tally in shown),
        series=(
            Series("Open", tuple(float(tally.open) for tally in shown), Tone.NEUTRAL),
            Series("Overdue", tuple(float(tally.overdue) for tally in shown), Tone.POOR),
        ),
        table=tally_table(title, tallies, labels),
    )


def tally_table(caption: str, tallies: Sequence[Tally], labels: Mapping[str, str]) -> Table:
    """Every group with how many of its actions stand where."""
    return Table(
        caption=caption,
        columns=("", *_COUNTED),
        rows=tuple(_tally_row(tally, labels) for tally in tallies),
        widths=(3.0, 0.9, 1.1, 1.3, 1.1, 1.0),
        numeric=frozenset(range(1, 6)),
    )


def _tally_row(tally: Tally, labels: Mapping[str, str]) -> tuple[str | Cell, ...]:
    overdue = Cell(f"{tally.overdue:,}", Tone.POOR) if tally.overdue else "0"
    counts = (f"{count:,}" for count in (tally.done, tally.assured, tally.closed))
    return (labels.get(tally.key, tally.key), f"{tally.open:,}", overdue, *counts)


def action_table(caption: str, rows: Sequence[Listed], today: date, *, soon: int = 28) -> Table:
    """Actions in full, for reading: what, who, by when, and what has become of it."""
    return Table(
        caption=caption,
        columns=("Action", "Owner", "Due", "Status"),
        rows=tuple(_action_row(row, today, soon) for row in rows),
        widths=(5.4, 2.0, 1.5, 1.8),
        row_headers=False,
    )


def _action_row(row: Listed, today: date, soon: int) -> tuple[str | Cell, ...]:
    action = row.action
    parts = [
        ", ".join(filter(None, (action.reference, action.standard, row.activity))),
        action.text,
        f"Difference for children: {action.difference}" if action.difference else "",
        f"Last reported: {action.progress}" if action.progress else "",
    ]
    rag = action.rag(today, soon=soon)
    status = f"{ACTION_STATUS_LABELS[action.status]}\n{RAG_LABELS[rag]}"
    owner = "\n".join(filter(None, (row.organisation, action.owner)))
    return (
        "\n".join(filter(None, parts)), owner,
        spoken_date(action.due) if action.due else "no date",
        Cell(status, RAG_TONES[rag] if action.is_open else ACTION_STATUS_TONES[action.status]),
    )  # fmt: skip


# The actions of a cycle, in a composite.

_SIDE_TITLES = {
    Side.TYPE: "Open actions by type of organisation",
    Side.STANDARD: "Open actions by standard",
    Side.OWNER: "Open actions by who does them",
    Side.AGE: "Open actions by age",
}


#: What a Board reads of a cycle's actions: by what, what it is called, and how many rows.
_BOARD_SIDES = (
    (Side.TYPE, "Actions by type of organisation", 0),
    (Side.STANDARD, "The standards with the most overdue actions", 5),
    (Side.AGE, "Actions by age", 0),
)


def picture_blocks(picture: ActionPicture | None) -> list[Block]:
    """How a cycle's actions stand, and by each side; nothing where nothing may be shown."""
    if picture is None:
        return []
    whole = picture.whole
    charts = [tally_chart(_SIDE_TITLES[side], rows, said) for side, rows, said in picture.sides]
    blocks: list[Block] = [Heading("Actions"), Paragraph(_say_whole(whole)), status_chart(whole)]
    return blocks + [chart for chart in charts if chart]


def _say_whole(whole: Tally) -> str:
    return (
        f"{whole.open:,} of {whole.total:,} actions are open. {whole.overdue:,} are overdue, "
        f"{whole.done:,} wait to be assured and {whole.assured:,} are assured."
    )


def board_picture_blocks(picture: ActionPicture | None, names: Mapping[str, str]) -> list[Block]:
    """What a Board reads of a cycle's actions: the numbers, by type, by age, the worst standards.

    `names` are the words of the standards.
    """
    if picture is None:
        return []
    sides = {side: (rows, {**said, **names}) for side, rows, said in picture.sides}
    blocks: list[Block] = [Heading("Actions"), Paragraph(_say_whole(picture.whole))]
    blocks.append(tiles(picture.whole))
    for side, title, most in _BOARD_SIDES:
        rows, said = sides.get(side, ((), {}))
        shown = [row for row in rows if row.overdue and row.key != OTHERS] if most else list(rows)
        if shown:
            blocks.append(tally_table(title, shown[: most or None], said))
    return blocks


# Progress.


def progress_blocks(report: ProgressReport, *, most: int = 200) -> list[Block]:
    """The same actions at the start of a period and now: counts, moves and a list."""
    then, now = spoken_date(report.first), spoken_date(report.last)
    total = report.before.total
    if not total:
        return [Paragraph(f"No action was open on {then}.")]
    ended = report.now.assured + report.now.closed
    words = (
        f"{total:,} actions were open on {then}. By {now}, {report.now.assured:,} of them were "
        f"assured, {report.now.closed:,} closed with a reason, and {total - ended:,} are still "
        f"open; {report.now.overdue:,} of these are overdue. {report.added:,} actions were "
        "added in the meantime."
    )
    blocks: list[Block] = [Paragraph(words), _then_and_now(report, then, now)]
    blocks.append(Heading("Each action then and now", 2))
    if total > len(report.rows[:most]):
        blocks.append(Paragraph(f"The first {most:,} of {total:,}, still open ones first."))
    blocks.append(_progress_table(report.rows[:most], then))
    return blocks


def _then_and_now(report: ProgressReport, then: str, now: str) -> Chart:
    statuses = list(ActionStatus)
    return Chart(
        kind=ChartKind.BARS,
        title="The same actions then and now",
        alt=f"Of {report.before.total:,} actions open on {then}, {report.now.assured:,} were "
        f"assured by {now} and {report.now.open:,} are still open.",
        labels=tuple(_SHORT[status] for status in statuses),
        series=(
            Series("Then", tuple(float(report.before.of(each)) for each in statuses)),
            Series("Now", tuple(float(report.now.of(each)) for each in statuses), Tone.GOOD),
        ),
        row_heading="Status",
    )


def _progress_table(rows: Sequence[Progressed], then: str) -> Table:
    return Table(
        caption="Still open first, then by due date",
        columns=("Reference", "Action", "Owner", f"On {then}", "Now"),
        rows=tuple(_progress_row(row) for row in rows),
        widths=(1.5, 4.0, 2.0, 1.6, 1.8),
    )


def _progress_row(row: Progressed) -> tuple[str | Cell, ...]:
    listed, action = row.listed, row.listed.action
    before = f"{_SHORT[row.before]}{', overdue' if row.was_overdue else ''}"
    is_open = action.status in OPEN
    tone = (Tone.MIDDLING if row.has_moved else Tone.POOR) if is_open else Tone.GOOD
    owner = "\n".join(filter(None, (listed.organisation, action.owner)))
    return (
        action.reference, "\n".join(filter(None, (action.text, action.progress))), owner,
        before, Cell(ACTION_STATUS_LABELS[action.status], tone),
    )  # fmt: skip
