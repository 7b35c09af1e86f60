"""Small forms and rules that the tests of scrutiny share."""

from __future__ import annotations

from forms.model import Choice, Form, Question, Reference, Scale, Section, Standard, Tone
from forms.text import plain
from scrutiny.partnership import SmallNumbers

NUMBERS = SmallNumbers(
    counts_minimum=5,
    percentages_minimum=10,
    sensitive_minimum=10,
    types_minimum=5,
    quotes_minimum=10,
    tiles_minimum=5,
)
SCALE = Scale(
    "compliance",
    (
        Choice("fully_met", plain("Fully met"), tone=Tone.GOOD, score=3),
        Choice("partly_met", plain("Partly met"), tone=Tone.MIDDLING, score=2),
        Choice("not_met", plain("Not met"), tone=Tone.POOR, score=1),
        Choice("not_applicable", plain("Not applicable"), counts=False),
    ),
)
TYPES = {"academy": "Academies", "college": "Colleges", "special_school": "Special schools"}


def judgement(id: str, text: str = "", *, scope: str = "") -> Question:
    """A judgement of a standard whose key is the id in capitals."""
    standard = Standard(id.upper(), Reference("KCSIE", "2025"), scope=scope)
    return Question(
        id, "judgement", plain(text or f"Standard {id}"), scale=SCALE, standard=standard
    )


def choices(*values: str) -> tuple[Choice, ...]:
    """Choices whose labels are their values, capitalised."""
    return tuple(Choice(value, plain(value.capitalize())) for value in values)


def form(*questions: Question, section: str = "one", id: str = "audit", **more: object) -> Form:
    """A form with one section."""
    sections = (Section(section, plain(section.capitalize()), questions),)
    return Form(id, "1", plain("Audit"), "self_assessment", sections, **more)  # type: ignore[arg-type]
