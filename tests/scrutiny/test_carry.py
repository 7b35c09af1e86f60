"""Last year's answers: found by standard or id, and taken over only where they still fit."""

from __future__ import annotations

from forms.model import Form, Json
from forms.parsing import parse_form
from scrutiny.carry import Earlier, list_earlier

FORM = """
id: audit
version: "2"
title: Audit
kind: self_assessment
scales:
  met:
    - {value: fully_met, label: Fully met, score: 3, asks: [evidence], offers: [best_practice]}
    - {value: not_met, label: Not met, score: 1, asks: [action], offers: [evidence]}
sections:
  - id: all
    title: All
    questions:
      - id: a1_new
        type: judgement
        text: Led well
        scale: met
        standard: {key: ED-A1, reference: {document: KCSIE}}
      - {id: proud, type: long_text, text: What are you proud of?}
      - {id: pupils, type: number, text: Pupils now}
      - id: topic
        type: select_one
        text: Topic
        choices: [{value: x, label: X}]
      - {id: agreed, type: acknowledge, text: I agree}
      - {id: signed_name, type: short_text, text: Name}
"""


def make(text: str) -> Form:
    form = parse_form(text, "test").form
    assert form is not None
    return form


THIS = make(FORM)
LAST = make(
    FORM.replace("a1_new", "a1").replace("Pupils now", "Pupils").replace("value: x", "value: y")
)


def earlier(**answers: Json) -> dict[str, Earlier]:
    return list_earlier(THIS, LAST, answers, leave_out={"signed_name"})


def test_a_standard_is_found_by_its_key_and_leaves_its_actions_behind() -> None:
    given: Json = {
        "rating": "not_met", "evidence": "A policy",
        "actions": [{"text": "Train", "owner": "Head", "due": "2025-01-31"}],
    }  # fmt: skip
    assert earlier(a1=given) == {
        "a1_new": Earlier(
            "a1_new", "Not met",
            (("", "Not met"), ("Evidence", "A policy"),
             ("Action", "Train (Head, 31 January 2025)")),
            {"rating": "not_met", "evidence": "A policy"},
        )
    }  # fmt: skip


def test_a_text_is_found_by_its_id() -> None:
    assert earlier(proud="Our garden") == {
        "proud": Earlier("proud", "Our garden", (("", "Our garden"),), "Our garden")
    }


def test_a_changed_wording_is_said() -> None:
    assert earlier(pupils=420)["pupils"].short == "420 (the wording has changed since)"


def test_a_choice_that_is_gone_is_shown_but_not_taken_over() -> None:
    short = "X (the wording has changed since)"
    assert earlier(topic="y") == {"topic": Earlier("topic", short, (("", "X"),), None)}


def test_signatures_and_agreements_belong_to_their_year() -> None:
    assert earlier(agreed=True, signed_name="Jo", nothing="x", proud="") == {}
