"""Meetings of groups: added, moved with those that follow them, cancelled, held.

Each change keeps the agendas right in the same transaction: what waited gets its place,
and what a moved or cancelled meeting can no longer take goes to the next one. With a
`context` the deadlines of activities that hang on the group's meetings follow too.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta

from db.access import require
from db.agendas import add_agenda_item as add_agenda_item  # to callers, the two are one
from db.agendas import all_meetings as all_meetings
from db.agendas import place_waiting, read_meeting, send_on
from db.connection import Transaction
from db.days import local_day
from db.errors import NotFoundError, StepError, StepRefusedError
from db.events import Happening, add_event
from db.open_steps import refresh_open_steps
from scrutiny.access import Permission, Viewer
from scrutiny.meeting import NEXT_STATUSES, Meeting, MeetingStatus
from scrutiny.standing import Context

_NAMES = tuple(part.name for part in fields(Meeting))
_COLUMNS = tuple({"group": "for_group", "on": "day"}.get(name, name) for name in _NAMES)


def add_meeting(
    tx: Transaction,
    *,
    meeting: Meeting,
    viewer: Viewer,
    now: datetime,
    context: Context | None = None,
) -> Meeting:
    """Add one meeting; returns it with an id. What waited for one takes its place on it.

    Raises StepRefusedError with the sentence to show when the group has one of that kind
    on that day already.
    """
    added = add_meetings(tx, meetings=[meeting], viewer=viewer, now=now, context=context)
    if not added:
        raise StepRefusedError(
            f"This group already has a meeting on {_say(meeting.on)}. Choose another day."
        )
    return added[0]


def add_meetings(
    tx: Transaction,
    *,
    meetings: Iterable[Meeting],
    viewer: Viewer,
    now: datetime,
    context: Context | None = None,
) -> list[Meeting]:
    """Add a series; returns those that were new, each with an id.

    A day on which the group has a meeting of that kind already is left out, and what
    would have followed the new one follows the one that stands.
    """
    _require(viewer)
    stands = {_place(each): each.id for each in all_meetings(tx) if _is_on(each)}
    ids: dict[str, str] = {}
    added = []
    for meeting in meetings:
        new = replace(
            meeting, id=meeting.id or secrets.token_hex(8), changed=now,
            follows=ids.get(meeting.follows, meeting.follows),
        )  # fmt: skip
        ids[new.id] = stands.setdefault(_place(new), new.id)
        if ids[new.id] == new.id:
            added.append(new)
    tx.insert_many("meeting", _COLUMNS, [_values(each) for each in added])
    for each in added:
        _tell(tx, Happening.MEETING_ADDED, each, viewer, now)
    _follow_up(tx, added, viewer, now, context)
    return added


def move_meeting(
    tx: Transaction,
    *,
    id: str,
    on: date,
    viewer: Viewer,
    now: datetime,
    starts_at: str | None = None,
    ends_at: str | None = None,
    place: str | None = None,
    notes: str | None = None,
    context: Context | None = None,
) -> Meeting:
    """Move a meeting to another day, and those that follow it by as much.

    Its times, place and notes change alone where they are given. Raises StepRefusedError
    for a meeting that is held or cancelled, or where one stands already.
    """
    _require(viewer)
    old = get_meeting(tx, id, viewer=viewer)
    if old.status is not MeetingStatus.PLANNED:
        raise StepRefusedError("Only a planned meeting can be changed. Plan it again first.")
    new = replace(
        old, on=on, starts_at=_or(starts_at, old.starts_at), ends_at=_or(ends_at, old.ends_at),
        place=_or(place, old.place), notes=_or(notes, old.notes),
    )  # fmt: skip
    if new == old:
        return old
    _refuse_clash(tx, new)
    moved = [_write(tx, new, viewer, now)]
    if on != old.on:
        moved += _shift_followers(tx, id, on - old.on, viewer, now)
    for each in moved:  # once all stand on their new days
        send_on(tx, meeting=each, now=now, actor=viewer.name)
    _follow_up(tx, moved, viewer, now, context)
    return moved[0]


def set_meeting_status(
    tx: Transaction,
    *,
    id: str,
    status: MeetingStatus,
    viewer: Viewer,
    now: datetime,
    with_followers: bool = False,
    context: Context | None = None,
) -> Meeting:
    """Cancel a meeting, mark it as held, or plan it again.

    Raises StepError for a step that is not open, StepRefusedError for one that is held
    before its day. `with_followers` also cancels those planned that follow it.
    """
    _require(viewer)
    old = get_meeting(tx, id, viewer=viewer)
    if status not in NEXT_STATUSES[old.status]:
        raise StepError("meeting", old.status, status)
    if status is MeetingStatus.HELD and old.on > local_day(now):
        raise StepRefusedError(
            f"This meeting is on {_say(old.on)}. Mark it as held on that day or later."
        )
    changed = [replace(old, status=status)]
    if with_followers and status is MeetingStatus.CANCELLED:
        followers = _followers(tx, id)
        changed += [replace(each, status=status) for each in followers]
    written = [_write(tx, each, viewer, now) for each in changed]
    if status is MeetingStatus.CANCELLED:
        for each in written:
            send_on(tx, meeting=each, now=now, actor=viewer.name)
    _follow_up(tx, written, viewer, now, context)
    return written[0]


def get_meeting(tx: Transaction, id: str, *, viewer: Viewer) -> Meeting:
    """One meeting; raises NotFoundError."""
    _require_reader(viewer)
    row = tx.one("SELECT * FROM meeting WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("meeting", id)
    return read_meeting(row)


def list_meetings(
    tx: Transaction,
    *,
    viewer: Viewer,
    group: str = "",
    first: date | None = None,
    last: date | None = None,
) -> list[Meeting]:
    """The meetings of a group or of all between two days, first to last; cancelled ones too."""
    _require_reader(viewer)
    return [
        each
        for each in all_meetings(tx, group=group)
        if (first is None or each.on >= first) and (last is None or each.on <= last)
    ]


def _shift_followers(
    tx: Transaction, id: str, by: timedelta, viewer: Viewer, now: datetime
) -> list[Meeting]:
    followers = _followers(tx, id)
    return [_write(tx, replace(each, on=each.on + by), viewer, now) for each in followers]


def _followers(tx: Transaction, id: str) -> list[Meeting]:
    """The planned meetings that follow this one, and those that follow them."""
    rows = tx.query(
        "SELECT * FROM meeting WHERE follows = $1 AND status = $2 ORDER BY day, id",
        [id, MeetingStatus.PLANNED],
    )
    found = [read_meeting(row) for row in rows]
    return [each for one in found for each in (one, *_followers(tx, one.id))]


def _follow_up(
    tx: Transaction,
    changed: Iterable[Meeting],
    viewer: Viewer,
    now: datetime,
    context: Context | None,
) -> None:
    """What waited takes its place, and deadlines that hang on these meetings follow."""
    for group in dict.fromkeys(each.group for each in changed):
        place_waiting(tx, group=group, now=now, actor=viewer.name)
        if context is not None:
            refresh_open_steps(tx, context=context, group=group)


def _write(tx: Transaction, meeting: Meeting, viewer: Viewer, now: datetime) -> Meeting:
    """Store a changed meeting, as one change more."""
    new = replace(meeting, sequence=meeting.sequence + 1, changed=now)
    tx.execute(
        "UPDATE meeting SET day = $2, starts_at = $3, ends_at = $4, place = $5, status = $6, "
        "notes = $7, sequence = $8, changed = $9 WHERE id = $1",
        [
            new.id, new.on, new.starts_at, new.ends_at, new.place, new.status, new.notes,
            new.sequence, now,
        ],
    )  # fmt: skip
    _tell(tx, Happening.MEETING_MOVED, new, viewer, now)
    return new


def _refuse_clash(tx: Transaction, new: Meeting) -> None:
    others = [each for each in all_meetings(tx, group=new.group) if each.id != new.id]
    if any(_is_on(each) and _place(each) == _place(new) for each in others):
        raise StepRefusedError(
            f"This group already has a meeting on {_say(new.on)}. Choose another day."
        )


def _or(given: str | None, old: str) -> str:
    return old if given is None else given


def _is_on(meeting: Meeting) -> bool:
    return meeting.status is not MeetingStatus.CANCELLED


def _place(meeting: Meeting) -> tuple[str, str, date]:
    return meeting.group, meeting.kind, meeting.on


def _say(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _require(viewer: Viewer) -> None:
    require(viewer, Permission.MANAGE_GROUPS, to="change meetings")


def _require_reader(viewer: Viewer) -> None:
    require(viewer, Permission.READ_MEETINGS, Permission.MANAGE_GROUPS, to="see meetings")


def _tell(
    tx: Transaction, name: Happening, meeting: Meeting, viewer: Viewer, now: datetime
) -> None:
    add_event(
        tx, name=name, subject=meeting.id, now=now, actor=viewer.name, role=viewer.role,
        detail={"group": meeting.group, "on": meeting.on.isoformat(), "status": meeting.status},
    )  # fmt: skip


def _values(meeting: Meeting) -> tuple[object, ...]:
    return tuple(getattr(meeting, name) for name in _NAMES)
