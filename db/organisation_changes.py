"""One organisation of the register changed by hand, and what was changed before."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from db.access import require
from db.connection import Transaction
from db.contacts import follow_register
from db.days import local_day
from db.errors import StaleDetailsError, StepRefusedError
from db.events import Event, Happening, add_event, list_events
from db.organisations import get_organisation, set_organisation
from forms.model import Json
from scrutiny.access import Permission, Viewer
from scrutiny.organisation import Organisation

_TO = "change the register"


def change_organisation(
    tx: Transaction,
    *,
    changed: Organisation,
    seen: Organisation,
    reason: str = "",
    viewer: Viewer,
    now: datetime,
) -> Organisation:
    """Write over one organisation's details; ending it, or bringing it back, needs a reason.

    `seen` is what the writer saw: raises StaleDetailsError when other details stand there
    now. Links that were sent to an address that is given up, or to anybody of an organisation
    that has ended, open nothing any more.
    """
    require(viewer, Permission.MANAGE_ORGANISATIONS, to=_TO)
    before = get_organisation(tx, seen.id)
    if before != seen:
        raise StaleDetailsError(before)
    after = replace(changed, id=before.id).tidied
    names = list_changed(before, after)
    if not names:
        return before
    if after.ended != before.ended:
        _check_end(after, reason, now)
    set_organisation(tx, after)
    follow_register(tx, before, after, now)
    if after.ended and not before.ended:
        _close_ways_in(tx, after.id, now)
    detail: dict[str, Json] = {"changed": [*names], "reason": reason.strip()}
    if after.ended:
        detail["ended"] = after.ended.isoformat()
    add_event(
        tx, name=Happening.ORGANISATION_CHANGED, subject=after.id, now=now,
        actor=viewer.name or viewer.role, role=viewer.role, detail=detail,
    )  # fmt: skip
    return after


def list_organisation_changes(tx: Transaction, *, organisation: str, viewer: Viewer) -> list[Event]:
    """What was changed about an organisation, the last change first."""
    require(viewer, Permission.MANAGE_ORGANISATIONS, to=_TO)
    found = list_events(tx, subject=organisation)
    return [each for each in found if each.name is Happening.ORGANISATION_CHANGED][::-1]


def list_changed(before: Organisation, after: Organisation) -> tuple[str, ...]:
    """The names of the details that differ."""
    names = (part.name for part in fields(Organisation))
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def _check_end(after: Organisation, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise StepRefusedError("Write why it leaves the register, or why it comes back.")
    if after.ended and after.ended > local_day(now):
        raise StepRefusedError("That day is still to come. End it once the day is there.")


def _close_ways_in(tx: Transaction, organisation: str, now: datetime) -> None:
    """Links and sessions of its people open nothing from now on."""
    tx.execute(
        "UPDATE personal_link SET expires = $2 WHERE used IS NULL "
        "AND contact IN (SELECT id FROM contact WHERE organisation = $1)",
        [organisation, now],
    )
    tx.execute(
        "DELETE FROM session WHERE organisation = $1 "
        "OR organisation IN (SELECT id FROM contact WHERE organisation = $1)",
        [organisation],
    )
