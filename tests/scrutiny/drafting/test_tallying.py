"""The forms of a step put together: counts, and what was written, without a case."""

from __future__ import annotations

from dataclasses import replace

from forms.parsing import parse_form
from scrutiny.drafting.sources import look_up
from scrutiny.response import Response
from tests.scrutiny.drafting.examples import MATERIAL

TOOL = """
id: tool
version: "1"
title: Tool
kind: case_audit
choice_lists:
  said: [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}]
  people: [{value: child, label: Child}, {value: father, label: Father}]
sections:
  - id: one
    title: One
    questions:
      - {id: named, type: select_one, text: Was the need named?, choices: said}
      - {id: seen, type: select_many, text: Who was seen?, choices: people}
      - {id: unused, type: select_one, text: Asked of nobody?, choices: said}
      - {id: learning, type: long_text, text: What is learnt?}
"""
FORM = parse_form(TOOL, "tool.yaml").form
assert FORM is not None


def sent(number: int, **answers: object) -> Response:
    return Response(f"r{number}", "tool", "1", reference=f"S-{number}", answers=answers)  # type: ignore[arg-type]  # words and lists


CASES = (
    *(sent(n, named="yes", seen=["child"], learning="Ask twice.") for n in range(6)),
    sent(6, named="no", seen=["child", "father"], learning=" Ask  fathers."),
    sent(7, seen=["child"]),
    Response("x", "other", "1", answers={"named": "no"}),
)
HELD = replace(MATERIAL, forms=CASES, tools={("tool", "1"): FORM})


def test_each_question_has_a_row_with_how_many_answered_what() -> None:
    """R104, R105: numbers and how many they are of; what nobody answered is left out."""
    held = look_up("tallies/tool", HELD)
    assert held.columns == ("Question", "Answered", "How many answered what")
    assert held.rows == (
        ("Was the need named?", "7", "Yes: 6; No: 1"),
        ("Who was seen?", "8", "Child: 8; Father: 1"),
    )
    assert held.items[0] == "Was the need named? Answered: 7. Yes: 6; No: 1"
    assert look_up("tallies", HELD).rows == held.rows


def test_small_numbers_are_hidden_where_the_document_may_leave() -> None:
    held = look_up("tallies/tool", replace(HELD, leaves=True))
    assert held.rows == (
        ("Was the need named?", "7", "Yes: hidden; No: fewer than 5"),
        ("Who was seen?", "8", "Child: 8; Father: fewer than 5"),
    )
    few = replace(HELD, forms=CASES[:3], leaves=True)
    assert look_up("tallies/tool", few).rows[1] == (
        "Who was seen?", "fewer than 5", "Child: fewer than 5; Father: fewer than 5",
    )  # fmt: skip


def test_what_was_written_is_gathered_once_without_its_case() -> None:
    assert look_up("written/learning", HELD).items == ("Ask twice.", "Ask fathers.")
    assert look_up("written/learning", replace(HELD, leaves=True)).items == ()
