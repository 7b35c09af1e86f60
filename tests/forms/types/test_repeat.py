"""Groups of questions asked several times."""

from dataclasses import replace
from datetime import date

import pytest

from forms.types import AnswerError, Fault, StoredAnswer, get_type
from forms.types.base import Asked
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)
KIND = get_type("repeat")
QUESTION = question_of(
    "repeat",
    id="visits",
    questions=(
        question_of("short_text", id="place"),
        question_of("select_many", id="colours"),
        question_of("number", id="secret", private=True),
    ),
    min_count=1,
    max_count=2,
)


def test_instances_are_read_said_and_kept():
    raw = [{"place": " Hall ", "colours": ["red", "blue"], "other": 1}, {"secret": "5"}]
    value = KIND.parse(raw, QUESTION)
    assert value == ({"place": "Hall", "colours": ("red", "blue")}, {"secret": 5})
    assert KIND.dump(value, QUESTION) == [
        {"place": "Hall", "colours": ["red", "blue"]},
        {"secret": 5},
    ]
    assert KIND.text(value, QUESTION) == (
        "1. The short_text: Hall; The select_many: Red; Blue\n2. The number: 5"
    )
    assert KIND.store(value, QUESTION) == [
        StoredAnswer("visits.place", 0, "Hall"),
        StoredAnswer("visits.colours", 0, "red"),
        StoredAnswer("visits.colours", 0, "blue"),
    ]
    assert KIND.xpath(value) == 2.0
    assert list(KIND.columns(QUESTION)) == ["visits.place", "visits.colours"]


@pytest.mark.parametrize("raw", ["x", 5, ["x"], [[{}]], {"place": "x"}, [{}] * 1001])
def test_what_is_no_list_of_answers_is_refused(raw):
    with pytest.raises(AnswerError, match="Fill in this list again"):
        KIND.parse(raw, QUESTION)


def test_an_unreadable_answer_within_is_refused():
    with pytest.raises(AnswerError, match="Enter a whole number"):
        KIND.parse([{"secret": "many"}], QUESTION)


def test_instances_are_counted():
    assert KIND.find_faults(({}, {}), QUESTION, Asked(TODAY)) == []
    assert KIND.find_faults(({}, {}, {}), QUESTION, Asked(TODAY)) == [Fault("Keep at most 2")]
    three = replace(QUESTION, min_count=3)
    assert KIND.find_faults(({},), three, Asked(TODAY)) == [Fault("Add at least 3")]
