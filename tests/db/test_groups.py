"""Members of groups: who they are, from when to when, and who may see what of them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db import groups
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening, list_events
from scrutiny.access import make_viewer
from scrutiny.meeting import Member

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEAM = make_viewer("mars_team", name="Tia")
BOARD = make_viewer("board_reader", name="Bo")


def add(database: Database, name: str, **more: object) -> Member:
    member = Member("", "splig", name, **more)  # type: ignore[arg-type]
    return database.write(groups.add_member, member=member, viewer=TEAM, now=NOW)


def test_members_are_listed_with_the_chair_first(database: Database) -> None:
    add(database, "Ann", role="Member")
    add(database, "Zed", role="Chair")
    add(database, "Bob", role="Deputy chair")
    listed = database.read(groups.list_members, viewer=TEAM, group="splig")
    assert [each.name for each in listed] == ["Zed", "Bob", "Ann"]
    assert database.read(groups.list_members, viewer=TEAM, group="chapp") == []


def test_an_email_is_shown_to_those_who_keep_the_groups_alone(database: Database) -> None:
    add(database, " Ann ", email="Ann@One.example", starts=NOW.date())
    seen = [database.read(groups.list_members, viewer=who)[0] for who in (TEAM, BOARD)]
    assert [(each.name, each.email) for each in seen] == [("Ann", "ann@one.example"), ("Ann", "")]


def test_somebody_who_left_stays_on_record(database: Database) -> None:
    ann = add(database, "Ann", starts=date(2025, 1, 1))
    database.write(groups.end_member, ann.id, on=NOW.date(), viewer=TEAM, now=NOW)
    assert database.read(groups.list_members, viewer=BOARD, on=NOW.date()) == []
    assert database.read(groups.get_member, ann.id, viewer=BOARD).ended == NOW.date()
    happened = database.read(list_events, subject="splig")
    assert [event.name for event in happened] == [Happening.MEMBER_ADDED, Happening.MEMBER_ENDED]


def test_nobody_is_a_member_twice_at_once_or_ends_before_they_began(database: Database) -> None:
    ann = add(database, "Ann", starts=NOW.date())
    with pytest.raises(StepRefusedError, match="ANN is a member already"):
        add(database, "ANN")
    with pytest.raises(StepRefusedError, match="last day is before the first"):
        database.write(groups.end_member, ann.id, on=date(2026, 1, 1), viewer=TEAM, now=NOW)
    with pytest.raises(NotFoundError):
        database.read(groups.get_member, "nobody", viewer=TEAM)


def test_others_may_read_and_not_change(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        database.write(groups.add_member, member=Member("", "sab", "X"), viewer=BOARD, now=NOW)
    with pytest.raises(NotAllowedError):
        database.read(groups.list_members, viewer=make_viewer("organisation"))


def test_a_list_comes_in_whole_and_again_changes_nothing(database: Database) -> None:
    ann = add(database, "Ann", starts=date(2025, 1, 1))
    members = [
        Member("", "splig", "ANN", "Chair", ended=date(2026, 1, 1)),
        Member("", "splig", "Bo", email="bo@one.example"),
    ]

    def bring_in() -> tuple[int, int, int]:
        changes = database.write(groups.import_members, members=members, viewer=TEAM, now=NOW)
        return len(changes.new), len(changes.changed), changes.same

    assert bring_in() == (1, 1, 0)
    assert bring_in() == (0, 0, 2)
    listed = database.read(groups.list_members, viewer=TEAM)
    assert [(each.name, each.role, each.starts, each.ended) for each in listed] == [
        ("Ann", "Chair", date(2025, 1, 1), date(2026, 1, 1)), ("Bo", "", None, None),
    ]  # fmt: skip
    assert listed[0].id == ann.id
    assert [event.name for event in database.read(list_events, subject="splig")] == [
        Happening.MEMBER_ADDED, Happening.MEMBER_ADDED, Happening.MEMBER_ENDED,
    ]  # fmt: skip


def test_a_list_is_brought_in_by_those_who_keep_the_groups(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        database.write(groups.import_members, members=[], viewer=BOARD, now=NOW)
