"""Actions: added, reported on by their owners, assured by others; nothing is ever dropped.

Every step is one transaction with its line of history and its event. `db.action_register`
finds and counts them, `db.action_returns` follows those of a return.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from db.access import require, visible_activity
from db.action_access import is_owner
from db.action_register import list_register, list_updates
from db.action_returns import ActionCounts, count_actions, list_actions
from db.action_rows import (
    LONGEST,
    add_actions,
    get_action,
    name_of,
    say_day,
    store_action,
    tell_of,
    write_update,
)
from db.connection import Transaction
from db.days import local_day
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening
from scrutiny.access import Permission, Viewer
from scrutiny.action import (
    Action,
    ActionKind,
    ActionStatus,
    Deed,
    find_assurance_refusal,
    find_close_refusal,
    find_reopen_refusal,
    find_report_refusal,
)
from scrutiny.partnership import Partner

__all__ = [
    "ActionCounts", "add_action", "add_actions", "assure_action", "change_action",
    "close_action", "count_actions", "list_actions", "list_register", "list_updates",
    "move_due", "reopen_action", "update_action",
]  # fmt: skip

#: What may be changed of an action by hand.
CHANGEABLE = frozenset(
    {"text", "owner", "organisation", "owner_email", "kind", "difference", "lead_partner",
     "portfolio", "priority", "monitored_by", "theme", "standard"}
)  # fmt: skip


def add_action(tx: Transaction, *, action: Action, viewer: Viewer, now: datetime) -> Action:
    """Add one action by hand, or from a finding, step or meeting; returns it as stored.

    It needs a due date: without one it would never be overdue.
    For those who manage actions; for an activity also those who take steps and may see it.
    Raises StepRefusedError naming what is missing.
    """
    action = replace(action, **_of_activity(tx, action, viewer))
    if not action.text.strip():
        raise StepRefusedError("Write what will be done.")
    if action.due is None:
        raise StepRefusedError("Choose the day by which it is to be done. Nothing was saved.")
    _check_owner(tx, action.organisation)
    (stored,) = add_actions(tx, [replace(action, text=action.text.strip()[:LONGEST])], now=now)
    write_update(tx, stored, 0, Deed.ADDED, viewer, now)
    tell_of(tx, Happening.ACTION_ADDED, stored, viewer, now, {"reference": stored.reference})
    return stored


def _of_activity(tx: Transaction, action: Action, viewer: Viewer) -> dict[str, Any]:
    """The mechanism of the action's activity; raises unless the viewer may add one there."""
    if not action.activity:
        require(viewer, Permission.MANAGE_ACTIONS, to="add an action")
        return {}
    require(viewer, Permission.MANAGE_ACTIONS, Permission.TAKE_STEPS, to="add an action")
    condition, params = visible_activity(viewer, "v", 2)
    row = tx.one(
        f"SELECT v.mechanism FROM activity v WHERE v.id = $1 AND {condition}",  # noqa: S608
        [action.activity, *params],
    )
    if row is None:
        raise NotFoundError("activity", action.activity)
    return {"mechanism": row["mechanism"]}


def _check_owner(tx: Transaction, organisation: str) -> None:
    known = tx.one("SELECT id FROM organisation WHERE id = $1", [organisation])
    if organisation and known is None:
        raise NotFoundError("organisation", organisation)


# What the owner's side reports, and what others decide.


def update_action(
    tx: Transaction,
    *,
    id: str,
    status: ActionStatus,
    viewer: Viewer,
    now: datetime,
    words: str = "",
    evidence: str = "",
    seen: int | None = None,
) -> Action:
    """Report on an action for its owner; `seen` is how many updates the person had read.

    Raises NotFoundError, NotAllowedError, or StepRefusedError with the sentence to show.
    """
    action = get_action(tx, id, viewer, seen)
    if not is_owner(viewer, action.organisation):
        require(viewer, Permission.MANAGE_ACTIONS, to="report on an action")
    _refuse(find_report_refusal(action, status, words))
    after = replace(
        action,
        status=status,
        progress=words.strip()[:LONGEST] or action.progress,
        evidence=evidence.strip()[:LONGEST] or action.evidence,
        done_on=_done_on(action, status, local_day(now)),
    )
    return store_action(tx, after, Deed.REPORTED, viewer, now, words=words, evidence=evidence)


def _done_on(action: Action, status: ActionStatus, day: date) -> date | None:
    if status is not ActionStatus.DONE:
        return None
    return action.done_on if action.status is ActionStatus.DONE else day


def assure_action(
    tx: Transaction,
    *,
    id: str,
    viewer: Viewer,
    now: datetime,
    partners: Sequence[Partner],
    words: str = "",
    seen: int | None = None,
) -> Action:
    """Say that an action is done well; never by its owner, in name or in organisation.

    `partners` are the safeguarding partners, who own what organisations of their types own.
    """
    require(viewer, Permission.ASSURE_ACTIONS, to="assure an action")
    action = get_action(tx, id, viewer, seen)
    reporters = {
        update.by
        for update in list_updates(tx, action=action.id, viewer=viewer)
        if update.deed is Deed.REPORTED
    }
    _refuse(
        find_assurance_refusal(
            action, viewer, reported_by=reporters,
            owner_partner=_partner_of(tx, action.organisation, partners),
        )
    )  # fmt: skip
    after = replace(
        action, status=ActionStatus.ASSURED, assured_by=name_of(viewer), assured_on=local_day(now)
    )
    return store_action(tx, after, Deed.ASSURED, viewer, now, words=words)


def _partner_of(tx: Transaction, organisation: str, partners: Sequence[Partner]) -> str:
    row = tx.one("SELECT type FROM organisation WHERE id = $1", [organisation])
    kind = row["type"] if row else ""
    return next((each.key for each in partners if kind in each.types), "")


def reopen_action(
    tx: Transaction,
    *,
    id: str,
    reason: str,
    viewer: Viewer,
    now: datetime,
    seen: int | None = None,
) -> Action:
    """Send an action back to its owner: what was done does not do, or is needed after all."""
    require(viewer, Permission.ASSURE_ACTIONS, Permission.MANAGE_ACTIONS, to="reopen an action")
    action = get_action(tx, id, viewer, seen)
    _refuse(find_reopen_refusal(action, reason))
    after = replace(
        action, status=ActionStatus.IN_PROGRESS, assured_by="", assured_on=None, done_on=None,
        reason=reason.strip()[:LONGEST],
    )  # fmt: skip
    return store_action(tx, after, Deed.REOPENED, viewer, now, words=reason)


def close_action(
    tx: Transaction,
    *,
    id: str,
    reason: str,
    viewer: Viewer,
    now: datetime,
    seen: int | None = None,
) -> Action:
    """Close an action that is no longer needed, with the reason; it stays in the register."""
    require(viewer, Permission.MANAGE_ACTIONS, to="close an action")
    action = get_action(tx, id, viewer, seen)
    _refuse(find_close_refusal(action, reason))
    after = replace(action, status=ActionStatus.CLOSED, reason=reason.strip()[:LONGEST])
    return store_action(tx, after, Deed.CLOSED, viewer, now, words=reason)


def move_due(
    tx: Transaction,
    *,
    id: str,
    due: date,
    reason: str,
    viewer: Viewer,
    now: datetime,
    seen: int | None = None,
) -> Action:
    """Give an action another due date, with the reason; the earlier one stays in its history."""
    require(viewer, Permission.MANAGE_ACTIONS, to="change when an action is due")
    action = get_action(tx, id, viewer, seen)
    if not action.is_open:
        raise StepRefusedError("This action has ended. Reopen it first, then change its date.")
    if not reason.strip():
        raise StepRefusedError("Write why the date is changed.")
    if due == action.due:
        raise StepRefusedError("That is the date it has. Choose another.")
    moved = f"From {say_day(action.due)} to {say_day(due)}: {reason.strip()}"
    return store_action(tx, replace(action, due=due), Deed.DUE_MOVED, viewer, now, words=moved)


def change_action(
    tx: Transaction,
    *,
    id: str,
    changes: Mapping[str, str],
    viewer: Viewer,
    now: datetime,
    seen: int | None = None,
) -> Action:
    """Change who owns an action, its words and where it belongs; see CHANGEABLE."""
    require(viewer, Permission.MANAGE_ACTIONS, to="change an action")
    action = get_action(tx, id, viewer, seen)
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"an action's {min(unknown)} is not changed by hand")
    if not changes.get("text", action.text).strip():
        raise StepRefusedError("Write what will be done.")
    _check_owner(tx, changes.get("organisation", action.organisation))
    new = {name: value.strip() for name, value in changes.items()}
    said = [name for name, value in new.items() if getattr(action, name) != value]
    if not said:
        return action
    typed: dict[str, Any] = {**new, **({"kind": ActionKind(new["kind"])} if "kind" in new else {})}
    words = ", ".join(name.replace("_", " ") for name in said)
    return store_action(tx, replace(action, **typed), Deed.CHANGED, viewer, now, words=words)


def _refuse(sentence: str) -> None:
    if sentence:
        raise StepRefusedError(sentence)
