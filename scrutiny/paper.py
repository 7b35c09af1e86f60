"""A document of the partnership: drafted from what is held, edited, approved, then frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType


class PaperState(StrEnum):
    """Where a document stands; from `approved` on its words are frozen."""

    DRAFT = "draft"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"
    ISSUED = "issued"
    PRESENTED = "presented"
    WITHDRAWN = "withdrawn"


PAPER_STATE_LABELS: Mapping[PaperState, str] = MappingProxyType(
    {
        PaperState.DRAFT: "Draft",
        PaperState.FOR_APPROVAL: "For approval",
        PaperState.APPROVED: "Approved",
        PaperState.ISSUED: "Issued",
        PaperState.PRESENTED: "Presented",
        PaperState.WITHDRAWN: "Withdrawn",
    }
)
#: The states in which its words no longer change.
FROZEN = frozenset({PaperState.APPROVED, PaperState.ISSUED, PaperState.PRESENTED})


class PartKind(StrEnum):
    """What a part of a document holds."""

    WORDS = "words"  # edited by a person, paragraphs and "- " bullets
    TABLE = "table"  # drawn from what is held, frozen with the document


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One part under its heading.

    `words` are plain: blank lines part paragraphs, lines that begin with "- " are bullets.
    A table part has `columns` and `rows`, drawn anew from what is held until it is frozen.
    `guide` tells the writer what belongs here, `most_words` how long it should be (0: any).
    """

    key: str
    heading: str
    kind: PartKind = PartKind.WORDS
    words: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    guide: str = ""
    most_words: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    """One document.

    `plan` is the key of the mechanism's document, `template` what drafted it; `activity`
    or `meeting` or `subject` say what it belongs to. `version` counts saved versions from
    1, `seal` is the SHA-256 of its frozen words and tables. `published_on` with
    `published_by` and `publication_reason` record a named approval to publish.
    """

    id: str
    template: str
    title: str
    parts: tuple[PaperPart, ...]
    state: PaperState = PaperState.DRAFT
    activity: str = ""
    plan: str = ""
    meeting: str = ""
    subject: str = ""
    addressee: str = ""
    version: int = 1
    sensitivity: str = ""
    written_by: str = ""
    written_at: datetime | None = None
    approved_by: str = ""
    approved_on: date | None = None
    approval_note: str = ""
    issued_on: date | None = None
    seal: str = ""
    may_publish: bool = False
    published_by: str = ""
    published_on: date | None = None
    publication_reason: str = ""

    @property
    def is_frozen(self) -> bool:
        """Whether its words no longer change."""
        return self.state in FROZEN
