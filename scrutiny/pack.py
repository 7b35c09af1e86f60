"""What of a document goes into an agenda pack: whole where it is short, else its short form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scrutiny.action import ACTION_STATUS_LABELS, ActionStatus
from scrutiny.drafting.sources import STANDS
from scrutiny.pack_rules import PackRules
from scrutiny.paper import Paper, PaperPart, PartKind
from scrutiny.template import Template

_ENDED = tuple(ACTION_STATUS_LABELS[each] for each in (ActionStatus.ASSURED, ActionStatus.CLOSED))
_MORE = "More of this stands in the whole paper."


def count_words(paper: Paper) -> int:
    """How many words its parts have, those of its tables counted."""
    return sum(
        len(part.words.split()) + sum(len(cell.split()) for row in part.rows for cell in row)
        for part in paper.parts
    )


def is_short(paper: Paper, rules: PackRules) -> bool:
    """Whether the paper goes into a short pack whole."""
    return count_words(paper) <= rules.whole_words


def shorten(paper: Paper, rules: PackRules) -> Paper:
    """The paper with long parts and tables cut; each that is cut says so."""
    return replace(paper, parts=tuple(_shorten(part, rules) for part in paper.parts))


def _shorten(part: PaperPart, rules: PackRules) -> PaperPart:
    words = cut_words(part.words, rules.part_words)
    if words != part.words.strip():
        words = f"{words}\n\n{_MORE}"
    if part.kind is not PartKind.TABLE or len(part.rows) <= rules.table_rows:
        return replace(part, words=words)
    kept = _open_first(part)[: rules.table_rows]
    said = (words, _say_standing(part), _say_kept(part, len(kept)))
    return replace(part, words="\n\n".join(filter(None, said)), rows=kept)


def _open_first(part: PaperPart) -> tuple[tuple[str, ...], ...]:
    """The rows of a table of actions with those that have ended behind; others as they are."""
    if STANDS not in part.columns:
        return part.rows
    at = part.columns.index(STANDS)
    return tuple(sorted(part.rows, key=lambda row: row[at] in _ENDED))


def _say_kept(part: PaperPart, kept: int) -> str:
    order = " Those that are still open come first." if STANDS in part.columns else ""
    return f"{kept} of {len(part.rows):,} rows are shown.{order} All stand in the whole paper."


def _say_standing(part: PaperPart) -> str:
    """How many rows stand where, for a table that says so."""
    if STANDS not in part.columns:
        return ""
    at = part.columns.index(STANDS)
    counts = Counter(row[at] for row in part.rows).most_common()
    return f"Altogether {len(part.rows):,}: " + ", ".join(
        f"{words[:1].lower()}{words[1:]} {count:,}" for words, count in counts
    ) + "."  # fmt: skip


def cut_words(words: str, most: int) -> str:
    """As many whole paragraphs and list lines as have about `most` words, and at least one."""
    kept: list[str] = []
    taken = 0
    for line in words.strip().split("\n"):
        taken += len(line.split())
        if taken > most and any(kept):
            break
        kept.append(line)
    return "\n".join(kept).strip()


def find_points(paper: Paper, template: Template | None, rules: PackRules) -> tuple[str, ...]:
    """What a paper says in short: the parts that its template names, or its first words."""
    named = template.in_short if template else ()
    by_key = {part.key: part for part in paper.parts}
    parts: Sequence[PaperPart] = [by_key[key] for key in named if key in by_key]
    empty = {part.empty for part in template.parts if part.empty} if template else set()
    written = [part for part in parts or paper.parts if part.words.strip() not in {"", *empty}]
    chosen = written if parts else written[:1]
    return tuple(cut_words(part.words, rules.point_words) for part in chosen)
