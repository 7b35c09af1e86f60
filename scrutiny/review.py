"""What reviewers add beside an answer: moderated ratings, themes, quotes and narratives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class ModeratedRating:
    """A reviewer's judgement beside the self-rating; the latest of a question counts."""

    response: str
    question: str
    rating: str
    reviewer: str
    day: date
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CrossModerated:
    """How often a self-rating met a moderated one: one cell of self against moderated."""

    question: str
    self_rating: str
    moderated: str
    count: int


@dataclass(frozen=True, slots=True)
class CodedTheme:
    """A theme that a reviewer read in one free text; `kind` is what it speaks of."""

    response: str
    question: str
    theme: str
    kind: str = "improvement"
    coder: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class ThemeCount:
    """In how many responses of a round a theme was read."""

    theme: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Quote:
    """Words edited so that nobody can be known from them; shown once two people checked.

    It keeps no link to the response, so that words and person cannot be joined again.
    """

    id: str
    round: str
    question: str
    text: str
    theme: str = ""
    has_permission: bool = False
    checked_by: str = ""
    checked_again_by: str = ""

    @property
    def may_be_shown(self) -> bool:
        """Whether it has permission and two different people checked it."""
        checkers = {self.checked_by, self.checked_again_by} - {""}
        return self.has_permission and len(checkers) == 2


class Slot(StrEnum):
    """The narrative boxes of a composite."""

    TELLS_US = "tells_us"
    CONFIDENCE = "confidence"
    GAPS = "gaps"
    NEXT_STEPS = "next_steps"


SLOT_LABELS: Mapping[Slot, str] = MappingProxyType(
    {
        Slot.TELLS_US: "What this tells us",
        Slot.CONFIDENCE: "How confident we are",
        Slot.GAPS: "Gaps",
        Slot.NEXT_STEPS: "Next steps",
    }
)


@dataclass(frozen=True, slots=True)
class Narrative:
    """What a reviewer wrote in one narrative box of a composite."""

    round: str
    slot: Slot
    text: str
    author: str = ""
    revision: int = 0
    updated: date | None = None
