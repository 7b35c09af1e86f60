"""Dates and times as they are read in a document."""

from __future__ import annotations

from datetime import date, datetime


def spoken_date(day: date) -> str:
    """A day as it is read: "22 November 2025"."""
    return f"{day.day} {day:%B %Y}"


def spoken_time(moment: datetime) -> str:
    """A moment as it is read: "22 November 2025, 14:05"."""
    return f"{spoken_date(moment)}, {moment:%H:%M}"
