"""An activity: one run of a mechanism, with its parties, its people and the steps taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from forms.model import Answers


class ActivityStatus(StrEnum):
    """Whether an activity goes on; what it is at is derived from the steps taken."""

    UNDER_WAY = "under_way"
    PAUSED = "paused"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


ACTIVITY_STATUS_LABELS: Mapping[ActivityStatus, str] = MappingProxyType(
    {
        ActivityStatus.UNDER_WAY: "Under way",
        ActivityStatus.PAUSED: "Paused",
        ActivityStatus.ENDED: "Ended",
        ActivityStatus.WITHDRAWN: "Withdrawn",
    }
)


#: The outcome of a taking that stands for a form: it counts while the form is sent.
SENT = "sent"


class PartyKind(StrEnum):
    """What a party of an activity is."""

    PARTNER = "partner"
    AGENCY = "agency"
    COMMISSIONER = "commissioner"


@dataclass(frozen=True, slots=True, order=True)
class Party:
    """A partner or organisation with a part in an activity; `key` is its stable id.

    `is_excluded` keeps it on record but takes it out of the steps, with a reason.
    """

    kind: PartyKind
    key: str
    label: str = ""
    is_excluded: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Holder:
    """A person named for a role of an activity; `person` is their id on the register, or ""."""

    role: str
    name: str
    person: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Taking:
    """One step that was taken: by whom, when, how it ended and what was recorded.

    `number` counts the takings of an activity from 1. `part` is the party that took it,
    where each does. `known_from` says how somebody who recorded it for others knows.
    """

    number: int
    step: str
    day: date
    outcome: str = ""
    part: str = ""
    answers: Answers = field(default_factory=dict)
    reason: str = ""
    by: str = ""
    role: str = ""
    known_from: str = ""
    taken: datetime | None = None


@dataclass(frozen=True, slots=True)
class Activity:
    """One run of a mechanism.

    `subject` is the id of what it is about (see `Mechanism.subject`), `response` the
    response it came of (a request), `parent` the activity it follows up. `answers` were
    given at its beginning. `taken` are its takings in order. `subject_partner` is the
    safeguarding partner that its subject itself is, which takes no part where a role
    shuns the subject.
    """

    id: str
    reference: str
    mechanism: str
    version: str
    title: str
    began: date
    status: ActivityStatus = ActivityStatus.UNDER_WAY
    subject: str = ""
    group: str = ""
    response: str = ""
    parent: str = ""
    ended: date | None = None
    reason: str = ""  # why it was paused or withdrawn
    begun_by: str = ""
    answers: Answers = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    holders: tuple[Holder, ...] = ()
    taken: tuple[Taking, ...] = ()
    subject_partner: str = ""

    @property
    def is_running(self) -> bool:
        """Whether steps may be taken."""
        return self.status is ActivityStatus.UNDER_WAY


class Progress(StrEnum):
    """Where a step of an activity stands."""

    WAITING = "waiting"  # another step comes first
    OPEN = "open"  # may be taken now
    DONE = "done"
    LEFT_OUT = "left_out"  # does not apply here


PROGRESS_LABELS: Mapping[Progress, str] = MappingProxyType(
    {
        Progress.WAITING: "Cannot start yet",
        Progress.OPEN: "To do",
        Progress.DONE: "Done",
        Progress.LEFT_OUT: "Does not apply",
    }
)
#: What an open step is called that nothing waits for.
MAY_BE_TAKEN = "If it is needed"


def say_progress(progress: Progress, *, is_optional: bool = False) -> str:
    """Where a step stands, in words; an optional one that is open need not be taken."""
    is_choice = is_optional and progress is Progress.OPEN
    return MAY_BE_TAKEN if is_choice else PROGRESS_LABELS[progress]


@dataclass(frozen=True, slots=True)
class StepStanding:
    """Where one step stands: for whom it is open, when it is due and what keeps it waiting.

    `parts` are the parties that have still to take it (("",) where the role takes it
    once), `done_parts` those that have. `due` is None where it has no date (yet): then
    `due_words` says what it hangs on. `unmet` are the sentences of the needs that do not hold.
    """

    step: str
    progress: Progress
    parts: tuple[str, ...] = ()
    done_parts: tuple[str, ...] = ()
    due: date | None = None
    due_words: str = ""
    is_target: bool = False
    unmet: tuple[str, ...] = ()
    done_on: date | None = None

    def is_late(self, today: date) -> bool:
        """Whether it should have been taken before today."""
        return self.progress is Progress.OPEN and self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an activity stands: what it is said to be, and each of its steps in order."""

    state: str
    steps: tuple[StepStanding, ...]
    is_ended: bool = False

    @property
    def open_steps(self) -> tuple[StepStanding, ...]:
        """What may be done now."""
        return tuple(each for each in self.steps if each.progress is Progress.OPEN)
