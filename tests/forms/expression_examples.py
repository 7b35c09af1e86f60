"""Answers that expressions are asked of in the tests, and what an expression gives."""

from __future__ import annotations

from datetime import date, datetime

from hypothesis import strategies as st

from forms.expressions import Expression, Scope, Value, compile_expression

VALUES: dict[str, Value] = {
    "age": 15.0, "name": "Ada", "empty": "", "many": "red blue", "digits": "07", "yes": True,
    "start": "2026-01-31", "end": "2026-03-01", "at": "18:00", "rating": "fully_met",
}  # fmt: skip
REPEATS: dict[str, tuple[dict[str, Value], ...]] = {
    "visits": (
        {"days": 2.0, "place": "school"},
        {"days": "", "place": "home"},
        {"days": 5.0, "place": ""},
    )
}
NAMES = frozenset({*VALUES, "visits", "days", "place"})
SCOPE = Scope(
    values=VALUES,
    repeats=REPEATS,
    today=date(2026, 2, 1),
    now=datetime(2026, 2, 1, 9, 30),
    item="it",
    label=lambda question, value: f"{question} {value.title()}",
)


def evaluate(source: str, scope: Scope = SCOPE) -> Value:
    """What an expression gives."""
    expression = compile_expression(source, names=NAMES, place="here")
    assert isinstance(expression, Expression), expression
    return expression.evaluate(scope)


#: Whatever may come as an answer.
ANSWERS = st.one_of(st.text(), st.floats(), st.booleans(), st.integers(), st.dates().map(str))
