"""Types that are answered in words: short and long text, e-mail, postcode, URN."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from forms.model import Json, Question
from forms.types.base import (
    AnswerError,
    Asked,
    Fault,
    QuestionType,
    clean_line,
    clean_text,
    say_length,
)

_EMAIL = re.compile(
    r"(?=.{1,64}@)[^\s@<>,;:\"()\[\]\\.]+(\.[^\s@<>,;:\"()\[\]\\.]+)*"
    r"@([^\W_]([\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]"
)
_POSTCODE = re.compile(r"(GIR)(0AA)|([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][ABD-HJLNP-UW-Z]{2})", re.ASCII)
_URN = re.compile(r"[0-9]{6,7}|[A-Z]{2}[0-9]{6}", re.ASCII)


@dataclass(frozen=True)
class WordsType(QuestionType[str]):
    """Free text; `one_line` folds line breaks into spaces."""

    prompt: str = "write"
    one_line: bool = False

    def read(self, raw: Json, question: Question) -> str | None:
        """Cleaned text."""
        if not isinstance(raw, str):
            raise AnswerError("text")
        words = clean_text(raw)
        return (" ".join(words.split()) if self.one_line else words) or None

    def find_faults(self, value: str | None, question: Question, asked: Asked) -> list[Fault]:
        """Too many characters, with how many."""
        over = len(value or "") - question.max_length
        return [Fault(say_length(over, asked.language))] if question.max_length and over > 0 else []


@dataclass(frozen=True)
class PatternType(QuestionType[str]):
    """Text of one pattern, brought into its usual form; the message is named after it."""

    prompt: str = "write"
    normalise: Callable[[str], str | None] = str

    def read(self, raw: Json, question: Question) -> str:
        """Text in its usual form."""
        words = self.normalise(clean_line(raw, self.name))
        if not words:
            raise AnswerError(self.name)
        return words


def normalise_email(words: str) -> str | None:
    """An e-mail address with its domain in lower case, or None."""
    address = words.removeprefix("mailto:")
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        return None
    name, _, domain = address.rpartition("@")
    return f"{name}@{domain.lower()}"


def normalise_postcode(words: str) -> str | None:
    """A United Kingdom postcode as "DN16 1AB", or None."""
    found = _POSTCODE.fullmatch(re.sub(r"[\s.\-]", "", words).upper())
    return " ".join(part for part in found.groups() if part) if found else None


def normalise_urn(words: str) -> str | None:
    """A DfE or Ofsted number: 6 or 7 digits, or 2 letters and 6 digits; or None."""
    number = re.sub(r"[\s\-]", "", words).upper().removeprefix("URN").lstrip(":")
    return number if _URN.fullmatch(number) else None


TYPES: tuple[QuestionType[str], ...] = (
    WordsType("short_text", one_line=True),
    WordsType("long_text"),
    PatternType("email", normalise=normalise_email),
    PatternType("postcode", normalise=normalise_postcode),
    PatternType("urn", normalise=normalise_urn),
)
