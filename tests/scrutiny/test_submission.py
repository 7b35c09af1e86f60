"""What a submitted response leaves behind: the action that is being taken, and those required."""

from __future__ import annotations

from datetime import date

from forms.journey import walk
from forms.parsing import parse_form
from scrutiny.action import Action, ActionKind
from scrutiny.submission import prepare_submission

FORM = parse_form(
    """
id: audit
version: "1"
title: Audit
kind: self_assessment
scales:
  met:
    - {value: not_met, label: Not met, score: 1, asks: [action], offers: [action_taken]}
    - {value: met, label: Met, score: 2}
sections:
  - id: all
    title: All
    questions:
      - id: a1
        type: judgement
        text: Led well
        scale: met
        standard: {key: ED-A1, reference: {document: KCSIE}}
""",
    "audit.yaml",
).form


def test_actions_being_taken_and_required_are_told_apart() -> None:
    """R029."""
    assert FORM is not None
    answers = {
        "a1": {
            "rating": "not_met",
            "action_taken": "A course is booked",
            "actions": [{"text": "Train all", "owner": "Head", "due": "2030-01-31"}],
        }
    }
    made = prepare_submission(FORM, walk(FORM, answers, today=date(2026, 1, 1)))
    assert made.actions == (
        Action("a1", "A course is booked", standard="ED-A1", kind=ActionKind.BEING_TAKEN),
        Action("a1", "Train all", "Head", date(2030, 1, 31), standard="ED-A1"),
    )
