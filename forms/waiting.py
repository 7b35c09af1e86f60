"""Which unanswered questions keep a section, or a question, from being asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

from forms.draft import NOT_READ, DraftReader
from forms.expressions import Expression
from forms.plan import Plan, QuestionPlan

#: How many ways of answering are tried to see whether an expression can still hold.
MOST_TRIALS = 200


def find_waits(expression: Expression | None, reader: DraftReader) -> tuple[str, ...]:
    """The visible, unanswered questions on which an expression that does not hold waits.

    None when no answer to them could make it hold. Where that cannot be tried (they have
    no choices, or too many together) it is taken to wait.
    """
    if expression is None:
        return ()
    names = set(_roots(expression.names, reader.plan))
    waits = tuple(key for key in reader.plan.questions if key in names and _is_open(key, reader))
    if not waits or (names == expression.names and not _can_hold(expression, waits, reader)):
        return ()
    return waits


def find_question_waits(plan: QuestionPlan, reader: DraftReader) -> tuple[str, ...]:
    """The questions on which one that is not relevant waits."""
    audience = reader.plan.audience_question
    waits: tuple[str, ...] = ()
    if not reader.is_for_audience(plan.question):
        if not _is_open(audience, reader):
            return ()
        waits = (audience,)
    if plan.relevant and not plan.relevant.holds(reader.scope):
        more = find_waits(plan.relevant, reader)
        return (*waits, *more) if more else ()
    return waits


def _is_open(key: str, reader: DraftReader) -> bool:
    """Whether a person can see the question and has not answered it."""
    reading, plan = reader.readings.get(key, NOT_READ), reader.plan.questions[key]
    return key in reader.readings and plan.kind.asks and not reading.is_given


def _roots(names: frozenset[str], plan: Plan) -> Iterator[str]:
    """The names, and what the calculations among them are made from."""
    seen: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in seen or name not in plan.questions:
            continue
        seen.add(name)
        calculation = plan.questions[name].calculation
        pending += calculation.names if calculation else ()
    return iter(seen)


def _can_hold(expression: Expression, waits: tuple[str, ...], reader: DraftReader) -> bool:
    """Whether some answer to the questions waited for would make the expression hold."""
    options = [tuple(reader.plan.choices[key]) for key in waits]
    if not all(options) or prod(len(values) for values in options) > MOST_TRIALS:
        return True
    values = reader.scope.values
    return any(
        expression.holds(
            replace(reader.scope, values={**values, **dict(zip(waits, trial, strict=True))})
        )
        for trial in product(*options)
    )
