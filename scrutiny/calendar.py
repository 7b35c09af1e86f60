"""The calendar: everything that has a date, as one list, with who it is for and what is late."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

from scrutiny.action import Action
from scrutiny.cycle import Campaign, Cycle
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_words import say_rhythm
from scrutiny.meeting import Meeting, MeetingStatus
from scrutiny.partnership import Group

#: So long before it, what is to begin in the next year is said.
_AHEAD = timedelta(days=92)


class EntryKind(StrEnum):
    """What has a date."""

    STEP = "step"
    MEETING = "meeting"
    CYCLE = "cycle"
    CAMPAIGN = "campaign"
    ACTION = "action"
    RHYTHM = "rhythm"


ENTRY_LABELS: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.STEP: "Steps of activities",
        EntryKind.MEETING: "Meetings",
        EntryKind.CYCLE: "Self-assessments",
        EntryKind.CAMPAIGN: "Voice campaigns",
        EntryKind.ACTION: "Actions due",
        EntryKind.RHYTHM: "Should begin this year",
    }
)
#: The same for one of them.
ENTRY_NAMES: Mapping[EntryKind, str] = MappingProxyType(
    {
        EntryKind.STEP: "Step",
        EntryKind.MEETING: "Meeting",
        EntryKind.CYCLE: "Self-assessment",
        EntryKind.CAMPAIGN: "Voice campaign",
        EntryKind.ACTION: "Action",
        EntryKind.RHYTHM: "To begin",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated thing.

    `id` stays the same when the date moves. `who` says in words whose turn it is, `address`
    is the page about it, `note` what else there is to know. Times are local, "HH:MM" or "".
    `sequence` and `changed` say how often it was moved and when, where that is recorded.
    """

    id: str
    kind: EntryKind
    on: date
    title: str
    who: str = ""
    group: str = ""
    address: str = ""
    note: str = ""
    starts_at: str = ""
    ends_at: str = ""
    place: str = ""
    is_late: bool = False
    is_target: bool = False
    is_mine: bool = False
    is_cancelled: bool = False
    sequence: int = 0
    changed: datetime | None = None


class DatedStep(Protocol):
    """An open step of an activity, as far as the calendar needs it."""

    @property
    def activity(self) -> str:
        """The activity's id."""

    @property
    def reference(self) -> str:
        """The activity's reference, such as AE-2026-001."""

    @property
    def title(self) -> str:
        """The activity's title."""

    @property
    def step(self) -> str:
        """The step's id."""

    @property
    def step_title(self) -> str:
        """The step's title."""

    @property
    def part(self) -> str:
        """The party whose turn it is, or ""."""

    @property
    def due(self) -> date | None:
        """When it is due."""

    @property
    def is_target(self) -> bool:
        """Whether the date is a local target."""

    @property
    def is_late(self) -> bool:
        """Whether it should have been taken before today."""

    @property
    def is_open(self) -> bool:
        """Whether it can be taken now; another step comes before it where not."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What is the viewer's own: open steps by activity, step and part, groups, organisations."""

    steps: frozenset[tuple[str, str, str]] = frozenset()
    groups: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show: kinds (all when empty), one group ("" for all), only one's own, days."""

    kinds: frozenset[EntryKind] = frozenset()
    group: str = ""
    is_mine: bool = False
    first: date | None = None
    last: date | None = None

    def takes(self, entry: Entry) -> bool:
        """Whether the entry is wanted."""
        return (
            (not self.kinds or entry.kind in self.kinds)
            and (not self.group or entry.group == self.group)
            and (not self.is_mine or entry.is_mine)
            and (self.first is None or entry.on >= self.first)
            and (self.last is None or entry.on <= self.last)
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """Everything that the calendar is made from, as the viewer may see it.

    `begun` are the days from which activities of each mechanism count, `since` the first day of
    which anything is known: nothing is missed before it. `begun_by_viewer` are the mechanisms
    that the viewer may begin, `names` the words for parties and organisations,
    `activity_groups` the group that each activity belongs to.
    """

    today: date
    since: date = date.min
    steps: Sequence[DatedStep] = ()
    meetings: Sequence[Meeting] = ()
    groups: Sequence[Group] = ()
    cycles: Sequence[Cycle] = ()
    campaigns: Sequence[Campaign] = ()
    actions: Sequence[Action] = ()
    mechanisms: Sequence[Mechanism] = ()
    begun: Mapping[str, Sequence[date]] = field(default_factory=dict)
    begun_by_viewer: frozenset[str] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    activity_groups: Mapping[str, str] = field(default_factory=dict)
    mine: Mine = Mine()


def make_calendar(dated: Dated, wanted: Wanted | None = None) -> tuple[Entry, ...]:
    """The wanted entries by day, then by time; a meeting stands before what has no time."""
    makers = (_steps, _meetings, _cycles, _campaigns, _actions, _rhythms)
    found = (entry for make in makers for entry in make(dated))
    kept = (entry for entry in found if wanted is None or wanted.takes(entry))
    return tuple(sorted(kept, key=lambda e: (e.on, e.starts_at or "24:00", e.title, e.id)))


def list_late(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those that are late, the longest first."""
    return tuple(sorted((e for e in entries if e.is_late), key=lambda e: (e.on, e.title)))


def by_week(entries: Iterable[Entry]) -> tuple[tuple[date, tuple[Entry, ...]], ...]:
    """The entries in their order by week; each week is known by its Monday."""
    weeks: dict[date, list[Entry]] = {}
    for entry in entries:
        weeks.setdefault(monday_of(entry.on), []).append(entry)
    return tuple((monday, tuple(found)) for monday, found in sorted(weeks.items()))


def monday_of(day: date) -> date:
    """The Monday of the week that the day is in."""
    return day - timedelta(days=day.weekday())


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the day's month."""
    return day.replace(day=1), _end_of(day.year, day.month)


def add_months(day: date, months: int) -> date:
    """The first day of the month so many months later."""
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _steps(dated: Dated) -> Iterator[Entry]:
    for step in dated.steps:
        if step.due is None:
            continue
        waits = "" if step.is_open else ", comes after another step"
        yield Entry(
            id=f"step-{step.activity}-{step.step}-{step.part}".rstrip("-"),
            kind=EntryKind.STEP, on=step.due, title=f"{step.step_title}: {step.title}",
            who=dated.names.get(step.part, step.part), address=f"/activity?id={step.activity}",
            group=dated.activity_groups.get(step.activity, ""), note=f"{step.reference}{waits}",
            is_late=step.is_late, is_target=step.is_target,
            is_mine=(step.activity, step.step, step.part) in dated.mine.steps,
        )  # fmt: skip


def _meetings(dated: Dated) -> Iterator[Entry]:
    groups = {group.key: group for group in dated.groups}
    for meeting in dated.meetings:
        group = groups.get(meeting.group)
        yield Entry(
            id=f"meeting-{meeting.id}", kind=EntryKind.MEETING, on=meeting.on,
            title=name_meeting(meeting, group), group=meeting.group,
            address=f"/groups?meeting={meeting.id}", starts_at=meeting.starts_at,
            ends_at=meeting.ends_at, place=meeting.place,
            is_cancelled=meeting.status is MeetingStatus.CANCELLED,
            is_mine=meeting.group in dated.mine.groups, sequence=meeting.sequence,
            changed=meeting.changed,
        )  # fmt: skip


def name_meeting(meeting: Meeting, group: Group | None) -> str:
    """What a meeting is called: "MARPF: Core group"."""
    if group is None:
        return meeting.group
    kind = group.find_kind(meeting.kind)
    return f"{group.name}: {kind.label or kind.key}" if kind.key else group.name


def _cycles(dated: Dated) -> Iterator[Entry]:
    for cycle in dated.cycles:
        days = {"opens": cycle.opens, "closes": cycle.closes, "closes, extended": cycle.extended_to}
        for what, day in days.items():
            if day and (cycle.stopped is None or day <= cycle.stopped):
                yield Entry(
                    id=f"cycle-{cycle.id}-{what.rpartition(' ')[2]}", kind=EntryKind.CYCLE, on=day,
                    title=f"{cycle.title} {what}", address=f"/responses?cycle={cycle.id}",
                    who="Those who are asked",
                )  # fmt: skip


def _campaigns(dated: Dated) -> Iterator[Entry]:
    for campaign in dated.campaigns:
        agency = dated.names.get(campaign.agency, campaign.agency)
        days = {
            "opens": (campaign.opens, ""), "closes": (campaign.closes, ""),
            "response due": (campaign.response_due, agency),
        }  # fmt: skip
        for what, (day, who) in days.items():
            if day and (campaign.stopped is None or day <= campaign.stopped):
                yield Entry(
                    id=f"campaign-{campaign.id}-{what.partition(' ')[0]}",
                    kind=EntryKind.CAMPAIGN, on=day, title=f"{campaign.title}: {what}", who=who,
                    address=f"/composite?round={campaign.id}", is_target=bool(who),
                )  # fmt: skip


def _actions(dated: Dated) -> Iterator[Entry]:
    for action in dated.actions:
        if action.due is None or not action.is_open:
            continue
        owner = dated.names.get(action.organisation, action.organisation)
        yield Entry(
            id=f"action-{action.id}", kind=EntryKind.ACTION, on=action.due, title=action.text,
            who=", ".join(filter(None, (action.owner, owner))), group=action.monitored_by,
            address=f"/actions?id={action.id}", note=action.reference,
            is_late=action.is_overdue(dated.today),
            is_mine=action.organisation in dated.mine.organisations - {""},
        )  # fmt: skip


def _rhythms(dated: Dated) -> Iterator[Entry]:
    """What the year still lacks: nothing of it has begun."""
    for mechanism in dated.mechanisms:
        begun = sorted(dated.begun.get(mechanism.id, ()))
        rhythm = mechanism.rhythm
        if rhythm is None or not mechanism.is_active or (rhythm.is_optional and not begun):
            continue
        way = "begin" if mechanism.id in dated.begun_by_viewer else "mechanism"
        for number, day, is_target in _missing(mechanism, begun, dated):
            of = f" ({number} of {rhythm.a_year})" if rhythm.a_year > 1 else ""
            yield Entry(
                id=f"rhythm-{mechanism.id}-{day.year}-{number}", kind=EntryKind.RHYTHM, on=day,
                title=f"{mechanism.title}{of}: to begin", group=mechanism.group,
                address=f"/activities?{way}={mechanism.id}", note=say_rhythm(rhythm),
                is_late=day < dated.today, is_target=is_target,
            )  # fmt: skip


def _missing(
    mechanism: Mechanism, begun: Sequence[date], dated: Dated
) -> Iterator[tuple[int, date, bool]]:
    """Number, last day, and whether that is a local target, of each that has not begun.

    So many a year are spread evenly; only the end of the year is not of our own choosing.
    """
    rhythm, today = mechanism.rhythm, dated.today
    if rhythm is None:
        return
    if rhythm.every_weeks:
        last = begun[-1] if begun else max(date(today.year, 1, 1), dated.since)
        yield len(begun) + 1, last + timedelta(weeks=rhythm.every_weeks), False
        return
    months = rhythm.months or tuple(
        12 * number // rhythm.a_year for number in range(1, rhythm.a_year + 1)
    )
    for year in (today.year, today.year + 1):
        of_year = sum(day.year == year for day in begun)
        for number, month in enumerate(months[of_year:], start=of_year + 1):
            day = _end_of(year, month)
            if day >= dated.since and (year == today.year or day <= today + _AHEAD):
                yield number, day, not rhythm.months and month < 12


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
