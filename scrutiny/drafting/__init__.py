"""Drafting: a template and what is held, made into the parts of a document."""

from __future__ import annotations

from scrutiny.drafting.draft import (
    count_gaps,
    count_words,
    draft,
    draft_paper,
    draw_anew,
    draw_part,
)
from scrutiny.drafting.material import Material, Told

__all__ = [
    "Material",
    "Told",
    "count_gaps",
    "count_words",
    "draft",
    "draft_paper",
    "draw_anew",
    "draw_part",
]
