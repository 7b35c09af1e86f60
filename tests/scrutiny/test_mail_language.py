"""Days and times in the languages of mails."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.mail_language import mail_languages, say_day, say_hours


@pytest.mark.parametrize(
    ("hours", "language", "said"),
    [
        (1, "en", "1 hour"), (36, "en", "36 hours"), (24, "en", "1 day"), (672, "en", "28 days"),
        (24, "pl", "1 dzień"), (672, "pl", "28 dni"), (36, "pl", "36 godz."), (24, "xx", "1 day"),
    ],
)  # fmt: skip
def test_how_long_a_link_works(hours: int, language: str, said: str) -> None:
    assert say_hours(hours, language) == said


def test_a_day_is_said_in_each_language() -> None:
    day = date(2026, 11, 28)
    assert say_day(day) == "28 November 2026"
    assert say_day(day, "pl") == "28 listopada 2026"
    assert say_day(day, "xx") == "28 November 2026"


def test_english_is_the_first_language() -> None:
    assert next(iter(mail_languages())) == "en"
