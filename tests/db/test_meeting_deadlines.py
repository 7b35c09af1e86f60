"""Deadlines and agendas of activities that hang on a group's meetings follow when these change."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db import agendas, meetings
from db.activities import add_activity, list_open_steps, take_step
from db.connection import Database
from db.mechanisms import publish_mechanism
from scrutiny.access import make_viewer
from scrutiny.activity import Activity
from scrutiny.meeting import Meeting, MeetingStatus
from tests.scrutiny.mechanism_examples import CONTEXT, mechanism

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEAM = make_viewer("mars_team", name="Max Team")
#: The last steps of a visit: it takes place, and the Board considers it at its next meeting.
SHORT = """
id: visit
version: "1"
title: Visit
prefix: AV
purposes: [agency]
group: board
begun_by: [team]
roles: {team: {label: Team, held_by: [mars_team]}}
steps:
  - {id: visit, title: The visit, by: [team], agenda: [{group: board, title: Findings}]}
  - {id: board, title: The Board considers it, by: [team], due: {after: visit, meeting: board}}
"""


@pytest.fixture
def visit(database: Database) -> Activity:
    """A visit that took place before the Board had any meeting."""
    of = mechanism(SHORT)
    database.write(publish_mechanism, mechanism=of, source=SHORT, now=NOW)
    begun = database.write(
        add_activity, mechanism=of, title="Oak House", viewer=TEAM, now=NOW, context=CONTEXT
    )
    return database.write(
        take_step, id=begun.id, step="visit", viewer=TEAM, now=NOW, seen=0, context=CONTEXT
    )


def add(database: Database, day: date) -> Meeting:
    return database.write(
        meetings.add_meeting, meeting=Meeting("", "board", day), viewer=TEAM, now=NOW,
        context=CONTEXT,
    )  # fmt: skip


def due(database: Database) -> list[date | None]:
    listed = database.read(
        list_open_steps, viewer=TEAM, first=date(2026, 1, 1), last=date(2027, 1, 1)
    )
    return [each.due for each in listed if each.step == "board"]


def test_an_item_and_a_deadline_wait_for_the_next_board(
    database: Database, visit: Activity
) -> None:
    """R148: the next available Board, whichever that turns out to be."""
    assert due(database) == []
    waiting = database.read(agendas.list_waiting, viewer=TEAM, group="board")
    assert [each.title for each in waiting] == ["Findings: Oak House"]

    first = add(database, date(2026, 4, 9))
    second = add(database, date(2026, 7, 9))
    assert due(database) == [first.on]

    database.write(
        meetings.move_meeting, id=first.id, on=date(2026, 4, 23), viewer=TEAM, now=NOW,
        context=CONTEXT,
    )  # fmt: skip
    assert due(database) == [date(2026, 4, 23)]

    database.write(
        meetings.set_meeting_status, id=first.id, status=MeetingStatus.CANCELLED, viewer=TEAM,
        now=NOW, context=CONTEXT,
    )  # fmt: skip
    assert due(database) == [second.on]
    [item] = database.read(agendas.list_agenda, viewer=TEAM, meeting=second.id)
    assert (item.title, item.activity, item.step) == ("Findings: Oak House", visit.id, "visit")
