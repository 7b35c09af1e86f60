"""Agendas: the items of meetings in their order, and those that wait for a meeting.

An item for the next available meeting finds it here, and finds another when that one is
moved or cancelled; what stands on an agenda by hand stays with its meeting.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime

from db.access import require, visible_activity
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening, add_event
from scrutiny.access import Permission, Viewer
from scrutiny.meeting import AgendaItem, Meeting, MeetingStatus, place_item

_MEETING = tuple(part.name for part in fields(Meeting))
_ITEM = tuple(part.name for part in fields(AgendaItem))
_STORED_AS = {"group": "for_group", "on": "day"}
_ITEM_COLUMNS = tuple(_STORED_AS.get(name, name) for name in _ITEM)
CLOSED_TITLE = "An item for those who take part in it"
CARRIED = "Carried over to a later meeting"
_GONE = "Somebody else changed this agenda meanwhile. Look at it again, then try once more."


def all_meetings(tx: Transaction, *, group: str = "") -> list[Meeting]:
    """Every meeting of a group or of all, first to last; for what works without a viewer."""
    rows = tx.query(
        "SELECT * FROM meeting WHERE $1 = '' OR for_group = $1 ORDER BY day, starts_at, id",
        [group],
    )
    return [read_meeting(row) for row in rows]


def read_meeting(row: Row) -> Meeting:
    """A row of the table as a meeting."""
    values = {name: row[_STORED_AS.get(name, name)] for name in _MEETING}
    return Meeting(**{**values, "status": MeetingStatus(values["status"])})


def add_agenda_item(
    tx: Transaction,
    *,
    group: str,
    title: str,
    on_or_after: date,
    now: datetime,
    actor: str,
    activity: str = "",
    step: str = "",
    document: str = "",
    kind: str = "",
    lead: str = "",
    purpose: str = "",
    asked: str = "",
) -> AgendaItem | None:
    """Put an item on the group's next available meeting from a day on.

    None when no such meeting is set: it waits, and takes its place once one is. The same
    step of an activity has one open item, which moves when it asks anew.
    """
    item = AgendaItem(
        _open_item(tx, group, activity, step) or secrets.token_hex(8), "", title, 0,
        activity=activity, step=step, document=document, lead=lead, purpose=purpose,
        group=group, kind=kind, earliest=on_or_after, asked=asked,
    )  # fmt: skip
    tx.execute("DELETE FROM agenda_item WHERE id = $1", [item.id])
    placed = _place(tx, item, now)
    _insert(tx, placed)
    _tell(tx, placed, now, actor=actor)
    return None if placed.is_waiting else placed


def add_item_by_hand(
    tx: Transaction, *, item: AgendaItem, viewer: Viewer, now: datetime
) -> AgendaItem:
    """Put an item at the end of the agenda of `item.meeting`, where it stays."""
    _require(viewer)
    meeting = _get_meeting(tx, item.meeting)
    if meeting.status is not MeetingStatus.PLANNED:
        raise StepRefusedError("This meeting takes no more items. Open the next one.")
    new = replace(
        item, id=secrets.token_hex(8), group=meeting.group, kind="", earliest=None,
        position=_next_position(tx, meeting.id),
    )  # fmt: skip
    _insert(tx, new)
    _tell(tx, new, now, actor=viewer.name, role=viewer.role)
    return new


def list_agenda(tx: Transaction, *, viewer: Viewer, meeting: str) -> list[AgendaItem]:
    """The agenda of a meeting in its order.

    Of a restricted activity in which the viewer has no part, there is a line that says no
    more than that.
    """
    return _list(tx, viewer, "i.meeting = $1", meeting)


def list_waiting(tx: Transaction, *, viewer: Viewer, group: str) -> list[AgendaItem]:
    """The items of a group for which no meeting is set."""
    return _list(tx, viewer, "i.meeting = '' AND i.for_group = $1", group)


def list_items_of(tx: Transaction, *, viewer: Viewer, activity: str) -> list[AgendaItem]:
    """What of one activity, if the viewer may see it, stands on agendas or waits for a meeting."""
    return [each for each in _list(tx, viewer, "i.activity = $1", activity) if each.activity]


def change_agenda_item(
    tx: Transaction, *, item: AgendaItem, viewer: Viewer, now: datetime
) -> AgendaItem:
    """Write an item's title, lead, purpose, what is asked and the outcome."""
    _require(viewer)
    old = _get(tx, item.id)
    new = replace(
        old, title=item.title.strip() or old.title, lead=item.lead.strip(),
        purpose=item.purpose, asked=item.asked.strip(), outcome=item.outcome.strip(),
    )  # fmt: skip
    tx.execute(
        "UPDATE agenda_item SET title = $2, lead = $3, purpose = $4, asked = $5, outcome = $6 "
        "WHERE id = $1",
        [new.id, new.title, new.lead, new.purpose, new.asked, new.outcome],
    )
    _tell(tx, new, now, actor=viewer.name, role=viewer.role)
    return new


def set_agenda_order(
    tx: Transaction, *, meeting: str, ids: Sequence[str], viewer: Viewer, now: datetime
) -> None:
    """Give the agenda a new order; refused in words when it is no longer of these items."""
    _require(viewer)
    rows = tx.query("SELECT id FROM agenda_item WHERE meeting = $1", [meeting])
    if sorted(ids) != sorted(row["id"] for row in rows):
        raise StepRefusedError(_GONE)
    for position, id in enumerate(ids, start=1):
        tx.execute("UPDATE agenda_item SET position = $2 WHERE id = $1", [id, position])
    add_event(
        tx, name=Happening.AGENDA_CHANGED, subject=meeting, now=now, actor=viewer.name,
        role=viewer.role, detail={"order": [*ids]},
    )  # fmt: skip


def remove_agenda_item(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> None:
    """Take an item off; one whose outcome is on record stays, and is refused in words."""
    _require(viewer)
    item = _get(tx, id)
    if item.outcome:
        raise StepRefusedError("Its outcome is on record. Clear the outcome first.")
    tx.execute("DELETE FROM agenda_item WHERE id = $1", [id])
    _tell(tx, item, now, actor=viewer.name, role=viewer.role)


def carry_over(tx: Transaction, id: str, *, viewer: Viewer, now: datetime) -> AgendaItem:
    """Take an item to the group's next meeting after this one; it stays here as carried over."""
    _require(viewer)
    old = _get(tx, id)
    if old.is_waiting or old.outcome:
        raise StepRefusedError("It waits for a meeting already, or its outcome is on record.")
    meeting = _get_meeting(tx, old.meeting)
    tx.execute("UPDATE agenda_item SET outcome = $2 WHERE id = $1", [id, CARRIED])
    later = date.fromordinal(meeting.on.toordinal() + 1)
    again = replace(
        old, id=secrets.token_hex(8), meeting="", earliest=later, kind=meeting.kind, outcome=""
    )
    placed = _place(tx, again, now)
    _insert(tx, placed)
    _tell(tx, placed, now, actor=viewer.name, role=viewer.role)
    return placed


def place_waiting(tx: Transaction, *, group: str, now: datetime, actor: str) -> None:
    """Give the items that wait their place, where the group now has a meeting for them."""
    rows = tx.query(
        "SELECT * FROM agenda_item WHERE meeting = '' AND for_group = $1 "
        "ORDER BY earliest, position, id",
        [group],
    )
    for row in rows:
        _move_item(tx, _item(row), now, actor)


def send_on(tx: Transaction, *, meeting: Meeting, now: datetime, actor: str) -> None:
    """After a change of a meeting, send what it cannot take now to the next available one.

    From a cancelled meeting that is everything without an outcome; from a moved one, the
    items that ask for the next available meeting, where that is now another.
    """
    rows = tx.query(
        "SELECT * FROM agenda_item WHERE meeting = $1 AND outcome = '' ORDER BY position, id",
        [meeting.id],
    )
    for item in map(_item, rows):
        if item.earliest is not None:
            _move_item(tx, item, now, actor)
        elif meeting.status is MeetingStatus.CANCELLED:
            bound = replace(item, earliest=meeting.on, kind=meeting.kind)
            _move_item(tx, bound, now, actor)


def _move_item(tx: Transaction, item: AgendaItem, now: datetime, actor: str) -> None:
    placed = _place(tx, item, now)
    if placed.meeting == item.meeting:
        return
    tx.execute(
        "UPDATE agenda_item SET meeting = $2, position = $3, earliest = $4, kind = $5 "
        "WHERE id = $1",
        [placed.id, placed.meeting, placed.position, placed.earliest, placed.kind],
    )
    _tell(tx, placed, now, actor=actor)


def _place(tx: Transaction, item: AgendaItem, now: datetime) -> AgendaItem:
    found = place_item(item, all_meetings(tx, group=item.group), today=local_day(now))
    if found is None:
        return replace(item, meeting="")
    if found.id == item.meeting:
        return item
    return replace(item, meeting=found.id, position=_next_position(tx, found.id))


def _open_item(tx: Transaction, group: str, activity: str, step: str) -> str:
    if not (activity and step):
        return ""
    row = tx.one(
        "SELECT min(id) AS id FROM agenda_item WHERE activity = $1 AND step = $2 "
        "AND for_group = $3 AND outcome = ''",
        [activity, step, group],
    )
    return str(row["id"] or "") if row else ""


def _list(tx: Transaction, viewer: Viewer, condition: str, key: str) -> list[AgendaItem]:
    require(viewer, Permission.READ_MEETINGS, Permission.MANAGE_GROUPS, to="read an agenda")
    shown, params = visible_activity(viewer, "a", 2)
    rows = tx.query(
        f"SELECT i.*, (a.id IS NULL OR NOT a.is_restricted OR {shown}) AS is_open "  # noqa: S608
        "FROM agenda_item i LEFT JOIN activity a ON a.id = i.activity "
        f"WHERE {condition} ORDER BY i.position, i.earliest, i.id",
        [key, *params],
    )
    return [_item(row) if row["is_open"] else _closed(_item(row)) for row in rows]


def _closed(item: AgendaItem) -> AgendaItem:
    return AgendaItem(item.id, item.meeting, CLOSED_TITLE, item.position, group=item.group)


def _insert(tx: Transaction, item: AgendaItem) -> None:
    tx.insert_many("agenda_item", _ITEM_COLUMNS, [tuple(getattr(item, name) for name in _ITEM)])


def _item(row: Row) -> AgendaItem:
    return AgendaItem(
        **{name: row[column] for name, column in zip(_ITEM, _ITEM_COLUMNS, strict=True)}
    )


def _get(tx: Transaction, id: str) -> AgendaItem:
    row = tx.one("SELECT * FROM agenda_item WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("agenda item", id)
    return _item(row)


def _get_meeting(tx: Transaction, id: str) -> Meeting:
    row = tx.one("SELECT * FROM meeting WHERE id = $1", [id])
    if row is None:
        raise NotFoundError("meeting", id)
    return read_meeting(row)


def _next_position(tx: Transaction, meeting: str) -> int:
    row = tx.one(
        "SELECT COALESCE(max(position), 0) AS last FROM agenda_item WHERE meeting = $1", [meeting]
    )
    return int(row["last"]) + 1 if row else 1


def _require(viewer: Viewer) -> None:
    require(viewer, Permission.MANAGE_GROUPS, to="change an agenda")


def _tell(tx: Transaction, item: AgendaItem, now: datetime, *, actor: str, role: str = "") -> None:
    add_event(
        tx, name=Happening.AGENDA_CHANGED, subject=item.meeting or item.group, now=now,
        actor=actor, role=role, detail={"item": item.id},
    )  # fmt: skip
