"""A finding: what an activity saw, in one of a few classes, from which actions follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from scrutiny.activity import Party, PartyKind


class FindingKind(StrEnum):
    """The class of a finding; the first three are those of a line of sight event (R076)."""

    BEST_PRACTICE = "best_practice"
    IMPROVEMENT = "improvement"
    STRATEGIC = "strategic"
    CONSIDERATION = "consideration"  # for further consideration (findings letter)
    IMMEDIATE = "immediate"
    OBSERVATION = "observation"
    QUESTION = "question"  # a line of questioning or of enquiry
    VOICE = "voice"  # what children, young people or families said, permitted
    CHALLENGE = "challenge"  # a note of support and challenge (R032)
    TRAINING = "training"  # a training need (R034)
    RECOMMENDATION = "recommendation"  # of the scrutiny officer to partners (R193)


#: The findings of which each needs an action, or a reason for none.
NEEDS_ACTION = frozenset({FindingKind.IMPROVEMENT, FindingKind.STRATEGIC, FindingKind.IMMEDIATE})
#: The findings to which somebody writes an answer: who was recommended something, and the
#: team to what people said.
ANSWERED = frozenset({FindingKind.RECOMMENDATION, FindingKind.VOICE})
#: The findings because of which an action may be added.
ACTED_ON = NEEDS_ACTION | ANSWERED
#: The findings that are said to an organisation while an activity goes on.
SAID_TO_ORGANISATION = frozenset(
    {
        FindingKind.IMMEDIATE, FindingKind.CHALLENGE, FindingKind.TRAINING,
        FindingKind.RECOMMENDATION,
    }
)  # fmt: skip
#: What the steps of a mechanism must keep for a finding of a kind; else "findings".
KEPT_UNDER: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.CHALLENGE: "challenge",
        FindingKind.TRAINING: "training",
        FindingKind.RECOMMENDATION: "recommendations",
    }
)
FINDING_LABELS: Mapping[FindingKind, str] = MappingProxyType(
    {
        FindingKind.BEST_PRACTICE: "Positive practice",
        FindingKind.IMPROVEMENT: "Area for improvement",
        FindingKind.STRATEGIC: "Strategic action",
        FindingKind.CONSIDERATION: "For further consideration",
        FindingKind.IMMEDIATE: "Immediate action",
        FindingKind.OBSERVATION: "Reflective observation",
        FindingKind.QUESTION: "Line of questioning",
        FindingKind.VOICE: "What people told us",
        FindingKind.CHALLENGE: "Support and challenge",
        FindingKind.TRAINING: "Training need",
        FindingKind.RECOMMENDATION: "Recommendation",
    }
)


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer of one partner to a recommendation that is addressed to all of them."""

    partner: str
    text: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of an activity.

    `standard` is a standard's key, `aim` one of the partnership's aims, `theme` a theme's
    key, `organisation` whom it is about or addressed to, `source` where it was seen ("visit",
    "section 11"). `rating` is a judgement in the words of the mechanism, "" where none is
    made. `reply` and `replied_on` are an addressee's answer to a recommendation, or what was
    done about what people said. `replies` are those of each partner to a recommendation that
    is addressed to nobody in particular, and so to all of them.
    """

    id: str
    activity: str
    kind: FindingKind
    text: str
    on: date
    step: str = ""
    standard: str = ""
    theme: str = ""
    aim: str = ""
    organisation: str = ""
    source: str = ""
    rating: str = ""
    by: str = ""
    reply: str = ""
    replied_by: str = ""
    replied_on: date | None = None
    no_action_reason: str = ""
    replies: tuple[Reply, ...] = ()

    def find_reply(self, partner: str) -> Reply | None:
        """What a partner answered to it, or None."""
        return next((each for each in self.replies if each.partner == partner), None)


def list_answering(finding: Finding, parties: Iterable[Party]) -> tuple[str, ...]:
    """The partners of the activity who each answer it; nobody where one answer is enough."""
    is_to_all = finding.kind is FindingKind.RECOMMENDATION and not finding.organisation
    if not is_to_all or finding.reply:
        return ()
    return tuple(
        each.key for each in parties if each.kind is PartyKind.PARTNER and not each.is_excluded
    )


def is_answered(finding: Finding, parties: Iterable[Party]) -> bool:
    """Whether all to whom it is addressed have answered it."""
    answering = list_answering(finding, parties)
    return bool(finding.reply) or (bool(answering) and all(map(finding.find_reply, answering)))


@dataclass(frozen=True, slots=True)
class FindingCount:
    """How many findings of a kind speak of a standard or a theme, whoever they are about."""

    kind: FindingKind
    count: int
    standard: str = ""
    theme: str = ""
    aim: str = ""
