"""What keeps a section from being asked."""

from tests.forms.examples import read_form
from tests.forms.journeys import go, questions, statuses


def test_waiting_sees_through_calculations_and_tries_choices():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: age, type: number, text: Age}
      - {id: kind, type: select_one, text: Kind, choices: [{value: a, label: A}, {value: b, label: B}]}
      - {id: group, type: calculate, calculation: "if(${age} > 10, 'old', 'young')"}
  - {id: old, title: Old, relevant: "${group} = 'old'", questions: [{id: q1, type: short_text, text: Q}]}
  - {id: never, title: Never, relevant: "${kind} = 'a' and ${kind} = 'b'", questions: [{id: q2, type: short_text, text: Q}]}
  - {id: both, title: Both, relevant: "${kind} = 'a' and ${age} > 5", questions: [{id: q3, type: short_text, text: Q}]}
""")  # noqa: E501 - one question a line
    journey = go(form)
    assert statuses(journey) == {
        "one": "not_started", "old": "cannot_start", "both": "cannot_start",
    }  # fmt: skip
    assert journey.find_section("old").waits_for == ("age",)
    assert journey.find_section("both").waits_for == ("age", "kind")
    assert list(questions(go(form, {"kind": "b"}))) == ["one", "old", "both"]
    assert list(questions(go(form, {"kind": "b", "age": 4}))) == ["one"]
