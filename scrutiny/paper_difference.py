"""What changed between two versions of a document, part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from scrutiny.paper import HEAD, Paper, PaperPart

_HEADINGS = {
    "title": "Title", "addressee": "For whom", "salutation": "Salutation", "farewell": "Farewell",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartDifference:
    """One part that changed: the lines that were taken out, and those that were added."""

    heading: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


def list_part_differences(before: Paper, after: Paper) -> tuple[PartDifference, ...]:
    """The parts that say something else, in order."""
    return tuple(each for each in _compare(before, after) if each.removed or each.added)


def _compare(before: Paper, after: Paper) -> Iterator[PartDifference]:
    for name in HEAD:
        yield _difference(_HEADINGS[name], getattr(before, name), getattr(after, name))
    old = {part.key: part for part in before.parts}
    for part in after.parts:
        was = old.pop(part.key, None)
        yield _difference(part.heading, _say(was), _say(part))
    for gone in old.values():
        yield _difference(gone.heading, _say(gone), "")


def _say(part: PaperPart | None) -> str:
    if part is None:
        return ""
    return "\n".join((part.words, *(", ".join(row) for row in part.rows)))


def _difference(heading: str, before: str, after: str) -> PartDifference:
    old, new = _lines(before), _lines(after)
    removed: list[str] = []
    added: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            removed += old[a:b]
            added += new[c:d]
    return PartDifference(heading, tuple(removed), tuple(added))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
