"""A SPACE audit request, read from its activity: where it stands, and what was decided.

What the chair asked stands in the response that the request was made with; all that came
after it are the steps of a `space_audit` activity, whose file says what leads to what.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from forms.model import Json
from scrutiny.activity import Activity, ActivityStatus, Taking
from scrutiny.mechanism import Mechanism
from scrutiny.standing import facts, find_outcome

#: The mechanism of which a request begins an activity, and its step that the request is.
SPACE_AUDIT, ASK = "space_audit", "ask"
_DECIDE = "decide"


class RequestStatus(StrEnum):
    """Where a request stands."""

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
_BY_LABEL = {label: status for status, label in REQUEST_STATUS_LABELS.items()}
_STOPPED = {
    ActivityStatus.PAUSED: RequestStatus.PAUSED,
    ActivityStatus.WITHDRAWN: RequestStatus.WITHDRAWN,
}
#: The states in which nothing more happens to a request.
ENDED = frozenset({RequestStatus.CLOSED, RequestStatus.DECLINED, RequestStatus.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class RequestStep:
    """One state that a request came to: when, by whom and why."""

    status: RequestStatus
    day: date
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One SPACE audit request.

    `response` is the id of the response it was made with ("" for a follow-up that was asked
    for within another audit), `activity` that of the audit. `reference` is SPACE-YYYY-NNN.
    `alternative` is what a declined request is offered instead, `parent` the reference that
    a follow-up follows. Dates are None until set.
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
    activity: str = ""
    updated: datetime | None = None
    history: tuple[RequestStep, ...] = ()

    @property
    def is_ended(self) -> bool:
        """Whether nothing more happens to it."""
        return self.status in ENDED


def status_of(state: str, status: ActivityStatus) -> RequestStatus:
    """The status of a request by what its activity is said to be, and whether that goes on."""
    return _STOPPED.get(status) or _BY_LABEL.get(state, RequestStatus.REQUESTED)


def read_request(
    activity: Activity,
    mechanism: Mechanism,
    *,
    state: str,
    parent: str = "",
    stops: Iterable[tuple[datetime, RequestStep]] = (),
) -> Request:
    """The request that an activity is.

    `state` is what the activity is said to be, `parent` the reference that it follows, and
    `stops` are the pauses and the like, each with its moment.
    """
    known = facts(mechanism, activity)
    decided = _last(activity, _DECIDE)
    outcome = find_outcome(mechanism, decided) if decided else None
    return Request(
        response=activity.response,
        reference=activity.reference,
        activity=activity.id,
        title=activity.title,
        group=activity.group,
        chair=activity.begun_by,
        status=status_of(state, activity.status),
        requested=activity.began,
        lead=_words(known, "lead_name"),
        support=_words(known, "support_team"),
        decision=outcome.label if outcome else "",
        decided=decided.day if decided else None,
        reason=activity.reason or (decided.reason if decided else ""),
        alternative=_words(known, "alternative"),
        scope_note=_words(known, "scope_note"),
        deferred_until=_day(known, "deferred_until"),
        starts=_day(known, "starts_on"),
        fieldwork=_day(known, "fieldwork_on"),
        draft_due=_day(known, "draft_on"),
        final_due=_day(known, "final_on"),
        days_estimate=_number(known, "days_estimate"),
        conflicts=_words(known, "conflicts"),
        parent=parent,
        updated=activity.taken[-1].taken if activity.taken else None,
        history=_history(activity, mechanism, stops),
    )


def _history(
    activity: Activity, mechanism: Mechanism, stops: Iterable[tuple[datetime, RequestStep]]
) -> tuple[RequestStep, ...]:
    steps = [*_states(activity, mechanism), *stops]
    return tuple(step for _, step in sorted(steps, key=lambda each: each[0]))


def _states(activity: Activity, mechanism: Mechanism) -> Iterator[tuple[datetime, RequestStep]]:
    for taking in activity.taken:
        outcome = find_outcome(mechanism, taking)
        step = mechanism.by_id.get(taking.step)
        words = (outcome.state if outcome else "") or (step.state if step else "")
        if words in _BY_LABEL and taking.taken:
            status = _BY_LABEL[words]
            yield taking.taken, RequestStep(status, taking.day, taking.by, taking.reason)


def _last(activity: Activity, step: str) -> Taking | None:
    return next((each for each in reversed(activity.taken) if each.step == step), None)


def _words(known: Mapping[str, Json], question: str) -> str:
    value = known.get(question)
    return value if isinstance(value, str) else ""


def _day(known: Mapping[str, Json], question: str) -> date | None:
    words = _words(known, question)
    return date.fromisoformat(words) if words else None


def _number(known: Mapping[str, Json], question: str) -> float | None:
    value = known.get(question)
    return float(value) if isinstance(value, int | float) else None
