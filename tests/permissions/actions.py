"""Actions: how each function of theirs is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from datetime import timedelta
from typing import Any

from db import action_register, action_returns, actions, due_actions
from db.connection import Transaction
from scrutiny.access import Viewer
from scrutiny.action import Action, ActionStatus
from scrutiny.action_search import By
from scrutiny.partnership import partnership
from tests.pages.small_partnership import TEAM
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import ACTIONS, COMPOSITES
from tests.permissions.world import SOON


def _followed(tx: Transaction, status: ActionStatus = ActionStatus.DONE) -> None:
    """Every action is followed by the first chair's group, has an address and a status."""
    tx.execute("UPDATE action SET monitored_by = 'splig', owner_email = 'x@y.example'")
    tx.execute("UPDATE action SET status = $1", [status])


def _registered(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    return list(action_register.list_register(tx, viewer=viewer, today=NOW.date()).rows)


def _counted(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    tally = action_register.count_register(tx, viewer=viewer, today=NOW.date())
    return [tally] if tally.total else []


def _grouped(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    return action_register.group_register(
        tx, viewer=viewer, today=NOW.date(), by=By.OWNER, rules=partnership().actions
    )


def _progressed(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx)
    report = action_register.list_progress(tx, viewer=viewer, first=SOON.date(), today=SOON.date())
    return list(report.rows)


def _got(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
    _followed(tx)
    return action_register.get_listed(tx, ids["action"], viewer=viewer)


def _owed(tx: Transaction, viewer: Viewer, _: str, _ids: dict[str, str]) -> Any:
    _followed(tx, ActionStatus.IN_PROGRESS)
    return action_register.list_owed(tx, viewer=viewer)


def _updates(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
    _followed(tx)
    actions.close_action(tx, id=ids["action"], reason="Why", viewer=TEAM, now=NOW)
    return action_register.list_updates(tx, action=ids["action"], viewer=viewer)


def _step(name: str, **given: Any) -> Call:
    """A step on an action that was reported as done."""

    def call(tx: Transaction, viewer: Viewer, _: str, ids: dict[str, str]) -> Any:
        _followed(tx)
        return getattr(actions, name)(tx, id=ids["action"], viewer=viewer, now=NOW, **given)

    return call


def _follow(tx: Transaction, viewer: Viewer, _id: str, _: dict[str, str]) -> Any:
    """The actions that a group follows, when school 1 has one that came of no return."""
    tx.execute(
        "UPDATE action SET monitored_by = 'splig', round = '' WHERE organisation = 'school-1'"
    )
    return due_actions.list_followed_actions(tx, viewer=viewer, group="splig")


#: How each is called.
CALLS: dict[str, Call] = {
    "action_register.count_register": _counted,
    "action_register.get_listed": _got,
    "action_register.group_register": _grouped,
    "action_register.list_owed": _owed,
    "action_register.list_progress": _progressed,
    "action_register.list_register": _registered,
    "action_register.list_updates": _updates,
    "action_returns.count_actions": lambda t, v, o, i: action_returns.count_actions(
        t, viewer=v, round="this", today=NOW.date()),
    "action_returns.tally_round": lambda t, v, o, i: action_returns.tally_round(
        t, viewer=v, round="this", today=NOW.date(), rules=partnership().actions),
    "actions.add_action": lambda t, v, o, i: actions.add_action(
        t, action=Action("", "Train", due=NOW.date(), organisation="school-1"), viewer=v, now=NOW),
    "actions.assure_action": _step("assure_action", partners=()),
    "actions.change_action": _step("change_action", changes={"owner": "Head"}),
    "actions.close_action": _step("close_action", reason="Why"),
    "actions.move_due": _step("move_due", due=SOON.date(), reason="Why"),
    "actions.reopen_action": _step("reopen_action", reason="Why"),
    "actions.update_action": _step(
        "update_action", status=ActionStatus.IN_PROGRESS, words="Half"),
    "due_actions.list_due_actions": lambda t, v, o, i: due_actions.list_due_actions(
        t, viewer=v, first=NOW.date() - timedelta(days=900), last=SOON.date(), with_returns=True),
    "due_actions.list_followed_actions": _follow,
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "action_register.count_register": ACTIONS,
    "action_register.get_listed": ACTIONS,
    "action_register.group_register": ACTIONS,
    "action_register.list_owed": ACTIONS,
    "action_register.list_progress": ACTIONS,
    "action_register.list_register": ACTIONS,
    "action_register.list_updates": ACTIONS,
    "action_returns.count_actions": COMPOSITES,
    "action_returns.tally_round": COMPOSITES,
    "actions.add_action": "team",
    "actions.assure_action": "chair team officer partner",
    "actions.change_action": "team",
    "actions.close_action": "team",
    "actions.move_due": "team",
    "actions.reopen_action": "chair team officer partner",
    "actions.update_action": "organisation owner team",
    "due_actions.list_due_actions": ACTIONS.replace(" chair", ""),  # its action has no day
    "due_actions.list_followed_actions": ACTIONS,
}
