"""Forms and responses for the tests, written short."""

from __future__ import annotations

from datetime import UTC, date, datetime

from exports.document import Block, Document
from forms.model import Form
from forms.parsing import parse_form
from scrutiny.response import Response, Status

MADE = datetime(2025, 11, 22, 14, 5, tzinfo=UTC)

AUDIT = """
id: audit
version: "2025.1"
title: Safeguarding audit
kind: self_assessment
sensitivity: OFFICIAL
declaration: I have checked these answers.
audience_question: kind
scales:
  compliance:
    - {value: fully_met, label: Fully met, tone: good, score: 3, asks: [evidence]}
    - {value: not_met, label: Not met, tone: poor, score: 1, asks: [action]}
    - {value: not_applicable, label: Not applicable, counts: false, asks: [reason]}
sections:
  - id: about
    title: About you
    questions:
      - {id: hello, type: note, text: Welcome}
      - {id: name, type: short_text, text: Name of the setting, required: true}
      - {id: kind, type: select_one, text: Kind, choices: [{value: school, label: School}, {value: college, label: College}]}
      - {id: secret, type: short_text, text: A private word, private: true}
  - id: lead
    title: Leadership
    questions:
      - id: a1
        type: judgement
        text: The board leads.
        scale: compliance
        standard: {key: ED-A1, reference: {document: KCSIE, edition: "2025"}, suggested_evidence: Minutes}
      - id: a2
        type: judgement
        text: The college plans.
        scale: compliance
        standard: {key: ED-A2, reference: {document: KCSIE}, applies_to: [college]}
      - {id: more, type: long_text, text: Anything more, relevant: "${a1} = 'not_met'"}
"""  # noqa: E501 (a choice list reads best on one line)


def read_form(text: str = AUDIT) -> Form:
    """The form of a YAML text; fails with its problems."""
    parsed = parse_form(text, "example")
    assert parsed.form, parsed.problems
    return parsed.form


def respond(form: Form, answers: dict, **changes) -> Response:
    """A submitted response with these answers."""
    given = {
        "id": "r1",
        "form": form.id,
        "form_version": form.version,
        "status": Status.SUBMITTED,
        "answers": answers,
        "submitted": date(2025, 11, 20),
        "receipt": "AB-12",
    }
    return Response(**(given | changes))


def blocks_of(document: Document, kind: type[Block]) -> list:
    """The document's blocks of one kind."""
    return [block for block in document.blocks if isinstance(block, kind)]
