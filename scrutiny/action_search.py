"""Looking through the action plan: what to show, in which order, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from scrutiny.action import OPEN, Action, ActionStatus

#: How many actions stand on one page of the register.
PAGE_SIZE = 50


class Sort(StrEnum):
    """The order of the register."""

    DUE = "due"
    ADDED = "added"
    OWNER = "owner"
    STANDARD = "standard"
    REFERENCE = "reference"


SORT_LABELS: Mapping[Sort, str] = MappingProxyType(
    {
        Sort.DUE: "No date yet, then soonest due",
        Sort.ADDED: "Newest first",
        Sort.OWNER: "By owner",
        Sort.STANDARD: "By standard",
        Sort.REFERENCE: "By reference",
    }
)


class Show(StrEnum):
    """Which actions to show by where they stand; beside the statuses themselves."""

    OPEN = "open"
    OVERDUE = "overdue"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for; an empty part looks for everything.

    `status` is a Show or an ActionStatus. `mechanisms` are mechanism ids, "" among them for
    what came of none. `owner` is an organisation's id, `older_than` and `younger_than` are
    days in the register: at least, and less than. `words` are parts of the text or of the
    reference.
    """

    status: str = ""
    group: str = ""
    mechanisms: frozenset[str] = frozenset()
    owner: str = ""
    lead_partner: str = ""
    portfolio: str = ""
    standard: str = ""
    theme: str = ""
    kind: str = ""
    priority: str = ""
    round: str = ""
    activity: str = ""
    older_than: int = 0
    younger_than: int | None = None
    words: str = ""

    @property
    def statuses(self) -> frozenset[ActionStatus]:
        """The statuses that are looked for; all of them for none."""
        if self.status in set(ActionStatus):
            return frozenset({ActionStatus(self.status)})
        return OPEN if self.status in {Show.OPEN, Show.OVERDUE} else frozenset(ActionStatus)


#: All actions that the viewer may see.
EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Listed:
    """One line of the register: the action, with the names of what it hangs on."""

    action: Action
    organisation: str = ""
    activity: str = ""  # the activity's reference
    activity_title: str = ""
    round_title: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the register, and how many actions there are on all pages."""

    rows: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many actions stand where; `key` is what they have in common ("" for all or none).

    `overdue` are among the first two statuses; `lately` is how many were assured lately.
    """

    key: str = ""
    not_started: int = 0
    in_progress: int = 0
    done: int = 0
    assured: int = 0
    closed: int = 0
    overdue: int = 0
    lately: int = 0

    @property
    def open(self) -> int:
        """How many somebody still has to do something about."""
        return self.not_started + self.in_progress + self.done

    @property
    def total(self) -> int:
        """All of them."""
        return self.open + self.assured + self.closed

    def of(self, status: ActionStatus) -> int:
        """How many have that status."""
        return int(getattr(self, status.value))


class By(StrEnum):
    """What the register may be counted by."""

    GROUP = "group"
    MECHANISM = "mechanism"
    OWNER = "owner"
    STANDARD = "standard"
    AGE = "age"
    LEAD_PARTNER = "lead_partner"
    THEME = "theme"
    KIND = "kind"


BY_LABELS: Mapping[By, str] = MappingProxyType(
    {
        By.GROUP: "Group that follows it",
        By.MECHANISM: "Where it came from",
        By.OWNER: "Owner",
        By.STANDARD: "Standard",
        By.AGE: "Age",
        By.LEAD_PARTNER: "Lead partner",
        By.THEME: "Theme",
        By.KIND: "Kind",
    }
)


@dataclass(frozen=True, slots=True)
class Progressed:
    """One action at the start of a period and now; `before` is its status then."""

    listed: Listed
    before: ActionStatus
    was_overdue: bool = False

    @property
    def has_moved(self) -> bool:
        """Whether its status is another now."""
        return self.before is not self.listed.action.status


@dataclass(frozen=True, slots=True)
class ProgressReport:
    """The same actions at the start of a period and now, and what was added since.

    The rows are at most as many as were asked for; the tallies count all of them.
    """

    first: date
    last: date
    before: Tally
    now: Tally
    rows: tuple[Progressed, ...] = ()
    added: int = 0
    moves: Mapping[tuple[str, str], int] = field(default_factory=dict)  # (before, now): how many
