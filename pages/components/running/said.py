"""What the last press did, told once at the head of the page."""

from __future__ import annotations

import streamlit as st

from pages.components import browser
from pages.components.shell import Page
from scrutiny.access import roles

_SAID, _TOLD = "running-said", "running-told"


def say_done(words: str) -> None:
    """Keep words on what was done for the next drawing."""
    st.session_state[_SAID] = ("success", words)


def say_trouble(words: str) -> None:
    """Keep words on why nothing was done."""
    st.session_state[_SAID] = ("error", words)


def show_said(*, takes_focus: bool = False) -> None:
    """Tell them; with the focus on the page's heading where the press was far below."""
    kind, words = st.session_state.pop(_SAID, ("", ""))
    if not words:
        return
    (st.error if kind == "error" else st.success)(words)
    if takes_focus:
        st.session_state[_TOLD] = st.session_state.get(_TOLD, 0) + 1
        browser.focus(browser.HEADING, st.session_state[_TOLD])


def who(page: Page) -> str:
    """Who does it, as mails and the log show it."""
    role = roles().get(page.viewer.role)
    return page.viewer.name or (role.label if role else page.viewer.role)
