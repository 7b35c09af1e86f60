"""Setting meetings: one, or a series every so many weeks, with those that follow them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from db import meetings
from exports.moment import spoken_date
from forms.types.base import AnswerError
from forms.types.moments import read_date
from pages.components.gathering.doing import attempt, turn
from pages.components.html import show, tag
from pages.components.running.days import ask_day
from pages.components.running.said import say_trouble
from pages.components.shell import Page
from scrutiny.meeting import (
    ON_HOLIDAY_LABELS,
    Meeting,
    MeetingKind,
    OnHoliday,
    is_day_off,
    make_series,
    of_kind,
    read_time,
    with_followers,
)
from scrutiny.partnership import Group

_YEAR = timedelta(days=365)
MOST_BY_HAND = 60


def show_planning(page: Page, group: Group) -> None:
    """The ways to set meetings."""
    with st.expander("Add a meeting, or several dates", key="open-add-meeting"):
        _show_adding(page, group)
    with st.expander("Add a series of meetings", key="open-add-series"):
        _show_series(page, group)


def ask_kind(group: Group, key: str) -> MeetingKind:
    """Which kind of meeting, where the group has more than one."""
    kinds = {kind.key: kind for kind in group.meets} or {"": MeetingKind()}
    if len(kinds) == 1:
        return next(iter(kinds.values()))
    chosen = st.selectbox(
        "Kind of meeting", list(kinds), key=key, format_func=lambda each: kinds[each].label
    )
    return kinds[chosen]


def _show_adding(page: Page, group: Group) -> None:
    at = turn()
    kind = ask_kind(group, f"add-kind-{at}")
    _say_followers(group, kind)
    with st.form(f"add-meeting-{at}-{kind.key}", border=False):
        typed = st.text_area(
            "Dates, one a line", key=f"add-days-{at}", placeholder="12 3 2027", height=90
        )
        template = _ask_particulars(group, kind, f"add-{at}-{kind.key}")
        if not st.form_submit_button("Add"):
            return
    try:
        days = read_days(typed)
        _add(page, group, days, read_particulars(template))
    except (AnswerError, ValueError) as error:
        say_trouble(str(error))
    st.rerun()


def _show_series(page: Page, group: Group) -> None:
    at = turn()
    kind = ask_kind(group, f"series-kind-{at}")
    _say_followers(group, kind)
    with st.form(f"add-series-{at}-{kind.key}", border=False):
        first = ask_day("First date", key=f"series-first-{at}")
        weeks = st.number_input(
            "Every how many weeks",
            1,
            52,
            kind.every_weeks or 4,
            key=f"series-weeks-{at}-{kind.key}",
        )
        last = ask_day("Until", key=f"series-last-{at}", value=page.today + _YEAR)
        off = st.selectbox(
            "Where a date is a weekend or a bank holiday", list(OnHoliday),
            key=f"series-off-{at}", format_func=lambda each: ON_HOLIDAY_LABELS[each],
        )  # fmt: skip
        template = _ask_particulars(group, kind, f"series-{at}-{kind.key}")
        if not st.form_submit_button("Add the series"):
            return
    try:
        days = make_series(
            read_date(first), read_date(last), every_weeks=int(weeks),
            holidays=page.partnership.bank_holidays, on_holiday=off or OnHoliday.LATER,
        )  # fmt: skip
        _add(page, group, days, read_particulars(template))
    except (AnswerError, ValueError) as error:
        say_trouble(str(error))
    st.rerun()


def _say_followers(group: Group, kind: MeetingKind) -> None:
    for each in group.meets:
        if each.follows and each.follows == kind.key:
            show(
                tag("p", f"{each.label}: set {each.after_days} days after each, and moves with it.")
            )


def _ask_particulars(group: Group, kind: MeetingKind, key: str) -> Meeting:
    """Time and place as they were typed, on a meeting that has no day yet."""
    usual = of_kind(kind, group.key, date.min)
    return ask_particulars(usual, key)


def ask_particulars(usual: Meeting, key: str) -> Meeting:
    """Boxes for the times and the place; returns the meeting with what stands in them."""
    left, right = st.columns(2)
    with left:
        starts = st.text_input("Starts at", usual.starts_at, key=f"{key}-starts", max_chars=5)
    with right:
        ends = st.text_input("Ends at", usual.ends_at, key=f"{key}-ends", max_chars=5)
    place = st.text_input("Place or link", usual.place, key=f"{key}-place", max_chars=200)
    return replace(usual, starts_at=starts, ends_at=ends, place=place.strip())


def read_particulars(typed: Meeting) -> Meeting:
    """The meeting with its times as they are kept; raises ValueError with the sentence."""
    starts, ends = read_time(typed.starts_at), read_time(typed.ends_at)
    if ends and not starts:
        raise ValueError("Write when the meeting starts, or leave its end empty too.")
    if ends and ends <= starts:
        raise ValueError("The end is before the start. Write both like 9:30 and 11:00.")
    return replace(typed, starts_at=starts, ends_at=ends)


def read_days(typed: str) -> tuple[date, ...]:
    """The days that were typed, one a line; raises with the sentence to show."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if not lines:
        raise ValueError("Write at least one date, such as 12 3 2027.")
    if len(lines) > MOST_BY_HAND:
        raise ValueError(f"Add at most {MOST_BY_HAND} dates at once.")
    return tuple(sorted({_read_line(line) for line in lines}))


def _read_line(line: str) -> date:
    try:
        return read_date(line)
    except AnswerError as error:
        raise ValueError(f'"{line}": {error}') from error


def _add(page: Page, group: Group, days: Sequence[date], template: Meeting) -> None:
    planned = [
        each
        for day in days
        for each in with_followers(
            replace(template, on=day), group.meets, new_id=lambda: secrets.token_hex(8)
        )
    ]
    before = {(each.kind, each.on) for each in _standing(page, group)}
    new = sum((each.kind, each.on) not in before for each in planned)
    if not new:
        say_trouble("These meetings are set already. Nothing was added.")
        return
    words = f"{new} meetings added." if new > 1 else f"A meeting on {spoken_date(days[0])} added."
    off = say_days_off(planned, page)
    attempt(page, f"{words}{off}", meetings.add_meetings, meetings=planned, context=page.context)


def say_days_off(planned: Iterable[Meeting], page: Page) -> str:
    """Which of these days are weekends or bank holidays, as a sentence to add, or ""."""
    holidays = page.partnership.bank_holidays
    off = [spoken_date(each.on) for each in planned if is_day_off(each.on, holidays)]
    return f" Look at {', '.join(off)}: a weekend or a bank holiday." if off else ""


def _standing(page: Page, group: Group) -> list[Meeting]:
    return page.database.read(meetings.list_meetings, viewer=page.viewer, group=group.key)
