"""The way through a form, recomputed from the answers."""

from random import Random

import pytest
from hypothesis import given, settings

from forms.journey import SectionStatus, walk
from forms.library import load_library
from forms.sampling import sample_response
from tests.forms.examples import SCALE, read_form
from tests.forms.journeys import TODAY, go, questions, statuses
from tests.forms.types.test_registry import JSON

LIBRARY = load_library().forms


PETS = read_form("""
sections:
  - id: home
    title: Home
    questions:
      - {id: words, type: note, text: Welcome}
      - {id: pet, type: select_one, text: A pet?, required: true, choices: [{value: cat, label: Cat}, {value: dog, label: Dog}, {value: none, label: None}]}
      - {id: name, type: short_text, text: Its name, required: true, relevant: "${pet} != 'none' and ${pet} != ''"}
  - id: dog
    title: Dog
    relevant: ${pet} = 'dog'
    questions:
      - {id: walks, type: number, text: Walks a day}
      - {id: tired, type: acknowledge, text: Tired?, relevant: "${walks} > 2"}
  - id: end
    title: End
    questions:
      - {id: remark, type: long_text, text: Anything else?}
      - {id: label, type: calculate, calculation: "concat(${name}, ' the ', jr:choice-name(${pet}, '${pet}'))"}
""")  # noqa: E501 - one question a line


def test_a_fresh_journey_shows_what_is_relevant_and_what_waits():
    journey = go(PETS)
    assert questions(journey) == {"home": ["words", "pet"], "dog": [], "end": ["remark"]}
    assert statuses(journey) == {"home": "not_started", "dog": "cannot_start", "end": "not_started"}
    assert journey.find_section("dog").waits_for == ("pet",)
    home = journey.find_section("home")
    assert (home.asked, home.answered) == (1, 0)
    assert journey.progress == 0


def test_a_sum_is_seen_where_its_form_says_so_and_never_taken_from_a_draft():
    form = read_form("""
sections:
  - id: a
    title: A
    questions:
      - {id: n, type: number, text: N}
      - {id: twice, type: calculate, text: Twice, calculation: "${n} * 2", appearance: shown}
      - {id: thrice, type: calculate, text: Thrice, calculation: "${n} * 3"}
""")
    journey = go(form, {"n": 4, "twice": 99, "thrice": 99})
    assert questions(journey) == {"a": ["n", "twice"]}
    assert journey.answers == {"n": 4, "twice": 8, "thrice": 12}
    assert (journey.sections[0].asked, journey.sections[0].status) == (1, "complete")


def test_answers_open_sections_and_questions():
    journey = go(PETS, {"pet": "dog", "walks": "3"})
    assert questions(journey) == {
        "home": ["words", "pet", "name"], "dog": ["walks", "tired"], "end": ["remark"],
    }  # fmt: skip
    assert statuses(journey) == {"home": "in_progress", "dog": "complete", "end": "not_started"}
    assert journey.answers == {"pet": "dog", "walks": 3, "label": "the Dog"}
    assert journey.is_relevant("tired")
    assert journey.is_required("name")
    assert not journey.is_required("walks")
    assert journey.progress == 50


def test_a_section_that_no_answer_opens_any_more_is_gone():
    assert list(questions(go(PETS, {"pet": "cat"}))) == ["home", "end"]


def test_hidden_answers_count_as_empty_and_return_with_their_question():
    draft = {"pet": "dog", "name": "Rex", "walks": 3, "tired": True}
    assert go(PETS, draft | {"pet": "none"}).answers == {"pet": "none", "label": "the None"}
    assert go(PETS, draft).answers == draft | {"label": "Rex the Dog"}


def test_what_cannot_be_read_stays_as_given_but_has_no_value():
    journey = go(PETS, {"pet": "dog", "walks": "many"})
    assert journey.answers["walks"] == "many"
    assert "walks" not in journey.values
    assert journey.find_section("dog").answered == 1
    assert [str(p) for p in journey.find_section("dog").problems] == [
        "walks: Enter a whole number, such as 12."
    ]
    assert statuses(journey)["dog"] == "in_progress"


def test_an_optional_section_may_be_left_empty_but_not_half_done():
    form = read_form("""
sections:
  - id: one
    title: One
    optional: true
    questions:
      - {id: a, type: number, text: A, required: true}
      - {id: b, type: number, text: B, required: true}
""")
    assert statuses(go(form)) == {"one": "not_started"}
    assert go(form).problems == ()
    assert [p.place for p in go(form, {"a": 1}).problems] == ["b"]
    assert statuses(go(form, {"a": 1, "b": 2})) == {"one": "complete"}


def test_progress_counts_required_questions_or_else_all():
    form = read_form("""
sections:
  - id: one
    title: One
    questions:
      - {id: a, type: number, text: A}
      - {id: b, type: number, text: B}
      - {id: c, type: number, text: C}
""")
    assert [go(form, dict.fromkeys("abc"[:n], 1)).progress for n in range(4)] == [0, 33, 66, 100]
    nothing = read_form(
        "sections:\n  - {id: one, title: One, questions: [{id: n, type: note, text: N}]}"
    )
    assert go(nothing).progress == 100
    assert go(nothing).find_section("one").status == SectionStatus.COMPLETE


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_a_sampled_response_to_every_form_of_the_library_is_complete(name):
    form = LIBRARY[name]
    answers = sample_response(form, Random(7), today=TODAY)
    journey = walk(form, answers, today=TODAY)
    assert journey.problems == ()
    assert journey.progress == 100
    assert set(statuses(journey).values()) <= {"complete"}
    again = walk(form, journey.answers, today=TODAY)
    assert again.answers == journey.answers


EVERYTHING = read_form(
    SCALE
    + """
sections:
  - id: one
    title: One
    questions:
      - {id: the_judgement, type: judgement, text: J, scale: compliance, required: true}
      - {id: the_number, type: number, text: N, relevant: "${the_judgement} != 'not_met'", constraint: ". > 1"}
      - {id: the_date, type: date, text: D, constraint: ". <= today()"}
      - {id: x, type: select_many, text: X, choices: [{value: red, label: R}], choice_filter: "name = ${the_text}"}
      - {id: the_text, type: short_text, text: T, required: "${the_number} > 1"}
      - id: rating
        type: repeat
        text: R
        questions:
          - {id: text, type: long_text, text: T, constraint: "string-length(.) < 5"}
          - {id: due, type: date, text: D}
          - {id: actions, type: select_many, text: X, choices: [{value: red, label: R}]}
"""  # noqa: E501 - one question a line
)


@given(a=JSON, b=JSON, c=JSON, d=JSON, e=JSON, f=JSON)
@settings(max_examples=150, deadline=None)
def test_no_draft_makes_the_walk_fail(a, b, c, d, e, f):
    keys = ("the_judgement", "the_number", "the_date", "x", "the_text", "rating")
    draft = dict(zip(keys, (a, b, c, d, e, f), strict=True))
    journey = go(EVERYTHING, draft)
    assert 0 <= journey.progress <= 100
    assert all(problem.message for problem in journey.problems)
    assert go(EVERYTHING, journey.answers).values == journey.values
