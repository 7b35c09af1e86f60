"""The calendar: everything that has a date, by week, and an address to subscribe to it."""

from __future__ import annotations

from datetime import date, timedelta

import streamlit as st

from pages.components.choosing import choose, tick
from pages.components.gathering.loading import load_dated
from pages.components.gathering.month import show_late, show_month
from pages.components.gathering.subscribing import show_subscribing
from pages.components.layout import page_heading
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.calendar import (
    ENTRY_LABELS,
    EntryKind,
    Wanted,
    add_months,
    make_calendar,
    month_of,
)

LONG_AGO = timedelta(days=2 * 366)

page = open_page(Permission.READ_MEETINGS, title="Calendar")


def read_month(page: Page) -> date:
    """The first day of the month that the address asks for, or of this one."""
    try:
        return date.fromisoformat(f"{st.query_params.get('month', '')}-01")
    except ValueError:
        return page.today.replace(day=1)


def go_to(month: date) -> None:
    """To another month; the filters stay."""
    st.query_params["month"] = f"{month:%Y-%m}"


def show_months(page: Page, first: date) -> None:
    """Back, to today, and on."""
    earlier, later = add_months(first, -1), add_months(first, 1)
    with st.container(horizontal=True):
        st.button(f"← {earlier:%B}", key="earlier", on_click=go_to, args=(earlier,))
        if first != page.today.replace(day=1):
            st.button("This month", key="today", on_click=go_to, args=(page.today,))
        st.button(f"{later:%B} →", key="later", on_click=go_to, args=(later,))


def ask_wanted(page: Page) -> Wanted:
    """The filters, kept in the address."""
    kinds = {"": "Everything", **{kind.value: ENTRY_LABELS[kind] for kind in EntryKind}}
    groups = {"": "Every group"} | {each.key: each.name for each in page.partnership.groups}
    left, right = st.columns(2)
    with left:
        kind = choose("Show", kinds, name="kind")
    with right:
        group = choose("Group", groups, name="group")
    is_mine = tick("Only what is mine", name="mine", unless=False)
    return Wanted(frozenset({EntryKind(kind)} if kind else ()), group, is_mine)


def show_calendar(page: Page) -> None:
    """What is late, then the month."""
    first, last = month_of(read_month(page))
    page_heading(f"Calendar: {first:%B %Y}", "What takes place, what is due, and what is late.")
    show_said()
    wanted = ask_wanted(page)
    dated = load_dated(
        page, first=min(first, page.today - LONG_AGO), last=max(last, page.today),
        with_returns=wanted.kinds == {EntryKind.ACTION},
    )  # fmt: skip
    entries = make_calendar(dated, wanted)
    show_late(page, entries)
    show_months(page, first)
    show_month(page, [entry for entry in entries if first <= entry.on <= last], first)
    show_subscribing(page)


show_calendar(page)
