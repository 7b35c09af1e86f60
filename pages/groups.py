"""Groups: who belongs to each, when it meets, and what stands on its agendas."""

from __future__ import annotations

import streamlit as st

from db.errors import NotFoundError
from pages.components.gathering.group import show_group
from pages.components.gathering.listing import show_groups
from pages.components.gathering.meeting import show_meeting
from pages.components.gathering.register import show_register
from pages.components.html import link
from pages.components.layout import empty_state, page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission

page = open_page(Permission.READ_MEETINGS, title="Groups and meetings")


def show_wanted(page: Page) -> None:
    """What the address asks for."""
    if id := st.query_params.get("meeting"):
        show_meeting(page, id)
    elif st.query_params.get("members"):
        show_register(page)
    elif key := st.query_params.get("group"):
        group = page.partnership.find_group(key)
        if group is None:
            raise NotFoundError("group", key)
        show_group(page, group)
    else:
        show_groups(page)


try:
    show_wanted(page)
except NotFoundError as error:
    page_heading("Groups and meetings")
    empty_state("It is not here", str(error), link("All groups and meetings", "/groups"))
