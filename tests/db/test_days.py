"""Days as they are here."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.days import local_day, start_of


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 1, 31, 23, 59, tzinfo=UTC), date(2025, 1, 31)),
        (datetime(2025, 6, 30, 22, 59, tzinfo=UTC), date(2025, 6, 30)),
        (datetime(2025, 6, 30, 23, 0, tzinfo=UTC), date(2025, 7, 1)),
    ],
)
def test_local_day(moment: datetime, day: date) -> None:
    assert local_day(moment) == day


def test_start_of_a_day_says_no_more_than_the_day() -> None:
    assert start_of(date(2025, 6, 30)) == datetime(2025, 6, 30, tzinfo=UTC)
