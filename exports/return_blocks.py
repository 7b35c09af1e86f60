"""Who returned, in a composite's report: by type, and where the returns stand in their review."""

from __future__ import annotations

from collections.abc import Sequence

from exports.document import Block, Chart, ChartKind, Heading, Paragraph, Series, Table
from forms.model import Tone
from scrutiny.composite import ReturnCounts, ReturnStatus
from scrutiny.response import Status
from scrutiny.suppression import say_percent

_PLACES = (
    ("on_time", "On time", Tone.GOOD),
    ("late", "Late", Tone.MIDDLING),
    ("in_progress", "In progress", Tone.NEUTRAL),
    ("not_started", "Not started", Tone.POOR),
)


def return_blocks(
    status: ReturnStatus, *, is_final: bool = False, is_short: bool = False
) -> list[Block]:
    """Returns by type as a chart and a table; nothing when no organisation is in scope.

    In short they are the table alone.
    """
    rows = [row for row in (*status.rows, status.total) if row.in_scope or row.exempt]
    if not rows:
        return []
    charted = [row for row in rows if row.in_scope]
    chart = Chart(
        kind=ChartKind.STACKED_BARS,
        title="Returns by type of organisation",
        alt=_say_returned(status.total),
        labels=tuple(row.label for row in charted),
        series=tuple(
            Series(label, tuple(float(getattr(row, key)) for row in charted), tone)
            for key, label, tone in _PLACES
        ),
        notes=tuple(map(_say_scope, charted)),
        table=_return_table(rows),
    )
    return [
        Heading("Return rates"), chart if charted and not is_short else _return_table(rows),
        *_standing_blocks(status, is_final=is_final),
    ]  # fmt: skip


def _say_returned(total: ReturnCounts) -> str:
    words = (
        f"{total.sent:,} of {total.in_scope:,} organisations have returned; "
        f"{total.late:,} of them late."
    )
    return f"{words} {total.exempt:,} more need not." if total.exempt else words


def _say_scope(row: ReturnCounts) -> str:
    """How many are asked; who is exempt is no part of the bar, and stands beside it."""
    return f"of {row.in_scope:,}" + (f", {row.exempt:,} exempt" if row.exempt else "")


_STANDING = {
    Status.SUBMITTED: "Sent, not yet looked at",
    Status.UNDER_REVIEW: "Under review",
    Status.RETURNED: "Back for changes: counted with what was sent before",
    Status.RESUBMITTED: "Sent again, not yet looked at",
    Status.ACCEPTED: "Accepted, not yet in the final composite",
    Status.IN_COMPOSITE: "In the final composite",
}


def _standing_blocks(status: ReturnStatus, *, is_final: bool) -> list[Block]:
    """How the returns that were sent stand in their review, which says what is counted."""
    if not status.standing:
        return []
    words = (
        "Every return that was sent is counted, with the answers that the organisation sent "
        "last. The final composite counts those alone that a reviewer has put into it."
    )
    if is_final:
        words = (
            "This is the final composite: of the returns that were sent it counts those alone "
            "that a reviewer has put into it."
        )
    table = Table(
        caption="Returns that were sent, by where they stand in their review",
        columns=("Where they stand", "Returns"),
        rows=tuple((_STANDING[key], f"{count:,}") for key, count in status.standing),
        widths=(4, 1),
        numeric=frozenset({1}),
    )
    return [Paragraph(words), table]


def _return_table(rows: Sequence[ReturnCounts]) -> Table:
    return Table(
        caption="Returns by type of organisation, in numbers",
        columns=("Type", "In scope", "On time", "Late", "In progress", "Not started", "Exempt",
                 "Rate"),
        rows=tuple(_return_row(row) for row in rows),
        widths=(2.6, 1, 1, 1, 1.3, 1.2, 1.2, 1),
        numeric=frozenset(range(1, 8)),
    )  # fmt: skip


def _return_row(row: ReturnCounts) -> tuple[str, ...]:
    counts = (row.in_scope, row.on_time, row.late, row.in_progress, row.not_started, row.exempt)
    rate = say_percent(100 * row.sent / row.in_scope) if row.in_scope else "none"
    return (row.label, *(f"{count:,}" for count in counts), rate)
