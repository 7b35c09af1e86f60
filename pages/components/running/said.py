"""What the last press did, told once at the head of the page."""

from __future__ import annotations

import streamlit as st

from pages.components.shell import Page
from scrutiny.access import roles

_SAID = "running-said"


def say_done(words: str) -> None:
    """Keep words on what was done for the next drawing."""
    st.session_state[_SAID] = ("success", words)


def say_trouble(words: str) -> None:
    """Keep words on why nothing was done."""
    st.session_state[_SAID] = ("error", words)


def show_said() -> None:
    """Tell them."""
    kind, words = st.session_state.pop(_SAID, ("", ""))
    if words:
        (st.error if kind == "error" else st.success)(words)


def who(page: Page) -> str:
    """Who does it, as mails and the log show it."""
    role = roles().get(page.viewer.role)
    return page.viewer.name or (role.label if role else page.viewer.role)
