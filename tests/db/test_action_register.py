"""The register of actions: who sees which, found, paged, counted, grouped and compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import actions
from db.action_register import (
    count_register,
    get_listed,
    group_register,
    list_owed,
    list_progress,
    list_register,
    list_updates,
)
from db.action_rows import add_actions
from db.connection import Database, Transaction
from db.errors import NotFoundError
from db.organisations import set_organisation
from scrutiny.access import Viewer, make_viewer
from scrutiny.action import Action, ActionKind, ActionStatus
from scrutiny.action_rules import ActionRules, Band
from scrutiny.action_search import By, Show, Sort, Tally, Wanted
from tests.db.examples import ASH_HEAD, CHAIR, NOW, OAK, OAK_HEAD, PEOPLE, TEAM, TODAY, set_up

RULES = ActionRules(age_bands=(Band("new", "New", 91), Band("old", "Old")))
WEEK = timedelta(7)


def act(text: str, organisation: str = "oak", **more: object) -> Action:
    return Action("", text, organisation=organisation, **more)


PLAN = (
    act("Late", due=TODAY - WEEK, standard="ED-A1", monitored_by="splig"),
    act("Soon", "ash", due=TODAY + WEEK, standard="ED-A2", mechanism="space", theme="voice"),
    act("Undated", "ash", kind=ActionKind.STRATEGIC, lead_partner="health", priority="high"),
    act("Done", due=TODAY - WEEK, status=ActionStatus.DONE, added=TODAY - timedelta(200)),
    act("Assured", status=ActionStatus.ASSURED, assured_on=TODAY - WEEK),
    act("Long ago", status=ActionStatus.ASSURED, assured_on=TODAY - timedelta(400)),
    act("Closed", "ash", status=ActionStatus.CLOSED, reason="Merged"),
    act("Hidden", "ash", activity="act-1", due=TODAY, monitored_by="splig"),
)


@pytest.fixture
def register(database: Database) -> Database:
    set_up(database)
    database.write(_fill)
    return database


def _fill(tx: Transaction) -> None:
    tx.execute(
        "INSERT INTO activity VALUES ('act-1', 'CA-2025-001', 'case_audit', '1', 'Neglect', "
        "$1, 'under_way', '', '', '', '', '', NULL, '', '', TRUE, 0, '{}')",
        [TODAY],
    )
    add_actions(tx, PLAN, now=NOW)


def texts(database: Database, viewer: Viewer = TEAM, **wanted: object) -> list[str]:
    found = database.read(list_register, viewer=viewer, today=TODAY, wanted=Wanted(**wanted))
    assert found.total == len(found.rows)
    return [row.action.text for row in found.rows]


def test_the_team_sees_all_and_others_theirs(register: Database) -> None:
    everything = ["Undated", "Late", "Done", "Hidden", "Soon", "Assured", "Long ago", "Closed"]
    assert texts(register) == everything
    officer = PEOPLE["scrutiny_officer"]
    assert texts(register, officer) == [text for text in everything if text != "Hidden"]
    assert texts(register, OAK_HEAD) == ["Late", "Done", "Assured", "Long ago"]
    owner = make_viewer("action_owner", name="Owen", organisations=frozenset({"ash"}))
    assert texts(register, owner) == ["Undated", "Hidden", "Soon", "Closed"]
    assert texts(register, CHAIR) == ["Late", "Hidden"]
    for role in ("nobody", "sign_off", "contributor", "board_reader", "space_lead"):
        assert texts(register, PEOPLE[role]) == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"status": Show.OPEN}, ["Undated", "Late", "Done", "Hidden", "Soon"]),
        ({"status": Show.OVERDUE}, ["Late"]),
        ({"status": Show.ALL, "owner": "ash"}, ["Undated", "Hidden", "Soon", "Closed"]),
        ({"status": "done"}, ["Done"]),
        ({"group": "splig"}, ["Late", "Hidden"]),
        ({"mechanisms": frozenset({"space", "case_audit"})}, ["Soon"]),
        ({"standard": "ED-A1"}, ["Late"]),
        ({"theme": "voice"}, ["Soon"]),
        ({"kind": "strategic", "lead_partner": "health", "priority": "high"}, ["Undated"]),
        ({"activity": "act-1"}, ["Hidden"]),
        ({"older_than": 91}, ["Done"]),
        ({"younger_than": 91, "status": "assured"}, ["Assured", "Long ago"]),
        ({"words": "LONG ago"}, ["Long ago"]),
        ({"words": "100%"}, []),
    ],
)
def test_filters(register: Database, wanted: dict[str, object], found: list[str]) -> None:
    assert texts(register, **wanted) == found


def test_an_action_is_found_by_its_reference(register: Database) -> None:
    found = register.read(list_register, viewer=TEAM, today=TODAY, wanted=Wanted(words="soon"))
    (row,) = found.rows
    assert (row.organisation, row.activity, row.round_title) == ("Ash School", "", "")
    assert texts(register, words=row.action.reference.lower()) == ["Soon"]
    assert register.read(get_listed, row.action.reference, viewer=ASH_HEAD) == row
    with pytest.raises(NotFoundError):
        register.read(get_listed, row.action.reference, viewer=OAK_HEAD)
    assert register.read(list_updates, action=row.action.id, viewer=OAK_HEAD) == []


def test_pages_and_orders(register: Database) -> None:
    def page(number: int, sort: Sort) -> list[str]:
        found = register.read(
            list_register, viewer=TEAM, today=TODAY, sort=sort, page=number, size=3
        )
        assert found.total == 8
        return [row.action.text for row in found.rows]

    assert page(1, Sort.DUE) == ["Undated", "Late", "Done"]  # it has no date yet
    assert page(3, Sort.DUE) == ["Long ago", "Closed"]
    assert page(1, Sort.OWNER) == ["Hidden", "Soon", "Undated"]
    assert page(1, Sort.STANDARD) == ["Late", "Soon", "Done"]
    assert page(3, Sort.ADDED) == ["Soon", "Late", "Done"][-2:]
    assert page(9, Sort.REFERENCE) == ["Late", "Soon", "Undated"]  # past the end: the first


def test_counts(register: Database) -> None:
    assert register.read(count_register, viewer=TEAM, today=TODAY) == Tally(
        not_started=4, done=1, assured=2, closed=1, overdue=1, lately=1
    )
    assert register.read(count_register, viewer=OAK_HEAD, today=TODAY).open == 2
    assert register.read(
        count_register, viewer=TEAM, today=TODAY, wanted=Wanted(group="splig")
    ) == Tally(not_started=2, overdue=1)


def test_groups(register: Database) -> None:
    def groups(by: By, viewer: Viewer = TEAM) -> list[tuple[str, int, int]]:
        found = register.read(group_register, viewer=viewer, today=TODAY, by=by, rules=RULES)
        return [(tally.key, tally.open, tally.overdue) for tally in found]

    assert groups(By.OWNER) == [("oak", 2, 1), ("ash", 3, 0)]
    assert groups(By.GROUP) == [("splig", 2, 1), ("", 3, 0)]
    assert groups(By.STANDARD) == [("ED-A1", 1, 1), ("", 3, 0), ("ED-A2", 1, 0)]
    assert groups(By.AGE) == [("new", 4, 1), ("old", 1, 0)]
    assert groups(By.GROUP, OAK_HEAD) == [("splig", 1, 1), ("", 1, 0)]
    assert sum(open for _, open, _ in groups(By.MECHANISM)) == 5


def test_progress_compares_the_same_actions_then_and_now(database: Database) -> None:
    set_up(database)
    start = NOW - timedelta(200)
    begun = [act("Slow", due=(start + WEEK).date()), act("Quick"), act("Taken")]
    begun[2] = replace(begun[2], kind=ActionKind.BEING_TAKEN)
    slow, quick, _ = database.write(add_actions, begun, now=start)
    database.write(add_actions, [act("New")], now=NOW - WEEK)
    report(database, quick.id, ActionStatus.IN_PROGRESS, start + WEEK)
    report(database, quick.id, ActionStatus.DONE, NOW - WEEK)
    found = database.read(
        list_progress, viewer=TEAM, first=(start + timedelta(20)).date(), today=TODAY
    )
    assert found.before == Tally(not_started=1, in_progress=2, overdue=1)
    assert found.now == Tally(not_started=1, in_progress=1, done=1, overdue=1)
    assert [(row.listed.action.text, row.before, row.was_overdue, row.has_moved)
            for row in found.rows] == [
        ("Slow", "not_started", True, False), ("Quick", "in_progress", False, True),
        ("Taken", "in_progress", False, False),
    ]  # fmt: skip
    assert found.moves[("in_progress", "done")] == 1
    assert found.added == 1
    assert slow.reference == found.rows[0].listed.action.reference
    assert database.read(list_progress, viewer=ASH_HEAD, first=TODAY, today=TODAY).before == Tally()


def report(database: Database, id: str, status: ActionStatus, now: datetime) -> None:
    database.write(
        actions.update_action, id=id, status=status, words="So far", viewer=TEAM, now=now
    )


def test_list_owed_has_each_owners_address(register: Database) -> None:
    contacted = replace(OAK, contact_email=" Head@Oak.example ")
    register.write(set_organisation, contacted)
    own = act("Mine", "ash", due=date(2025, 11, 1), owner_email="sam@ash.example")
    register.write(add_actions, [own], now=NOW)
    found = register.read(list_owed, viewer=TEAM, until=TODAY)
    assert [(row.action.text, row.action.owner_email, row.organisation) for row in found] == [
        ("Mine", "sam@ash.example", "Ash School"), ("Late", "head@oak.example", "Oak Academy"),
    ]  # fmt: skip
    assert register.read(list_owed, viewer=PEOPLE["board_reader"], until=TODAY) == []
