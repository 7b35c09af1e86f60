"""Meetings: series, moving what follows, cancelling, and where agenda items go then."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from db import agendas, meetings
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepError, StepRefusedError
from scrutiny.access import make_viewer
from scrutiny.meeting import Meeting, MeetingKind, MeetingStatus, with_followers

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = NOW.date()
TEAM = make_viewer("mars_team", name="Tia")
BOARD = make_viewer("board_reader", name="Bo")
PAIR = (
    MeetingKind("core", "Core group", every_weeks=4),
    MeetingKind("practitioners", "Practitioners", follows="core", after_days=28),
)


def add(database: Database, day: int, group: str = "splig", **more: Any) -> Meeting:
    meeting = Meeting("", group, DAY + timedelta(days=day), **more)
    return database.write(meetings.add_meeting, meeting=meeting, viewer=TEAM, now=NOW)


def add_pair(database: Database, day: int) -> list[Meeting]:
    numbers = count(day)
    core = Meeting("", "marpf", DAY + timedelta(days=day), kind="core")
    planned = with_followers(core, PAIR, new_id=lambda: f"m{next(numbers)}")
    return database.write(meetings.add_meetings, meetings=planned, viewer=TEAM, now=NOW)


def move(database: Database, id: str, day: int, **changes: str) -> Meeting:
    on = DAY + timedelta(days=day)
    return database.write(meetings.move_meeting, id=id, on=on, viewer=TEAM, now=NOW, **changes)


def set_status(database: Database, id: str, status: MeetingStatus, **more: Any) -> Meeting:
    return database.write(
        meetings.set_meeting_status, id=id, status=status, viewer=TEAM, now=NOW, **more
    )


def days(database: Database, group: str = "") -> list[tuple[str, int]]:
    listed = database.read(meetings.list_meetings, viewer=BOARD, group=group)
    return [(each.kind or each.group, (each.on - DAY).days) for each in listed]


def ask(database: Database, title: str, after: int = 0, **more: Any) -> None:
    database.write(
        agendas.add_agenda_item, group="splig", title=title,
        on_or_after=DAY + timedelta(days=after), now=NOW, actor="Tia", **more,
    )  # fmt: skip


def agenda(database: Database, meeting: str) -> list[str]:
    listed = database.read(agendas.list_agenda, viewer=TEAM, meeting=meeting)
    return [each.title for each in listed]


def test_meetings_are_listed_by_day_within_a_window(database: Database) -> None:
    add(database, 20)
    add(database, 10, "chapp")
    add(database, 40)
    assert days(database) == [("chapp", 10), ("splig", 20), ("splig", 40)]
    window = database.read(
        meetings.list_meetings, viewer=BOARD, group="splig", first=DAY,
        last=DAY + timedelta(days=20),
    )  # fmt: skip
    assert [each.on for each in window] == [DAY + timedelta(days=20)]


def test_what_follows_a_meeting_moves_with_it(database: Database) -> None:
    """R145: the practitioners' meeting stays four weeks after the core group."""
    core, practitioners = add_pair(database, 10)
    move(database, core.id, 17)
    assert days(database) == [("core", 17), ("practitioners", 45)]
    again = database.read(meetings.get_meeting, practitioners.id, viewer=BOARD)
    assert (again.sequence, again.changed) == (1, NOW)


def test_a_practitioners_meeting_moved_by_itself_leaves_the_core_group(database: Database) -> None:
    _, practitioners = add_pair(database, 10)
    move(database, practitioners.id, 40)
    assert days(database) == [("core", 10), ("practitioners", 40)]


def test_a_meeting_that_was_held_does_not_move_with_the_one_it_followed(database: Database) -> None:
    core, practitioners = add_pair(database, -30)
    set_status(database, practitioners.id, MeetingStatus.HELD)
    move(database, core.id, -20)
    assert days(database) == [("core", -20), ("practitioners", -2)]


def test_a_series_leaves_out_what_stands_and_follows_it(database: Database) -> None:
    first, _ = add_pair(database, 10)
    again = Meeting("new", "marpf", first.on, kind="core")
    follower = Meeting("f", "marpf", first.on + timedelta(days=30), "practitioners", follows="new")
    added = database.write(meetings.add_meetings, meetings=[again, follower], viewer=TEAM, now=NOW)
    assert [(each.id, each.follows) for each in added] == [("f", first.id)]


def test_one_meeting_a_day_of_each_kind(database: Database) -> None:
    add(database, 10)
    later = add(database, 20)
    with pytest.raises(StepRefusedError, match="already has a meeting on 12 March 2026"):
        add(database, 10)
    with pytest.raises(StepRefusedError, match="already has a meeting on 12 March 2026"):
        move(database, later.id, 10)


def test_a_cancelled_day_is_free_again_and_can_be_planned_anew(database: Database) -> None:
    first = add(database, 10)
    set_status(database, first.id, MeetingStatus.CANCELLED)
    add(database, 10, place="Elsewhere")
    assert [status for _, status in days(database)] == [10, 10]


def test_the_steps_of_a_meeting(database: Database) -> None:
    past, coming = add(database, -1), add(database, 10)
    held = set_status(database, past.id, MeetingStatus.HELD)
    assert (held.status, held.sequence) == (MeetingStatus.HELD, 1)
    with pytest.raises(StepRefusedError, match="This meeting is on 12 March 2026"):
        set_status(database, coming.id, MeetingStatus.HELD)
    with pytest.raises(StepError):
        set_status(database, past.id, MeetingStatus.CANCELLED)
    with pytest.raises(StepRefusedError, match="Plan it again first"):
        move(database, past.id, 3)


def test_a_cancelled_core_group_can_take_its_practitioners_meeting_along(
    database: Database,
) -> None:
    core, practitioners = add_pair(database, 10)
    set_status(database, core.id, MeetingStatus.CANCELLED, with_followers=True)
    found = database.read(meetings.get_meeting, practitioners.id, viewer=BOARD)
    assert found.status is MeetingStatus.CANCELLED


def test_place_and_time_change_without_moving_what_follows(database: Database) -> None:
    core, practitioners = add_pair(database, 10)
    move(database, core.id, 10, place="Church Square House", starts_at="10:00")
    again = database.read(meetings.get_meeting, practitioners.id, viewer=BOARD)
    assert (again.place, again.sequence) == ("", 0)


def test_an_item_takes_its_place_on_the_next_available_meeting(database: Database) -> None:
    """R149: not on one that is over before it is ready."""
    first, second = add(database, 10), add(database, 40)
    ask(database, "At once")
    ask(database, "In three weeks", 21)
    assert [agenda(database, each.id) for each in (first, second)] == [
        ["At once"], ["In three weeks"],
    ]  # fmt: skip


def test_an_item_waits_until_a_meeting_is_set(database: Database) -> None:
    ask(database, "Waits", 5)
    waiting = database.read(agendas.list_waiting, viewer=BOARD, group="splig")
    assert [(each.title, each.is_waiting) for each in waiting] == [("Waits", True)]
    too_early, right = add(database, 3), add(database, 9)
    assert [agenda(database, each.id) for each in (too_early, right)] == [[], ["Waits"]]
    assert database.read(agendas.list_waiting, viewer=BOARD, group="splig") == []


def test_items_of_a_cancelled_meeting_go_to_the_next_one_or_wait(database: Database) -> None:
    first, second = add(database, 10), add(database, 40)
    ask(database, "By the engine")
    by_hand = agendas.AgendaItem("", first.id, "By hand", 0)
    database.write(agendas.add_item_by_hand, item=by_hand, viewer=TEAM, now=NOW)
    set_status(database, first.id, MeetingStatus.CANCELLED)
    assert [agenda(database, each.id) for each in (first, second)] == [
        [], ["By the engine", "By hand"],
    ]  # fmt: skip
    set_status(database, second.id, MeetingStatus.CANCELLED)
    waiting = database.read(agendas.list_waiting, viewer=TEAM, group="splig")
    assert sorted(each.title for each in waiting) == ["By hand", "By the engine"]
    set_status(database, first.id, MeetingStatus.PLANNED)
    assert agenda(database, first.id) == ["By the engine", "By hand"]


def test_items_leave_a_meeting_that_moved_behind_another(database: Database) -> None:
    first, second = add(database, 10), add(database, 20)
    ask(database, "Next available")
    by_hand = agendas.AgendaItem("", first.id, "By hand", 0)
    database.write(agendas.add_item_by_hand, item=by_hand, viewer=TEAM, now=NOW)
    move(database, first.id, 30)
    assert [agenda(database, each.id) for each in (first, second)] == [
        ["By hand"], ["Next available"],
    ]  # fmt: skip


def test_items_leave_a_meeting_that_moved_before_they_are_ready(database: Database) -> None:
    meeting = add(database, 20)
    ask(database, "Ready in two weeks", 14)
    move(database, meeting.id, 7)
    assert agenda(database, meeting.id) == []
    move(database, meeting.id, 15)
    assert agenda(database, meeting.id) == ["Ready in two weeks"]


def test_only_those_who_keep_groups_change_meetings(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        database.write(meetings.add_meeting, meeting=Meeting("", "sab", DAY), viewer=BOARD, now=NOW)
    with pytest.raises(NotFoundError):
        database.read(meetings.get_meeting, "none", viewer=BOARD)
    with pytest.raises(NotAllowedError):
        database.read(meetings.list_meetings, viewer=make_viewer("organisation"))


def test_all_meetings_are_there_for_what_works_without_a_viewer(database: Database) -> None:
    add(database, 10, starts_at="09:30", ends_at="11:00", place="Here")
    [found] = database.read(meetings.all_meetings)
    assert found == Meeting(
        found.id, "splig", date(2026, 3, 12), starts_at="09:30", ends_at="11:00", place="Here",
        changed=NOW,
    )  # fmt: skip
