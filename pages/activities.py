"""Scrutiny activities: all that the viewer may see, and beginning one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from db import activities
from db.activities import ActivityRow
from forms.model import Tone
from forms.types.moments import say_date
from pages.components.activities.beginning import (
    BEGAN,
    list_begun_here,
    show_beginning,
    show_choosing,
)
from pages.components.activities.naming import group_names, say_due_day, say_late
from pages.components.activities.style import load_activity_style
from pages.components.blocks import draw_tiles
from pages.components.charts import load_style
from pages.components.choosing import choose, tick
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading, status_tag
from pages.components.redrawing import begin_drawing
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.activity import ACTIVITY_STATUS_LABELS, ActivityStatus

page = open_page(
    Permission.RUN_ACTIVITIES,
    Permission.READ_ACTIVITIES,
    Permission.TAKE_STEPS,
    title="Scrutiny activities",
    width="wide",
)

ALL, GOING_ON = "all", "going_on"
SOON = timedelta(days=14)
STATUS_TONES = {
    ActivityStatus.UNDER_WAY: Tone.MIDDLING,
    ActivityStatus.PAUSED: Tone.NEUTRAL,
    ActivityStatus.ENDED: Tone.GOOD,
    ActivityStatus.WITHDRAWN: Tone.NEUTRAL,
}


def show_list(page: Page) -> None:
    """Tiles over all, filters, and one row an activity."""
    page_heading(
        "Scrutiny activities",
        "Every event, audit and forum: where it stands, what is next, and by when.",
    )
    show_said()
    _show_ways(page)
    listed = page.database.read(activities.list_activities, viewer=page.viewer, today=page.today)
    if not listed:
        show_none(page)
        return
    show_tiles(page, listed)
    found = filter_rows(page, listed)
    show(tag("p", f"{len(found)} of {len(listed)} activities.", role="status", class_="count"))
    if not found:
        empty_state("None is like that", "Choose other filters to see more.")
        return
    data_table(
        [_row(page, row) for row in found],
        ("Activity", "Where it stands", "What is next", "By when"),
        caption="Activities, what is late first",
        key="activities",
    )


def _show_ways(page: Page) -> None:
    ways: list[Safe] = []
    if list_begun_here(page):
        ways.append(link("Begin an activity", "/activities?begin=chosen", class_="way-in"))
    if page.viewer.can(Permission.READ_ACTIVITIES):
        ways.append(link("How each kind works", "/mechanisms"))
    if ways:
        show(tag("p", *ways, class_="files"))


def show_none(page: Page) -> None:
    """Nothing is there, and what to do."""
    if list_begun_here(page):
        words = "Begin one: choose what kind it is, and say what it is about."
    else:
        words = (
            "When you have a part in one it stands here, and we write to you when it is your turn."
        )
    empty_state("There is no activity that you have a part in yet", words)


def show_tiles(page: Page, listed: Sequence[ActivityRow]) -> None:
    """How many go on, are late, are due soon, and ended this year."""
    going = [row for row in listed if row.status is ActivityStatus.UNDER_WAY]
    late = sum(row.is_late for row in going)
    soon = sum(
        row.next_due is not None and page.today <= row.next_due <= page.today + SOON
        for row in going
    )
    ended = sum(
        row.status is ActivityStatus.ENDED and row.began.year == page.today.year for row in listed
    )
    show(
        draw_tiles(
            [
                ("Under way", str(len(going)), "", ""),
                ("Late", str(late), "a step should have been taken", "poor" if late else "good"),
                ("Due soon", str(soon), f"in the next {SOON.days} days", ""),
                ("Ended", str(ended), f"of those begun in {page.today.year}", ""),
            ]
        )
    )  # fmt: skip


def filter_rows(page: Page, listed: Sequence[ActivityRow]) -> list[ActivityRow]:
    """The rows that the filters in the address leave, what is late first."""
    mechanisms = page.mechanisms.mechanisms
    present = sorted({row.mechanism for row in listed})
    kinds = {
        key: mechanisms[key].name if key in mechanisms else key.replace("_", " ") for key in present
    }
    with st.container(horizontal=True, vertical_alignment="bottom", key="activity-filters"):
        kind = choose("Kind", {ALL: "All", **kinds}, name="mechanism")
        states = {GOING_ON: "Under way or paused", ALL: "All"}
        states |= {status.value: ACTIVITY_STATUS_LABELS[status] for status in ActivityStatus}
        state = choose("Show", states, name="state")
        group = choose("Group", {ALL: "All", **group_names(page.partnership)}, name="group")
        is_late = tick("Only what is late", name="late", unless=False)
    found = [
        row for row in listed
        if kind in (ALL, row.mechanism) and group in (ALL, row.group)
        and _is_wanted(row, state) and (row.is_late or not is_late)
    ]  # fmt: skip
    return sorted(
        found, key=lambda row: (not row.is_late, row.next_due is None, row.next_due or row.began)
    )


def _is_wanted(row: ActivityRow, state: str) -> bool:
    if state == GOING_ON:
        return row.status in (ActivityStatus.UNDER_WAY, ActivityStatus.PAUSED)
    return state in (ALL, row.status)


def _row(page: Page, row: ActivityRow) -> tuple[object, ...]:
    mechanism = page.mechanisms.mechanisms.get(row.mechanism)
    kind = mechanism.name if mechanism else row.mechanism.replace("_", " ")
    return (
        join(
            (
                link(row.title, f"/activity?id={row.reference}"),
                tag("span", f"{kind} ", tag("span", row.reference, class_="keep"), class_="under"),
            )
        ),
        status_tag(row.status.value, say_state(row), STATUS_TONES[row.status]),
        row.next_title,
        _when(page, row),
    )


def say_state(row: ActivityRow) -> str:
    """Where it stands, and that it is paused or has ended where that is so."""
    if row.status is ActivityStatus.UNDER_WAY:
        return row.state
    label = ACTIVITY_STATUS_LABELS[row.status]
    return f"{label}: {row.state}" if row.state else label


def _when(page: Page, row: ActivityRow) -> Safe | str:
    if row.next_due is None:
        return "No date" if row.next_title else ""
    if row.is_late:
        late = status_tag("late", say_late(row.next_due, page.today), Tone.POOR)
        return join((late, f" was due {say_date(row.next_due)}"))
    return say_due_day(row.next_due, "", page.today)


begin_drawing()
load_style()
load_activity_style()
if began := st.session_state.pop(BEGAN, ""):
    st.switch_page("pages/activity.py", query_params={"id": began})
if "begin" not in page.query:
    show_list(page)
elif chosen := page.mechanisms.mechanisms.get(page.query["begin"]):
    show_beginning(page, chosen)
else:
    show_choosing(page)
