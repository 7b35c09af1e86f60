"""One group: its meetings, what waits for one, and its members."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db import agendas, groups, meetings
from exports.agenda_document import say_time
from exports.moment import spoken_date
from forms.model import Tone
from pages.components.gathering.listing import say_next
from pages.components.gathering.loading import name_origins, name_places
from pages.components.gathering.members import show_changing_members
from pages.components.gathering.planning import show_planning
from pages.components.html import link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.running.said import show_said
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.meeting import MEETING_STATUS_LABELS, Meeting, MeetingStatus, Member
from scrutiny.partnership import Group

#: How many meetings to come are shown at once.
SHOWN = 6
STATUS_TONES = {
    MeetingStatus.PLANNED: Tone.NEUTRAL,
    MeetingStatus.HELD: Tone.GOOD,
    MeetingStatus.CANCELLED: Tone.POOR,
}


def show_group(page: Page, group: Group) -> None:
    """Everything about one group."""
    show(tag("p", link("All groups and meetings", "/groups")))
    listed = page.database.read(meetings.list_meetings, viewer=page.viewer, group=group.key)
    page_heading(group.label, above=group.short)
    show_said()
    show(tag("p", tag("strong", "Next meeting: "), say_next(page, group, listed)))
    show_waiting(page, group)
    show_meetings(page, group, listed)
    may_change = page.viewer.can(Permission.MANAGE_GROUPS)
    if may_change and group.active:
        show_planning(page, group)
    show_members(page, group)
    if may_change:
        show_changing_members(page, group)


def show_waiting(page: Page, group: Group) -> None:
    """The items that no meeting takes yet."""
    waiting = page.database.read(agendas.list_waiting, viewer=page.viewer, group=group.key)
    if not waiting:
        return
    origins = name_origins(page, waiting)
    rows = (
        tag(
            "li", tag("strong", item.title), f" {origins.get(item.activity, '')}",
            f", from {spoken_date(item.earliest)} on" if item.earliest else "",
        )
        for item in waiting
    )  # fmt: skip
    show(
        tag("h2", f"Waiting for a meeting: {len(waiting)}"),
        tag("p", "They take their place as soon as a meeting is added."),
        tag("ul", *rows),
    )


def show_meetings(page: Page, group: Group, listed: Sequence[Meeting]) -> None:
    """Those to come first, then those of the past, the latest first."""
    show(tag("h2", "Meetings"))
    if not listed:
        empty_state("No meeting is set", "Add one, or a series of them.")
        return
    coming = [each for each in listed if each.on >= page.today]
    past = [each for each in reversed(listed) if each.on < page.today]
    if coming:
        _show_rows(group, coming[:SHOWN], "To come")
    else:
        show(tag("p", "None is to come."))
    for caption, rows in (("Later", coming[SHOWN:]), ("In the past", past)):
        if rows:
            with st.expander(f"{caption}: {len(rows)}"):
                _show_rows(group, rows, caption)


def _show_rows(group: Group, rows: Sequence[Meeting], caption: str) -> None:
    data_table(
        [_row(group, each) for each in rows],
        ("Date", "What, when and where", "Status"),
        caption=caption,
        key=f"meetings-{caption}",
    )


def _row(group: Group, meeting: Meeting) -> tuple[object, ...]:
    said = (group.find_kind(meeting.kind).label, say_time(meeting), meeting.place)
    return (
        link(f"{meeting.on:%a} {spoken_date(meeting.on)}", f"/groups?meeting={meeting.id}"),
        ", ".join(words for words in said if words),
        status_tag("", MEETING_STATUS_LABELS[meeting.status], STATUS_TONES[meeting.status]),
    )


def show_members(page: Page, group: Group) -> None:
    """Who belongs to it today, and who did."""
    show(tag("h2", "Members"))
    listed = page.database.read(groups.list_members, viewer=page.viewer, group=group.key)
    if not listed:
        empty_state("No members are on record", "Add those who belong to this group.")
        return
    names = name_places(page)
    data_table(
        [
            (
                each.name, each.role or "Member", names.get(each.organisation, each.organisation),
                _say_span(each),
            )
            for each in sorted(listed, key=lambda each: each.ended is not None)
        ],
        ("Name", "Role", "Represents", "Member"),
        caption=f"Members of {group.name}",
        key="members",
    )  # fmt: skip


def _say_span(member: Member) -> str:
    """From when to when somebody belongs: "since 1 May 2025", "1 May 2025 to 2 June 2026"."""
    starts = spoken_date(member.starts) if member.starts else ""
    if member.ended is None:
        return f"since {starts}" if starts else "now"
    ended = spoken_date(member.ended)
    return f"{starts} to {ended}" if starts else f"until {ended}"
