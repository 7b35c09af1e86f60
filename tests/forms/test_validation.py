"""What is wrong with a response, as one list in the order asked."""

from datetime import date

from forms.validation import validate
from tests.forms.examples import SCALE, read_form

TODAY = date(2026, 1, 31)
FORM = read_form(
    SCALE
    + """
sections:
  - id: one
    title: One
    questions:
      - {id: name, type: short_text, text: Name, required: true, required_message: Give your name, max_length: 5}
      - {id: start, type: date, text: Start, maximum: today}
      - {id: end, type: date, text: End, constraint: ". >= ${start}", constraint_message: Choose a day after the start}
      - {id: code, type: short_text, text: Code, constraint: "regex(., '[A-Z]+')"}
      - {id: why, type: long_text, text: Why, required: "${code} != ''"}
      - {id: grid, type: matrix, text: Grid, required: true, rows: [{value: a, label: A}, {value: b, label: B}], choices: [{value: y, label: Y}]}
  - id: two
    title: Two
    questions:
      - {id: ed_a1, type: judgement, text: J, scale: compliance, required: true}
      - {id: ed_a2, type: judgement, text: J, scale: compliance}
      - id: people
        type: repeat
        text: People
        min_count: 1
        max_count: 3
        questions:
          - {id: person, type: short_text, text: Person, required: true}
          - {id: age, type: number, text: Age, minimum: 5, constraint: "${age} < 20 or ${person} = 'Old'"}
          - {id: trained, type: judgement, text: T, scale: compliance}
"""  # noqa: E501 - one question a line
)
GOOD = {
    "name": "Ann", "start": "1/1/2026", "end": "2/1/2026", "grid": {"a": "y", "b": "y"},
    "ed_a1": {"rating": "fully_met", "evidence": "x"}, "people": [{"person": "Bo"}],
}  # fmt: skip


def problems(answers, **more):
    return [(p.place, p.message) for p in validate(FORM, answers, today=TODAY, **more)]


def test_a_good_response_has_no_problems():
    assert problems(GOOD) == []


def test_what_is_missing_is_said_in_the_order_asked():
    assert problems({}) == [
        ("name", "Give your name"),
        ("grid", "Choose an answer"),
        ("ed_a1", "Choose a rating"),
        ("people", "Add at least 1"),
    ]


def test_one_section_alone_can_be_checked():
    assert [place for place, _ in problems({}, section="two")] == ["ed_a1", "people"]
    assert problems({}, section="no such section") == []


def test_messages_are_said_in_the_language_of_the_respondent():
    assert problems({}, language="en-easy", section="one")[1] == ("grid", "Please choose an answer")


def test_bounds_constraints_and_conditions_are_checked():
    bad = {"name": "Annabel", "start": "1/2/2026", "end": "31/1/2026", "code": "abc",
           "grid": {"a": "y"}}  # fmt: skip
    assert problems(GOOD | bad) == [
        ("name", "Shorten this by 2 characters"),
        ("start", "Enter 31 January 2026 or earlier"),
        ("end", "Choose a day after the start"),
        ("code", "Change this answer: it does not fit"),
        ("why", "Write an answer"),
        ("grid.b", "Choose an answer for this row"),
    ]


def test_a_constraint_is_not_asked_of_what_is_missing_or_already_wrong():
    assert problems(GOOD | {"code": "", "end": "soon"}) == [
        ("end", "Enter a date, such as 31/1/2026")
    ]


def test_the_parts_of_judgements_have_their_places():
    bad = {
        "ed_a1": {"rating": "partly_met", "actions": [{"text": "Train", "due": "1/1/2026"}]},
        "ed_a2": {"rating": "not_met", "actions": [{"text": "Tell", "due": "soon"}]},
    }
    assert problems(GOOD | bad) == [
        ("ed_a1.evidence", "Describe the evidence for this rating"),
        ("ed_a1.actions[0].due", "Give a date that is today or later"),
        ("ed_a2.actions[0].due", "Enter a date, such as 31/1/2026"),
    ]


def test_the_instances_of_a_repeat_have_their_places():
    people = [
        {"person": "Bo", "age": "4"},
        {"age": 30},
        {"person": "Old", "age": 30, "trained": "not_met"},
        {"person": "Cy", "age": "ten"},
    ]
    assert problems(GOOD | {"people": people}) == [
        ("people", "Keep at most 3"),
        ("people[0].age", "Enter 5 or more"),
        ("people[1].person", "Write an answer"),
        ("people[1].age", "Change this answer: it does not fit"),
        ("people[2].trained.actions[0].text", "Write at least one action"),
        ("people[3].age", "Enter a whole number, such as 12"),
    ]


def test_a_broken_repeat_is_said_once():
    assert problems(GOOD | {"people": "nobody"}) == [("people", "Fill in this list again")]
