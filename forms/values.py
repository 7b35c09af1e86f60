"""Values in expressions: ODK XPath's conversions and operators on them, all total.

What cannot be computed is NaN, "" or False, as in ODK. A node set (the answers of a
question across a repeat's instances) is a tuple.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

#: What an answer is in an expression.
Value = str | float | bool
#: A value, or the values of a question across a repeat.
Result = Value | tuple[Value, ...]

EPOCH = datetime(1970, 1, 1)
_NUMBER = re.compile(r"\s*-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*")
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9](?:\.[0-9]{1,6})?))?")
_LONGEST_NUMBER = 64


def first(result: Result) -> Value:
    """One value: a node set's first, "" when it is empty."""
    if isinstance(result, tuple):
        return result[0] if result else ""
    return result


def to_number(result: Result) -> float:
    """The number that a value stands for; dates and times are days since 1970-01-01."""
    value = first(result)
    if isinstance(value, str):
        return _read_number(value)
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _read_number(words: str) -> float:
    if len(words) > _LONGEST_NUMBER:
        return math.nan
    if _NUMBER.fullmatch(words):
        return float(words)
    return _read_days(words.strip())


def _read_days(words: str) -> float:
    time = _TIME.fullmatch(words)
    if time:
        hours, minutes, seconds = time.groups()
        return (int(hours) * 3600 + int(minutes) * 60 + float(seconds or 0)) / 86_400
    moment = read_moment(words)
    return (moment - EPOCH) / timedelta(days=1) if moment else math.nan


def read_moment(words: str) -> datetime | None:
    """The date or date-time that ISO words name; an offset is worked out into UTC."""
    if len(words) < len("2026-01-31") or words[4] != "-" or words[7] != "-":
        return None
    try:
        moment = datetime.fromisoformat(words)
        return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return None


def to_text(result: Result) -> str:
    """The words for a value, with whole numbers written without a point."""
    value = first(result)
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return format(Decimal(repr(value)).normalize() + 0, "f")


def to_truth(result: Result) -> bool:
    """Whether a value counts as true: words that are not empty, numbers that are not 0."""
    if isinstance(result, tuple):
        return any(value != "" for value in result)
    if isinstance(result, float):
        return result != 0 and not math.isnan(result)
    return bool(result)


def members(*results: Result) -> Iterator[Value]:
    """Every value of the arguments, node sets opened up."""
    for result in results:
        if isinstance(result, tuple):
            yield from result
        else:
            yield result


# Operators


def compare(sign: str) -> Callable[[Result, Result], bool]:
    """XPath's comparison: with a node set, true when it holds for any member."""
    test: Callable[[Any, Any], bool] = _COMPARISONS[sign]
    pair = _same_kind if sign in {"=", "!="} else _both_numbers

    def holds(left: Result, right: Result) -> bool:
        return any(test(*pair(one, other)) for one in members(left) for other in members(right))

    return holds


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq, "!=": operator.ne,
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def _same_kind(left: Value, right: Value) -> tuple[Value, Value]:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_truth(left), to_truth(right)
    if isinstance(left, str) and isinstance(right, str):
        return left, right
    return to_number(left), to_number(right)


def _both_numbers(left: Value, right: Value) -> tuple[float, float]:
    return to_number(left), to_number(right)


def arithmetic(sign: str) -> Callable[[Result, Result], float]:
    """An operator on numbers: never an error, NaN where there is no result."""
    compute = _ARITHMETIC[sign]
    return lambda left, right: compute(to_number(left), to_number(right))


def _divide(left: float, right: float) -> float:
    if right:
        return left / right
    if left == 0 or math.isnan(left):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1, right)


def _remainder(left: float, right: float) -> float:
    return math.nan if math.isinf(left) or right == 0 else math.fmod(left, right)


_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "div": _divide, "mod": _remainder,
}  # fmt: skip
