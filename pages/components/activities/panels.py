"""A panel of an activity's page: a few questions that open beneath a button, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import streamlit as st

from db import step_drafts
from db.connection import Transaction
from forms.model import Answers, Json, Question
from pages.components.activities.opening import Opened
from pages.components.activities.taking import (
    act,
    make_kept_sheet,
)
from pages.components.html import show, tag
from pages.components.redrawing import redraw, redraw_when_turned
from pages.components.sheet import Sheet, show_sheet
from scrutiny.access import Viewer

DO = "do"
#: (transaction, the answers, viewer, now): what recording a panel does.
Write = Callable[[Transaction, dict[str, Json], Viewer, datetime], object]


def is_open(name: str) -> bool:
    """Whether the address names this panel."""
    return str(st.query_params.get(DO, "")) == name


def offer(label: str, name: str, *, is_primary: bool = False) -> None:
    """The button that opens a panel."""
    st.button(
        label, key=f"do-{name}", on_click=go, args=(name,),
        type="primary" if is_primary else "secondary",
    )  # fmt: skip


def go(name: str = "") -> None:
    """Open a panel, or close the one that is open."""
    redraw()
    if name:
        st.query_params[DO] = name
    else:
        st.query_params.pop(DO, None)


@st.fragment
def show_panel(
    opened: Opened,
    name: str,
    *,
    title: str,
    questions: Sequence[Question],
    write: Write,
    done: str,
    yes: str = "Save",
    known: Answers | None = None,
) -> None:
    """The questions in a box, with the press that records them and the way back.

    `known` fills the questions in until something is typed.
    """
    with st.container(border=True, key=f"panel-{name}"):
        show(tag("h3", title, tabindex="-1"))
        sheet = make_kept_sheet(opened.page, opened.activity.id, f"do:{name}", tuple(questions))
        for key, value in (known or {}).items():
            sheet.typed.setdefault(key, value)
        show_sheet(sheet, level=4)
        with st.container(horizontal=True):
            st.button(yes, key=f"yes-{name}", type="primary", on_click=_record,
                      args=(opened, name, sheet, write, done))  # fmt: skip
            st.button("Go back", key=f"back-{name}", on_click=_close, args=(opened, name, sheet))
    redraw_when_turned()


def _record(opened: Opened, name: str, sheet: Sheet, write: Write, done: str) -> None:
    if not sheet.check():
        return
    given = sheet.answers

    def change(tx: Transaction, *, viewer: Viewer, now: datetime) -> None:
        write(tx, dict(given), viewer, now)
        step_drafts.forget_step_draft(
            tx, activity=opened.activity.id, step=f"do:{name}", viewer=viewer
        )

    if act(opened.page, change, done, sheet):
        sheet.clear()
        go()


def _close(opened: Opened, name: str, sheet: Sheet) -> None:
    """Leave the panel; what was typed is thrown away, as the person goes back."""
    place = {"activity": opened.activity.id, "step": f"do:{name}"}
    page = opened.page
    page.database.write(step_drafts.forget_step_draft, viewer=page.viewer, **place)
    redraw()
    sheet.clear()
    go()
