"""ODK's functions, by the name that an author writes. Each of them is total.

What cannot be computed is NaN, "" or False, as in ODK.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

import re2

from forms.values import (
    EPOCH,
    Result,
    first,
    members,
    read_moment,
    to_number,
    to_text,
    to_truth,
)

#: No text that an expression makes is longer, however it is put together.
LONGEST_TEXT = 1_000_000
#: Of a longer text regex() is false: no pattern that a form needs asks for more.
LONGEST_MATCH = 100_000
_FARTHEST_DAY = 2_900_000  # the year 9910: beyond it there is no date


@dataclass(frozen=True, slots=True)
class Function:
    """A function by what it computes and how many arguments it takes (`most` None: any)."""

    apply: Callable[..., Result]
    least: int
    most: int | None


# Choices


def _selected(chosen: Result, value: Result) -> bool:
    return to_text(value).strip() in to_text(chosen).split()


def _selected_at(chosen: Result, place: Result) -> str:
    values, index = to_text(chosen).split(), to_number(place)
    return values[int(index)] if 0 <= index < len(values) else ""


# Words


def matches(words: Result, pattern: Result) -> bool:
    """Whether a pattern matches the whole text, in time that grows with its length alone."""
    text = to_text(words)
    compiled = compile_pattern(to_text(pattern))
    if isinstance(compiled, str) or len(text) > LONGEST_MATCH:
        return False
    return compiled.fullmatch(text) is not None


@lru_cache(maxsize=512)
def compile_pattern(pattern: str) -> Any:
    """The compiled pattern, or as a string what is wrong with it."""
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        reason = error.args[0] if error.args else "it cannot be read"
        return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)


def _joined(separator: str, results: tuple[Result, ...]) -> str:
    return separator.join(to_text(value) for value in members(*results))[:LONGEST_TEXT]


def _substr(words: Result, start: Result, end: Result = math.inf) -> str:
    text = to_text(words)
    return text[_index(to_number(start), 0, text) : _index(to_number(end), len(text), text)]


def _index(number: float, otherwise: int, text: str) -> int:
    if math.isnan(number):
        return otherwise
    return int(max(-len(text) - 1, min(number, len(text))))


def _translate(words: Result, source: Result, target: Result) -> str:
    old, new = to_text(source), to_text(target)
    table = {ord(c): new[i] if i < len(new) else None for i, c in reversed([*enumerate(old)])}
    return to_text(words).translate(table)


def _before(words: Result, mark: Result) -> str:
    text = to_text(words)
    return text[: max(0, text.find(to_text(mark)))]


def _after(words: Result, mark: Result) -> str:
    text, start = to_text(words), to_text(mark)
    return text.partition(start)[2] if start else text


# Numbers


def _whole(number: Result) -> float:
    value = to_number(number)
    return float(math.trunc(value)) if math.isfinite(value) else value


def _round(number: Result, places: Result = 0.0) -> float:
    value, digits = to_number(number), to_number(places)
    if not math.isfinite(value) or not abs(digits) <= 30:
        return value if not math.isfinite(value) else math.nan
    way = ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP
    exact = Decimal(repr(value)).scaleb(int(digits))
    return float(exact.to_integral_value(way).scaleb(-int(digits))) + 0.0


def _power(base: Result, exponent: Result) -> float:
    try:
        return math.pow(to_number(base), to_number(exponent))
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan


def _root(number: Result) -> float:
    value = to_number(number)
    return math.sqrt(value) if value >= 0 else math.nan


def _floor(number: Result) -> float:
    value = to_number(number)
    return float(math.floor(value)) if math.isfinite(value) else value


def _ceiling(number: Result) -> float:
    return -_floor(-to_number(number))


def _numbers(*results: Result) -> list[float]:
    numbers = (to_number(value) for value in members(*results))
    return [number for number in numbers if not math.isnan(number)]


def _extreme(pick: Callable[..., float]) -> Callable[..., float]:
    return lambda *results: pick(_numbers(*results), default=math.nan)


def _count(result: Result) -> float:
    return float(len(result)) if isinstance(result, tuple) else float(result != "")


def _count_non_empty(*results: Result) -> float:
    return float(sum(value != "" for value in members(*results)))


def _checklist(least: Result, most: Result, *answers: Result) -> bool:
    given = sum(to_text(value) in {"yes", "true"} for value in members(*answers))
    low, high = to_number(least), to_number(most)
    return (low < 0 or given >= low) and (high < 0 or given <= high)


# Dates


def _moment(result: Result) -> datetime | None:
    value = first(result)
    if isinstance(value, str):
        found = read_moment(value)
        if found:
            return found
    days = to_number(value)
    if math.isnan(days) or not -700_000 < days < _FARTHEST_DAY:
        return None
    return EPOCH + timedelta(days=days)


def _date(result: Result) -> str:
    moment = _moment(result)
    return moment.date().isoformat() if moment else ""


def _date_time(result: Result) -> str:
    moment = _moment(result)
    return moment.isoformat(timespec="seconds") if moment else ""


def _decimal_time(result: Result) -> float:
    days = to_number(result)
    return days - math.floor(days) if math.isfinite(days) else math.nan


_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_FORMATS: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda m: f"{m.year:04}",
    "y": lambda m: f"{m.year % 100:02}",
    "m": lambda m: f"{m.month:02}",
    "n": lambda m: str(m.month),
    "b": lambda m: _MONTHS[m.month - 1],
    "d": lambda m: f"{m.day:02}",
    "e": lambda m: str(m.day),
    "a": lambda m: _DAYS[m.weekday()],
    "H": lambda m: f"{m.hour:02}",
    "h": lambda m: str(m.hour),
    "M": lambda m: f"{m.minute:02}",
    "S": lambda m: f"{m.second:02}",
    "3": lambda m: f"{m.microsecond // 1000:03}",
    "%": lambda _: "%",
}


def _format_date(result: Result, form: Result) -> str:
    moment = _moment(result)
    if moment is None:
        return ""
    return re.sub(r"%(.)", lambda found: _format_part(found[1], moment), to_text(form))


def _format_part(letter: str, moment: datetime) -> str:
    say = _FORMATS.get(letter)
    return say(moment) if say else f"%{letter}"


#: Functions of their arguments alone, by the name that an author writes.
FUNCTIONS: Mapping[str, Function] = {
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "not": Function(lambda x: not to_truth(x), 1, 1),
    "boolean": Function(to_truth, 1, 1),
    "boolean-from-string": Function(lambda x: to_text(x).lower() in {"true", "1"}, 1, 1),
    "string": Function(to_text, 1, 1),
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(lambda x: float(len(to_text(x).split())), 1, 1),
    "checklist": Function(_checklist, 2, None),
    "regex": Function(matches, 2, 2),
    "contains": Function(lambda x, part: to_text(part) in to_text(x), 2, 2),
    "starts-with": Function(lambda x, part: to_text(x).startswith(to_text(part)), 2, 2),
    "ends-with": Function(lambda x, part: to_text(x).endswith(to_text(part)), 2, 2),
    "substr": Function(_substr, 2, 3),
    "substring-before": Function(_before, 2, 2),
    "substring-after": Function(_after, 2, 2),
    "translate": Function(_translate, 3, 3),
    "upper-case": Function(lambda x: to_text(x).upper(), 1, 1),
    "lower-case": Function(lambda x: to_text(x).lower(), 1, 1),
    "concat": Function(lambda *parts: _joined("", parts), 1, None),
    "join": Function(lambda separator, *parts: _joined(to_text(separator), parts), 2, None),
    "number": Function(to_number, 1, 1),
    "int": Function(_whole, 1, 1),
    "round": Function(_round, 1, 2),
    "floor": Function(_floor, 1, 1),
    "ceiling": Function(_ceiling, 1, 1),
    "abs": Function(lambda x: abs(to_number(x)), 1, 1),
    "pow": Function(_power, 2, 2),
    "sqrt": Function(_root, 1, 1),
    "min": Function(_extreme(min), 1, None),
    "max": Function(_extreme(max), 1, None),
    "sum": Function(lambda x: float(sum(_numbers(x))), 1, 1),
    "count": Function(_count, 1, 1),
    "count-non-empty": Function(_count_non_empty, 1, 1),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date_time, 1, 1),
    "decimal-date-time": Function(to_number, 1, 1),
    "decimal-time": Function(_decimal_time, 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
}  # fmt: skip
