"""How actions are followed: bands of age, and the days on which owners are reminded."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from scrutiny.action_rules import ActionRules, Band, read_action_rules
from scrutiny.partnership import partnership

DUE = date(2026, 3, 31)
RULES = ActionRules(
    remind_days_before=(14, 0), remind_again_days=28,
    age_bands=(Band("new", "New", 91), Band("half", "Half", 182), Band("old", "Old")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("age", "band"), [(0, "new"), (90, "new"), (91, "half"), (182, "old"), (9999, "old")]
)
def test_bands(age: int, band: str) -> None:
    assert RULES.band_of(age) == band
    first, below = RULES.days_of(band)
    assert first <= age < (below or 10_000)


@pytest.mark.parametrize(
    ("days", "reminder"),
    [
        (-15, None),
        (-14, -14),
        (-1, -14),
        (0, 0),
        (1, 1),
        (28, 1),
        (29, 29),
        (60, 57),
    ],
)
def test_reminder_day(days: int, reminder: int | None) -> None:
    """Fourteen days before, on the day, the day after, and then every four weeks."""
    found = RULES.reminder_day(DUE, DUE + timedelta(days))
    assert found == (None if reminder is None else DUE + timedelta(reminder))


def test_the_partnerships_own_rules() -> None:
    rules = partnership().actions
    assert rules.priorities == {"high": "High", "medium": "Medium", "low": "Low"}
    assert [band.below for band in rules.age_bands] == [91, 182, 365, None]


RAW: dict[str, Any] = {
    "due_soon_days": 28, "remind_days_before": [14], "remind_again_days": 28, "link_days": 28,
    "priorities": [], "age_bands": [{"key": "all", "label": "All"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({"remind_again_days": 0}, "remind_again_days must be at least 1"),
        (
            {"age_bands": [{"key": "a", "label": "A"}, {"key": "b", "label": "B"}]},
            "age_bands must rise",
        ),
        (
            {
                "age_bands": [
                    {"key": "a", "label": "A", "below_days": 9},
                    {"key": "b", "label": "B", "below_days": 5},
                    {"key": "c", "label": "C"},
                ]
            },
            "age_bands must rise",
        ),
    ],
)
def test_rules_that_cannot_be(more: dict[str, Any], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_action_rules(RAW | more)
