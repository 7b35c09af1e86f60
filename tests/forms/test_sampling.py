"""Made-up responses."""

from datetime import date
from random import Random

from forms.sampling import sample_response
from tests.forms.examples import read_form

TODAY = date(2026, 1, 31)
FORM = read_form("""
choice_lists:
  towns:
    - {value: hull, label: Hull, columns: {bank: north}}
    - {value: brigg, label: Brigg, columns: {bank: south}}
sections:
  - id: one
    title: One
    questions:
      - {id: start, type: date, text: Start, required: true}
      - {id: end, type: date, text: End, required: true, constraint: ". > ${start}"}
      - {id: town, type: select_one, text: Town, choices: towns, choice_filter: "bank = 'south'", required: true}
      - {id: code, type: short_text, text: Code, constraint: "regex(., 'DS-[0-9]+')", hint: "The code, such as DS-25", required: true}
      - {id: more, type: long_text, text: More}
""")  # noqa: E501 - one question a line


def sample(seed, **more):
    return sample_response(FORM, Random(seed), today=TODAY, **more)


def test_a_sample_keeps_to_constraints_and_filters_and_to_its_seed():
    answers = sample(1)
    assert answers["end"] > answers["start"]
    assert (answers["town"], answers["code"]) == ("brigg", "DS-25")
    assert sample(1) == answers
    assert sample(2) != answers


def test_what_is_given_is_kept_and_optional_questions_may_be_left_out():
    answers = sample(1, given={"start": "2025-01-01", "more": ""}, optional=0.0)
    assert (answers["start"], answers["more"]) == ("2025-01-01", "")
    assert "more" not in sample(1, optional=0.0)
