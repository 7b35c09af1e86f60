"""One respondent's filling-in of one form version, and the states it passes through."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from forms.model import Answers


class Status(StrEnum):
    """Where a response stands. Late is derived from the dates, never a status."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    READY_FOR_SIGN_OFF = "ready_for_sign_off"
    SIGNED_OFF = "signed_off"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    RESUBMITTED = "resubmitted"
    ACCEPTED = "accepted"
    IN_COMPOSITE = "in_composite"
    EXEMPT = "exempt"


#: The states in which a response has been sent, so that its answers count.
SENT = frozenset(
    {Status.SUBMITTED, Status.UNDER_REVIEW, Status.RETURNED, Status.RESUBMITTED, Status.ACCEPTED,
     Status.IN_COMPOSITE}
)  # fmt: skip
#: The states in which its answers may be changed.
EDITABLE = frozenset({Status.IN_PROGRESS, Status.RETURNED})
#: The states in which it is in its writers' hands, perhaps after it was sent once.
OPEN = EDITABLE | {Status.READY_FOR_SIGN_OFF, Status.SIGNED_OFF}

STATUS_LABELS = {
    Status.NOT_STARTED: "Not started",
    Status.IN_PROGRESS: "In progress",
    Status.READY_FOR_SIGN_OFF: "Ready for sign-off",
    Status.SIGNED_OFF: "Signed off",
    Status.SUBMITTED: "Submitted",
    Status.UNDER_REVIEW: "Under review",
    Status.RETURNED: "Returned for changes",
    Status.RESUBMITTED: "Resubmitted",
    Status.ACCEPTED: "Accepted",
    Status.IN_COMPOSITE: "In the final composite",
    Status.EXEMPT: "Exempt",
}


@dataclass(frozen=True, slots=True)
class Response:
    """A draft or a submitted response.

    `round` is the id of its cycle or campaign ("" for a request, which has none);
    `organisation` is empty for a voice response. `revision` counts saves, so that a
    second tab is told rather than overwritten. `submitted` is a day; a voice response
    keeps no finer time anywhere. `reference` says which of the many forms of one step of an
    activity it is ("" where there is one).
    """

    id: str
    form: str
    form_version: str
    round: str = ""
    organisation: str = ""
    status: Status = Status.IN_PROGRESS
    answers: Answers = field(default_factory=dict)
    revision: int = 0
    language: str = "en"
    updated: datetime | None = None
    submitted: date | None = None
    receipt: str = ""
    late: bool = False
    author: str = ""
    reference: str = ""

    @property
    def is_sent(self) -> bool:
        """Whether its answers have been submitted and so count."""
        return self.status in SENT or self.submitted is not None

    @property
    def is_editable(self) -> bool:
        """Whether the respondent may change it."""
        return self.status in EDITABLE

    @property
    def is_open(self) -> bool:
        """Whether it waits for the respondent: to be finished, signed off or sent."""
        return self.status in OPEN
