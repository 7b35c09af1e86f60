"""How teams used learning briefings, as a report tells it: sums, and what changed."""

from __future__ import annotations

from scrutiny.drafting.material import Material

COLUMNS = ("Document", "Teams", "Agencies", "People")


def draw_used(
    material: Material,
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """What changed, in sentences; the columns; and a row a document. No team or agency is named."""
    rows = tuple(
        (
            used.title, str(len(used.uses)), str(len({use.organisation for use in used.uses})),
            str(sum(use.people for use in used.uses)),
        )
        for used in material.used
    )  # fmt: skip
    changed = (use.changed for used in material.used for use in used.uses)
    return tuple(dict.fromkeys(filter(None, changed))), COLUMNS, rows
