"""Who belongs to a group: its members, with their role in words and whom they represent."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime

from db.access import require
from db.connection import Row, Transaction
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer
from scrutiny.meeting import Member
from scrutiny.member_import import Changes, compare_members

_NAMES = tuple(part.name for part in fields(Member))
_COLUMNS = tuple("for_group" if name == "group" else name for name in _NAMES)


def add_member(tx: Transaction, *, member: Member, viewer: Viewer, now: datetime) -> Member:
    """Put somebody on a group; returns them with an id.

    Raises StepRefusedError with the sentence to show when they are a member already.
    """
    _require(viewer)
    new = replace(
        member, id=member.id or secrets.token_hex(8), name=member.name.strip(),
        role=member.role.strip(), email=member.email.strip().lower(),
    )  # fmt: skip
    _refuse_repeat(tx, new)
    tx.insert_many("group_member", _COLUMNS, [_values(new)])
    _tell(tx, Happening.MEMBER_ADDED, new, viewer, now)
    return new


def import_members(
    tx: Transaction, *, members: Iterable[Member], viewer: Viewer, now: datetime
) -> Changes:
    """Bring in a list of members, all or none; returns what it changed, as compare_members does.

    Those who stand as the list says stay untouched; whoever it does not name does too.
    """
    _require(viewer)
    known = list_members(tx, viewer=viewer)
    ended = {each.id: each.ended for each in known}
    changes = compare_members(members, known)
    new = [replace(each, id=secrets.token_hex(8)) for each in changes.new]
    tx.insert_many("group_member", _COLUMNS, [_values(each) for each in new])
    for each in new:
        _tell(tx, Happening.MEMBER_ADDED, each, viewer, now)
    for each in changes.changed:
        tx.execute(
            "UPDATE group_member SET role = $2, email = $3, starts = $4, ended = $5 WHERE id = $1",
            [each.id, each.role, each.email, each.starts, each.ended],
        )
        happened = (
            Happening.MEMBER_ENDED if each.ended != ended[each.id] else Happening.MEMBER_CHANGED
        )
        _tell(tx, happened, each, viewer, now)
    return changes


def end_member(tx: Transaction, id: str, *, on: date, viewer: Viewer, now: datetime) -> Member:
    """From the day `on` they are no member; they stay on record.

    Raises StepRefusedError with the sentence to show when that is before they began.
    """
    _require(viewer)
    old = get_member(tx, id, viewer=viewer)
    if old.starts and on < old.starts:
        raise StepRefusedError("The last day is before the first. Choose a later day.")
    tx.execute("UPDATE group_member SET ended = $2 WHERE id = $1", [id, on])
    new = replace(old, ended=on)
    _tell(tx, Happening.MEMBER_ENDED, new, viewer, now)
    return new


def get_member(tx: Transaction, id: str, *, viewer: Viewer) -> Member:
    """One member; raises NotFoundError."""
    found = next((each for each in list_members(tx, viewer=viewer) if each.id == id), None)
    if found is None:
        raise NotFoundError("member", id)
    return found


def list_members(
    tx: Transaction, *, viewer: Viewer, group: str = "", on: date | None = None
) -> list[Member]:
    """The members of a group or of all, chairs first, then by name; `on` only those of that day.

    An e-mail address is shown to those who keep the groups alone.
    """
    require(viewer, Permission.READ_MEETINGS, Permission.MANAGE_GROUPS, to="see who is in a group")
    rows = tx.query(
        "SELECT * FROM group_member WHERE $1 = '' OR for_group = $1 "
        "ORDER BY for_group, CASE WHEN lower(role) LIKE 'chair%' THEN 0 "
        "WHEN lower(role) LIKE '%chair%' THEN 1 ELSE 2 END, lower(name), id",
        [group],
    )
    shows_email = viewer.can(Permission.MANAGE_GROUPS)
    members = [_member(row, shows_email=shows_email) for row in rows]
    return [each for each in members if on is None or each.is_member(on)]


def _require(viewer: Viewer) -> None:
    require(viewer, Permission.MANAGE_GROUPS, to="change who is in a group")


def _refuse_repeat(tx: Transaction, new: Member) -> None:
    rows = tx.query(
        "SELECT id FROM group_member WHERE for_group = $1 AND lower(name) = lower($2) "
        "AND organisation = $3 AND ended IS NULL",
        [new.group, new.name, new.organisation],
    )
    if rows:
        raise StepRefusedError(f"{new.name} is a member already. End that first, or leave it.")


def _tell(tx: Transaction, name: Happening, member: Member, viewer: Viewer, now: datetime) -> None:
    add_event(
        tx, name=name, subject=member.group, now=now, actor=viewer.name, role=viewer.role,
        detail={"member": member.id},
    )  # fmt: skip


def _values(member: Member) -> tuple[object, ...]:
    return tuple(getattr(member, name) for name in _NAMES)


def _member(row: Row, *, shows_email: bool) -> Member:
    values = {name: row[column] for name, column in zip(_NAMES, _COLUMNS, strict=True)}
    return Member(**{**values, "email": values["email"] if shows_email else ""})
