"""The scrutiny and assurance action plan as a document, and its progress over a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from exports.action_blocks import (
    action_table,
    progress_blocks,
    status_chart,
    tally_chart,
    tiles,
)
from exports.document import Block, Document, Facts, Heading, Paragraph
from exports.tables import Sheet
from scrutiny.action import ACTION_KIND_LABELS, ACTION_STATUS_LABELS, RAG_LABELS
from scrutiny.action_search import Listed, ProgressReport, Tally

TITLE = "Scrutiny and assurance action plan"
#: How many actions a document lists; a spreadsheet lists all.
MOST_LISTED = 300
MOST_OVERDUE = 100


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What stands around a plan: `facts` say what it was narrowed to."""

    made: datetime
    facts: Sequence[tuple[str, str]] = ()
    owner: str = ""
    marking: str = ""
    notice: str = ""
    soon: int = 28


@dataclass(frozen=True, slots=True)
class Grouped:
    """Actions counted by what they have in common, with the words for each key."""

    title: str
    tallies: Sequence[Tally]
    labels: Mapping[str, str]


def plan_document(
    rows: Sequence[Listed], total: int, tally: Tally, groups: Sequence[Grouped], head: PlanHead
) -> Document:
    """The plan: tiles, charts with their tables, what is overdue, and every action.

    `rows` are the first of `total`, soonest due first.
    """
    today = head.made.date()
    late = [row for row in rows if row.action.is_overdue(today)]
    blocks: list[Block] = [Facts((*head.facts, ("Actions", f"{total:,}")))]
    blocks += [tiles(tally), Heading("Where the actions stand"), status_chart(tally)]
    charts = [tally_chart(group.title, group.tallies, group.labels) for group in groups]
    blocks += [chart for chart in charts if chart]
    if late and len(late) < len(rows):
        blocks += [
            Heading("Overdue"),
            *_first(late, "Overdue, the longest first", MOST_OVERDUE, len(late), head),
        ]
    blocks.append(Heading("Every action"))
    blocks += _list(rows, total, head)
    return _document(TITLE, blocks, head)


def _list(rows: Sequence[Listed], total: int, head: PlanHead) -> list[Block]:
    if not rows:
        return [Paragraph("No action fits.")]
    return _first(rows, "Soonest due first", MOST_LISTED, total, head)


def _first(
    rows: Sequence[Listed], caption: str, most: int, total: int, head: PlanHead
) -> list[Block]:
    """As many as a paper can hold, and that there are more."""
    listed = rows[:most]
    table = action_table(caption, listed, head.made.date(), soon=head.soon)
    if total <= len(listed):
        return [table]
    words = f"The first {len(listed):,} of {total:,} are listed. A spreadsheet lists all of them."
    return [Paragraph(words), table]


def progress_document(report: ProgressReport, title: str, head: PlanHead) -> Document:
    """The same actions at the start of a period and now."""
    blocks: list[Block] = [Facts(tuple(head.facts))] if head.facts else []
    return _document(title, [*blocks, *progress_blocks(report)], head)


def _document(title: str, blocks: Sequence[Block], head: PlanHead) -> Document:
    return Document(
        title=title, blocks=tuple(blocks), made=head.made, owner=head.owner, marking=head.marking,
        notice=head.notice,
    )  # fmt: skip


COLUMNS = (
    "Reference", "Action", "Kind", "Status", "Red, amber or green", "Due", "Days overdue",
    "Owner organisation", "Owner role", "Lead partner", "Followed by", "Portfolio", "Priority",
    "Where it came from", "Standard", "Theme", "Difference for children", "Last reported",
    "Evidence", "Added", "Days in the plan", "Reported done", "Assured by", "Assured on",
    "Reason",
)  # fmt: skip


def plan_sheet(
    rows: Sequence[Listed], head: PlanHead, *, words: Mapping[str, Mapping[str, str]],
    sources: Mapping[str, str],
) -> Sheet:  # fmt: skip
    """Every action as a row; `words` are labels by part of the action, `sources` by its id."""
    today = head.made.date()

    def said(part: str, key: str) -> str:
        return words.get(part, {}).get(key, key)

    made = []
    for row in rows:
        action = row.action
        late = (today - action.due).days if action.due and action.is_overdue(today) else None
        made.append(
            (
                action.reference, action.text, ACTION_KIND_LABELS[action.kind],
                ACTION_STATUS_LABELS[action.status],
                RAG_LABELS[action.rag(today, soon=head.soon)], action.due, late,
                row.organisation, action.owner, said("lead_partner", action.lead_partner),
                said("monitored_by", action.monitored_by), said("portfolio", action.portfolio),
                said("priority", action.priority), sources.get(action.id, ""), action.standard,
                said("theme", action.theme), action.difference, action.progress,
                action.evidence, action.added, action.age(today), action.done_on,
                action.assured_by, action.assured_on, action.reason,
            )
        )  # fmt: skip
    return Sheet("Action plan", COLUMNS, made)
