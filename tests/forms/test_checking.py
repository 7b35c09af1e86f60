"""Which answers must be given, as the others stand."""

from datetime import date

from forms.checking import Checker
from forms.draft import DraftReader
from forms.plan import plan_of
from tests.forms.examples import read_form

FORM = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: plan, type: select_one, text: A plan?, choices: [{value: y, label: Y}]}
      - {id: why, type: long_text, text: Why not?, required: "${plan} = ''"}
      - {id: sum, type: calculate, calculation: "1", required: true}
      - {id: tick, type: acknowledge, text: Agree, required: true}
      - id: people
        type: repeat
        text: People
        questions:
          - {id: role, type: short_text, text: Role}
          - {id: name, type: short_text, text: Name, required: "${role} = 'Head'"}
""")


def check(answers, **more):
    plan = plan_of(FORM)
    reader = DraftReader(plan, answers, today=date(2026, 1, 31), context={}, language="en")
    reader.read()
    checker = Checker(reader)
    found = [p for each in plan.questions.values() for p in checker.check(each, **more)]
    return [str(problem) for problem in found], sorted(checker.required)


def test_what_is_required_depends_on_the_answers():
    assert check({}) == (
        ["why: Write an answer.", "tick: Tick the box to confirm."],
        ["tick", "why"],
    )
    assert check({"plan": "y", "tick": True}) == ([], ["tick"])


def test_an_instance_is_asked_by_its_own_answers():
    people = [{"role": "Head"}, {"role": "Deputy"}, {"role": "Head", "name": "Ann"}]
    assert check({"plan": "y", "tick": True, "people": people}) == (
        ["people[0].name: Write an answer."],
        ["people[0].name", "people[2].name", "tick"],
    )


def test_a_spared_question_may_be_left_empty():
    assert check({}, is_spared=True) == ([], [])
