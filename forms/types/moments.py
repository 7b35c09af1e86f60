"""Types that are answered with a day or a time of day."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
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
    day_number,
)

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
#: Years outside these are slips of the finger, and data frames cannot hold them.
FIRST_YEAR, LAST_YEAR = 1800, 2200
_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?:t[\d:.+z-]*)?")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4}|\d{2})")
_WORDED = re.compile(
    r"(?:[a-z]+day,? )?(?P<day>\d{1,2})(?:st|nd|rd|th)?[- ]?(?:of )?(?P<month>[a-z]{3,9})\.?,?[- ]?"
    r"(?P<year>\d{4}|\d{2})"
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[a-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})"
)
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h ](?P<minute>\d{2})(?:[:.]\d{2}(?:\.\d+)?)?)? ?"
    r"(?P<half>[ap]\.?m\.?)?"
)
_FOUR_DIGITS = re.compile(r"(?P<hour>\d{2})(?P<minute>\d{2}) ?(?:h|hrs|hours)?")
_TIME_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}


@dataclass(frozen=True)
class DateType(QuestionType[date]):
    """A day as people write it, day before month."""

    prompt: str = "date"

    def read(self, raw: Json, question: Question) -> date:
        """A day of the calendar."""
        return read_date(raw)

    def find_faults(self, value: date | None, question: Question, asked: Asked) -> list[Fault]:
        """Before the minimum or after the maximum (ISO dates, or the word today)."""
        if value is None:
            return []
        first, last = _bound(question.minimum, asked.today), _bound(question.maximum, asked.today)
        if first and value < first:
            return [Fault(say("from", asked.language, minimum=say_date(first)))]
        if last and value > last:
            return [Fault(say("until", asked.language, maximum=say_date(last)))]
        return []

    def text(self, value: date | None, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
        """As 31 January 2026."""
        return "" if value is None else say_date(value)

    def store(self, value: date | None, question: Question) -> list[StoredAnswer]:
        """One row: the ISO date, and days since 1970."""
        if value is None:
            return []
        return [StoredAnswer(question.id, 0, value.isoformat(), float(day_number(value)))]

    def columns(self, question: Question) -> dict[str, Any]:
        """One column of days."""
        import pandera.pandas as pa  # slow to import, and only frames need it

        return {question.id: pa.Column("datetime64[s]", nullable=True)}


@dataclass(frozen=True)
class TimeType(QuestionType[time]):
    """A time of day to the minute."""

    prompt: str = "time"

    def read(self, raw: Json, question: Question) -> time:
        """A time of day."""
        return read_time(raw)

    def find_faults(self, value: time | None, question: Question, asked: Asked) -> list[Fault]:
        """Before the minimum or after the maximum."""
        if value is None:
            return []
        if question.minimum and value < read_time(question.minimum):
            return [Fault(say("from", asked.language, minimum=question.minimum))]
        if question.maximum and value > read_time(question.maximum):
            return [Fault(say("until", asked.language, maximum=question.maximum))]
        return []

    def text(self, value: time | None, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
        """As 14:05."""
        return self.xpath(value)

    def store(self, value: time | None, question: Question) -> list[StoredAnswer]:
        """One row, as 14:05."""
        return [] if value is None else [StoredAnswer(question.id, 0, self.xpath(value))]

    def dump(self, value: time | None, question: Question) -> Json:
        """As 14:05."""
        return None if value is None else self.xpath(value)

    def xpath(self, value: time | None) -> str:
        """As 14:05."""
        return "" if value is None else f"{value:%H:%M}"


def read_date(raw: Json) -> date:
    """The day that a person wrote; raises AnswerError."""
    words = clean_line(raw, "date").lower()
    patterns = (_ISO, _DAY_FIRST, _WORDED, _MONTH_FIRST)
    found = next((match for pattern in patterns if (match := pattern.fullmatch(words))), None)
    if not found:
        raise AnswerError("date")
    year = int(found["year"])
    century = 0 if len(found["year"]) == 4 else 2000 if year < 70 else 1900
    month = _month(found["month"])
    if not FIRST_YEAR <= century + year <= LAST_YEAR:
        raise AnswerError("year")
    try:
        return date(century + year, month, int(found["day"]))
    except ValueError as error:
        raise AnswerError("no_such_date") from error


def _month(words: str) -> int:
    if words.isdecimal():
        return int(words)
    named = [n for n, month in enumerate(MONTHS, 1) if month.startswith(words) or words == "sept"]
    if not named:
        raise AnswerError("date")
    return 9 if words == "sept" else named[0]


def read_time(raw: Json) -> time:
    """The time of day that a person wrote; raises AnswerError."""
    words = clean_line(raw, "time").lower()
    if words in _TIME_WORDS:
        return _TIME_WORDS[words]
    found = _FOUR_DIGITS.fullmatch(words) or _TIME.fullmatch(words)
    if not found or not (found["minute"] or found.groupdict().get("half")):
        raise AnswerError("time")
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found.groupdict().get("half"):
        if not 1 <= hour <= 12:
            raise AnswerError("time")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise AnswerError("time")
    return time(hour, minute)


def say_date(day: date) -> str:
    """As 31 January 2026."""
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"


def _bound(words: str, today: date) -> date | None:
    if words == "today":
        return today
    return date.fromisoformat(words) if words else None


TYPES: tuple[QuestionType[Any], ...] = (DateType("date"), TimeType("time"))
