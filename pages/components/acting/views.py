"""The plan counted by what actions have in common, and its progress over a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import urlencode

import streamlit as st

from db.action_register import group_register, list_progress
from exports.action_blocks import progress_blocks, status_chart, tally_chart
from exports.action_plan_document import Grouped
from pages.components.acting.looking import (
    NONE,
    any_status,
    labels_of,
    offer_filters,
    read_wanted,
)
from pages.components.acting.register import show_downloads
from pages.components.blocks import show_blocks
from pages.components.choosing import choose
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, empty_state
from pages.components.shell import Page
from scrutiny.action_picture import add_up
from scrutiny.action_search import BY_LABELS, By, ProgressReport

#: Months that a period of progress may have, and what it is called.
PERIODS = {"6": "Six months", "3": "A quarter", "12": "A year"}
#: In an address: the filter that shows the actions of one group.
_FILTERS = {
    By.GROUP: "group", By.MECHANISM: "source", By.OWNER: "owner", By.STANDARD: "standard",
    By.AGE: "age", By.LEAD_PARTNER: "partner", By.THEME: "theme", By.KIND: "kind",
}  # fmt: skip


def count_by(page: Page, by: By, query: Mapping[str, str]) -> Grouped:
    """The actions that an address asks for, whatever their status, by something."""
    wanted = any_status(read_wanted(page, query))
    if by is By.AGE:
        wanted = replace(wanted, status="open")
    tallies = page.database.read(
        group_register, viewer=page.viewer, today=page.today, by=by,
        rules=page.partnership.actions, wanted=wanted,
    )  # fmt: skip
    title = f"Open actions by {BY_LABELS[by].lower()}"
    return Grouped(title, tallies, labels_of(page, by))


def show_counts(page: Page) -> None:
    """How the actions stand altogether, and by one thing at a time."""
    by = By(choose("Count by", {by.value: words for by, words in BY_LABELS.items()}, name="by"))
    query = {key: value for key, value in page.query.items() if key in set(_FILTERS.values())}
    grouped = count_by(page, by, query)
    if not grouped.tallies:
        empty_state("There is no action to count", "Actions are counted here once there are any.")
        return
    whole = add_up(grouped.tallies)
    chart = tally_chart(grouped.title, grouped.tallies, grouped.labels)
    show_blocks([status_chart(whole), *([chart] if chart else [])], key="counts")
    _show_table(by, grouped)


def _show_table(by: By, grouped: Grouped) -> None:
    columns = (BY_LABELS[by], "Open", "Overdue", "Awaiting assurance", "Assured", "Closed")
    rows = [
        (
            _link(by, tally.key, grouped.labels.get(tally.key, tally.key)), tally.open,
            tally.overdue, tally.done, tally.assured, tally.closed,
        )
        for tally in grouped.tallies
    ]  # fmt: skip
    data_table(rows, columns, caption=f"Actions by {BY_LABELS[by].lower()}", key="by-table",
               numeric=columns[1:])  # fmt: skip


def _link(by: By, key: str, words: str) -> Safe | str:
    """The group as a link to its actions; what is empty has none, but for what came of nothing."""
    if not key and by is not By.MECHANISM:
        return words
    query = urlencode({_FILTERS[by]: key or NONE, "status": "all" if by is not By.AGE else "open"})
    return link(words, f"/actions?{query}")


# Progress.


def months_before(today: date, months: int) -> date:
    """The same day so many months ago, or the last of that month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 0, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("a month has a first day")


def read_progress(page: Page, query: Mapping[str, str]) -> ProgressReport:
    """The progress that an address asks for: over so many months, or since a day."""
    months = query.get("months", "6")
    first = months_before(page.today, int(months) if months in PERIODS else 6)
    try:
        since = date.fromisoformat(query.get("since", ""))
    except ValueError:
        since = first
    wanted = replace(read_wanted(page, query), status="")
    return page.database.read(
        list_progress, viewer=page.viewer, first=min(since, page.today - timedelta(1)),
        today=page.today, wanted=wanted,
    )  # fmt: skip


def progress_title(query: Mapping[str, str]) -> str:
    """What a period's progress is called."""
    words = {"6": "Six-month progress", "3": "Quarterly progress", "12": "Yearly progress"}
    kind = words.get(query.get("months", "6"), "Progress")
    return "Progress" if query.get("since") else kind


def show_progress(page: Page) -> None:
    """The same actions at the start of a period and now."""
    offers = offer_filters(page)
    with st.container(horizontal=True):
        choose("Over", PERIODS, name="months")
        for name in ("group", "cycle", "source"):
            choose(offers[name].label, offers[name].options, name=name)
    _ask_since(page)
    query = {key: st.query_params[key] for key in st.query_params}
    show_downloads(query, name="progress")
    show(tag("h2", progress_title(query)))
    show_blocks(progress_blocks(read_progress(page, query)), key="progress", level=3)


def _ask_since(page: Page) -> None:
    """A start of one's own, such as the day on which both Boards saw the outcomes."""
    try:
        now = date.fromisoformat(page.query.get("since", ""))
    except ValueError:
        now = None
    st.session_state.setdefault("progress-since", now)
    st.date_input("Or since another day (optional), such as the day of the Board", value=None,
                  key="progress-since", format="DD/MM/YYYY", on_change=_keep_since)  # fmt: skip


def _keep_since() -> None:
    day = st.session_state["progress-since"]
    if isinstance(day, date):
        st.query_params["since"] = day.isoformat()
    else:
        st.query_params.pop("since", None)
