"""An action: who does what by when, from the judgement it came out of until it is assured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


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
#: The states in which somebody still has to do something.
OPEN = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE})
#: The states in which the owner still has to do something, so that it can be overdue.
OWED = frozenset({ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class Action:
    """One action from a response.

    `id` is empty until it is stored. `question` is the judgement it came from and
    `standard` that judgement's stable key; `owner` is a role, not a name, as a form asks.
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
    kind: str = ""
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
