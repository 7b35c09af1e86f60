"""Your actions: opened by the link in a mail, to report on them without an account."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from db import organisations
from db.action_links import find_owner
from pages.components.acting.own import show_own
from pages.components.charts import load_style
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission, Viewer
from scrutiny.links import LinkKind, read_link

page = open_page(title="Your actions")

EXPIRED = "This link has run out. The actions are still there: ask us for a new link."
UNKNOWN = (
    "This link does not work. It may be incomplete, or you are no longer the one who reports on "
    "these actions. Open it from the newest message that you were sent, or ask us for a new one."
)


def find_viewer(page: Page) -> Viewer | str:
    """Whoever the link in the address was sent to, or why it opens nothing."""
    opened = read_link(page.query.get("link", ""), secret=page.settings.secret)
    if opened is None or opened.kind is not LinkKind.ACTIONS:
        return UNKNOWN
    if opened.has_expired(page.now):
        return EXPIRED
    return page.database.read(find_owner, opened.id) or UNKNOWN


def show_for(page: Page, owner: Viewer) -> None:
    """The actions of the owner's organisation."""
    organisation = page.database.read(
        organisations.get_organisation, next(iter(owner.organisations))
    )
    page_heading("Your actions", f"You report as {owner.name}.", above=organisation.name)
    show_own(replace(page, viewer=owner))


def show_nothing(page: Page, words: str) -> None:
    """Why nothing opens, and what to do."""
    page_heading("Your actions")
    st.write(f"{words} Write to {page.partnership.email}.")
    if page.viewer.can(Permission.UPDATE_ACTIONS):
        show(tag("p", "You are signed in. ", link("Go to your actions", "/actions")))
    else:
        show(tag("p", link("Go to the home page", "/")))


load_style()
found = find_viewer(page)
if isinstance(found, str):
    show_nothing(page, found)
else:
    show_for(page, found)
