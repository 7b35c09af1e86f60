"""The forms that are measured: forty standards to judge, and forty questions on one screen."""

from __future__ import annotations

from functools import lru_cache

from forms.model import Form, Json
from forms.parsing import parse_form

QUESTIONS = 40
_SECTIONS = 5
RATINGS = ("fully_met", "mostly_met", "partly_met", "not_met", "not_applicable")
ROUND = "this-year"
EARLIER = "last-year"

_AUDIT = """
id: bench_audit
version: "1"
title: Safeguarding audit of forty standards
kind: self_assessment
scales:
  compliance:
    - {value: fully_met, label: Fully met, tone: good, score: 4, asks: [evidence]}
    - {value: mostly_met, label: Mostly met, tone: good, score: 3, asks: [evidence]}
    - {value: partly_met, label: Partly met, tone: middling, score: 2, asks: [evidence, action]}
    - {value: not_met, label: Not met, tone: poor, score: 1, asks: [action]}
    - {value: not_applicable, label: Not applicable, counts: false, asks: [reason]}
sections:
"""
_STANDARD = """
      - id: q{number:02d}
        type: judgement
        scale: compliance
        required: true
        text: Standard {number} is met, and everyone who works there can say how.
        standard:
          key: ST{number:02d}
          reference: {{document: Keeping children safe, locator: "paragraph {number}"}}
          suggested_evidence: Policy, training records and minutes.
"""
_SCREEN = """
id: bench_screen
version: "1"
title: Forty questions on one screen
kind: self_assessment
sections:
  - id: only
    title: The only section
    questions:
"""
_ASKS = (
    """
      - id: q{number:02d}
        type: select_one
        text: Question {number} is answered with one of these
        choices:
          - {{value: always, label: Always}}
          - {{value: mostly, label: Mostly}}
          - {{value: sometimes, label: Sometimes}}
          - {{value: never, label: Never}}
""",
    """
      - id: q{number:02d}
        type: short_text
        text: Question {number} is answered in a few words
""",
    """
      - id: q{number:02d}
        type: number
        text: Question {number} is answered with a number
""",
    """
      - id: q{number:02d}
        type: long_text
        text: Question {number} is answered in a paragraph
""",
)


def audit_source() -> str:
    """Forty judgements of standards, in five sections, as YAML."""
    each = QUESTIONS // _SECTIONS
    sections = (
        f"  - id: section_{start // each}\n    title: Section {start // each + 1}\n    questions:"
        + "".join(_STANDARD.format(number=number) for number in range(start, start + each))
        for start in range(0, QUESTIONS, each)
    )
    return _AUDIT + "".join(sections)


def screen_source() -> str:
    """Forty questions of four kinds in one section, as YAML."""
    return _SCREEN + "".join(
        _ASKS[number % len(_ASKS)].format(number=number) for number in range(QUESTIONS)
    )


@lru_cache
def parse_sample(source: str) -> Form:
    """The form; a mistake in a sample is ours."""
    parsed = parse_form(source, "sample.yaml")
    if parsed.form is None:
        raise ValueError("\n".join(str(problem) for problem in parsed.problems))
    return parsed.form


def audit_answers() -> dict[str, Json]:
    """A whole audit, as a draft holds it: every rating, with what it asks for."""
    return {f"q{number:02d}": _judge(RATINGS[number % 2]) for number in range(QUESTIONS)}


def _judge(rating: str) -> Json:
    words = "Seen in the policy of March, the training records and the minutes of governors."
    return {"rating": rating, "evidence": words}
