"""Types that are answered with a number: whole and decimal."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Any

from forms.messages import say
from forms.model import Json, Question
from forms.text import DEFAULT_LANGUAGE
from forms.types.base import (
    AnswerError,
    Asked,
    Fault,
    QuestionType,
    StoredAnswer,
    clean_line,
    number_column,
)

#: Beyond this a float no longer holds every whole number.
LARGEST = 10**15
_PLAIN = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
_GROUPED = re.compile(r"[-+]?\d{1,3}([, ']\d{3})+(\.\d+)?")
_CURRENCY = re.compile(r"^([-+]?)\s*[£$€]\s*|\s*(%|£|€)$")


@dataclass(frozen=True)
class NumberType(QuestionType[float]):
    """A number as people type it: "1,200", "£5", "85%", full-width digits."""

    prompt: str = "number"
    whole: bool = False

    def read(self, raw: Json, question: Question) -> float:
        """A finite number; a whole one as int."""
        code = "whole_number" if self.whole else "number"
        number = raw if isinstance(raw, int | float) else read_number(clean_line(raw, code))
        if number is None or isinstance(raw, bool) or number != number:
            raise AnswerError(code)
        if abs(number) > LARGEST:
            raise AnswerError("number_size")
        if self.whole and number != int(number):
            raise AnswerError(code)
        return int(number) if self.whole else float(number)

    def find_faults(self, value: float | None, question: Question, asked: Asked) -> list[Fault]:
        """Below the minimum or above the maximum."""
        if value is None:
            return []
        least, most = read_number(question.minimum), read_number(question.maximum)
        if least is not None and value < least:
            return [Fault(say("minimum", asked.language, minimum=say_number(least)))]
        if most is not None and value > most:
            return [Fault(say("maximum", asked.language, maximum=say_number(most)))]
        return []

    def text(
        self, value: float | None, question: Question, language: str = DEFAULT_LANGUAGE
    ) -> str:
        """The number with its thousands parted by commas."""
        return "" if value is None else say_number(value)

    def store(self, value: float | None, question: Question) -> list[StoredAnswer]:
        """One row, as words and as a number."""
        if value is None:
            return []
        return [StoredAnswer(question.id, 0, plain_number(value), float(value))]

    def dump(self, value: float | None, question: Question) -> Json:
        """The number itself."""
        return value

    def xpath(self, value: float | None) -> str | float:
        """The number, or the empty string for none."""
        return "" if value is None else float(value)

    def columns(self, question: Question) -> dict[str, Any]:
        """One column of numbers."""
        return {question.id: number_column()}


def read_number(words: str) -> float | None:
    """The number that a person typed, or None when it is not one."""
    bare = _CURRENCY.sub(r"\1", words.strip().replace("\u2212", "-"))
    if _GROUPED.fullmatch(bare):
        bare = re.sub(r"[, ']", "", bare)
    elif not _PLAIN.fullmatch(bare):
        return None
    number = float(bare)
    return int(number) if number.is_integer() else number


def plain_number(value: float) -> str:
    """The shortest plain digits: 12 rather than 12.0, never an exponent."""
    if not math.isfinite(value):
        return ""
    if value == int(value):
        return str(int(value))
    return f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1e-4 else repr(float(value))


def say_number(value: float) -> str:
    """Digits as a person reads them: 1,200 and 12.5."""
    plain = plain_number(value)
    whole, _, part = plain.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return plain and f"{sign}{int(digits):,}" + (f".{part}" if part else "")


TYPES: tuple[QuestionType[float], ...] = (
    NumberType("number", prompt="whole_number", whole=True),
    NumberType("decimal"),
)
