"""The agenda pack of a meeting: what for, each item in short with its papers, open actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from exports.document import (
    Block,
    Box,
    Cell,
    Contents,
    Document,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Table,
)
from exports.moment import spoken_date
from forms.model import Tone
from scrutiny.action import ACTION_STATUS_LABELS, Action, ActionStatus
from scrutiny.calendar import name_meeting
from scrutiny.meeting import (
    MEETING_STATUS_LABELS,
    PURPOSE_ASKS,
    PURPOSE_LABELS,
    AgendaItem,
    Meeting,
    MeetingStatus,
    Member,
)
from scrutiny.partnership import Group

_ACTIONS = "Actions that this group follows"


@dataclass(frozen=True, slots=True)
class Attached:
    """A document that goes with an item, already made into blocks.

    `points` are its key points, `address` is where the whole of it is read. Where the
    blocks are not the whole of it, `cut` says so in a sentence.
    """

    title: str
    blocks: Sequence[Block]
    marking: str = ""
    points: tuple[str, ...] = ()
    address: str = ""
    cut: str = ""


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An item as the pack shows it: `comes_from` names its activity."""

    item: AgendaItem
    comes_from: str = ""
    papers: tuple[Attached, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaPack:
    """All that a pack is made of; `names` are the words for organisations.

    Without `actions` (None) the pack says nothing of them. With `most_actions` it lists so
    many; `register` is where all stand, `whole` where the pack with whole papers is.
    """

    group: Group
    meeting: Meeting
    members: Sequence[Member] = ()
    entries: Sequence[AgendaEntry] = ()
    actions: Sequence[Action] | None = None
    names: Mapping[str, str] | None = None
    most_actions: int = 0
    register: str = ""
    whole: str = ""

    @property
    def is_short(self) -> bool:
        """Whether there is a pack with whole papers beside this one."""
        return bool(self.whole)


def agenda_document(
    pack: AgendaPack, *, made: datetime, owner: str = "", marking: str = "", notice: str = ""
) -> Document:
    """The pack as a document: the agenda, then item by item with its papers, then actions."""
    blocks: list[Block] = [Facts(_facts(pack))]
    blocks += [Heading("Agenda"), *_agenda(pack)]
    blocks += [Heading("Members"), *_members(pack)]
    was_long = False
    for number, entry in enumerate(pack.entries, start=1):
        is_long = bool(entry.papers)
        blocks += [PageBreak()] if is_long or was_long else []
        blocks += _item(number, entry, is_short=pack.is_short)
        was_long = is_long
    if pack.actions is not None:
        blocks += [PageBreak(), Heading(_ACTIONS, anchor="actions")]
        blocks += _actions(pack, pack.actions, made.date())
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


def _agenda(pack: AgendaPack) -> Iterator[Block]:
    if not pack.entries:
        yield Paragraph("Nothing is on this agenda yet.")
        return
    rows = [
        (anchor_of(number), (str(number), each.item.title, say_purpose(each.item), each.item.lead))
        for number, each in enumerate(pack.entries, start=1)
    ]
    if pack.actions is not None:
        rows.append(("actions", ("", _ACTIONS, "", "")))
    yield Contents(
        caption="Items in order",
        columns=("Item", "What", "Purpose", "Lead"),
        rows=tuple(rows),
        widths=(0.8, 4, 2.1, 1.9),
        link_at=1,
    )
    if any(paper.cut for each in pack.entries for paper in each.papers):
        yield Paragraph("Long papers are here in their short form. Each says where the whole is.")
        yield from _leading("The pack with whole papers", pack.whole)


def _leading(words: str, address: str) -> Iterator[Block]:
    """Words that lead to an address, with the address to be read on paper."""
    if address:
        yield Paragraph(f"{words}: {address}", target=address)


def anchor_of(number: int) -> str:
    """The anchor of an item."""
    return f"item-{number}"


def say_purpose(item: AgendaItem) -> str:
    """What an item stands there for, in words."""
    return PURPOSE_LABELS.get(item.purpose, item.purpose)


def _item(number: int, entry: AgendaEntry, *, is_short: bool) -> Iterator[Block]:
    """What an item is about, then its papers; whole ones each begin a page."""
    item = entry.item
    facts = (
        ("What is asked", say_asked(item)),
        ("Purpose", say_purpose(item)),
        ("Lead", item.lead),
        ("Comes from", entry.comes_from),
        ("Papers", "\n".join(paper.title for paper in entry.papers)),
        ("Outcome", item.outcome),
    )
    said = tuple(pair for pair in facts if pair[1])
    yield Heading(f"{number}. {item.title}", anchor=anchor_of(number))
    yield Facts(said) if said else Paragraph("Nothing more is noted for this item.")
    for paper in entry.papers:
        yield from _points(paper)
    for paper in entry.papers:
        yield from () if is_short else (PageBreak(),)
        yield from _attached(paper)


def say_asked(item: AgendaItem) -> str:
    """What the meeting is asked to do, from the item's purpose where nobody wrote it."""
    return item.asked or PURPOSE_ASKS.get(item.purpose, "")


def _points(paper: Attached) -> Iterator[Block]:
    if paper.points:
        words = "\n\n".join(paper.points).replace("\n- ", "\n• ")
        yield Box(f"Key points: {paper.title}", words.replace("- ", "• ", words[:2] == "- "))


def _actions(pack: AgendaPack, actions: Sequence[Action], today: date) -> Iterator[Block]:
    if not actions:
        yield Paragraph("No action is outstanding.")
        return
    names = pack.names or {}
    listed = sorted(actions, key=lambda each: (each.due or date.max, each.text))
    shown = listed[: pack.most_actions or None]
    yield Paragraph(_say_actions(listed, today))
    yield Paragraph("Those of organisations' own yearly returns stand in the action plan.")
    yield Table(
        caption=_caption(len(shown), len(listed)),
        columns=("Action", "Who", "Due", "Status"),
        rows=tuple(
            (
                f"{action.reference} {action.text}".strip(),
                ", ".join(filter(None, (action.owner, names.get(action.organisation, "")))),
                spoken_date(action.due) if action.due else "No date",
                _status(action, today),
            )
            for action in shown
        ),
        widths=(4, 2.4, 1.6, 1.6),
    )
    if len(shown) < len(listed):
        yield from _leading("All of them", pack.register)


def _say_actions(actions: Sequence[Action], today: date) -> str:
    late = sum(action.is_overdue(today) for action in actions)
    waiting = sum(action.status is ActionStatus.DONE for action in actions)
    return (
        f"{len(actions):,} {'is' if len(actions) == 1 else 'are'} outstanding: {late:,} overdue, "
        f"{waiting:,} done and waiting to be assured."
    )


def _caption(shown: int, listed: int) -> str:
    if shown == listed:
        return "Actions outstanding, the soonest due first"
    return f"The first {shown} of {listed:,} actions outstanding, the soonest due first"


def _status(action: Action, today: date) -> Cell:
    if action.is_overdue(today):
        return Cell("Overdue", Tone.POOR)
    return Cell(ACTION_STATUS_LABELS[action.status])


def _attached(paper: Attached) -> Iterator[Block]:
    """A paper under its title; cut short, it says so first, and where the whole is."""
    yield Heading(paper.title, 2)
    if paper.cut:
        yield Paragraph(paper.cut, strong=True)
        yield from _leading("The whole paper", paper.address)
    for block in paper.blocks:
        yield replace(block, level=block.level + 2) if isinstance(block, Heading) else block
