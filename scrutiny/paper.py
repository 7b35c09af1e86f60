"""A document of the partnership: drafted from what is held, edited, approved, then frozen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from scrutiny.mechanism import Publication


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


class Look(StrEnum):
    """What kind of document it looks like."""

    LETTER = "letter"
    REPORT = "report"
    BRIEFING = "briefing"  # seven numbered parts
    LEAFLET = "leaflet"  # one page, for children and families


class PartKind(StrEnum):
    """What a part of a document holds."""

    WORDS = "words"  # edited by a person, paragraphs and "- " bullets
    TABLE = "table"  # drawn from what is held, frozen with the document


@dataclass(frozen=True, slots=True)
class PaperPart:
    """One part under its heading.

    `words` are plain: blank lines part paragraphs, lines that begin with "- " are bullets.
    A table part has `columns` and `rows`, drawn anew from what is held until it is frozen.
    `drafted` are the words that the draft came with: as long as nobody has changed them, they
    too are drawn anew. `guide` tells the writer what belongs here, `most_words` how long it
    should be (0: any). An annex of a letter stands beneath its signature.
    """

    key: str
    heading: str
    kind: PartKind = PartKind.WORDS
    words: str = ""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    guide: str = ""
    most_words: int = 0
    is_annex: bool = False
    drafted: str = ""

    @property
    def is_as_drafted(self) -> bool:
        """Whether its words are those of the draft, which nobody has changed."""
        return self.kind is PartKind.WORDS and bool(self.drafted) and self.words == self.drafted


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may approve a document: roles of roles.yaml, and for whom they must act.

    `of` is as in a mechanism's role: "subject", "parties", "group", the key of one partner,
    or "" for anybody who holds the role. With `is_each` each of those has to approve it for
    themselves; otherwise one of them is enough.
    """

    label: str
    held_by: tuple[str, ...]
    of: str = ""
    is_each: bool = False


@dataclass(frozen=True, slots=True)
class Approval:
    """The approval of one of several who each have to approve; `acts_for` is that party's key."""

    acts_for: str
    by: str
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """One document.

    `plan` is the key of the mechanism's document, `template` what drafted it; `activity`
    or `meeting` or `subject` say what it belongs to. `reference` is the activity's, frozen
    with it, as are a letter's `salutation` and `farewell`. `version` counts saved versions from
    1, `revision` every single save. `seal` is the SHA-256 of its frozen words and tables.
    `approvers` are those of whom one has to approve it, or each where they say so; without
    any it needs nobody. `approvals` are those of each that were given so far.
    `published_on` with `published_by` and `publication_reason` record a named approval to
    publish. `is_restricted` keeps it out of links that open without signing in.
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
    look: Look = Look.REPORT
    reference: str = ""
    salutation: str = ""
    farewell: str = ""
    presented_on: date | None = None
    publication: Publication = Publication.YES
    approvers: tuple[Approver, ...] = ()
    approvals: tuple[Approval, ...] = ()
    is_restricted: bool = False
    revision: int = 0

    @property
    def needs_approval(self) -> bool:
        """Whether somebody has to approve it before it goes out."""
        return bool(self.approvers)

    @property
    def is_published(self) -> bool:
        """Whether anybody at all may read it."""
        return self.published_on is not None and self.state in FROZEN

    @property
    def is_frozen(self) -> bool:
        """Whether its words no longer change."""
        return self.state in FROZEN

    @property
    def is_held(self) -> bool:
        """Whether what it says stays as it is: frozen, or approved by the first of several."""
        return self.is_frozen or bool(self.approvals)


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """One saved version of a document."""

    number: int
    paper: Paper  # as it was then
    written_by: str
    written: datetime


class CopyPart(StrEnum):
    """As what somebody gets a copy; those above are written to before those below."""

    LEAD = "lead"  # of the agency that it is about
    COMMISSIONER = "commissioner"
    OTHER = "other"


COPY_PART_LABELS: Mapping[CopyPart, str] = MappingProxyType(
    {
        CopyPart.LEAD: "The agency's lead",
        CopyPart.COMMISSIONER: "Commissioner",
        CopyPart.OTHER: "Other",
    }
)


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """Who got a copy; `acts_for` is the organisation, partner or group that they are of."""

    recipient: str
    email: str = ""
    acts_for: str = ""
    part: CopyPart = CopyPart.OTHER
    on: date | None = None


#: What is edited besides the parts; saved under "/" and the name.
HEAD = ("title", "addressee", "salutation", "farewell")


def dump_content(paper: Paper) -> str:
    """All that a document says as JSON, always the same for the same words."""
    held = {name: getattr(paper, name) for name in (*HEAD, "reference")}
    held |= {"look": str(paper.look), "parts": [_dump_part(part) for part in paper.parts]}
    return json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _dump_part(part: PaperPart) -> dict[str, Any]:
    held: dict[str, Any] = {
        "key": part.key, "heading": part.heading, "kind": str(part.kind), "words": part.words,
        "columns": list(part.columns), "rows": [list(row) for row in part.rows],
        "guide": part.guide, "most_words": part.most_words, "is_annex": part.is_annex,
    }  # fmt: skip
    return held | ({"drafted": part.drafted} if part.drafted else {})


def with_content(paper: Paper, content: str) -> Paper:
    """The document with what was written as JSON."""
    held = json.loads(content)
    parts = tuple(map(_read_part, held.pop("parts")))
    return replace(paper, **{**held, "look": Look(held["look"])}, parts=parts)


def _read_part(raw: Mapping[str, Any]) -> PaperPart:
    return PaperPart(
        **{
            **raw,
            "kind": PartKind(raw["kind"]),
            "columns": tuple(raw["columns"]),
            "rows": tuple(tuple(row) for row in raw["rows"]),
        }
    )


def find_words(paper: Paper, part: str) -> str | None:
    """The words of one part, or of "/title" and the like; None where there is no such part."""
    if part.removeprefix("/") in HEAD and part.startswith("/"):
        return str(getattr(paper, part.removeprefix("/")))
    return next((each.words for each in paper.parts if each.key == part), None)


def with_words(paper: Paper, part: str, words: str) -> Paper:
    """The document with other words in one part, or as "/title" and the like."""
    if part.startswith("/"):
        head: dict[str, Any] = {part.removeprefix("/"): words}
        return replace(paper, **head)
    parts = (replace(each, words=words) if each.key == part else each for each in paper.parts)
    return replace(paper, parts=tuple(parts))


def with_parts(paper: Paper, drawn: Iterable[PaperPart]) -> Paper:
    """The document with these parts in place of those of the same keys."""
    by_key = {part.key: part for part in drawn}
    return replace(paper, parts=tuple(by_key.get(part.key, part) for part in paper.parts))


def with_drawn(paper: Paper, drawn: Iterable[PaperPart]) -> Paper:
    """The document with its tables and untouched words as drawn now; what was written stays."""
    written = {p.key for p in paper.parts if p.kind is PartKind.WORDS and not p.is_as_drafted}
    return with_parts(paper, (part for part in drawn if part.key not in written))


def make_print(paper: Paper) -> str:
    """The SHA-256 of all that it says, to know whether it changed since somebody read it."""
    return hashlib.sha256(dump_content(paper).encode()).hexdigest()


def make_seal(paper: Paper) -> str:
    """The SHA-256 of what is frozen: which version, how sensitive, and all words and tables."""
    sealed = f"{paper.id}\n{paper.version}\n{paper.sensitivity}\n{dump_content(paper)}"
    return hashlib.sha256(sealed.encode()).hexdigest()


def holds_seal(paper: Paper) -> bool:
    """Whether a frozen document is as it was when it was sealed."""
    return bool(paper.seal) and make_seal(paper) == paper.seal


def say_approvers(paper: Paper) -> str:
    """Who has to approve it, in words; "" where nobody has to."""
    labels = [each.label for each in paper.approvers]
    if len(labels) < 2:
        return "".join(labels)
    return f"{', '.join(labels[:-1])} or {labels[-1]}"
