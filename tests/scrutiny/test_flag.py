"""Flags: when each is due, what is overdue, and in which order they are read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scrutiny.disclosure import CONTACT
from scrutiny.flag import (
    DECISION_LABELS,
    NEXT,
    STATE_LABELS,
    Decision,
    Flag,
    FlagCounts,
    FlagState,
    FlagTarget,
    add_working_days,
    count_flags,
    order_flags,
)
from scrutiny.partnership import partnership

FRIDAY = date(2026, 11, 20)
FLAG = Flag("a", "clinic", "words", ("harm",), FRIDAY)
TARGET = FlagTarget(1, partnership().bank_holidays)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2026, 11, 18), 1, date(2026, 11, 19)),
        (FRIDAY, 1, date(2026, 11, 23)),
        (date(2026, 11, 21), 1, date(2026, 11, 23)),
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 6, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2027, 3, 25), 1, date(2027, 3, 30)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(
    day: date, count: int, due: date
) -> None:
    assert add_working_days(day, count, partnership().bank_holidays) == due


def test_a_flag_is_overdue_after_its_day_until_somebody_decides() -> None:
    monday, tuesday = date(2026, 11, 23), date(2026, 11, 24)
    assert not TARGET.is_overdue(FLAG, monday)
    assert [
        state for state in FlagState if TARGET.is_overdue(replace(FLAG, state=state), tuesday)
    ] == [FlagState.RAISED, FlagState.READ]


def test_counts_and_order_put_the_overdue_first() -> None:
    flags = [
        replace(FLAG, id="closed", state=FlagState.CLOSED),
        replace(FLAG, id="decided", state=FlagState.DECIDED),
        replace(FLAG, id="new", day=date(2026, 11, 24)),
        replace(FLAG, id="old", state=FlagState.READ),
        FLAG,
    ]
    today = date(2026, 11, 24)
    assert count_flags(flags, TARGET, today) == FlagCounts(2, 1, 1, overdue=2)
    assert count_flags(flags, TARGET, today).open == 4
    ordered = order_flags(flags, TARGET, today)
    assert [flag.id for flag in ordered] == ["a", "old", "new", "closed", "decided"]


def test_every_state_and_decision_has_words_and_a_way_on() -> None:
    assert set(STATE_LABELS) == set(FlagState)
    assert set(DECISION_LABELS) == set(Decision)
    words, request = (Flag("f", "c", "q", kinds, date(2026, 3, 2)) for kinds in ((), (CONTACT,)))
    assert {*words.decisions, *request.decisions} == set(Decision)
    assert (words.is_request, request.is_request) == (False, True)
    assert set(NEXT) == set(FlagState) - {FlagState.CLOSED}
