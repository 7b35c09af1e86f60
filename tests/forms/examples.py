"""Forms and questions for the tests, written short."""

from __future__ import annotations

from typing import Any

from forms.model import Choice, Form, Part, Question, Scale, Tone
from forms.parsing import parse_form
from forms.text import plain
from forms.types import REGISTRY

SCALE = """
scales:
  compliance:
    - {value: fully_met, label: Fully met, tone: good, score: 3, asks: [evidence], offers: [impact, best_practice]}
    - {value: partly_met, label: Partly met, tone: middling, score: 2, asks: [evidence, action]}
    - {value: not_met, label: Not met, tone: poor, score: 1, asks: [action], due_within_days: 28}
    - {value: not_applicable, label: Not applicable, counts: false, asks: [reason]}
"""  # noqa: E501 - a scale reads best with a choice a line
COMPLIANCE = Scale(
    "compliance",
    (
        Choice("fully_met", plain("Fully met"), tone=Tone.GOOD, score=3, asks=(Part.EVIDENCE,),
               offers=(Part.IMPACT, Part.BEST_PRACTICE)),
        Choice("partly_met", plain("Partly met"), score=2, asks=(Part.EVIDENCE, Part.ACTION)),
        Choice("not_met", plain("Not met"), score=1, asks=(Part.ACTION,), due_within_days=28),
        Choice("not_applicable", plain("Not applicable"), counts=False, asks=(Part.REASON,)),
    ),
)  # fmt: skip
COLOURS = (
    Choice("red", plain("Red")),
    Choice("green", plain("Green")),
    Choice("blue", plain("Blue")),
)


def read_form(source: str) -> Form:
    """The form of a YAML text that starts at its sections (or scales)."""
    head = "id: example\nversion: '1'\ntitle: Example\nkind: example\n"
    parsed = parse_form(head + source, "example")
    if parsed.form is None:
        raise ValueError("\n".join(str(problem) for problem in parsed.problems))
    return parsed.form


def question_of(kind: str, **attributes: Any) -> Question:
    """A question of that type with all that the type needs."""
    needed: dict[str, Any] = {}
    if kind in ("select_one", "select_many", "rank", "matrix"):
        needed["choices"] = COLOURS
    if kind == "matrix":
        needed["rows"] = (Choice("wall", plain("Wall")), Choice("door", plain("Door")))
    if kind in ("rating", "judgement"):
        needed["scale"] = COMPLIANCE
    if kind == "calculate":
        needed["calculation"] = "1 + 1"
    if kind == "repeat":
        inner = [name for name in REGISTRY if name not in ("repeat", "calculate")]
        needed["questions"] = tuple(question_of(name) for name in inner)
    prefix = "the_"
    return Question(**{"id": prefix + kind, "type": kind, "text": plain(f"The {kind}"),
                       **needed, **attributes})  # fmt: skip
