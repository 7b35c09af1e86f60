"""Choices: one, many, in order, and a row each."""

from datetime import date

import pytest

from forms.types import AnswerError, Fault, StoredAnswer, get_type
from forms.types.base import Asked
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)


def read(kind, raw):
    return get_type(kind).parse(raw, question_of(kind))


def test_select_one_reads_says_and_keeps_a_choice():
    kind, question = get_type("select_one"), question_of("select_one")
    assert read("select_one", " green ") == "green"
    assert kind.text("green", question) == "Green"
    assert kind.store("green", question) == [StoredAnswer("the_select_one", 0, "green")]


@pytest.mark.parametrize("raw", ["pink", "Green", 1, True, ["red"], {"red": 1}])
def test_select_one_refuses_what_is_not_listed(raw):
    with pytest.raises(AnswerError, match="Choose from the answers listed"):
        read("select_one", raw)


def test_select_many_keeps_the_order_of_the_form_and_each_once():
    assert read("select_many", ["blue", "red", "blue"]) == ("red", "blue")
    assert read("select_many", "blue") == ("blue",)


@pytest.mark.parametrize("raw", [["red", "pink"], [1], {"red": True}, 5, "pink", ["red"] * 2000])
def test_select_many_refuses_what_is_not_listed(raw):
    with pytest.raises(AnswerError, match="Choose"):
        read("select_many", raw)


def test_select_many_takes_a_row_a_choice():
    kind, question = get_type("select_many"), question_of("select_many", max_choices=2)
    assert kind.store(("red", "blue"), question) == [
        StoredAnswer("the_select_many", 0, "red"),
        StoredAnswer("the_select_many", 1, "blue"),
    ]
    assert kind.text(("red", "blue"), question) == "Red; Blue"
    assert kind.xpath(("red", "blue")) == "red blue"
    assert kind.check(("red", "green", "blue"), question, today=TODAY) == ["Choose at most 2"]


def test_rank_keeps_the_given_order_and_wants_all():
    kind, question = get_type("rank"), question_of("rank")
    assert read("rank", ["blue", "red", "green"]) == ("blue", "red", "green")
    assert kind.text(("blue", "red"), question) == "1. Blue\n2. Red"
    assert kind.check(("blue", "red"), question, today=TODAY) == ["Put all 3 in order"]
    assert kind.check(("blue", "red", "green"), question, today=TODAY) == []


def test_matrix_reads_rows_in_the_order_of_the_form():
    kind, question = get_type("matrix"), question_of("matrix")
    value = read("matrix", {"door": "red", "wall": "blue"})
    assert list(value.items()) == [("wall", "blue"), ("door", "red")]
    assert kind.text(value, question) == "Wall: Blue\nDoor: Red"
    assert kind.store(value, question) == [
        StoredAnswer("the_matrix.wall", 0, "blue"),
        StoredAnswer("the_matrix.door", 0, "red"),
    ]
    assert read("matrix", {"door": None, "wall": ""}) is None


def test_matrix_names_the_rows_that_lack_an_answer_when_required():
    kind, question = get_type("matrix"), question_of("matrix")
    value = read("matrix", {"door": "red"})
    assert kind.find_faults(value, question, Asked(TODAY)) == []
    assert kind.find_faults(value, question, Asked(TODAY, required=True)) == [
        Fault("Choose an answer for this row", ".wall")
    ]


@pytest.mark.parametrize(
    "raw", [{"roof": "red"}, {"wall": "pink"}, ["red"], "red", {"wall": ["red"]}]
)
def test_matrix_refuses_unknown_rows_and_choices(raw):
    with pytest.raises(AnswerError, match="Choose from the answers listed"):
        read("matrix", raw)
