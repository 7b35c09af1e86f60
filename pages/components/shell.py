"""The guard and frame of every page: who is looking, may they, and the page's head.

`open_page(...)` is the first statement of each page, because Streamlit may run a page
file by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import streamlit as st

from db.connection import Database
from db.refusals import note_refused
from forms.library import Library
from pages.components import browser, layout
from pages.components.navigation import find_screen
from pages.components.server.cookies import DEVICE, VISITOR, hash_token
from pages.components.server.runtime import runtime
from pages.components.session import find_viewer, read_cookie
from scrutiny.access import Permission, Viewer, roles
from scrutiny.audit import What, is_recorded
from scrutiny.mechanism_library import MechanismLibrary
from scrutiny.partnership import Partnership
from scrutiny.settings import Settings
from scrutiny.standing import Context


@dataclass(frozen=True, slots=True)
class Page:
    """What a page works with. `device` is the hash of the draft cookie ("" without one)."""

    viewer: Viewer
    database: Database
    library: Library
    mechanisms: MechanismLibrary
    context: Context
    settings: Settings
    partnership: Partnership
    now: datetime
    device: str
    query: Mapping[str, str]

    @property
    def today(self) -> date:
        """The day it is here."""
        return self.now.date()

    @property
    def is_signed_in(self) -> bool:
        """Whether the viewer has a session, rather than a link, a code or nothing."""
        return self.viewer.role in roles()


def open_page(
    *permissions: Permission, title: str, width: Literal["centered", "wide"] = "centered"
) -> Page:
    """Guard and open a page; any one of `permissions` is enough, none makes it public.

    Stops the script with plain words when the viewer may not see the page.
    """
    held = runtime()
    st.set_page_config(
        page_title=f"{title} - {held.partnership.short_name}",
        layout=width,
        initial_sidebar_state="auto",
    )
    page = Page(
        viewer=find_viewer(held, read_cookie(VISITOR)),
        database=held.database,
        library=held.library,
        mechanisms=held.mechanisms,
        context=held.context,
        settings=held.settings,
        partnership=held.partnership,
        now=held.clock(),
        device=hash_token(read_cookie(DEVICE)),
        query=st.query_params.to_dict(),
    )
    _show_header(page, is_wide=width == "wide")
    if permissions and not any(page.viewer.can(permission) for permission in permissions):
        _turn_away(page, title)
    return page


def _show_header(page: Page, *, is_wide: bool) -> None:
    notice = page.partnership.demonstration_notice if page.settings.demonstration else ""
    role = roles().get(page.viewer.role)
    who = _who(page.viewer, role.label) if role else ""
    account = "/sign_in" if page.viewer.person else ""
    layout.site_header(page.partnership, who=who, account=account, notice=notice, is_wide=is_wide)
    if page.viewer.person:
        browser.leave_when_idle(page.settings.staff.idle, page.now)


def _who(viewer: Viewer, label: str) -> str:
    return f"{viewer.name} ({label})" if viewer.name and viewer.name != label else label


def _turn_away(page: Page, title: str) -> None:
    """Say why the page is closed and what to do, then stop."""
    layout.page_heading(title)
    if page.is_signed_in:
        if is_recorded(page.viewer):
            name = title.lower().replace(" ", "_")
            page.database.write(
                note_refused, what=What.PAGE_REFUSED, viewer=page.viewer, subject=name,
                now=page.now,
            )  # fmt: skip
        label = roles()[page.viewer.role].label
        st.write(
            f"You are signed in as {label}, and this page is not open to that role. "
            "If you need it for your work, ask the Children's MARS team."
        )
        st.html('<p><a href="/">Go to the home page</a></p>')
    else:
        st.write("Sign in to see this page. Your session may have ended.")
        if find_screen("sign_in"):
            st.html('<p><a href="/sign_in">Sign in</a></p>')
    st.stop()
