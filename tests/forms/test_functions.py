"""What each function of an expression gives, whatever it is given."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.expressions import Value
from forms.functions import FUNCTIONS, LONGEST_TEXT
from forms.xpath import KNOWN_FUNCTIONS
from tests.forms.expression_examples import ANSWERS, SCOPE, evaluate

EXAMPLES: dict[str, Value] = {
    # Numbers
    "string(-1 div 0)": "-Infinity",
    "number('12.5')": 12.5,
    "int(2.9)": 2.0,
    "int(-2.9)": -2.0,
    "round(2.5)": 3.0,
    "round(-2.5)": -2.0,
    "round(3.14159, 2)": 3.14,
    "round(1234.5, -2)": 1200.0,
    "floor(-1.5)": -2.0,
    "ceiling(1.2)": 2.0,
    "abs(-3)": 3.0,
    "pow(2, 10)": 1024.0,
    "pow(10, 999)": math.inf,
    "sqrt(16)": 4.0,
    "min(3, 1, 2)": 1.0,
    "max(3, 1, ${empty})": 3.0,
    # Comparisons
    "not(${age} = 1)": True,
    "true() = false()": False,
    # Truths
    "boolean('a')": True,
    "boolean('')": False,
    "boolean(0)": False,
    "boolean-from-string('true')": True,
    "boolean-from-string('1')": True,
    "boolean-from-string('yes')": False,
    "if(${age} > 12, 'old', 'young')": "old",
    "if(${empty}, 'a', 'b')": "b",
    "coalesce(${empty}, 'none')": "none",
    "coalesce(${name}, 'none')": "Ada",
    "once('new')": "it",
    "checklist(1, 2, 'yes', 'no', 'yes')": True,
    "checklist(-1, 1, 'yes', 'no', 'yes')": False,
    # Choices
    "selected(${many}, 'blue')": True,
    "selected(${many}, 'blu')": False,
    "selected(${empty}, '')": False,
    "selected-at(${many}, 0)": "red",
    "selected-at(${many}, 2)": "",
    "count-selected(${many})": 2.0,
    "count-selected(${empty})": 0.0,
    "jr:choice-name(${rating}, '${rating}')": "rating Fully_Met",
    "jr:choice-name(${many}, '${many}')": "many Red, many Blue",
    "jr:choice-name(selected-at(${many}, 1), '${many}')": "many Blue",
    "jr:choice-name(${empty}, '${many}')": "",
    # Words
    "string(7)": "7",
    "string(0.5)": "0.5",
    "string(1 div 0)": "Infinity",
    "string(${empty} + 1)": "NaN",
    "string-length(${name})": 3.0,
    "string-length()": 2.0,
    "substr('hello', 1)": "ello",
    "substr('hello', 1, 3)": "el",
    "substr('hello', -2)": "lo",
    "substr('hello', 3, 1)": "",
    "substring-before('a-b', '-')": "a",
    "substring-before('ab', '-')": "",
    "substring-after('a-b', '-')": "b",
    "concat(${name}, ' ', 7)": "Ada 7",
    "join(', ', 'a', 'b')": "a, b",
    "contains('hello', 'ell')": True,
    "starts-with('hello', 'he')": True,
    "ends-with('hello', 'lo')": True,
    "normalize-space('  a   b ')": "a b",
    "translate('bar', 'abc', 'AB')": "BAr",
    "translate('bar', 'ar', 'A')": "bA",
    "upper-case('abc')": "ABC",
    "lower-case('ABC')": "abc",
    "regex('AB1', '[A-Z]+[0-9]')": True,
    "regex('AB1x', '[A-Z]+[0-9]')": False,
    # Dates
    "today()": "2026-02-01",
    "now()": "2026-02-01T09:30:00",
    "date(${start} + 1)": "2026-02-01",
    "date('2026-02-01T10:00:00')": "2026-02-01",
    "date('2026-02-30')": "",
    "date(${empty})": "",
    "date-time('2026-02-01')": "2026-02-01T00:00:00",
    "date-time(0.5)": "1970-01-01T12:00:00",
    "decimal-date-time('1970-01-02T12:00:00')": 1.5,
    "decimal-date-time('1970-01-02T12:00:00+06:00')": 1.25,
    "decimal-time(${at})": 0.75,
    "format-date(${start}, '%e %b %Y, %a %d/%m/%y %n %% %Q')": "31 Jan 2026, Sat 31/01/26 1 % %Q",
    "format-date-time(now(), '%H:%M:%S %h %3')": "09:30:00 9 000",
    "format-date(${empty}, '%Y')": "",
    # Repeats
    "count(${visits})": 3.0,
    "count(${days})": 3.0,
    "count-non-empty(${days})": 2.0,
    "sum(${days})": 7.0,
    "min(${days})": 2.0,
    "max(${days})": 5.0,
    "join('+', ${place})": "school+home+",
    "concat(${place})": "schoolhome",
    "indexed-repeat(${place}, ${visits}, 2)": "home",
    "indexed-repeat(${place}, ${visits}, 9)": "",
    "indexed-repeat(${place}, ${visits}, 0)": "",
    "position(..)": 0.0,
}  # fmt: skip


@pytest.mark.parametrize("source", EXAMPLES)
def test_function_gives(source: str) -> None:
    value = evaluate(source)
    assert (value, type(value)) == (EXAMPLES[source], type(EXAMPLES[source]))


NOT_NUMBERS = [
    "number('')", "number('1,000')", "number('1e5')", "int('x')", "round('x')", "round(1, 99)",
    "min(${empty})", "sqrt(-1)", "max('')", "pow(-8, 0.5)", "decimal-date-time('')",
]  # fmt: skip


@pytest.mark.parametrize("source", NOT_NUMBERS)
def test_function_gives_no_number(source: str) -> None:
    value = evaluate(source)
    assert isinstance(value, float)
    assert math.isnan(value)


def test_every_function_has_an_example() -> None:
    shown = " ".join(EXAMPLES)
    assert [name for name in KNOWN_FUNCTIONS if f"{name}(" not in shown] == []


def test_hostile_pattern_on_long_text_is_quick() -> None:
    scope = SCOPE.with_item("a" * 100_000)
    assert evaluate("regex(., '(a+)+b')", scope) is False
    assert evaluate("regex(., '(a|a)*')", scope) is True


def test_pattern_is_not_run_on_text_beyond_its_bound() -> None:
    assert evaluate("regex(., 'a*')", SCOPE.with_item("a" * 100_001)) is False


def test_pattern_from_an_answer_that_cannot_be_used_matches_nothing() -> None:
    assert evaluate("regex('a', .)", SCOPE.with_item("(")) is False


def test_text_does_not_grow_beyond_its_bound() -> None:
    value = evaluate("concat(., ., .)", SCOPE.with_item("a" * 400_000))
    assert value == "a" * LONGEST_TEXT


CALLS = [name for name, function in FUNCTIONS.items() if function.least <= 3]


@given(st.sampled_from(CALLS), st.lists(ANSWERS, min_size=3, max_size=3))
@settings(max_examples=800, deadline=None)
def test_every_function_is_total(name: str, answers: list[Value]) -> None:
    function = FUNCTIONS[name]
    count = min(3, function.most if function.most is not None else 3)
    result = function.apply(*answers[: max(count, function.least)])
    assert isinstance(result, str | float | bool)
