"""Actions: open until assured or closed, overdue by their date alone."""

from __future__ import annotations

from datetime import date

import pytest

from scrutiny.action import ACTION_STATUS_LABELS, Action, ActionStatus

DUE = date(2025, 12, 1)
AFTER = date(2025, 12, 2)


def test_every_status_has_words() -> None:
    assert set(ACTION_STATUS_LABELS) == set(ActionStatus)


@pytest.mark.parametrize(
    ("status", "is_open", "is_overdue"),
    [
        (ActionStatus.NOT_STARTED, True, True),
        (ActionStatus.IN_PROGRESS, True, True),
        (ActionStatus.DONE, True, False),
        (ActionStatus.ASSURED, False, False),
        (ActionStatus.CLOSED, False, False),
    ],
)
def test_open_and_overdue(status: ActionStatus, is_open: bool, is_overdue: bool) -> None:
    action = Action("a1", "Train staff", due=DUE, status=status)
    assert (action.is_open, action.is_overdue(AFTER)) == (is_open, is_overdue)
    assert not action.is_overdue(DUE)


def test_an_action_without_a_date_is_never_overdue() -> None:
    assert not Action("a1", "Train staff").is_overdue(AFTER)
