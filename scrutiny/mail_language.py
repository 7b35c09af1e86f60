"""The languages of mails, and how each says a day and how long a link works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from forms.source import load_yaml

DEFAULT_LANGUAGE = "en"
_FILE = Path(__file__).with_name("mails") / "languages.yaml"


@dataclass(frozen=True, slots=True)
class MailLanguage:
    """One language by its tag; `months` are the twelve as they stand in a date."""

    tag: str
    name: str
    months: tuple[str, ...]
    day: str
    one_day: str
    days: str
    one_hour: str
    hours: str


@lru_cache(maxsize=1)
def mail_languages() -> Mapping[str, MailLanguage]:
    """Every language that a person can be written to in, English among them."""
    read: Mapping[str, Mapping[str, object]] = load_yaml(_FILE.read_text("utf-8"))
    return {tag: _language(tag, row) for tag, row in read.items()}


def _language(tag: str, row: Mapping[str, object]) -> MailLanguage:
    months = row["months"]
    if not (isinstance(months, list) and len(months) == 12):
        raise ValueError(f"mails/languages.yaml, {tag}: name twelve months")
    words = {
        name: str(row[name]) for name in ("name", "day", "one_day", "days", "one_hour", "hours")
    }
    return MailLanguage(tag=tag, months=tuple(map(str, months)), **words)


def find_language(tag: str) -> MailLanguage:
    """The language of that tag, else English."""
    return mail_languages().get(tag) or mail_languages()[DEFAULT_LANGUAGE]


def say_day(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A day in words: "28 November 2026"."""
    spoken = find_language(language)
    return spoken.day.format(day=day.day, month=spoken.months[day.month - 1], year=day.year)


def say_hours(hours: int, language: str = DEFAULT_LANGUAGE) -> str:
    """How long a link works: "28 days", "1 hour"."""
    spoken = find_language(language)
    count, is_days = (hours // 24, True) if hours % 24 == 0 else (hours, False)
    if count == 1:
        return spoken.one_day if is_days else spoken.one_hour
    return (spoken.days if is_days else spoken.hours).format(n=count)
