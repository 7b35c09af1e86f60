"""Meetings, groups and calendars: how each function is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from db import agendas, calendar_keys, groups, meetings
from scrutiny.meeting import AgendaItem, Meeting, MeetingStatus, Member
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import MEETINGS
from tests.permissions.world import SOON

ITEM = AgendaItem("item-1", "meeting-1", "Item", 1)


#: How each is called.
CALLS: dict[str, Call] = {
    "agendas.add_item_by_hand": lambda t, v, o, i: agendas.add_item_by_hand(
        t, item=ITEM, viewer=v, now=NOW),
    "agendas.carry_over": lambda t, v, o, i: agendas.carry_over(t, "item-1", viewer=v, now=NOW),
    "agendas.change_agenda_item": lambda t, v, o, i: agendas.change_agenda_item(
        t, item=ITEM, viewer=v, now=NOW),
    "agendas.list_agenda": lambda t, v, o, i: agendas.list_agenda(
        t, viewer=v, meeting="meeting-1"),
    "agendas.list_items_of": lambda t, v, o, i: agendas.list_items_of(
        t, viewer=v, activity="hidden"
    ),
    "agendas.list_waiting": lambda t, v, o, i: agendas.list_waiting(t, viewer=v, group="chapp"),
    "agendas.remove_agenda_item": lambda t, v, o, i: agendas.remove_agenda_item(
        t, "item-1", viewer=v, now=NOW),
    "agendas.set_agenda_order": lambda t, v, o, i: agendas.set_agenda_order(
        t, meeting="meeting-1", ids=[], viewer=v, now=NOW),
    "calendar_keys.add_calendar_key": lambda t, v, o, i: calendar_keys.add_calendar_key(
        t, key_hash="new", viewer=v, now=NOW) or True,
    "calendar_keys.end_calendar_key": lambda t, v, o, i: calendar_keys.end_calendar_key(
        t, mark="board-ke", viewer=v, now=NOW),
    "calendar_keys.list_calendar_keys": lambda t, v, o, i: calendar_keys.list_calendar_keys(
        t, viewer=v),
    "groups.add_member": lambda t, v, o, i: groups.add_member(
        t, member=Member("", "sab", "New"), viewer=v, now=NOW),
    "groups.end_member": lambda t, v, o, i: groups.end_member(
        t, "member-1", on=NOW.date(), viewer=v, now=NOW),
    "groups.get_member": lambda t, v, o, i: groups.get_member(t, "member-1", viewer=v),
    "groups.import_members": lambda t, v, o, i: groups.import_members(
        t, members=[Member("", "splig", "Brought in")], viewer=v, now=NOW),
    "groups.list_members": lambda t, v, o, i: groups.list_members(t, viewer=v),
    "meetings.add_meeting": lambda t, v, o, i: meetings.add_meeting(
        t, meeting=Meeting("", "sab", NOW.date()), viewer=v, now=NOW),
    "meetings.add_meetings": lambda t, v, o, i: meetings.add_meetings(
        t, meetings=[Meeting("", "sab", NOW.date())], viewer=v, now=NOW),
    "meetings.get_meeting": lambda t, v, o, i: meetings.get_meeting(t, "meeting-1", viewer=v),
    "meetings.list_meetings": lambda t, v, o, i: meetings.list_meetings(t, viewer=v),
    "meetings.move_meeting": lambda t, v, o, i: meetings.move_meeting(
        t, id="meeting-1", on=SOON.date(), viewer=v, now=NOW),
    "meetings.set_meeting_status": lambda t, v, o, i: meetings.set_meeting_status(
        t, id="meeting-1", status=MeetingStatus.CANCELLED, viewer=v, now=NOW),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "agendas.add_item_by_hand": "team",
    "agendas.carry_over": "team",
    "agendas.change_agenda_item": "team",
    "agendas.list_agenda": MEETINGS,
    "agendas.list_items_of": "team",  # of a restricted activity in which nobody has a part
    "agendas.list_waiting": MEETINGS,
    "agendas.remove_agenda_item": "team",
    "agendas.set_agenda_order": "team",
    "calendar_keys.add_calendar_key": MEETINGS,
    "calendar_keys.end_calendar_key": "board",
    "calendar_keys.list_calendar_keys": "board",
    "groups.add_member": "team",
    "groups.end_member": "team",
    "groups.get_member": MEETINGS,
    "groups.import_members": "team",
    "groups.list_members": MEETINGS,
    "meetings.add_meeting": "team",
    "meetings.add_meetings": "team",
    "meetings.get_meeting": MEETINGS,
    "meetings.list_meetings": MEETINGS,
    "meetings.move_meeting": "team",
    "meetings.set_meeting_status": "team",
}
