"""A SPACE audit request: the states it passes through, and its record beside the response.

What the chair asked stands in the response that the request was made with; here stand the
reference, the decision, the lead and the history of its states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class RequestStatus(StrEnum):
    """Where a request stands."""

    DRAFT = "draft"
    REQUESTED = "requested"
    MORE_INFORMATION_NEEDED = "more_information_needed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DEFERRED = "deferred"
    LEAD_ALLOCATED = "lead_allocated"
    PREPARATION = "preparation"
    AUDIT_IN_PROGRESS = "audit_in_progress"
    FINDINGS_DRAFTED = "findings_drafted"
    FINDINGS_SHARED = "findings_shared"
    ACTIONS_AGREED = "actions_agreed"
    REPORTED = "reported"
    MONITORED = "monitored"
    CLOSED = "closed"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


REQUEST_STATUS_LABELS: Mapping[RequestStatus, str] = MappingProxyType(
    {status: status.value.replace("_", " ").capitalize() for status in RequestStatus}
)

_ONWARD: Mapping[RequestStatus, tuple[RequestStatus, ...]] = MappingProxyType(
    {
        RequestStatus.DRAFT: (RequestStatus.REQUESTED,),
        RequestStatus.REQUESTED: (
            RequestStatus.MORE_INFORMATION_NEEDED,
            RequestStatus.ACCEPTED,
            RequestStatus.DECLINED,
            RequestStatus.DEFERRED,
        ),
        RequestStatus.MORE_INFORMATION_NEEDED: (RequestStatus.REQUESTED,),
        RequestStatus.DEFERRED: (RequestStatus.REQUESTED, RequestStatus.ACCEPTED),
        RequestStatus.ACCEPTED: (RequestStatus.LEAD_ALLOCATED,),
        RequestStatus.LEAD_ALLOCATED: (RequestStatus.PREPARATION,),
        RequestStatus.PREPARATION: (RequestStatus.AUDIT_IN_PROGRESS,),
        RequestStatus.AUDIT_IN_PROGRESS: (RequestStatus.FINDINGS_DRAFTED,),
        RequestStatus.FINDINGS_DRAFTED: (RequestStatus.FINDINGS_SHARED,),
        RequestStatus.FINDINGS_SHARED: (RequestStatus.ACTIONS_AGREED,),
        RequestStatus.ACTIONS_AGREED: (RequestStatus.REPORTED,),
        RequestStatus.REPORTED: (RequestStatus.MONITORED,),
        RequestStatus.MONITORED: (RequestStatus.CLOSED,),
    }
)
#: The states in which nothing more happens to a request.
ENDED = frozenset({RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN})
#: The steps that may not be taken without saying why.
NEEDS_REASON = frozenset(
    {
        RequestStatus.MORE_INFORMATION_NEEDED,
        RequestStatus.DECLINED,
        RequestStatus.DEFERRED,
        RequestStatus.PAUSED,
        RequestStatus.WITHDRAWN,
    }
)
#: The steps that are the chair's to take; all others are the SPACE Service's.
CHAIR_STEPS = frozenset(
    {
        RequestStatus.REQUESTED,
        RequestStatus.ACTIONS_AGREED,
        RequestStatus.REPORTED,
        RequestStatus.MONITORED,
        RequestStatus.CLOSED,
        RequestStatus.PAUSED,
        RequestStatus.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One state that a request came to: when, by whom and why."""

    status: RequestStatus
    day: date
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One SPACE audit request; `response` is the id of the response it was made with.

    `reference` is SPACE-YYYY-NNN. `alternative` is what a declined request is offered
    instead, `parent` the reference that a follow-up follows. Dates are None until set.
    """

    response: str
    reference: str
    title: str = ""
    group: str = ""
    chair: str = ""
    status: RequestStatus = RequestStatus.REQUESTED
    requested: date | None = None
    lead: str = ""
    support: str = ""
    decision: str = ""
    decided: date | None = None
    reason: str = ""
    alternative: str = ""
    scope_note: str = ""
    deferred_until: date | None = None
    starts: date | None = None
    fieldwork: date | None = None
    draft_due: date | None = None
    final_due: date | None = None
    days_estimate: float | None = None
    conflicts: str = ""
    parent: str = ""
    updated: datetime | None = None
    history: tuple[RequestStep, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.status in ENDED

    @property
    def resumes_at(self) -> RequestStatus | None:
        """The state a paused request goes back to: the last one before the pause."""
        steps = [s.status for s in self.history if s.status is not RequestStatus.PAUSED]
        return steps[-1] if self.status is RequestStatus.PAUSED and steps else None


def next_statuses(request: Request) -> tuple[RequestStatus, ...]:
    """The states that a request may come to from where it stands."""
    if request.status is RequestStatus.PAUSED:
        resumed = request.resumes_at
        return (*((resumed,) if resumed else ()), RequestStatus.WITHDRAWN)
    if request.is_ended:
        return ()
    stops = () if request.status is RequestStatus.DRAFT else (RequestStatus.PAUSED,)
    return (*_ONWARD.get(request.status, ()), *stops, RequestStatus.WITHDRAWN)
