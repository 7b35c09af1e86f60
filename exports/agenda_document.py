"""The agenda pack of a meeting: who meets, what for, the documents in full, open actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from exports.document import Block, Cell, Document, Facts, Heading, PageBreak, Paragraph, Table
from exports.moment import spoken_date
from forms.model import Tone
from scrutiny.action import ACTION_STATUS_LABELS, Action
from scrutiny.calendar import name_meeting
from scrutiny.meeting import (
    MEETING_STATUS_LABELS,
    PURPOSE_LABELS,
    AgendaItem,
    Meeting,
    MeetingStatus,
    Member,
)
from scrutiny.partnership import Group


@dataclass(frozen=True, slots=True)
class Attached:
    """A document that goes with an item, already made into blocks."""

    title: str
    blocks: Sequence[Block]
    marking: str = ""


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item as the pack shows it: `comes_from` names its activity, `papers` are in full."""

    item: AgendaItem
    comes_from: str = ""
    papers: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaPack:
    """All that a pack is made of; `names` are the words for organisations.

    Without `actions` (None) the pack says nothing of them.
    """

    group: Group
    meeting: Meeting
    members: Sequence[Member] = ()
    entries: Sequence[AgendaEntry] = ()
    actions: Sequence[Action] | None = None
    names: Mapping[str, str] | None = None


def agenda_document(
    pack: AgendaPack, *, made: datetime, owner: str = "", marking: str = "", notice: str = ""
) -> Document:
    """The pack as a document: the agenda first, then what is attached, in its order."""
    blocks: list[Block] = [Facts(_facts(pack))]
    blocks += [Heading("Members"), *_members(pack)]
    blocks += [Heading("Agenda"), *_agenda(pack.entries)]
    if pack.actions is not None:
        actions = _actions(pack.actions, pack.names or {}, made.date())
        blocks += [Heading("Actions that this group follows"), *actions]
    for number, entry in enumerate(pack.entries, start=1):
        blocks += [block for paper in entry.papers for block in _attached(number, paper)]
    return Document(
        title=f"{pack.group.label}: agenda",
        subtitle=spoken_date(pack.meeting.on),
        blocks=tuple(blocks),
        made=made,
        owner=owner,
        marking=marking,
        notice=notice,
    )


def say_time(meeting: Meeting) -> str:
    """From when to when: "09:30 to 11:00", or "" when it is not set."""
    return " to ".join(filter(None, (meeting.starts_at, meeting.ends_at)))


def _facts(pack: AgendaPack) -> tuple[tuple[str, str], ...]:
    meeting = pack.meeting
    is_plain = meeting.status is MeetingStatus.PLANNED
    pairs = (
        ("Meeting", name_meeting(meeting, pack.group)),
        ("Date", spoken_date(meeting.on)),
        ("Time", say_time(meeting)),
        ("Place", meeting.place),
        ("Status", "" if is_plain else MEETING_STATUS_LABELS[meeting.status]),
        ("Notes", meeting.notes),
    )
    return tuple(pair for pair in pairs if pair[1])


def _members(pack: AgendaPack) -> Iterator[Block]:
    names = pack.names or {}
    if not pack.members:
        yield Paragraph("No members are on record.")
        return
    yield Table(
        caption=f"Members on {spoken_date(pack.meeting.on)}",
        columns=("Name", "Role", "Represents"),
        rows=tuple(
            (each.name, each.role or "Member", names.get(each.organisation, each.organisation))
            for each in pack.members
        ),
        widths=(2.2, 2, 3.2),
    )


def _agenda(entries: Sequence[AgendaEntry]) -> Iterator[Block]:
    if not entries:
        yield Paragraph("Nothing is on this agenda yet.")
        return
    yield Table(
        caption="Items in order",
        columns=("Item", "What", "Purpose", "Lead"),
        rows=tuple(
            (str(number), each.item.title, say_purpose(each.item), each.item.lead)
            for number, each in enumerate(entries, start=1)
        ),
        widths=(0.7, 4, 1.8, 2),
    )
    for number, each in enumerate(entries, start=1):
        yield from _item(number, each)


def say_purpose(item: AgendaItem) -> str:
    """What an item stands there for, in words."""
    return PURPOSE_LABELS.get(item.purpose, item.purpose)


def _item(number: int, entry: AgendaEntry) -> Iterator[Block]:
    item = entry.item
    facts = (
        ("Purpose", say_purpose(item)),
        ("Lead", item.lead),
        ("Comes from", entry.comes_from),
        ("What is asked", item.asked),
        ("Attached", "; ".join(paper.title for paper in entry.papers)),
        ("Outcome", item.outcome),
    )
    said = tuple(pair for pair in facts if pair[1])
    yield Heading(f"{number}. {item.title}", 2)
    yield Facts(said) if said else Paragraph("Nothing more is noted for this item.")


def _actions(actions: Sequence[Action], names: Mapping[str, str], today: date) -> Iterator[Block]:
    if not actions:
        yield Paragraph("No action is outstanding.")
        return
    yield Paragraph("Those of organisations' own yearly returns stand in the action plan.")
    yield Table(
        caption="Actions outstanding, the soonest due first",
        columns=("Action", "Who", "Due", "Status"),
        rows=tuple(
            (
                f"{action.reference} {action.text}".strip(),
                ", ".join(filter(None, (action.owner, names.get(action.organisation, "")))),
                spoken_date(action.due) if action.due else "No date",
                _status(action, today),
            )
            for action in sorted(actions, key=lambda each: (each.due or date.max, each.text))
        ),
        widths=(4, 2.4, 1.6, 1.6),
    )


def _status(action: Action, today: date) -> Cell:
    if action.is_overdue(today):
        return Cell("Overdue", Tone.POOR)
    return Cell(ACTION_STATUS_LABELS[action.status])


def _attached(number: int, paper: Attached) -> Iterator[Block]:
    yield PageBreak()
    yield Heading(f"Item {number}: {paper.title}")
    for block in paper.blocks:
        yield replace(block, level=block.level + 1) if isinstance(block, Heading) else block
