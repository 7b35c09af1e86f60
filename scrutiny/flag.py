"""A flag: a text that may tell of harm, until a person has read it, decided and closed it.

It keeps the words and the campaign alone, and the day on which they were given: no
response, no time, nobody. Who read it and what was decided is kept with times.

A request to be contacted is a flag too: it holds what somebody wrote on the form for that,
and no campaign, so that nothing leads from it to an answer.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from types import MappingProxyType

from scrutiny.disclosure import CONTACT

_FRIDAY = 4


class FlagState(StrEnum):
    """How far a flag is."""

    RAISED = "raised"
    READ = "read"
    DECIDED = "decided"
    CLOSED = "closed"


class Decision(StrEnum):
    """What a reader may decide."""

    NO_ACTION = "no_action"
    SIGNPOST = "signpost"
    SINGLE_POINT = "single_point"
    POLICE = "police"
    STAFF_ALLEGATION = "staff_allegation"
    CONTACTED = "contacted"
    NOT_REACHED = "not_reached"


STATE_LABELS: Mapping[FlagState, str] = MappingProxyType(
    {
        FlagState.RAISED: "Not read yet",
        FlagState.READ: "Read, not decided",
        FlagState.DECIDED: "Decided, not closed",
        FlagState.CLOSED: "Closed",
    }
)
DECISION_LABELS: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.NO_ACTION: "No action",
        Decision.SIGNPOST: "Signpost only, since nobody can be known from it",
        Decision.SINGLE_POINT: "Share with the single point of contact",
        Decision.POLICE: "Call the police",
        Decision.STAFF_ALLEGATION: "Follow the agency's route for an allegation about staff",
        Decision.CONTACTED: "Somebody has spoken with them, and nothing more is needed",
        Decision.NOT_REACHED: "They could not be reached, by any way they gave",
    }
)
_OF_WORDS = (
    Decision.NO_ACTION, Decision.SIGNPOST, Decision.SINGLE_POINT, Decision.POLICE,
    Decision.STAFF_ALLEGATION,
)  # fmt: skip
_OF_A_REQUEST = (
    Decision.CONTACTED, Decision.SINGLE_POINT, Decision.POLICE, Decision.STAFF_ALLEGATION,
    Decision.NOT_REACHED,
)  # fmt: skip
#: What may come after each state.
NEXT: Mapping[FlagState, FlagState] = MappingProxyType(
    {
        FlagState.RAISED: FlagState.READ,
        FlagState.READ: FlagState.DECIDED,
        FlagState.DECIDED: FlagState.CLOSED,
    }
)
#: The states in which somebody may still be waiting for help.
WAITING = frozenset({FlagState.RAISED, FlagState.READ})


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag. `text` is "" where only the queue is listed."""

    id: str
    campaign: str
    question: str
    kinds: tuple[str, ...]
    day: date
    state: FlagState = FlagState.RAISED
    text: str = ""
    reader: str = ""
    read_at: datetime | None = None
    decision: Decision | None = None
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None
    closed_by: str = ""
    closed_at: datetime | None = None

    @property
    def is_request(self) -> bool:
        """Whether somebody asks to be contacted; it belongs to no campaign."""
        return self.kinds == (CONTACT,)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What may be decided."""
        return _OF_A_REQUEST if self.is_request else _OF_WORDS

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True)
class FlagTarget:
    """In how many working days a flag is to be read and decided on."""

    working_days: int
    holidays: Collection[date] = ()

    def due(self, given: date) -> date:
        """The last day on which a text given on that day is read in time."""
        return add_working_days(given, self.working_days, self.holidays)

    def half(self, given: date, zone: tzinfo | None = None) -> datetime:
        """When half of the reading time of a text given on that day has passed.

        The day alone is known, so its time runs from the end of that day: half of one working
        day is the noon of the next.
        """
        whole, rest = divmod(self.working_days, 2)
        day = add_working_days(given, whole + rest, self.holidays)
        return datetime.combine(day, time(12) if rest else time(23, 59), zone)

    def is_overdue(self, flag: Flag, today: date) -> bool:
        """Whether somebody should have decided by now."""
        return flag.is_waiting and today > self.due(flag.day)


@dataclass(frozen=True, slots=True)
class FlagCounts:
    """How many flags stand where; nothing of what they say."""

    unread: int = 0
    undecided: int = 0
    unclosed: int = 0
    overdue: int = 0

    @property
    def open(self) -> int:
        """All that are not closed."""
        return self.unread + self.undecided + self.unclosed


def count_flags(flags: Collection[Flag], target: FlagTarget, today: date) -> FlagCounts:
    """The counts of a queue."""
    states = [flag.state for flag in flags]
    return FlagCounts(
        unread=states.count(FlagState.RAISED),
        undecided=states.count(FlagState.READ),
        unclosed=states.count(FlagState.DECIDED),
        overdue=sum(target.is_overdue(flag, today) for flag in flags),
    )


def order_flags(flags: Collection[Flag], target: FlagTarget, today: date) -> list[Flag]:
    """Overdue first, then those that wait, the longest waiting on top."""
    return sorted(
        flags,
        key=lambda f: (not target.is_overdue(f, today), not f.is_waiting, f.day, f.state, f.id),
    )


def add_working_days(day: date, count: int, holidays: Collection[date] = ()) -> date:
    """The day that is so many working days after `day`; weekends and holidays are none."""
    while count > 0:
        day += timedelta(1)
        count -= day.weekday() <= _FRIDAY and day not in holidays
    return day
