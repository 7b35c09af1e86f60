"""Actions: seen by who may read their response, followed until assured."""

from __future__ import annotations

from datetime import date

import pytest

from db.actions import ActionCounts, count_actions, list_actions, set_action_status
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError
from db.events import list_events
from scrutiny.access import Viewer
from scrutiny.action import Action, ActionStatus
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
    NOW,
    OAK_HEAD,
    OFFICER,
    PEOPLE,
    TEAM,
    send,
    set_up,
)

EARLY, LATE = date(2025, 12, 1), date(2026, 3, 1)


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    send(
        database, "r1", organisation="oak",
        actions=[Action("a2", "No day"), Action("a2", "Later", due=LATE, instance=2)],
    )  # fmt: skip
    send(database, "r2", organisation="ash", actions=[Action("a1", "Soon", "DSL", EARLY)])
    return database


def test_list_actions_is_soonest_first(partnership: Database) -> None:
    assert _texts(partnership, TEAM) == ["Soon", "Later", "No day"]
    assert _texts(partnership, TEAM, response="r1") == ["Later", "No day"]
    assert _texts(partnership, TEAM, round="last") == []


def test_list_actions_is_for_who_may_read_the_response(partnership: Database) -> None:
    assert _texts(partnership, OAK_HEAD) == ["Later", "No day"]
    assert _texts(partnership, ASH_HEAD) == ["Soon"]
    for role in set(PEOPLE) - {"organisation", "sign_off", "mars_team", "scrutiny_officer"}:
        assert _texts(partnership, PEOPLE[role]) == []


def test_count_actions_counts_the_open_and_overdue(partnership: Database) -> None:
    assert _count(partnership, date(2025, 12, 1)) == ActionCounts(3, 0)
    assert _count(partnership, date(2025, 12, 2)) == ActionCounts(3, 1)
    _move(partnership, "Soon", ActionStatus.DONE, ASH_HEAD)
    assert _count(partnership, date(2025, 12, 2)) == ActionCounts(3, 0)
    _move(partnership, "Soon", ActionStatus.ASSURED, TEAM)
    assert _count(partnership, date(2025, 12, 2)) == ActionCounts(2, 0)


def test_count_actions_of_some_types(partnership: Database) -> None:
    counts = partnership.read(
        count_actions, viewer=BOARD, round="this", today=LATE, types={"academy"}
    )
    assert counts == ActionCounts(2, 0)


def test_set_action_status_keeps_who_assured_it(partnership: Database) -> None:
    id = _move(partnership, "Soon", ActionStatus.ASSURED, OFFICER)
    (action,) = partnership.read(list_actions, viewer=ASH_HEAD)
    assert (action.status, action.assured_by) == (ActionStatus.ASSURED, "Ira Officer")
    (event,) = partnership.read(list_events, subject=id)
    assert event.detail == {"from": "not_started", "to": "assured", "response": "r2"}


def test_set_action_status_is_not_for_others(partnership: Database) -> None:
    with pytest.raises(NotAllowedError, match="assure"):
        _move(partnership, "Soon", ActionStatus.ASSURED, ASH_HEAD)
    with pytest.raises(NotFoundError):
        _move(partnership, "Soon", ActionStatus.DONE, OAK_HEAD)
    with pytest.raises(NotAllowedError, match="change"):
        _move(partnership, "Later", ActionStatus.DONE, PEOPLE["sign_off"])


def _texts(
    database: Database, viewer: Viewer, response: str | None = None, round: str | None = None
) -> list[str]:
    actions = database.read(list_actions, viewer=viewer, response=response, round=round)
    return [action.text for action in actions]


def _count(database: Database, today: date) -> ActionCounts:
    return database.read(count_actions, viewer=BOARD, round="this", today=today)


def _move(database: Database, text: str, status: ActionStatus, viewer: Viewer) -> str:
    actions = database.read(list_actions, viewer=TEAM)
    id = next(action.id for action in actions if action.text == text)
    database.write(set_action_status, id=id, status=status, viewer=viewer, now=NOW)
    return id
