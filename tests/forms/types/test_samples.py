"""Made-up answers keep to a question's bounds."""

from datetime import date
from random import Random

from forms.types.samples import sample_answer, sample_rating
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)


def samples(question):
    return [sample_answer(question, Random(n), today=TODAY) for n in range(50)]


def test_bounds_are_kept():
    numbers = samples(question_of("number", minimum="3", maximum="5"))
    assert set(numbers) == {3, 4, 5}
    decimals = samples(question_of("decimal", minimum="0.25", maximum="0.3"))
    assert all(0.25 <= number <= 0.3 for number in decimals)
    days = samples(question_of("date", minimum="2026-01-30", maximum="today"))
    assert set(days) == {"2026-01-30", "2026-01-31"}
    times = samples(question_of("time", minimum="09:00", maximum="09:01"))
    assert set(times) == {"09:00", "09:01"}
    assert all(len(words) <= 6 for words in samples(question_of("long_text", max_length=6)))
    assert all(1 <= len(many) <= 2 for many in samples(question_of("select_many", max_choices=2)))
    assert all(len(rows) == 4 for rows in samples(question_of("repeat", min_count=4, max_count=4)))


def test_a_rating_comes_with_what_it_asks_for():
    question = question_of("judgement")
    answer = sample_rating(question, "not_met", Random(1), today=TODAY)
    assert sorted(answer) == ["actions", "rating"]
    assert sample_rating(question, "splendid", Random(1), today=TODAY) is None
