"""Series of dates, meetings that follow others, and finding the next one."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.meeting import (
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Member,
    OnHoliday,
    add_minutes,
    is_day_off,
    make_series,
    next_meeting,
    next_working_day,
    place_item,
    read_meets,
    read_time,
    with_followers,
)
from scrutiny.partnership import partnership

MONDAY = date(2026, 3, 2)
HOLIDAYS = partnership().bank_holidays
DAYS = st.dates(min_value=date(2025, 1, 1), max_value=date(2029, 12, 31))
MARPF = read_meets(
    [
        {
            "key": "core",
            "label": "Core group",
            "every_weeks": 4,
            "starts_at": "9:30",
            "minutes": 90,
        },
        {"key": "practitioners", "label": "Practitioners", "follows": "core", "after_days": 28},
    ]
)


def ids() -> object:
    numbers = count(1)
    return lambda: f"m{next(numbers)}"


def test_a_series_of_every_four_weeks_keeps_its_weekday() -> None:
    assert make_series(MONDAY, date(2026, 5, 31), every_weeks=4) == (
        date(2026, 3, 2), date(2026, 3, 30), date(2026, 4, 27), date(2026, 5, 25),
    )  # fmt: skip


def test_a_bank_holiday_is_moved_or_left_out_as_one_wishes() -> None:
    """The last Monday of May 2026 is one."""
    last = date(2026, 5, 31)
    later = make_series(MONDAY, last, every_weeks=4, holidays=HOLIDAYS, on_holiday=OnHoliday.LATER)
    assert later[-1] == date(2026, 5, 26)
    without = make_series(
        MONDAY, last, every_weeks=4, holidays=HOLIDAYS, on_holiday=OnHoliday.LEAVE_OUT
    )
    assert without[-1] == date(2026, 4, 27)


def test_easter_is_stepped_over_in_one_go() -> None:
    """Good Friday, the weekend and Easter Monday of 2026."""
    assert next_working_day(date(2026, 4, 3), HOLIDAYS) == date(2026, 4, 7)


def test_a_series_that_cannot_be_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValueError, match="Say every how many weeks: 1 or more"):
        make_series(MONDAY, MONDAY, every_weeks=0)
    with pytest.raises(ValueError, match="after the first, and within three years"):
        make_series(MONDAY, date(2062, 1, 1), every_weeks=4)


@settings(deadline=None)
@given(first=DAYS, weeks=st.integers(1, 13), length=st.integers(0, 700))
def test_the_days_of_a_series_are_whole_weeks_apart_across_leap_days_and_summer_time(
    first: date, weeks: int, length: int
) -> None:
    days = make_series(first, first + timedelta(days=length), every_weeks=weeks)
    assert days[0] == first
    assert {b - a for a, b in pairwise(days)} <= {timedelta(weeks=weeks)}
    assert days[-1] <= first + timedelta(days=length) < days[-1] + timedelta(weeks=weeks)


@settings(deadline=None)
@given(first=DAYS, weeks=st.integers(1, 13), length=st.integers(0, 700))
def test_no_day_of_a_series_is_off_when_it_takes_the_next_working_day(
    first: date, weeks: int, length: int
) -> None:
    days = make_series(
        first, first + timedelta(days=length), every_weeks=weeks, holidays=HOLIDAYS,
        on_holiday=OnHoliday.LATER,
    )  # fmt: skip
    assert [day for day in days if is_day_off(day, HOLIDAYS)] == []
    assert list(days) == sorted(set(days))


def test_the_practitioners_meeting_follows_the_core_group_by_28_days() -> None:
    """R091 and R145: across the change to summer time, still 28 days on the calendar."""
    core = Meeting("", "marpf", date(2026, 3, 11), kind="core")
    assert [
        (each.id, each.kind, each.on, each.follows)
        for each in with_followers(core, MARPF, new_id=ids())
    ] == [
        ("m1", "core", date(2026, 3, 11), ""),
        ("m2", "practitioners", date(2026, 4, 8), "m1"),
    ]


@settings(deadline=None)
@given(
    days=st.lists(st.tuples(DAYS, st.sampled_from(MeetingStatus)), max_size=12), on_or_after=DAYS
)
def test_the_next_available_meeting_is_the_first_planned_one_from_that_day(
    days: list[tuple[date, MeetingStatus]], on_or_after: date
) -> None:
    meetings = [
        Meeting(str(at), "splig", day, status=status) for at, (day, status) in enumerate(days)
    ]
    planned = [
        each.on
        for each in meetings
        if each.status is MeetingStatus.PLANNED and each.on >= on_or_after
    ]
    found = next_meeting(meetings, "splig", on_or_after)
    assert (found.on if found else None) == min(planned, default=None)
    assert next_meeting(meetings, "chapp", on_or_after) is None


def test_an_item_finds_a_meeting_that_is_not_over_and_of_its_kind() -> None:
    meetings = [
        Meeting("past", "marpf", date(2026, 3, 1), kind="core"),
        Meeting("other", "marpf", date(2026, 3, 4), kind="practitioners"),
        Meeting("right", "marpf", date(2026, 3, 9), kind="core"),
    ]
    item = AgendaItem("i", "", "Record", 0, group="marpf", kind="core", earliest=date(2026, 2, 1))
    found = place_item(item, meetings, today=MONDAY)
    assert found is not None
    assert found.id == "right"


def test_a_time_is_read_as_people_write_it() -> None:
    assert [read_time(typed) for typed in ("9.30", "14:00", "9", " ")] == [
        "09:30", "14:00", "09:00", "",
    ]  # fmt: skip
    with pytest.raises(ValueError, match='"noon" is no time: write it like 9:30 or 14:00'):
        read_time("noon")


def test_a_meeting_ends_so_many_minutes_after_it_starts() -> None:
    assert [add_minutes("09:30", 90), add_minutes("23:00", 120), add_minutes("", 90)] == [
        "11:00", "23:59", "",
    ]  # fmt: skip


def test_a_member_belongs_from_the_first_day_until_the_day_they_ended() -> None:
    member = Member("1", "splig", "A", starts=MONDAY, ended=date(2026, 3, 4))
    assert [member.is_member(MONDAY + timedelta(days=n)) for n in (-1, 0, 1, 2)] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"key": "b", "follows": "a", "after_days": 2}], "follows a, which does not stand before"),
        ([{"key": "a"}, {"key": "b", "follows": "a"}], "b needs after_days"),
        ([{"key": "a"}, {"key": "a"}], "need a key each"),
        ([{"key": "a", "every_week": 3}], "does not know every_week"),
        ([{"key": "a", "starts_at": "late"}], '"late" is no time'),
    ],
)
def test_a_rule_for_meetings_that_cannot_be_is_named(
    rows: list[dict[str, object]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        read_meets(rows)


def test_the_rules_of_marpf_stand_in_the_settings() -> None:
    group = partnership().find_group("marpf")
    assert group is not None
    rules = [(each.key, each.every_weeks, each.follows, each.after_days) for each in group.meets]
    assert rules == [("core", 4, "", 0), ("practitioners", 0, "core", 28)]
    assert group.find_kind("gone") == MeetingKind("gone")
