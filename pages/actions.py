"""The scrutiny and assurance action plan: the register, its counts and progress, one action."""

from __future__ import annotations

import streamlit as st

from db.action_register import get_listed
from db.errors import NotFoundError
from pages.components.acting.adding import add_action_form
from pages.components.acting.one import show_one
from pages.components.acting.own import show_own
from pages.components.acting.register import show_register
from pages.components.acting.views import show_counts, show_progress
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.html import link
from pages.components.layout import empty_state, page_heading
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from scrutiny.access import Permission

page = open_page(
    Permission.READ_ACTIONS,
    Permission.MANAGE_ACTIONS,
    Permission.UPDATE_ACTIONS,
    Permission.ASSURE_ACTIONS,
    title="Action plan",
    width="wide",
)

VIEWS = {"register": "The register", "counts": "Counts", "progress": "Progress over a period"}


def show_plan(page: Page) -> None:
    """The whole plan, in one of its views, and adding to it."""
    page_heading(
        "Scrutiny and assurance action plan",
        "Every action from a return, a scrutiny activity or a meeting, until somebody other than "
        "its owner is assured that it is done.",
    )
    show_said()
    view = choose("View", VIEWS, name="view")
    {"register": show_register, "counts": show_counts, "progress": show_progress}[view](page)
    if view == "register" and page.viewer.can(Permission.MANAGE_ACTIONS):
        with st.expander("Add an action by hand"):
            add_action_form(page, key="add-action")


def show_wanted(page: Page, id: str) -> None:
    """One action, or why there is none."""
    try:
        row = page.database.read(get_listed, id, viewer=page.viewer)
    except NotFoundError:
        page_heading("Action plan")
        empty_state(
            "There is no such action that you may read",
            "It may be another organisation's. Choose one from the list.",
            link("Go to the action plan", "/actions"),
        )
        return
    show_one(page, row)


load_style()
sees_all = any(
    page.viewer.can(each)
    for each in (Permission.READ_ACTIONS, Permission.MANAGE_ACTIONS, Permission.ASSURE_ACTIONS)
)
if wanted := page.query.get("id", ""):
    show_wanted(page, wanted)
elif sees_all:
    show_plan(page)
else:
    page_heading("Your actions", "What your organisation has agreed to do, and where it stands.")
    show_own(page)
