"""One meeting: where and when, its agenda, and what can be changed about it."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode

import streamlit as st

from db import meetings
from exports.agenda_document import AgendaPack, say_time
from exports.moment import spoken_date
from forms.types.base import AnswerError
from forms.types.moments import read_date
from pages.components.gathering.agenda import show_agenda
from pages.components.gathering.doing import attempt, turn
from pages.components.gathering.group import STATUS_TONES
from pages.components.gathering.loading import load_pack
from pages.components.gathering.planning import ask_particulars, read_particulars
from pages.components.html import Safe, link, show, tag
from pages.components.layout import page_heading, status_tag
from pages.components.running.days import ask_day
from pages.components.running.said import say_trouble, show_said
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.access import Permission
from scrutiny.calendar import name_meeting
from scrutiny.meeting import MEETING_STATUS_LABELS, Meeting, MeetingStatus
from scrutiny.pack_rules import Length


def show_meeting(page: Page, id: str) -> None:
    """Everything about one meeting."""
    pack = load_pack(page, id)
    meeting, group = pack.meeting, pack.group
    show(tag("p", link(f"All meetings of {group.label}", f"/groups?group={group.key}")))
    name = name_meeting(meeting, group)
    page_heading(spoken_date(meeting.on), above="" if name == group.label else name)
    show_said()
    _show_facts(pack)
    if page.viewer.can(Permission.MANAGE_GROUPS):
        _show_steps(page, pack)
    show_agenda(page, pack)
    if page.viewer.can(Permission.MANAGE_GROUPS) and meeting.status is MeetingStatus.PLANNED:
        _show_changing(page, pack)


def _show_facts(pack: AgendaPack) -> None:
    meeting = pack.meeting
    said = ", ".join(filter(None, (f"{meeting.on:%A}", say_time(meeting), meeting.place)))
    pack_address = f"/documents/agenda/{meeting.id}"
    show(
        tag(
            "p", said, " ",
            status_tag("", MEETING_STATUS_LABELS[meeting.status], STATUS_TONES[meeting.status]),
        ),
        tag("p", meeting.notes) if meeting.notes else "",
        tag(
            "p", link("Agenda pack (PDF)", f"{pack_address}.pdf"), " · ",
            link("Agenda pack (web page)", f"{pack_address}.html"), " · ",
            link("Put it in my calendar (.ics)", f"/documents/meeting/{meeting.id}.ics"),
        ),
        _draw_whole(pack, pack_address),
    )  # fmt: skip


def _draw_whole(pack: AgendaPack, address: str) -> Safe:
    """The second choice, where the usual pack has papers in their short form."""
    if not any(paper.cut for entry in pack.entries for paper in entry.papers):
        return Safe("")
    query = urlencode({"length": Length.WHOLE})
    return tag(
        "p", "Long papers are in their short form. Whole, they make it much longer: ",
        link("Whole papers (PDF)", f"{address}.pdf?{query}"), " · ",
        link("Whole papers (web page)", f"{address}.html?{query}"),
        class_="small",
    )  # fmt: skip


def _show_steps(page: Page, pack: AgendaPack) -> None:
    """Held, cancelled, or planned again: what is open from where it stands."""
    meeting = pack.meeting
    if meeting.status is not MeetingStatus.PLANNED:
        st.button(
            "Plan it again", key="plan-again", on_click=_set,
            args=(page, meeting, MeetingStatus.PLANNED, "The meeting is planned again."),
        )  # fmt: skip
        return
    if meeting.on <= page.today:
        if meeting.on < page.today:
            st.info("The day of this meeting has passed. Was it held?")
        st.button(
            "Mark as held", key="held", type="primary", on_click=_set,
            args=(page, meeting, MeetingStatus.HELD, "The meeting is marked as held."),
        )  # fmt: skip


def _set(page: Page, meeting: Meeting, status: MeetingStatus, words: str, **more: bool) -> None:
    attempt(
        page,
        words,
        meetings.set_meeting_status,
        id=meeting.id,
        status=status,
        context=page.context,
        **more,
    )


def _show_changing(page: Page, pack: AgendaPack) -> None:
    meeting = pack.meeting
    show(tag("h2", "Change this meeting"))
    followers = list_followers(page, meeting)
    with st.expander("Move it, or change its time or place", key="open-move"):
        _show_moving(page, meeting, followers)
    names = ", ".join(spoken_date(each.on) for each in followers)
    ask_twice(
        "Cancel this meeting",
        "Items without an outcome go to the next meeting, or wait for one."
        + (f" What follows it, on {names}, is cancelled too." if names else ""),
        key="cancel", yes="Yes, cancel it",
        done=partial(
            _set, page, meeting, MeetingStatus.CANCELLED, "The meeting is cancelled.",
            with_followers=True,
        ),
    )  # fmt: skip


def list_followers(page: Page, meeting: Meeting) -> list[Meeting]:
    """The planned meetings whose date this one's sets."""
    listed = page.database.read(
        meetings.list_meetings, viewer=page.viewer, group=meeting.group, first=meeting.on
    )
    return [
        each
        for each in listed
        if each.follows == meeting.id and each.status is MeetingStatus.PLANNED
    ]


def _show_moving(page: Page, meeting: Meeting, followers: list[Meeting]) -> None:
    at = f"{turn()}-{meeting.sequence}"
    if followers:
        days = ", ".join(spoken_date(each.on) for each in followers)
        show(tag("p", f"What follows it, on {days}, moves by as many days."))
    with st.form(f"move-{at}", border=False):
        typed = ask_day("Date", key=f"move-on-{at}", value=meeting.on)
        changed = ask_particulars(meeting, f"move-{at}")
        notes = st.text_area("Notes (optional)", meeting.notes, key=f"move-notes-{at}", height=90)
        if not st.form_submit_button("Save the changes"):
            return
    try:
        day, new = read_date(typed), read_particulars(changed)
    except (AnswerError, ValueError) as error:
        say_trouble(str(error))
    else:
        attempt(
            page, "The meeting is changed. Subscribed calendars follow.", meetings.move_meeting,
            id=meeting.id, on=day, starts_at=new.starts_at, ends_at=new.ends_at, place=new.place,
            notes=notes.strip(), context=page.context,
        )  # fmt: skip
    st.rerun()
