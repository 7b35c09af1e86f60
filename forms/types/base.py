"""What every question type can do, and the small things that the types share."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from forms.messages import say
from forms.model import Json, Question
from forms.text import DEFAULT_LANGUAGE

#: What an expression sees of a value.
XPathValue = str | float | bool
V = TypeVar("V")
#: What parts several values of one key in one cell of a wide frame.
SEPARATOR = "; "

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


class AnswerError(ValueError):
    """What was given cannot be read; it owns the sentence that the person gets.

    `part` extends the answer's place to the part that is meant (".actions[0].due").
    """

    def __init__(self, code: str, *, part: str = "") -> None:
        super().__init__(say(code))
        self.code = code
        self.part = part

    def say(self, language: str) -> str:
        """The sentence in that language."""
        return say(self.code, language)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """One row of the long answer table, without its response.

    `instance` counts from 0: the position among several (choices, ranks, files, actions)
    or, inside a repeat, which one of the group.
    """

    question: str
    instance: int = 0
    value_text: str | None = None
    value_number: float | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not acceptable in a value that could be read; `part` extends its place."""

    message: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """How a value is judged: on which day, in which language, and whether it must be whole."""

    today: date
    language: str = DEFAULT_LANGUAGE
    required: bool = False


@dataclass(frozen=True)
class QuestionType(ABC, Generic[V]):
    """One kind of question: how its answers are read, checked, said, kept and compared.

    `parse` gives None for nothing, and every other method takes that None. `prompt` is
    the code of the message for a required answer that is missing; `asks` is False for
    what nobody answers (notes, calculations). A subclass fills in `read` and what differs.
    """

    name: str
    prompt: str = "answer"
    asks: bool = True

    def is_empty(self, raw: Json) -> bool:
        """Whether nothing was given: no value, blank text, an empty list or mapping."""
        return raw is None or raw in ([], {}) or (isinstance(raw, str) and not raw.strip())

    def parse(self, raw: Json, question: Question) -> V | None:
        """The value of a draft's answer, None for nothing; raises AnswerError."""
        return None if self.is_empty(raw) else self.read(raw, question)

    @abstractmethod
    def read(self, raw: Json, question: Question) -> V | None:
        """The value of what is not empty; raises AnswerError."""

    def find_faults(self, value: V | None, question: Question, asked: Asked) -> list[Fault]:
        """What is not acceptable, with the part of the answer that it concerns."""
        return []

    def check(
        self,
        value: V | None,
        question: Question,
        *,
        today: date,
        language: str = DEFAULT_LANGUAGE,
    ) -> list[str]:
        """The messages for what is not acceptable in a value."""
        faults = self.find_faults(value, question, Asked(today, language))
        return [fault.message for fault in faults]

    def text(self, value: V | None, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
        """What a person reads."""
        return "" if value is None else str(value)

    def store(self, value: V | None, question: Question) -> list[StoredAnswer]:
        """The rows to keep."""
        return [] if value is None else [StoredAnswer(question.id, 0, str(value))]

    def dump(self, value: V | None, question: Question) -> Json:
        """The value as a draft keeps it; parsing it again gives the same value."""
        return None if value is None else str(value)

    def xpath(self, value: V | None) -> XPathValue:
        """What an expression sees."""
        return "" if value is None else str(value)

    def columns(self, question: Question) -> dict[str, Any]:
        """The pandera columns of a one-row-a-response frame, by stored key."""
        return {question.id: text_column()}


def clean_text(raw: str) -> str:
    """Text without control characters (line feeds and tabs stay) or lone surrogates."""
    if raw.isprintable():
        return raw.strip()
    return _CONTROLS.sub("", _SURROGATES.sub("\ufffd", _LINE_ENDS.sub("\n", raw))).strip()


def clean_line(raw: Json, code: str) -> str:
    """One line of text in compatibility form (full-width digits become plain ones).

    Raises AnswerError with that message for anything but text, or for very long text.
    """
    if not isinstance(raw, str) or len(raw) > 1000:
        raise AnswerError(code)
    return " ".join(clean_text(unicodedata.normalize("NFKC", clean_text(raw))).split())


def say_length(over: int, language: str) -> str:
    """How many characters too many, in words."""
    characters = say("character" if over == 1 else "characters", language)
    return say("too_long", language, over=f"{over:,}", characters=characters)


def text_column(values: tuple[str, ...] = (), *, several: bool = False) -> Any:
    """A pandera column of text that may be missing.

    With `values` each cell is one of them or, with `several`, some of them in one cell.
    """
    import pandera.pandas as pa  # slow to import, and only frames need it

    if not values:
        return pa.Column(str, nullable=True)
    check = pa.Check(_all_of(values), name="of_choices") if several else pa.Check.isin(values)
    return pa.Column(str, check, nullable=True)


def _all_of(values: tuple[str, ...]) -> Callable[[Any], Any]:
    """A check of a whole column at once: each distinct cell is looked at only once."""
    known = set(values)

    def check(cells: Any) -> Any:
        fitting = [cell for cell in cells.unique() if known.issuperset(cell.split(SEPARATOR))]
        return cells.isin(fitting)

    return check


def number_column() -> Any:
    """A pandera column of numbers that may be missing."""
    import pandera.pandas as pa  # slow to import, and only frames need it

    return pa.Column(float, nullable=True)


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - 719_163
