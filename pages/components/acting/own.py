"""The owner's side: an organisation's own actions, and reporting on them one by one."""

from __future__ import annotations

import streamlit as st

from db.action_register import list_register
from exports.moment import spoken_date
from pages.components.acting.reporting import show_report_form
from pages.components.acting.telling import draw_status, tell_due, tell_source
from pages.components.html import Safe, show, tag
from pages.components.layout import empty_state
from pages.components.paging import page_number, show_pages
from pages.components.running.said import show_said
from pages.components.shell import Page
from pages.components.tables import draw_details, lines
from scrutiny.action import ActionStatus
from scrutiny.action_search import Listed, Show, Wanted

_OPENED = "own-action-opened"
#: How many stand on one screen; each may open into a form.
_SIZE = 20


def show_own(page: Page) -> None:
    """What the viewer's organisation has still to do, each with a way to report."""
    show_said()
    found = page.database.read(
        list_register, viewer=page.viewer, today=page.today, wanted=Wanted(status=Show.OPEN),
        page=page_number("own"), size=_SIZE,
    )  # fmt: skip
    if not found.total:
        empty_state(
            "There is nothing for you to do now",
            "Every action of your organisation has been assured or closed. We will write to you "
            "when there is a new one.",
        )
    else:
        show(tag("p", f"{found.total} open: what has no date yet, then what is due soonest. Each "
                 "stays here until somebody outside your organisation has looked at it and is "
                 "assured."))  # fmt: skip
    for row in found.rows:
        show_card(page, row)
    show_pages(found.total, _SIZE)
    show_ended(page)


def show_card(page: Page, row: Listed) -> None:
    """One action, and the form to report on it once it is asked for."""
    action = row.action
    with st.container(border=True, key=f"own-{action.id}"):
        show(
            tag("h2", action.text, class_="own-action"),
            tag("p", draw_status(page, action)),
            draw_facts(page, row),
        )
        if action.status is ActionStatus.DONE:
            show(tag("p", "You reported this as done. Somebody else will look at it; you can "
                     "still add to your report."))  # fmt: skip
        if st.session_state.get(_OPENED) == action.id:
            show_report_form(page, row)
        else:
            st.button(f"Report on {action.reference}", key=f"begin-{action.id}",
                      on_click=_open, args=(action.id,))  # fmt: skip


def _open(id: str) -> None:
    st.session_state[_OPENED] = id


def draw_facts(page: Page, row: Listed) -> Safe:
    """What an owner needs to know of an action."""
    action = row.action
    pairs = (
        ("Due", tell_due(action)),
        ("Who", action.owner),
        ("Difference for children", action.difference),
        ("Standard", action.standard),
        ("Where it came from", tell_source(page, row)),
        ("Why it was reopened", action.reason if action.status is ActionStatus.IN_PROGRESS else ""),
        ("You last reported", action.progress),
    )
    drawn = (
        tag("div", tag("dt", label), tag("dd", lines(words), dir="auto"))
        for label, words in pairs
        if words
    )
    return tag("dl", *drawn, class_="facts")


def show_ended(page: Page) -> None:
    """The latest that were assured or closed, to open."""
    ended = [
        row
        for status in (ActionStatus.ASSURED, ActionStatus.CLOSED)
        for row in page.database.read(
            list_register, viewer=page.viewer, today=page.today, wanted=Wanted(status=status),
            size=_SIZE,
        ).rows
    ]  # fmt: skip
    if ended:
        rows = (tag("li", _say_ended(row)) for row in ended)
        show(draw_details(f"Assured or closed: {len(ended)}", tag("ul", *rows)))


def _say_ended(row: Listed) -> str:
    action = row.action
    if action.status is ActionStatus.ASSURED:
        when = f" on {spoken_date(action.assured_on)}" if action.assured_on else ""
        return f"{action.text} Assured{when} by {action.assured_by}."
    return f"{action.text} Closed: {action.reason}"
