"""Agendas: order, outcomes, carrying over, and what a restricted activity gives away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from db import agendas, meetings
from db.connection import Database, Transaction
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from scrutiny.access import Viewer, make_viewer
from scrutiny.meeting import AgendaItem, Meeting, MeetingStatus, Purpose

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = NOW.date()
TEAM = make_viewer("mars_team", name="Tia")
BOARD = make_viewer("board_reader", name="Bo")


@pytest.fixture
def meeting(database: Database) -> str:
    planned = Meeting("first", "splig", DAY + timedelta(days=1))
    return database.write(meetings.add_meeting, meeting=planned, viewer=TEAM, now=NOW).id


def add(database: Database, meeting: str, title: str, **more: Any) -> AgendaItem:
    item = AgendaItem("", meeting, title, 0, **more)
    return database.write(agendas.add_item_by_hand, item=item, viewer=TEAM, now=NOW)


def titles(database: Database, meeting: str, viewer: Viewer = TEAM) -> list[str]:
    return [each.title for each in database.read(agendas.list_agenda, viewer=viewer,
                                                 meeting=meeting)]  # fmt: skip


def test_items_stand_in_the_order_that_they_are_given(database: Database, meeting: str) -> None:
    one, two, three = (add(database, meeting, name) for name in ("One", "Two", "Three"))
    assert titles(database, meeting) == ["One", "Two", "Three"]
    ids = [three.id, one.id, two.id]
    database.write(agendas.set_agenda_order, meeting=meeting, ids=ids, viewer=TEAM, now=NOW)
    assert titles(database, meeting) == ["Three", "One", "Two"]


def test_an_order_of_an_agenda_that_has_changed_is_refused(
    database: Database, meeting: str
) -> None:
    one = add(database, meeting, "One")
    add(database, meeting, "Two")
    with pytest.raises(StepRefusedError, match="Somebody else changed this agenda"):
        database.write(
            agendas.set_agenda_order, meeting=meeting, ids=[one.id], viewer=TEAM, now=NOW
        )


def test_an_item_keeps_its_outcome_and_then_stays(database: Database, meeting: str) -> None:
    item = add(database, meeting, "One", lead="Ann", purpose=Purpose.DECISION, asked="Agree it")
    agreed = replace(item, outcome="Agreed")
    database.write(agendas.change_agenda_item, item=agreed, viewer=TEAM, now=NOW)
    [found] = database.read(agendas.list_agenda, viewer=BOARD, meeting=meeting)
    assert found == agreed
    with pytest.raises(StepRefusedError, match="Its outcome is on record"):
        database.write(agendas.remove_agenda_item, item.id, viewer=TEAM, now=NOW)


def test_an_item_can_be_taken_off(database: Database, meeting: str) -> None:
    item = add(database, meeting, "One")
    database.write(agendas.remove_agenda_item, item.id, viewer=TEAM, now=NOW)
    assert titles(database, meeting) == []
    with pytest.raises(NotFoundError):
        database.write(agendas.remove_agenda_item, item.id, viewer=TEAM, now=NOW)


def test_an_item_that_was_not_reached_is_carried_over(database: Database, meeting: str) -> None:
    later = Meeting("later", "splig", DAY + timedelta(days=30))
    database.write(meetings.add_meeting, meeting=later, viewer=TEAM, now=NOW)
    item = add(database, meeting, "One", lead="Ann")
    database.write(agendas.carry_over, item.id, viewer=TEAM, now=NOW)
    [old] = database.read(agendas.list_agenda, viewer=TEAM, meeting=meeting)
    [new] = database.read(agendas.list_agenda, viewer=TEAM, meeting="later")
    assert (old.outcome, new.title, new.lead, new.outcome) == (agendas.CARRIED, "One", "Ann", "")
    with pytest.raises(StepRefusedError):
        database.write(agendas.carry_over, item.id, viewer=TEAM, now=NOW)


def test_a_step_has_one_open_item(database: Database, meeting: str) -> None:
    for title in ("Letter", "Letter, as approved"):
        database.write(
            agendas.add_agenda_item, group="splig", title=title, on_or_after=DAY, now=NOW,
            actor="", activity="a", step="present",
        )  # fmt: skip
    assert titles(database, meeting) == ["Letter, as approved"]


def test_a_meeting_that_was_held_takes_no_more_items(database: Database, meeting: str) -> None:
    then = NOW + timedelta(days=2)
    database.write(
        meetings.set_meeting_status, id=meeting, status=MeetingStatus.HELD, viewer=TEAM, now=then
    )
    with pytest.raises(StepRefusedError, match="takes no more items"):
        add(database, meeting, "Late")
    waits = database.write(
        agendas.add_agenda_item, group="splig", title="Late", on_or_after=DAY, now=then, actor=""
    )
    assert waits is None


def _restrict(tx: Transaction) -> None:
    tx.execute(
        "INSERT INTO activity (id, reference, mechanism, version, title, began, status, state, "
        "subject, for_group, response, parent, reason, begun_by, is_restricted, takings, content) "
        "VALUES ('a', 'CS-1', 'm', '1', 'A', $1, 'under_way', '', '', '', '', '', '', '', TRUE, "
        "0, '{}')",
        [date(2026, 1, 1)],
    )


def test_of_a_restricted_activity_others_learn_no_more_than_that_it_is_there(
    database: Database, meeting: str
) -> None:
    database.write(_restrict)
    database.write(
        agendas.add_agenda_item, group="splig", title="The case", on_or_after=DAY, now=NOW,
        actor="", activity="a", step="s", lead="Ann", asked="Decide",
    )  # fmt: skip
    assert titles(database, meeting) == ["The case"]
    [seen] = database.read(agendas.list_agenda, viewer=BOARD, meeting=meeting)
    assert seen == AgendaItem(seen.id, meeting, agendas.CLOSED_TITLE, 1, group="splig")


def test_only_those_who_keep_groups_change_an_agenda(database: Database, meeting: str) -> None:
    item = add(database, meeting, "One")
    for call in (
        lambda tx: agendas.add_item_by_hand(tx, item=item, viewer=BOARD, now=NOW),
        lambda tx: agendas.change_agenda_item(tx, item=item, viewer=BOARD, now=NOW),
        lambda tx: agendas.remove_agenda_item(tx, item.id, viewer=BOARD, now=NOW),
        lambda tx: agendas.carry_over(tx, item.id, viewer=BOARD, now=NOW),
    ):
        with pytest.raises(NotAllowedError):
            database.write(call)
