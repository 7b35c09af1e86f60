"""When a step is due: days, working days, weeks and months from its trigger, or a meeting.

Dates are days as they are counted in the partnership's place; whoever turns a moment into
a day does it there (`db.days.local_day`), so that clock changes never move a deadline.
"""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from scrutiny.mechanism import Due, Unit
from scrutiny.meeting import Meeting, next_meeting

#: The trigger that stands for the day on which an activity begins.
START = "start"
CHOSEN = "chosen"
_ONE_DAY = timedelta(1)
_SATURDAY = 5
_NOTHING: Mapping[str, str] = MappingProxyType({})
_UNITS: Mapping[Unit, str] = MappingProxyType(
    {
        Unit.DAYS: "day",
        Unit.WORKING_DAYS: "working day",
        Unit.WEEKS: "week",
        Unit.MONTHS: "month",
    }
)


def is_working_day(day: date, holidays: Collection[date]) -> bool:
    """Whether it is neither at a weekend nor a bank holiday."""
    return day.weekday() < _SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Collection[date]) -> date:
    """The working day that many after `day` (before it when negative); 0 is the day itself.

    The day itself never counts, so one working day after a Saturday is the Monday.
    """
    step = _ONE_DAY if count > 0 else -_ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, holidays)
    return day


def add_months(day: date, count: int) -> date:
    """The same day so many months on (back when negative), or a shorter month's last day."""
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def add_to(day: date, count: int, unit: Unit, holidays: Collection[date]) -> date:
    """The day that many units on; back when negative."""
    if unit is Unit.WORKING_DAYS:
        return add_working_days(day, count, holidays)
    if unit is Unit.MONTHS:
        return add_months(day, count)
    return day + timedelta(weeks=count) if unit is Unit.WEEKS else day + timedelta(count)


def due_of(
    due: Due,
    dates: Mapping[str, date],
    meetings: Iterable[Meeting],
    group: str,
    holidays: Collection[date],
    *,
    labels: Mapping[str, str] = _NOTHING,
    steps: Collection[str] = (),
) -> tuple[date | None, str]:
    """The day that it means and the rule in words; None, and what it hangs on, when unknown.

    `dates` hold the triggers that are known: "start", steps done and date questions
    answered. `group` is the activity's own, which "chosen" means. `labels` give the words
    for triggers and groups by key, `steps` says which triggers are steps.
    """
    trigger = dates.get(due.trigger)
    rule = _say(due, group, labels)
    if trigger is None:
        return None, f"{rule}, which is not {'done' if due.trigger in steps else 'set'} yet"
    day = add_to(trigger, -due.count if due.before else due.count, due.unit, holidays)
    if not due.meeting:
        return day, rule
    meeting = next_meeting(meetings, _group(due, group), day)
    return (meeting.on, rule) if meeting else (None, f"{rule}, which is not set yet")


def _say(due: Due, group: str, labels: Mapping[str, str]) -> str:
    """The rule in words: "6 weeks before the event"."""
    trigger = labels.get(due.trigger) or due.trigger.replace("_", " ")
    side = "before" if due.before else "after"
    count = f"{due.count} {_UNITS[due.unit]}{'s' * (due.count != 1)} " if due.count else ""
    if due.meeting:
        key = _group(due, group)
        words = labels.get(key) or key.replace("_", " ") or "the group"
        return f"the next meeting of {words} {f'{count}or more ' if count else ''}after {trigger}"
    return f"{count}{side} {trigger}" if count else f"on {trigger}"


def _group(due: Due, group: str) -> str:
    return group if due.meeting == CHOSEN else due.meeting
