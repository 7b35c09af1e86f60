"""Counts that were kept when the answers of a round were destroyed.

Composites add them to what still stands, so that they pass through the same small-number
rules on every screen and in every document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from db.connection import Transaction
from scrutiny.review import ThemeCount
from scrutiny.tally import Filters, Tally


def add_kept(tx: Transaction, tallies: list[Tally], *, round: str, filters: Filters) -> list[Tally]:
    """The tallies with the kept counts; what was kept knows organisation types alone."""
    if not _can_narrow(filters):
        return tallies
    kept = tx.query(
        "SELECT question, slice, value, count FROM kept_count WHERE round = $1 "
        "AND (cardinality($2::TEXT[]) = 0 OR slice = ANY($2::TEXT[]))",
        [round, sorted(filters.types)],
    )
    return _sum([*tallies, *(Tally(**row) for row in kept)]) if kept else tallies


def count_kept(tx: Transaction, *, round: str, filters: Filters) -> int:
    """How many destroyed responses the kept counts were counted from."""
    if not _can_narrow(filters):
        return 0
    row = tx.one(
        "SELECT COALESCE(sum(responses), 0) AS n FROM kept_round WHERE round = $1 "
        "AND (cardinality($2::TEXT[]) = 0 OR slice = ANY($2::TEXT[]))",
        [round, sorted(filters.types)],
    )
    return int(row["n"]) if row else 0


def add_kept_themes(tx: Transaction, themes: list[ThemeCount], *, round: str) -> list[ThemeCount]:
    """The themes with those that were kept, most often first."""
    kept = tx.query("SELECT theme, kind, count FROM kept_theme WHERE round = $1", [round])
    if not kept:
        return themes
    counts: Counter[tuple[str, str]] = Counter()
    for each in [*themes, *(ThemeCount(**row) for row in kept)]:
        counts[each.theme, each.kind] += each.count
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [ThemeCount(theme, kind, count) for (theme, kind), count in ordered]


def _can_narrow(filters: Filters) -> bool:
    return not filters.needs_organisations


def _sum(tallies: Iterable[Tally]) -> list[Tally]:
    counts: Counter[tuple[str, str, str]] = Counter()
    for each in tallies:
        counts[each.question, each.slice, each.value] += each.count
    return [
        Tally(question=question, slice=slice, value=value, count=count)
        for (question, slice, value), count in sorted(counts.items())
    ]
