"""The steps that are to come, worked out anew when something beside them changes."""

from __future__ import annotations

from datetime import date

import pytest

from db.activities import list_open_steps, refresh_open_steps
from db.connection import Database
from scrutiny.activity import Activity
from tests.db.activity_examples import TEAM, begin, set_up, take_until
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

CHOSEN = VISIT.replace("group: board\nmon", "group: chosen\nmon").replace(
    "meeting: board", "meeting: chosen"
)


@pytest.fixture
def visited(database: Database) -> tuple[Database, Activity]:
    """A visit of 2 March that the Board has still to consider."""
    set_up(database)
    return database, take_until(database, begin(database), "agree")


def test_a_deadline_of_another_group_is_left_alone(visited: tuple[Database, Activity]):
    database, begun = visited
    assert database.write(refresh_open_steps, context=CONTEXT, group="practice") == 0
    assert database.write(refresh_open_steps, context=CONTEXT, group="board") == 1
    assert database.write(refresh_open_steps, context=CONTEXT, activities=[begun.id]) == 1
    assert database.write(refresh_open_steps, context=CONTEXT, activities=["none"]) == 0


def test_the_group_of_an_activity_is_the_one_that_was_chosen(database: Database):
    set_up(database, CHOSEN)
    begin(database, mechanism(CHOSEN), group="practice")
    assert database.write(refresh_open_steps, context=CONTEXT, group="practice") == 1
    assert database.write(refresh_open_steps, context=CONTEXT, group="board") == 0


def test_what_has_ended_is_left_alone(visited: tuple[Database, Activity]):
    database, begun = visited
    take_until(database, begun, "board")
    assert database.write(refresh_open_steps, context=CONTEXT) == 0


def test_bank_holidays_that_were_added_move_a_deadline(database: Database):
    set_up(database)
    take_until(database, begin(database), "endorse")
    assert _due(database) == [date(2026, 3, 16)]
    closed = CONTEXT.__class__(CONTEXT.partners, frozenset({date(2026, 3, 10)}))
    database.write(refresh_open_steps, context=closed)
    assert _due(database) == [date(2026, 3, 17)]


def _due(database: Database) -> list[date | None]:
    found = database.read(
        list_open_steps, viewer=TEAM, first=date(2026, 1, 1), last=date(2027, 1, 1)
    )
    return [each.due for each in found]
