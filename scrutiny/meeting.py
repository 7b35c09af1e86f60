"""Meetings of the partnership's groups: members, dates, and what stands on an agenda."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

#: No series runs longer, so that a wrong year does not fill the calendar.
LONGEST_SERIES = timedelta(days=3 * 366)


class MeetingStatus(StrEnum):
    """Whether a meeting takes place."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_STATUS_LABELS: Mapping[MeetingStatus, str] = MappingProxyType(
    {
        MeetingStatus.PLANNED: "Planned",
        MeetingStatus.HELD: "Held",
        MeetingStatus.CANCELLED: "Cancelled",
    }
)
#: What a meeting may become from where it stands.
NEXT_STATUSES: Mapping[MeetingStatus, frozenset[MeetingStatus]] = MappingProxyType(
    {
        MeetingStatus.PLANNED: frozenset({MeetingStatus.HELD, MeetingStatus.CANCELLED}),
        MeetingStatus.HELD: frozenset({MeetingStatus.PLANNED}),
        MeetingStatus.CANCELLED: frozenset({MeetingStatus.PLANNED}),
    }
)


class OnHoliday(StrEnum):
    """What becomes of a date of a series on which nobody works."""

    LATER = "later"  # the next working day
    LEAVE_OUT = "leave_out"
    KEEP = "keep"


ON_HOLIDAY_LABELS: Mapping[OnHoliday, str] = MappingProxyType(
    {
        OnHoliday.LATER: "Take the next working day",
        OnHoliday.LEAVE_OUT: "Leave that date out",
        OnHoliday.KEEP: "Keep the date",
    }
)


class Purpose(StrEnum):
    """What an item stands on an agenda for."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    ASSURANCE = "assurance"
    INFORMATION = "information"


PURPOSE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        Purpose.DECISION: "For decision",
        Purpose.DISCUSSION: "For discussion",
        Purpose.ASSURANCE: "For assurance",
        Purpose.INFORMATION: "For information",
    }
)


#: What a meeting is asked to do with an item for which nobody wrote it.
PURPOSE_ASKS: Mapping[str, str] = MappingProxyType(
    {
        Purpose.DECISION: "Decide on it.",
        Purpose.DISCUSSION: "Discuss it, and say what follows from it.",
        Purpose.ASSURANCE: "Say whether you are assured, or what you still need to see.",
        Purpose.INFORMATION: "Note it.",
    }
)


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting that a group holds, as partnership.yaml has it under `meets`.

    One that `follows` another kind is set `after_days` after each of those and moves with
    it. `every_weeks`, `starts_at`, `minutes` and `place` are what a new one is given.
    """

    key: str = ""
    label: str = ""
    every_weeks: int = 0
    follows: str = ""
    after_days: int = 0
    starts_at: str = ""
    minutes: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a group; `organisation` is whom they represent."""

    id: str
    group: str
    name: str
    role: str = ""  # "Chair", "Deputy chair", "Member", in words
    organisation: str = ""
    email: str = ""
    person: str = ""
    starts: date | None = None
    ended: date | None = None

    def is_member(self, day: date) -> bool:
        """Whether they belong to the group on that day."""
        has_begun = self.starts is None or self.starts <= day
        return has_begun and (self.ended is None or day < self.ended)


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a group; `kind` names its type where a group has more than one.

    `starts_at` and `ends_at` are local times as "HH:MM", "" when they are not set.
    `follows` is the id of the meeting whose date set this one's (the practitioners' meeting
    four weeks after). `sequence` counts how often it was moved or changed, `changed` is
    when it last was; both are what a subscribed calendar asks for.
    """

    id: str
    group: str
    on: date
    kind: str = ""
    starts_at: str = ""
    place: str = ""
    status: MeetingStatus = MeetingStatus.PLANNED
    follows: str = ""
    notes: str = ""
    ends_at: str = ""
    sequence: int = 0
    changed: datetime | None = None


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda, in its order; `outcome` is what the meeting made of it.

    `purpose` is a Purpose or words of one's own, `asked` what the meeting is asked to do.
    One for "the next available meeting" has the day from which on it may be taken as
    `earliest`, and `kind` where only that kind of meeting will do; while no meeting is set
    it waits, with `meeting` "". One put there by hand has no `earliest`.
    """

    id: str
    meeting: str
    title: str
    position: int
    activity: str = ""
    step: str = ""
    document: str = ""
    lead: str = ""
    purpose: str = ""
    outcome: str = ""
    group: str = ""
    kind: str = ""
    earliest: date | None = None
    asked: str = ""

    @property
    def is_waiting(self) -> bool:
        """Whether no meeting is set that could take it."""
        return not self.meeting


def next_meeting(
    meetings: Iterable[Meeting], group: str, on_or_after: date, *, kind: str = ""
) -> Meeting | None:
    """The group's first planned meeting from that day on, or None when none is set."""
    found = (
        each
        for each in meetings
        if each.group == group
        and each.on >= on_or_after
        and each.status is MeetingStatus.PLANNED
        and (not kind or each.kind == kind)
    )
    return min(found, key=lambda each: (each.on, each.starts_at, each.id), default=None)


def make_series(
    first: date,
    last: date,
    *,
    every_weeks: int,
    holidays: Collection[date] = (),
    on_holiday: OnHoliday = OnHoliday.KEEP,
) -> tuple[date, ...]:
    """The days from `first` to `last`, every so many weeks, none twice.

    A weekend is moved or left out as a holiday is. Raises ValueError with the sentence to
    show when no series can be made.
    """
    if every_weeks < 1:
        raise ValueError("Say every how many weeks: 1 or more")
    if not first <= last <= first + LONGEST_SERIES:
        raise ValueError("The last day must be after the first, and within three years of it")
    step = timedelta(weeks=every_weeks)
    planned = (first + step * number for number in range((last - first) // step + 1))
    found = (_working_day(day, holidays, on_holiday) for day in planned)
    return tuple(dict.fromkeys(day for day in found if day is not None))


def next_working_day(day: date, holidays: Collection[date]) -> date:
    """The day itself, or the first after it that is neither a weekend nor a holiday."""
    while is_day_off(day, holidays):
        day += timedelta(days=1)
    return day


def is_day_off(day: date, holidays: Collection[date]) -> bool:
    """Whether it is a weekend or a holiday."""
    return day.weekday() >= 5 or day in holidays


def with_followers(
    meeting: Meeting, kinds: Sequence[MeetingKind], *, new_id: Callable[[], str]
) -> Iterator[Meeting]:
    """The meeting, then those that follow it by the group's rules, each with an id."""
    leader = replace(meeting, id=meeting.id or new_id())
    yield leader
    for kind in kinds:
        if kind.follows and kind.follows == leader.kind:
            on = leader.on + timedelta(days=kind.after_days)
            follower = replace(of_kind(kind, leader.group, on), follows=leader.id)
            yield from with_followers(follower, kinds, new_id=new_id)


def of_kind(kind: MeetingKind, group: str, on: date) -> Meeting:
    """A meeting of that kind with what its rules give it; without an id."""
    return Meeting(
        "", group, on, kind=kind.key, starts_at=kind.starts_at, place=kind.place,
        ends_at=add_minutes(kind.starts_at, kind.minutes),
    )  # fmt: skip


def add_minutes(starts_at: str, minutes: int) -> str:
    """The local time so many minutes later, at most the end of the day; "" without either."""
    if not (starts_at and minutes):
        return ""
    start = time.fromisoformat(starts_at)
    end = min(start.hour * 60 + start.minute + minutes, 24 * 60 - 1)
    return f"{end // 60:02d}:{end % 60:02d}"


def read_time(typed: str) -> str:
    """A local time as "HH:MM" from what was typed ("9.30", "14:00"); "" for none.

    Raises ValueError with the sentence to show.
    """
    words = typed.strip().replace(".", ":")
    if not words:
        return ""
    hours, _, minutes = words.partition(":")
    try:
        return time(int(hours), int(minutes or 0)).strftime("%H:%M")
    except ValueError:
        raise ValueError(f'"{typed}" is no time: write it like 9:30 or 14:00') from None


def place_item(item: AgendaItem, meetings: Iterable[Meeting], *, today: date) -> Meeting | None:
    """The next available meeting for an item: planned, not over, and of its kind."""
    on_or_after = max(item.earliest or today, today)
    return next_meeting(meetings, item.group, on_or_after, kind=item.kind)


def read_meets(rows: Iterable[Mapping[str, Any]]) -> tuple[MeetingKind, ...]:
    """The kinds of meetings of a group; raises ValueError naming the fault."""
    known = {part.name for part in fields(MeetingKind)}
    kinds = []
    for row in rows:
        if unknown := set(row) - known:
            raise ValueError(f"meets does not know {', '.join(sorted(unknown))}")
        kind = MeetingKind(**row)
        kinds.append(replace(kind, starts_at=read_time(kind.starts_at)))
    keys = [kind.key for kind in kinds]
    if len(set(keys)) < len(keys):
        raise ValueError(f"the kinds of meetings {', '.join(keys)} need a key each")
    for at, kind in enumerate(kinds):
        if kind.follows and kind.follows not in keys[:at]:
            raise ValueError(
                f"the meeting {kind.key} follows {kind.follows}, which does not stand before it"
            )
        if kind.follows and kind.after_days < 1:
            raise ValueError(f"the meeting {kind.key} needs after_days, 1 or more")
    return tuple(kinds)


def _working_day(day: date, holidays: Collection[date], on_holiday: OnHoliday) -> date | None:
    if on_holiday is OnHoliday.KEEP or not is_day_off(day, holidays):
        return day
    return next_working_day(day, holidays) if on_holiday is OnHoliday.LATER else None
