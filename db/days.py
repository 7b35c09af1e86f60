"""Days as people in the partnership count them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Europe/London")


def local_day(now: datetime) -> date:
    """The day it is here at that moment; deadlines end with it."""
    return now.astimezone(_HERE).date()


def start_of(day: date) -> datetime:
    """The day as a time that says nothing more: its midnight in UTC."""
    return datetime.combine(day, time(), UTC)
