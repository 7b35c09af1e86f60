"""Dates and times as they are read."""

from datetime import date, datetime

from exports.moment import spoken_date, spoken_time


def test_a_day_is_said_without_a_leading_zero():
    assert spoken_date(date(2026, 1, 3)) == "3 January 2026"


def test_a_moment_is_said_to_the_minute():
    assert spoken_time(datetime(2025, 11, 22, 9, 5, 59)) == "22 November 2025, 09:05"
