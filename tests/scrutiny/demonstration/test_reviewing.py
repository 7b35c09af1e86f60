"""Actions are followed up as far as their dates suggest."""

from __future__ import annotations

from collections import Counter
from datetime import date

from scrutiny.action import Action, ActionStatus
from scrutiny.demonstration.reviewing import settle_actions

TODAY = date(2026, 11, 22)


def settled(due: date, sent: date) -> list[Action]:
    actions = [Action(f"q{n}", "Do it", due=due, response="r") for n in range(200)]
    return list(settle_actions(actions, today=TODAY, sent=sent))


def test_most_of_last_years_actions_are_assured() -> None:
    found = settled(date(2026, 1, 5), date(2025, 11, 20))
    counts = Counter(action.status for action in found)
    assert counts.most_common(1)[0][0] is ActionStatus.ASSURED
    assert all(bool(a.assured_by) == (a.status is ActionStatus.ASSURED) for a in found)


def test_some_recent_actions_are_overdue() -> None:
    found = settled(date(2026, 11, 1), date(2026, 10, 10))
    assert any(action.is_overdue(TODAY) for action in found)
    assert any(not action.is_overdue(TODAY) for action in found)


def test_actions_of_a_new_return_have_not_started() -> None:
    found = settled(date(2026, 12, 10), date(2026, 11, 20))
    assert {(action.status, action.progress) for action in found} == {
        (ActionStatus.NOT_STARTED, "")
    }
