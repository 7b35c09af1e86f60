"""Numbers as people type them."""

from datetime import date

import pytest

from forms.types import AnswerError, StoredAnswer, get_type
from forms.types.numbers import plain_number, say_number
from tests.forms.examples import question_of

TODAY = date(2026, 1, 31)


def read(kind, raw, **attributes):
    return get_type(kind).parse(raw, question_of(kind, **attributes))


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (12, 12), ("12", 12), (" 12 ", 12), ("1,200", 1200), ("1 200", 1200), ("1\u00a0200", 1200),
        ("£5", 5), ("£1,200.00", 1200), ("85%", 85), ("１２", 12), ("١٢", 12), ("-3", -3),
        ("\u22123", -3), ("-£3", -3), ("+4", 4), (12.0, 12), ("12.0", 12), ("0", 0), (0, 0),
    ],
)  # fmt: skip
def test_number_is_read_as_people_type_it(raw, value):
    assert read("number", raw) == value
    assert type(read("number", raw)) is int


@pytest.mark.parametrize(
    ("raw", "value"),
    [("12.5", 12.5), (".5", 0.5), ("5.", 5.0), ("£1,234.56", 1234.56), (3, 3.0),
     ("12,345,678.9", 12345678.9)],
)  # fmt: skip
def test_decimal_is_read_as_people_type_it(raw, value):
    assert read("decimal", raw) == value


@pytest.mark.parametrize(
    "raw",
    ["twelve", "12 pupils", "1,20", "1,2345", "1e5", "0x1f", "--1", "1-2", "£", True, False, [],
     {"a": 1}, float("nan"), "nan", "inf", "1" * 2000],
)  # fmt: skip
def test_number_refuses_what_is_not_one(raw):
    if raw == []:
        raw = [1]
    with pytest.raises(AnswerError, match="Enter a whole number, such as 12"):
        read("number", raw)


def test_number_refuses_a_fraction():
    with pytest.raises(AnswerError, match="Enter a whole number"):
        read("number", "1.5")


@pytest.mark.parametrize("raw", [10**400, 10**16, float("inf"), -float("inf"), "9" * 40])
def test_number_refuses_what_is_too_large(raw):
    with pytest.raises(AnswerError, match="Enter a smaller number"):
        read("decimal", raw)


def test_bounds_are_said():
    question, kind = question_of("number", minimum="5", maximum="1500"), get_type("number")
    assert kind.check(4, question, today=TODAY) == ["Enter 5 or more"]
    assert kind.check(1501, question, today=TODAY) == ["Enter 1,500 or less"]
    assert kind.check(5, question, today=TODAY) == []
    assert kind.check(1500, question, today=TODAY) == []


def test_number_is_kept_as_words_and_number():
    question, kind = question_of("decimal"), get_type("decimal")
    assert kind.store(12.0, question) == [StoredAnswer("the_decimal", 0, "12", 12.0)]
    assert kind.text(1234.5, question) == "1,234.5"
    assert kind.dump(12.5, question) == 12.5
    assert kind.xpath(12.5) == 12.5


@pytest.mark.parametrize(
    ("value", "plain", "said"),
    [
        (12.0, "12", "12"), (1234567, "1234567", "1,234,567"), (0.1, "0.1", "0.1"),
        (0.00001, "0.00001", "0.00001"), (-1234.5, "-1234.5", "-1,234.5"),
        (1e15, "1" + "0" * 15, "1,000,000,000,000,000"),
        (-0.5, "-0.5", "-0.5"), (float("nan"), "", ""),
    ],
)  # fmt: skip
def test_numbers_are_written_without_exponents(value, plain, said):
    assert plain_number(value) == plain
    assert say_number(value) == said
