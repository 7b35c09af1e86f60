"""An action: who does what by when, from where it came until somebody else assures it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from forms.model import Tone
from scrutiny.access import Permission, Viewer


class ActionKind(StrEnum):
    """What sort of action it is (R029, R076, R096)."""

    BEING_TAKEN = "being_taken"
    REQUIRED = "required"
    IMMEDIATE = "immediate"
    STRATEGIC = "strategic"


ACTION_KIND_LABELS: Mapping[ActionKind, str] = MappingProxyType(
    {
        ActionKind.BEING_TAKEN: "Being taken",
        ActionKind.REQUIRED: "Required",
        ActionKind.IMMEDIATE: "Immediate",
        ActionKind.STRATEGIC: "Strategic",
    }
)


class ActionStatus(StrEnum):
    """Where an action stands. Overdue is derived from its due date, never a status."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    ASSURED = "assured"
    CLOSED = "closed"


ACTION_STATUS_LABELS: Mapping[ActionStatus, str] = MappingProxyType(
    {
        ActionStatus.NOT_STARTED: "Not started",
        ActionStatus.IN_PROGRESS: "In progress",
        ActionStatus.DONE: "Done, awaiting assurance",
        ActionStatus.ASSURED: "Assured",
        ActionStatus.CLOSED: "Closed, no longer needed",
    }
)
ACTION_STATUS_TONES: Mapping[ActionStatus, Tone] = MappingProxyType(
    {
        ActionStatus.NOT_STARTED: Tone.NEUTRAL,
        ActionStatus.IN_PROGRESS: Tone.MIDDLING,
        ActionStatus.DONE: Tone.MIDDLING,
        ActionStatus.ASSURED: Tone.GOOD,
        ActionStatus.CLOSED: Tone.NEUTRAL,
    }
)
#: The states in which somebody still has to do something.
OPEN = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE})
#: The states in which the owner still has to do something, so that it can be overdue.
OWED = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})
ENDED = frozenset(ActionStatus) - OPEN


class Rag(StrEnum):
    """Red, amber or green: derived from status and dates, never typed."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    COMPLETE = "complete"
    CLOSED = "closed"


RAG_LABELS: Mapping[Rag, str] = MappingProxyType(
    {
        Rag.RED: "Red: overdue",
        Rag.AMBER: "Amber: needs attention",
        Rag.GREEN: "Green: on track",
        Rag.COMPLETE: "Complete",
        Rag.CLOSED: "Closed",
    }
)
RAG_TONES: Mapping[Rag, Tone] = MappingProxyType(
    {
        Rag.RED: Tone.POOR,
        Rag.AMBER: Tone.MIDDLING,
        Rag.GREEN: Tone.GOOD,
        Rag.COMPLETE: Tone.GOOD,
        Rag.CLOSED: Tone.NEUTRAL,
    }
)


@dataclass(frozen=True, slots=True)
class Action:
    """One action.

    `id` and `reference` are empty until it is stored. From an answer, `question` is the
    judgement, `instance` its place there and `standard` that judgement's stable key.
    `organisation` is the owner organisation's id and `owner` a role there, not a name.
    `difference` is what should be better for children. `monitored_by` is a group's key,
    `lead_partner` a safeguarding partner's, `portfolio` an area's. `progress` and
    `evidence` are what was reported last, `updates` how often something was recorded.
    `carried_to` is the response of the next cycle in which it is shown again (R024).
    """

    question: str
    text: str
    owner: str = ""
    due: date | None = None
    instance: int = 0
    standard: str = ""
    id: str = ""
    response: str = ""
    round: str = ""
    organisation: str = ""
    status: ActionStatus = ActionStatus.NOT_STARTED
    progress: str = ""
    assured_by: str = ""
    reference: str = ""
    kind: ActionKind = ActionKind.REQUIRED
    activity: str = ""
    finding: str = ""
    meeting: str = ""
    mechanism: str = ""
    difference: str = ""
    lead_partner: str = ""
    priority: str = ""
    portfolio: str = ""
    monitored_by: str = ""
    theme: str = ""
    owner_email: str = ""
    evidence: str = ""
    reason: str = ""
    carried_to: str = ""
    added: date | None = None
    done_on: date | None = None
    assured_on: date | None = None
    updates: int = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in OPEN

    def is_overdue(self, today: date) -> bool:
        """Whether its owner should have finished before today."""
        return self.status in OWED and self.due is not None and self.due < today

    @property
    def is_owed_at_once(self) -> bool:
        """Whether it is an immediate one that its owner has not reported as done."""
        return self.kind is ActionKind.IMMEDIATE and self.status in OWED

    def age(self, today: date) -> int:
        """For how many days it has stood in the register; 0 where the day is not known."""
        return (today - self.added).days if self.added else 0

    def rag(self, today: date, *, soon: int = 28) -> Rag:
        """Its colour; amber when it is due within `soon` days, undated or awaits assurance."""
        if not self.is_open:
            return Rag.COMPLETE if self.status is ActionStatus.ASSURED else Rag.CLOSED
        if self.is_overdue(today):
            return Rag.RED
        if self.status is ActionStatus.DONE or self.due is None:
            return Rag.AMBER
        return Rag.AMBER if (self.due - today).days <= soon else Rag.GREEN


class Deed(StrEnum):
    """What one line of an action's history tells."""

    ADDED = "added"
    REPORTED = "reported"
    ASSURED = "assured"
    REOPENED = "reopened"
    CLOSED = "closed"
    DUE_MOVED = "due_moved"
    CHANGED = "changed"
    SENT_AGAIN = "sent_again"


DEED_LABELS: Mapping[Deed, str] = MappingProxyType(
    {
        Deed.ADDED: "Added",
        Deed.REPORTED: "Progress reported",
        Deed.ASSURED: "Assured",
        Deed.REOPENED: "Reopened",
        Deed.CLOSED: "Closed",
        Deed.DUE_MOVED: "Due date changed",
        Deed.CHANGED: "Details changed",
        Deed.SENT_AGAIN: "Changed as the return was sent again",
    }
)


@dataclass(frozen=True, slots=True)
class ActionUpdate:
    """One line of an action's history; `number` counts from 1, `status` is as it stood after."""

    action: str
    number: int
    deed: Deed
    status: ActionStatus
    day: date
    words: str = ""
    evidence: str = ""
    by: str = ""
    role: str = ""


def find_report_refusal(action: Action, status: ActionStatus, words: str) -> str:
    """Why the owner's side may not report this, in a sentence; "" when it may."""
    if not action.is_open:
        label = ACTION_STATUS_LABELS[action.status].lower()
        return f"This action is {label}. Ask the Children's MARS team to reopen it first."
    if status not in OPEN:
        return "Report it as done. Somebody else then looks at it and assures it."
    if status is ActionStatus.DONE and not words.strip():
        return "Write what was done, so that somebody else can assure it."
    if status is action.status and not words.strip():
        return "Write what has happened, or choose where the action stands now."
    return ""


def find_assurance_refusal(
    action: Action, viewer: Viewer, *, reported_by: Collection[str] = (), owner_partner: str = ""
) -> str:
    """Why the viewer may not assure it, in a sentence; "" when they may.

    `reported_by` are the names of those who reported on it for its owner, and
    `owner_partner` the safeguarding partner that the owner organisation is.
    """
    if not viewer.can(Permission.ASSURE_ACTIONS):
        return "Your role does not assure actions. Ask the Children's MARS team."
    if action.status is not ActionStatus.DONE:
        return "Only an action that was reported as done can be assured. Ask its owner to report."
    if _is_owner(action, viewer, reported_by, owner_partner):
        return (
            "An action is assured by somebody other than its owner. Ask a colleague who neither "
            "reported on it nor belongs to the organisation that owns it."
        )
    return ""


def _is_owner(
    action: Action, viewer: Viewer, reported_by: Collection[str], owner_partner: str
) -> bool:
    owns = {action.organisation, owner_partner} - {""}
    names = {_plain(name) for name in (action.owner, action.owner_email, *reported_by)} - {""}
    return bool(owns & viewer.organisations) or _plain(viewer.name) in names


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def find_reopen_refusal(action: Action, reason: str) -> str:
    """Why an action may not be reopened; "" when it may."""
    if action.status in OWED:
        return "This action is not done yet, so there is nothing to reopen."
    return "" if reason.strip() else "Write why it is reopened. Its owner reads it."


def find_close_refusal(action: Action, reason: str) -> str:
    """Why an action may not be closed unassured; "" when it may."""
    if not action.is_open:
        return f"This action is {ACTION_STATUS_LABELS[action.status].lower()} already."
    return "" if reason.strip() else "Write why it is no longer needed. It stays on record."


def match_earlier(
    earlier: Collection[Action], now: Collection[Action]
) -> tuple[list[tuple[Action, Action]], list[Action], list[Action]]:
    """The actions of a return sent again: pairs of (stored, new), the vanished and the new.

    One that kept its words is the same wherever it now stands; of the others, the one in
    the same place of the same answer.
    """
    left, fresh = list(earlier), list(now)
    pairs: list[tuple[Action, Action]] = []
    for key in (_by_words, _by_place):
        for action in list(fresh):
            same = next((each for each in left if key(each) == key(action)), None)
            if same is not None:
                pairs.append((same, action))
                left.remove(same)
                fresh.remove(action)
    return pairs, left, fresh


def _by_words(action: Action) -> tuple[str, str, str]:
    return action.question, action.kind, _plain(action.text)


def _by_place(action: Action) -> tuple[str, str, int]:
    return action.question, action.kind, action.instance
