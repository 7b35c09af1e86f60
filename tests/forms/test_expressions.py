"""What each operator of an expression gives, and what is wrong with others."""

# ruff: noqa: E501 (an expression and what it gives stand on one line)

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms.expressions import (
    Expression,
    Scope,
    Value,
    compile_expression,
    find_loops,
    order_calculations,
)
from forms.model import Form, Question, Reference, Section, Standard
from forms.problem import Problem
from forms.text import Text, plain
from forms.xpath import KNOWN_FUNCTIONS
from tests.forms.expression_examples import ANSWERS, NAMES, SCOPE, VALUES, evaluate


def problem_of(source: str) -> str:
    problem = compile_expression(source, names=NAMES, place="here")
    assert isinstance(problem, Problem)
    return str(problem)


EXAMPLES: dict[str, Value] = {
    # Values
    "${name}": "Ada",
    "'it''s'": "it's",
    ".": "it",
    "'${name}'": "${name}",
    "1.50": 1.5,
    # Numbers
    "${age} + 1": 16.0,
    "${age}-1": 14.0,
    "-${age}": -15.0,
    "2 + 3 * 4": 14.0,
    "(2 + 3) * 4": 20.0,
    "7 div 2": 3.5,
    "7 mod 3": 1.0,
    "-7 mod 3": -1.0,
    "1 div 0": math.inf,
    "-1 div 0": -math.inf,
    "9" * 400: math.inf,
    "${digits} + 0": 7.0,
    "${yes} + 1": 2.0,
    # Comparisons
    "${age} = 15": True,
    "${digits} = 7": True,
    "${name} = 'Ada'": True,
    "${name} != 'Bo'": True,
    "${empty} = ''": True,
    "${empty} != 5": True,
    "${empty} < 5": False,
    "${empty} >= 0": False,
    "${name} > 1": False,
    "${age} >= 15 and ${age} < 18": True,
    "${age} = 1 or ${name} = 'Ada'": True,
    "${yes} = true()": True,
    # Dates
    "${end} - ${start}": 29.0,
    "${start} < today()": True,
    "${start} + 0": 20484.0,
    "${at} > '09:00'": True,
    # Repeats
    "${place} = 'home'": True,
    "${place} = 'park'": False,
    "${days} > 4": True,
}  # fmt: skip


@pytest.mark.parametrize("source", EXAMPLES)
def test_expression_gives(source: str) -> None:
    value = evaluate(source)
    assert (value, type(value)) == (EXAMPLES[source], type(EXAMPLES[source]))


NOT_NUMBERS = ["${empty} + 1", "${name} * 2", "5 mod 0", "0 div 0"]


@pytest.mark.parametrize("source", NOT_NUMBERS)
def test_expression_gives_no_number(source: str) -> None:
    value = evaluate(source)
    assert isinstance(value, float)
    assert math.isnan(value)


def test_inside_a_repeat_its_answers_shadow() -> None:
    here = SCOPE.inside("visits", 3)
    assert evaluate("${days}", here) == 5.0
    assert evaluate("${place}", here) == ""
    assert evaluate("sum(${days})", here) == 5.0
    assert evaluate("position(..)", here) == 3.0
    assert evaluate("count(${visits})", here) == 3.0
    assert evaluate("indexed-repeat(${days}, ${visits}, position(..) - 2)", here) == 2.0
    assert evaluate("${age}", here) == 15.0


def test_item_is_the_answer_at_hand() -> None:
    assert evaluate(". >= 18", SCOPE.with_item(18)) is True
    assert evaluate("string-length(.) <= 3", SCOPE.with_item("four")) is False
    assert evaluate("once('new')", SCOPE.with_item("")) == "new"


def test_choice_filter_sees_the_columns_of_a_choice() -> None:
    columns = frozenset({"stage", "name"})
    source = "stage = 'upper' or name = 'all'"
    expression = compile_expression(source, names=NAMES, place="here", columns=columns)
    assert isinstance(expression, Expression)
    assert expression.holds(SCOPE.with_choice("secondary", {"stage": "upper"}))
    assert expression.holds(SCOPE.with_choice("all", {}))
    assert not expression.holds(SCOPE.with_choice("primary", {"stage": "lower"}))


def test_expression_knows_what_it_mentions() -> None:
    source = "${age} > 3 and selected(${many}, 'red') and 'Ada' = ${name}"
    expression = compile_expression(source, names=NAMES, place="here")
    assert isinstance(expression, Expression)
    assert expression.names == {"age", "many", "name"}
    assert expression.compared == {("many", "red"), ("name", "Ada")}


def test_expression_is_compiled_once() -> None:
    one = compile_expression("${age} + 41", names=NAMES, place="one")
    assert compile_expression("${age} + 41", names=NAMES | {"more"}, place="other") is one


LOOK_UP = "Look at its line in docs/form_format.md."
BRACKET = "Look for a missing bracket, comma or operator."
PATH = "Paths are not used here: write a question as ${its_id}."
POINT = "Write a question as ${its_id} and its own answer as a single point."
PATTERN = "Write it without look-ahead, look-behind and back-references."
SPLIT = "Split it into calculate questions."
FAULTS = {
    "": "The expression is empty. Write it, or leave the line out.",
    "${nme} = 1": "There is no question ${nme}. Did you mean name?",
    "${} = 1": "${} names no question. Write ${its_id}.",
    "selectd(${many}, 'a')": "There is no function selectd(). Did you mean selected?",
    "pulldata('a', 'b')": "There is no function pulldata(). Use one that docs/form_format.md lists.",
    "${elsewhere} = 1": "There is no question ${elsewhere}. Write the id of a question that is there.",
    "selected(${many})": f"selected() takes 2 arguments, not 1. {LOOK_UP}",
    "today(1)": f"today() takes no arguments, not 1. {LOOK_UP}",
    "not()": f"not() takes 1 argument, not 0. {LOOK_UP}",
    "round(1, 2, 3)": f"round() takes 1 to 2 arguments, not 3. {LOOK_UP}",
    "concat()": f"concat() takes 1 or more arguments, not 0. {LOOK_UP}",
    "if(1, 2": f"The expression cannot be read: unexpected end of source. {BRACKET}",
    "1 +": f"The expression cannot be read: unexpected end of source. {BRACKET}",
    "1 2": f"The expression cannot be read: unexpected literal 2. {BRACKET}",
    "selected(${many}, )": f"The expression cannot be read: unexpected ')' symbol. {BRACKET}",
    "${age} > 1 > 0": f"The expression cannot be read: unexpected '>' operator. {BRACKET}",
    "/data/age": f"The expression cannot be read: unknown symbol '/'. {PATH}",
    "${visits}[1]": f"The expression cannot be read: unknown symbol '['. {PATH}",
    "..": f".. stands for nothing here. {POINT}",
    "*": f"* stands for nothing here. {POINT}",
    "yes": "yes stands without quotes. Write 'yes' for a word, or ${yes} for the answer to a question.",
    "$age": "A $ stands without {}. Write a question as ${its_id}.",
    "${name} = 'Ada": "A quotation mark is not closed. Put straight quotes round words: 'yes'.",
    "${name} = ‘Ada’": "A quotation mark is not closed. Put straight quotes round words: 'yes'.",
    "${age}(1)": "A question cannot be called like a function. Take its brackets away.",
    "regex(., '(')": f"The pattern cannot be used: missing ): (. {PATTERN}",
    "regex(., '(?=a)')": f"The pattern cannot be used: invalid perl operator: (?=. {PATTERN}",
    "position(1)": "position() is asked of a repeat. Write position(..).",
    "jr:choice-name(${many}, ${many})": "jr:choice-name() names its question second, in quotes. Write jr:choice-name(${question}, '${question}').",
    "jr:choice-name(${many}, '${mny}')": "There is no question ${mny}. Did you mean many?",
    "indexed-repeat('a', ${visits}, 1)": "indexed-repeat() takes a question, its repeat and a number. Write indexed-repeat(${question}, ${repeat}, 1).",
    "(" * 3_000 + ")" * 3_000: f"The expression is nested too deeply. {SPLIT}",
    "1" + " + 1" * 2_400: f"The expression is nested too deeply. {SPLIT}",
    "1" * 10_001: f"The expression is longer than 10,000 characters. {SPLIT}",
}  # fmt: skip


@pytest.mark.parametrize("source", FAULTS)
def test_fault_has_its_place_message_and_cure(source: str) -> None:
    assert problem_of(source) == f"here: {FAULTS[source]}"


def test_huge_and_odd_answers_are_computed_with() -> None:
    for item in ("9" * 100_000, "🙂" * 100_000, "\x00\ud800", "=cmd()", "-", "--1", "1-1-1"):
        assert (
            evaluate(". + 1 > 0 or . = '' or format-date(., '%Y')", SCOPE.with_item(item)) is False
        )


def test_whole_number_beyond_all_bounds_is_infinite() -> None:
    assert evaluate(". + 0", SCOPE.with_item(10**400)) == math.inf


def test_missing_answers_are_empty() -> None:
    assert evaluate("${name}", Scope({}, date(2026, 2, 1))) == ""
    assert evaluate("sum(${days})", Scope({}, date(2026, 2, 1))) == 0.0
    assert evaluate("count(${visits})", Scope({}, date(2026, 2, 1))) == 0.0


def test_fault_in_evaluation_gives_the_fallback() -> None:
    def broken(question: str, value: str) -> str:
        raise LookupError(question, value)

    scope = Scope(VALUES, date(2026, 2, 1), label=broken)
    named = "jr:choice-name(${rating}, '${rating}')"
    assert evaluate(named, scope) == ""
    assert evaluate(f"{named} = 'a'", scope) is False
    assert math.isnan(float(evaluate(f"{named} + 1", scope)))


PIECES = st.sampled_from(
    ["${age}", "${name}", "${days}", "${visits}", ".", "..", "'a'", "7", "0", "-1", "(", ")", ",",
     "+", "-", "*", "div", "mod", "=", "<", "and", "or", "[", "/", "$", "'", " ", "true()",
     *(f"{name}(" for name in sorted(KNOWN_FUNCTIONS))],
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map(" ".join), ANSWERS)
@settings(max_examples=500, deadline=None)
def test_any_expression_evaluates_or_is_a_problem(source: str, answer: Value) -> None:
    compiled = compile_expression(source, names=NAMES, place="here")
    if isinstance(compiled, Expression):
        scope = Scope({"age": answer, "name": answer}, date(2026, 2, 1), item=answer)
        assert isinstance(compiled.evaluate(scope), str | float | bool | int)


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_any_text_is_an_expression_or_a_problem(source: str) -> None:
    assert isinstance(compile_expression(source, names=NAMES, place=""), Expression | Problem)


# Order


def form_of(*questions: Question, section: str = "") -> Form:
    return Form("f", "1", plain("F"), "x", (Section("s", plain("S"), questions, relevant=section),))


def asked(name: str, **given_: str) -> Question:
    return Question(name, "short_text", Text(), **given_)  # type: ignore[arg-type]


def test_questions_come_after_what_they_depend_on() -> None:
    form = form_of(asked("a", relevant="${c} = 1"), asked("b"), asked("c", calculation="${b} + 1"))
    order, problems = order_calculations(form)
    assert sorted(order, key=["b", "c", "a"].index) == list(order)
    assert problems == ()


def test_section_and_repeat_come_before_their_questions() -> None:
    inner = asked("inner")
    form = form_of(
        Question("group", "repeat", Text(), questions=(inner,), relevant="${first} = 1"),
        asked("first"),
    )
    assert order_calculations(form) == (("first", "group", "inner"), ())


def test_loop_is_told_from_its_first_question() -> None:
    form = form_of(
        asked("start"),
        asked("a", relevant="${b} = 1"),
        asked("b", calculation="${c} + 1"),
        asked("c", choice_filter="${a} = ''"),
    )
    order, problems = order_calculations(form)
    assert sorted(order) == ["a", "b", "c", "start"]
    assert [str(problem) for problem in problems] == [
        "a: These depend on each other: a -> b -> c -> a. "
        "Take the mention of the one out of the other."
    ]


def test_every_loop_is_told() -> None:
    form = form_of(
        asked("a", relevant="${b}"), asked("b", relevant="${a}"), asked("c", relevant="${c}")
    )
    assert sorted(find_loops(form)) == [("a", "b", "a"), ("c", "c")]


def test_long_loop_is_told_in_short() -> None:
    ring = [asked(f"q{n}", relevant=f"${{q{(n + 1) % 50}}} = 1") for n in range(50)]
    (problem,) = order_calculations(form_of(*ring))[1]
    assert problem.message == (
        "These depend on each other: "
        "q0 -> q1 -> q2 -> q3 -> q4 -> q5 -> q6 -> q7 -> q8 -> q9 -> ... -> q0"
    )


def test_section_that_asks_its_own_question_is_a_loop() -> None:
    assert find_loops(form_of(asked("a"), section="${a} = 1")) == (("a", "a"),)


def test_constraint_and_required_make_no_loop() -> None:
    form = form_of(
        asked("a", constraint=". < ${b}", required="${b} = ''"),
        asked("b", constraint=". > ${a}", required="${a} = ''"),
    )
    assert find_loops(form) == ()


def test_standard_for_some_depends_on_the_audience() -> None:
    standard = Standard("A", Reference("D"), applies_to=("x",))
    judged = Question("a", "judgement", Text(), standard=standard)
    form = Form("f", "1", plain("F"), "x", (Section("s", plain("S"), (judged, asked("kind"))),),
                audience_question="kind")  # fmt: skip
    assert order_calculations(form) == (("kind", "a"), ())


def test_long_chain_of_questions_is_put_in_order() -> None:
    chain = [asked(f"q{n}", relevant=f"${{q{n + 1}}} = 1") for n in range(3_000)]
    order, problems = order_calculations(form_of(*chain, asked("q3000")))
    assert order == tuple(f"q{n}" for n in range(3_000, -1, -1))
    assert problems == ()
