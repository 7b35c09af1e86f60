"""What is published, as the public may know it: what it says, and nobody who wrote or agreed it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from scrutiny.access import Permission, Viewer
from scrutiny.paper import Paper
from scrutiny.template import Template

#: Whoever may do one of these works with documents, and knows who wrote and agreed them.
_INSIDE = frozenset(
    {
        Permission.WRITE_DOCUMENTS,
        Permission.APPROVE_DOCUMENTS,
        Permission.PUBLISH,
        Permission.RUN_ACTIVITIES,
        Permission.READ_ACTIVITIES,
        Permission.TAKE_STEPS,
        Permission.READ_AUDIT,
    }
)


@dataclass(frozen=True, slots=True)
class Published:
    """One published document in the public list; `template` and `mechanism` are keys."""

    id: str
    title: str
    template: str
    mechanism: str
    on: date

    @property
    def year(self) -> str:
        """The year in which it was published."""
        return str(self.on.year)


def reads_as_public(viewer: Viewer) -> bool:
    """Whether the viewer learns no more of a published document than anybody.

    Whoever acts for an organisation may have got a copy, which names who approved it.
    """
    return viewer.permissions.isdisjoint(_INSIDE) and not viewer.organisations


def for_public(paper: Paper) -> Paper:
    """The document without the names of people and what they remarked among themselves."""
    return replace(
        paper, written_by="", approved_by="", approval_note="", published_by="",
        publication_reason="", approvals=(),
    )  # fmt: skip


def say_kind(template: Template | None) -> str:
    """What kind of document it is, in words."""
    return template.name if template else "Document"


def say_what(template: Template | None) -> str:
    """One sentence to the public on what a document of this kind is; "" for an unknown kind."""
    return (template.told or template.about) if template else ""


def holds_words(paper: Paper, wanted: str) -> bool:
    """Whether every word that is looked for stands somewhere in the document."""
    texts = [paper.title, paper.reference]
    for part in paper.parts:
        texts += [part.heading, part.words, *(cell for row in part.rows for cell in row)]
    said = "\n".join(texts).casefold()
    return all(word in said for word in _words(wanted))


def _words(wanted: str) -> Collection[str]:
    return wanted.casefold().split()
