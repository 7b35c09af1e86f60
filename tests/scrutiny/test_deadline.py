"""Deadlines: days as people count them, whatever the calendar does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.days import local_day
from scrutiny.deadline import (
    START,
    add_months,
    add_to,
    add_working_days,
    due_of,
    is_working_day,
)
from scrutiny.mechanism import Due, Unit
from scrutiny.meeting import Meeting, MeetingStatus
from scrutiny.partnership import partnership

HOLIDAYS = partnership().bank_holidays
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
WORKING = DAYS.filter(lambda day: is_working_day(day, HOLIDAYS))
COUNTS = st.integers(0, 400)
EVENT = date(2026, 5, 1)
LABELS = {"event_on": "the event", "letter": "“The letter goes out”", "board": "the Board"}
MEETINGS = [
    Meeting("m1", "board", date(2026, 4, 20)),
    Meeting("m2", "board", date(2026, 6, 1), status=MeetingStatus.CANCELLED),
    Meeting("m3", "board", date(2026, 7, 6)),
    Meeting("m4", "practice", date(2026, 5, 4)),
]


def due(rule: Due, *, group: str = "", **dates: date) -> tuple[date | None, str]:
    """When a rule is due, on the bank holidays of England."""
    return due_of(rule, dates, MEETINGS, group, HOLIDAYS, labels=LABELS, steps=("letter",))


def test_weeks_before_an_event():
    rule = Due(before="event_on", count=6, unit=Unit.WEEKS)
    assert due(rule, event_on=EVENT) == (date(2026, 3, 20), "6 weeks before the event")


def test_a_date_that_is_not_known_says_what_it_hangs_on():
    rule = Due(before="event_on", count=6, unit=Unit.WEEKS)
    assert due(rule) == (None, "6 weeks before the event, which is not set yet")
    rule = Due(after="letter", count=1, unit=Unit.WORKING_DAYS)
    assert due(rule) == (
        None, "1 working day after “The letter goes out”, which is not done yet",
    )  # fmt: skip


def test_on_the_day_itself():
    assert due(Due(before="event_on"), event_on=EVENT) == (EVENT, "on the event")


def test_working_days_leave_out_weekends_and_bank_holidays():
    easter = Due(after=START, count=3, unit=Unit.WORKING_DAYS)
    assert due(easter, start=date(2026, 4, 1))[0] == date(2026, 4, 8)


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_one(day: date, count: int, then: date):
    assert add_months(day, count) == then


def test_the_next_meeting_is_the_first_that_takes_place():
    rule = Due(after="event_on", meeting="board")
    assert due(rule, event_on=EVENT) == (
        date(2026, 7, 6), "the next meeting of the Board after the event",
    )  # fmt: skip


def test_a_meeting_some_time_after():
    rule = Due(after="event_on", meeting="chosen", count=2, unit=Unit.MONTHS)
    assert due(rule, group="board", event_on=date(2026, 2, 20)) == (
        date(2026, 4, 20), "the next meeting of the Board 2 months or more after the event",
    )  # fmt: skip


def test_a_group_without_a_meeting_has_no_date():
    rule = Due(after="event_on", meeting="board")
    assert due(rule, event_on=date(2026, 8, 1)) == (
        None, "the next meeting of the Board after the event, which is not set yet",
    )  # fmt: skip


@given(WORKING, COUNTS)
def test_working_days_before_undo_those_after(day: date, count: int):
    there = add_working_days(day, count, HOLIDAYS)
    assert add_working_days(there, -count, HOLIDAYS) == day


@given(DAYS, st.integers(1, 200))
def test_a_working_day_is_reached_with_the_right_number_between(day: date, count: int):
    then = add_working_days(day, count, HOLIDAYS)
    between = [day + timedelta(n) for n in range(1, (then - day).days + 1)]
    assert is_working_day(then, HOLIDAYS)
    assert sum(is_working_day(each, HOLIDAYS) for each in between) == count


@given(DAYS, COUNTS, st.sampled_from([Unit.DAYS, Unit.WEEKS]))
def test_days_and_weeks_before_undo_those_after(day: date, count: int, unit: Unit):
    assert add_to(add_to(day, count, unit, HOLIDAYS), -count, unit, HOLIDAYS) == day


@given(DAYS, st.integers(-120, 120))
def test_months_keep_the_day_or_take_the_last(day: date, count: int):
    then = add_months(day, count)
    months = (then.year - day.year) * 12 + then.month - day.month
    assert months == count
    assert then.day == day.day or (then + timedelta(1)).day == 1
    assert 0 <= (day - add_months(then, -count)).days <= 3


@given(DAYS, COUNTS, st.sampled_from(list(Unit)))
def test_nothing_is_due_before_its_trigger_when_it_comes_after(day: date, count: int, unit: Unit):
    after = due(Due(after=START, count=count, unit=unit), start=day)[0]
    before = due(Due(before=START, count=count, unit=unit), start=day)[0]
    assert after is not None
    assert before is not None
    assert before <= day <= after


@given(DAYS, COUNTS, COUNTS, st.sampled_from(list(Unit)))
def test_more_time_is_never_due_sooner(day: date, one: int, other: int, unit: Unit):
    sooner, later = sorted((one, other))
    assert add_to(day, sooner, unit, HOLIDAYS) <= add_to(day, later, unit, HOLIDAYS)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),  # half past midnight here
        (datetime(2026, 1, 1, 23, 30, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),  # the clocks go forward
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 25)),  # and back
    ],
)
def test_a_taking_belongs_to_the_day_that_it_is_here(moment: datetime, day: date):
    assert local_day(moment) == day


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)), COUNTS)
def test_clock_changes_never_move_a_deadline(moment: datetime, count: int):
    day = local_day(moment)
    assert add_to(day, count, Unit.DAYS, HOLIDAYS).toordinal() == day.toordinal() + count
