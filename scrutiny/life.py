"""The life of a return: one table of the steps, who may take each, from where and to where.

Late is derived from dates and is no state; whether the answers count is derived from
having been sent.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from scrutiny.access import Permission, Viewer
from scrutiny.response import STATUS_LABELS, Status

SHORTEST_REASON = 3


class Step(StrEnum):
    """What can be done with a return."""

    START = "start"
    ASK_SIGN_OFF = "ask_sign_off"
    TAKE_BACK = "take_back"
    REFUSE_SIGN_OFF = "refuse_sign_off"
    SIGN_OFF = "sign_off"
    SUBMIT = "submit"
    TAKE_UP = "take_up"
    RETURN = "return"
    ACCEPT = "accept"
    INCLUDE = "include"
    REOPEN = "reopen"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    `to` is where the step leads, and `to_again` where it leads once the return has been sent
    before ("" when that makes no difference). `button` are the words on the screen, `done`
    those of the history.
    """

    step: Step
    sources: frozenset[Status]
    to: Status
    may: Permission
    button: str
    done: str
    to_again: Status | None = None
    needs_reason: bool = False

    def target(self, *, was_sent: bool) -> Status:
        """The state after the step."""
        return self.to_again if was_sent and self.to_again else self.to


_ASKED = frozenset({Status.READY_FOR_SIGN_OFF, Status.SIGNED_OFF})
_OWN = frozenset({Status.IN_PROGRESS, Status.RETURNED})
_NEW = frozenset({Status.SUBMITTED, Status.RESUBMITTED})

_ROWS = (
    Rule(Step.START, frozenset({Status.NOT_STARTED}), Status.IN_PROGRESS, Permission.ANSWER,
         "Start", "Started"),
    Rule(Step.ASK_SIGN_OFF, _OWN, Status.READY_FOR_SIGN_OFF, Permission.ANSWER,
         "Ask for sign-off", "Sign-off asked for"),
    Rule(Step.TAKE_BACK, _ASKED, Status.IN_PROGRESS, Permission.ANSWER,
         "Change the answers", "Taken back to be changed", to_again=Status.RETURNED),
    Rule(Step.REFUSE_SIGN_OFF, frozenset({Status.READY_FOR_SIGN_OFF}), Status.IN_PROGRESS,
         Permission.SIGN_OFF, "Return it with a note", "Returned with a note instead of signed",
         to_again=Status.RETURNED, needs_reason=True),
    Rule(Step.SIGN_OFF, frozenset({Status.READY_FOR_SIGN_OFF}), Status.SIGNED_OFF,
         Permission.SIGN_OFF, "Sign off", "Signed off by everybody"),
    Rule(Step.SUBMIT, _OWN | {Status.SIGNED_OFF}, Status.SUBMITTED, Permission.ANSWER,
         "Send", "Submitted", to_again=Status.RESUBMITTED),
    Rule(Step.TAKE_UP, _NEW, Status.UNDER_REVIEW, Permission.MODERATE,
         "Take up for review", "Taken up for review"),
    Rule(Step.RETURN, _NEW | {Status.UNDER_REVIEW}, Status.RETURNED, Permission.MODERATE,
         "Return for changes", "Returned for changes", needs_reason=True),
    Rule(Step.ACCEPT, frozenset({Status.UNDER_REVIEW}), Status.ACCEPTED, Permission.MODERATE,
         "Accept", "Accepted"),
    Rule(Step.INCLUDE, frozenset({Status.ACCEPTED}), Status.IN_COMPOSITE, Permission.MODERATE,
         "Put it into the final composite", "In the final composite"),
    Rule(Step.REOPEN, frozenset({Status.ACCEPTED, Status.IN_COMPOSITE}), Status.RETURNED,
         Permission.MODERATE, "Reopen", "Reopened", needs_reason=True),
)  # fmt: skip

#: The whole table, by step.
RULES: Mapping[Step, Rule] = {row.step: row for row in _ROWS}
#: The steps that a reviewer takes on the page of a return, in the order of the buttons.
REVIEW_STEPS = (Step.TAKE_UP, Step.ACCEPT, Step.INCLUDE, Step.RETURN, Step.REOPEN)


@dataclass(frozen=True, slots=True)
class Taken:
    """One step of a return's history: what, when, by whom and why."""

    words: str
    happened: datetime | None
    actor: str = ""
    reason: str = ""


def find_refusal(
    step: Step, status: Status, viewer: Viewer, *, reason: str = "", since: str = ""
) -> str:
    """Why the step cannot be taken, in words, or "" when it can.

    `since` says who brought the return to where it stands and when, for whoever came second.
    """
    rule = RULES[step]
    if not viewer.can(rule.may):
        return f'Your role does not allow "{rule.button}". Sign in with a role that does.'
    if status not in rule.sources:
        now = STATUS_LABELS[status].lower()
        by = f", {since}" if since else ""
        wanted = " or ".join(sorted(STATUS_LABELS[each].lower() for each in rule.sources))
        return f'This return is {now}{by}. "{rule.button}" is only for one that is {wanted}.'
    if rule.needs_reason and len(reason.strip()) < SHORTEST_REASON:
        return "Say why in a few words: the other side reads it."
    return ""


def list_open_steps(status: Status, viewer: Viewer) -> tuple[Step, ...]:
    """The review steps that the viewer may take from here; reasons are asked for later."""
    return tuple(
        step for step in REVIEW_STEPS
        if status in RULES[step].sources and viewer.can(RULES[step].may)
    )  # fmt: skip
