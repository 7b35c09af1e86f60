"""Plans: questions in the order of need, kept as long as their form."""

import gc

from forms import plan
from forms.plan import plan_of
from tests.forms.examples import read_form


def order(source):
    return [each.question.id for each in plan_of(read_form(source)).order]


def test_questions_come_after_what_they_need_and_otherwise_as_asked():
    assert order("""
sections:
  - id: one
    title: One
    questions:
      - {id: total, type: calculate, calculation: "${a} + ${b}"}
      - {id: a, type: number, text: A, relevant: "${c} = 'x'"}
      - {id: b, type: number, text: B}
  - id: two
    title: Two
    questions:
      - {id: c, type: short_text, text: C}
""") == ["c", "a", "b", "total"]


def test_a_section_and_a_repeat_need_what_their_expressions_name():
    assert order("""
sections:
  - id: one
    title: One
    relevant: ${late} = 'x'
    questions:
      - {id: sum_up, type: calculate, calculation: "sum(${hours})"}
      - {id: first, type: short_text, text: First}
  - id: two
    title: Two
    questions:
      - id: visits
        type: repeat
        text: Visits
        questions:
          - {id: hours, type: number, text: Hours, relevant: "${rate} > 1"}
      - {id: rate, type: number, text: Rate}
      - {id: late, type: short_text, text: Late}
""") == ["late", "rate", "visits", "sum_up", "first"]


def test_required_is_worked_out_once_where_it_depends_on_nothing():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: a, type: number, text: A, required: true}
      - {id: b, type: number, text: B, required: false}
      - {id: c, type: number, text: C, required: "${a} > 1"}
""")
    required = {key: each.required for key, each in plan_of(form).questions.items()}
    assert (required["a"], required["b"]) == (True, False)
    assert required["c"].names == {"a"}


def test_a_plan_is_made_once_and_goes_with_its_form():
    form = read_form("""
sections:
  - {id: one, title: One, questions: [{id: a, type: number, text: A}]}
""")
    key = id(form)
    assert plan_of(form) is plan_of(form)
    assert key in plan._plans
    del form
    gc.collect()
    assert key not in plan._plans
