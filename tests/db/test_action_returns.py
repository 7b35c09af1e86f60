"""The actions of returns: kept when a return is sent again, carried into the next one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db import actions
from db.action_register import list_updates
from db.action_returns import (
    ActionCounts,
    count_actions,
    list_actions,
    list_carried_actions,
    replace_actions,
    tally_round,
)
from db.connection import Database
from db.events import list_events
from scrutiny.access import Viewer
from scrutiny.action import Action, ActionKind, ActionStatus, Deed
from scrutiny.action_picture import Side
from scrutiny.action_rules import ActionRules, Band
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
    FIR_HEAD,
    NOW,
    OAK_HEAD,
    OFFICER,
    PEOPLE,
    TEAM,
    begin,
    by_link,
    send,
    set_up,
)

EARLY, LATE = date(2025, 12, 1), date(2026, 3, 1)
LATER = NOW + timedelta(60)


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
    id = _find(partnership, "Soon").id
    _report(partnership, id, ActionStatus.DONE, ASH_HEAD)
    assert _count(partnership, date(2025, 12, 2)) == ActionCounts(3, 0)
    partnership.write(actions.assure_action, id=id, viewer=TEAM, now=NOW, partners=())
    assert _count(partnership, date(2025, 12, 2)) == ActionCounts(2, 0)


def test_count_actions_of_some_types(partnership: Database) -> None:
    counts = partnership.read(
        count_actions, viewer=BOARD, round="this", today=LATE, types={"academy"}
    )
    assert counts == ActionCounts(2, 0)


def test_tally_round_counts_by_type_standard_role_and_age(partnership: Database) -> None:
    rules = ActionRules(age_bands=(Band("new", "New", 91), Band("old", "Old")))
    found = partnership.read(tally_round, viewer=BOARD, round="this", today=LATE, rules=rules)
    counted = {(row.side, row.tally.key): (row.tally.open, row.organisations) for row in found}
    assert counted == {
        (Side.WHOLE, ""): (3, 2), (Side.TYPE, "academy"): (2, 1),
        (Side.TYPE, "maintained_school"): (1, 1), (Side.STANDARD, ""): (3, 2),
        (Side.OWNER, ""): (2, 1), (Side.OWNER, "dsl"): (1, 1), (Side.AGE, "old"): (3, 2),
    }  # fmt: skip
    (whole,) = (row.tally for row in found if row.side is Side.WHOLE)
    assert whole.overdue == 1
    one = partnership.read(
        tally_round, viewer=BOARD, round="this", today=LATE, rules=rules, types=["academy"]
    )
    assert [row.tally.open for row in one if row.side is Side.WHOLE] == [2]


def test_a_return_sent_again_keeps_what_became_of_its_actions(partnership: Database) -> None:
    before = {action.text: action for action in _all(partnership, "r1")}
    _report(partnership, before["Later"].id, ActionStatus.IN_PROGRESS, OAK_HEAD)
    again = [Action("a2", "Later", "Head", EARLY), Action("a2", "New one", instance=1)]
    _send_again(partnership, "r1", again)
    after = {action.text: action for action in _all(partnership, "r1")}
    later, new, gone = after["Later"], after["New one"], after["No day"]
    assert (later.id, later.reference, later.status, later.progress) == (
        before["Later"].id, before["Later"].reference, "in_progress", "So far",
    )  # fmt: skip
    assert (later.owner, later.due, later.instance) == ("Head", EARLY, 0)
    assert _deeds(partnership, later.id) == [Deed.REPORTED, Deed.SENT_AGAIN]
    assert new.status is ActionStatus.NOT_STARTED
    assert new.id not in {action.id for action in before.values()}
    assert (gone.id, gone.status) == (before["No day"].id, "closed")
    assert gone.reason == "No longer in the return, which was sent again on 2 January 2026."


def test_an_action_with_new_words_in_the_same_place_is_the_same(partnership: Database) -> None:
    before = _find(partnership, "Soon")
    _report(partnership, before.id, ActionStatus.IN_PROGRESS, ASH_HEAD)
    _send_again(partnership, "r2", [Action("a1", "Sooner", "DSL", EARLY)])
    (after,) = _all(partnership, "r2")
    assert (after.id, after.text, after.status) == (before.id, "Sooner", "in_progress")


def test_what_the_team_changed_is_not_overwritten(partnership: Database) -> None:
    id = _find(partnership, "Soon").id
    given = {"id": id, "viewer": TEAM, "now": NOW}
    partnership.write(actions.move_due, due=LATE, reason="Agreed", **given)
    partnership.write(actions.change_action, changes={"owner": "Head"}, **given)
    _send_again(partnership, "r2", [Action("a1", "Soon", "DSL", EARLY)])
    (after,) = _all(partnership, "r2")
    assert (after.due, after.owner, after.updates) == (LATE, "Head", 2)


def test_an_assured_action_stays_as_it_was_assured(partnership: Database) -> None:
    id = _find(partnership, "Soon").id
    _report(partnership, id, ActionStatus.DONE, ASH_HEAD)
    partnership.write(actions.assure_action, id=id, viewer=TEAM, now=NOW, partners=())
    (assured,) = _all(partnership, "r2")
    _send_again(partnership, "r2", [Action("a1", "Soon", "Somebody else")])
    assert _all(partnership, "r2") == [assured]
    _send_again(partnership, "r2", [])
    assert _all(partnership, "r2") == [assured]


def test_an_action_that_comes_back_is_open_again(partnership: Database) -> None:
    id = _find(partnership, "Soon").id
    plan = [Action("a1", "Soon", "DSL", EARLY)]
    _send_again(partnership, "r2", [])
    _send_again(partnership, "r2", plan)
    (after,) = _all(partnership, "r2")
    assert (after.id, after.status, after.reason) == (id, "not_started", "")
    assert _deeds(partnership, id) == [Deed.CLOSED, Deed.SENT_AGAIN]


def test_action_taken_and_action_required_of_one_answer_are_two(partnership: Database) -> None:
    both = [
        Action("a1", "Train", kind=ActionKind.BEING_TAKEN), Action("a1", "Train"),
        Action("a1", "Soon", "DSL", EARLY, instance=1),
    ]  # fmt: skip
    _send_again(partnership, "r2", both)
    listed = {(each.text, each.kind): each.status for each in _all(partnership, "r2")}
    assert listed == {
        ("Train", "being_taken"): "in_progress", ("Train", "required"): "not_started",
        ("Soon", "required"): "not_started",
    }  # fmt: skip
    _send_again(partnership, "r2", both)
    assert len(_all(partnership, "r2")) == 3


def test_open_actions_are_carried_into_the_next_return(partnership: Database) -> None:
    done = _find(partnership, "Later").id
    partnership.write(actions.close_action, id=done, reason="R", viewer=TEAM, now=NOW)
    draft = begin(partnership, "r3", organisation="oak", round="last")
    carried = partnership.read(list_carried_actions, response="r3", viewer=OAK_HEAD)
    assert [(action.text, action.carried_to) for action in carried] == [("No day", "r3")]
    assert partnership.read(list_carried_actions, response="r3", viewer=by_link("r3")) == carried
    assert partnership.read(list_carried_actions, response="r3", viewer=FIR_HEAD) == []
    names = [event.name for event in partnership.read(list_events, subject=draft.id)]
    assert "actions_carried" in names
    begin(partnership, "r4", organisation="fir", round="last")
    assert partnership.read(list_carried_actions, response="r4", viewer=FIR_HEAD) == []


def _texts(
    database: Database, viewer: Viewer, response: str | None = None, round: str | None = None
) -> list[str]:
    found = database.read(list_actions, viewer=viewer, response=response, round=round)
    return [action.text for action in found]


def _all(database: Database, response: str) -> list[Action]:
    return database.read(list_actions, viewer=TEAM, response=response)


def _find(database: Database, text: str) -> Action:
    return next(each for each in database.read(list_actions, viewer=TEAM) if each.text == text)


def _count(database: Database, today: date) -> ActionCounts:
    return database.read(count_actions, viewer=BOARD, round="this", today=today)


def _deeds(database: Database, id: str) -> list[Deed]:
    return [update.deed for update in database.read(list_updates, action=id, viewer=TEAM)]


def _report(database: Database, id: str, status: ActionStatus, viewer: Viewer) -> None:
    database.write(
        actions.update_action, id=id, status=status, words="So far", viewer=viewer, now=NOW
    )


def _send_again(database: Database, response: str, plan: list[Action]) -> None:
    stored = [
        Action(**{**{name: getattr(each, name) for name in Action.__slots__},
                  "response": response, "round": "this",
                  "organisation": "oak" if response == "r1" else "ash"})
        for each in plan
    ]  # fmt: skip
    database.write(replace_actions, response=response, actions=stored, viewer=OFFICER, now=LATER)
