"""A line in the audit log for what a page refused, once while it stands on the screen."""

from __future__ import annotations

import streamlit as st

from db.refusals import note_refused
from pages.components.shell import Page
from scrutiny.audit import What


def refuse_once(
    page: Page, what: What, *, of: str, subject: str = "", why: str = "", is_timed: bool = False
) -> None:
    """Log a refusal; `of` tells this one from the next and is kept in the session alone."""
    key = f"refused-{what}"
    if st.session_state.get(key) == of:
        return
    st.session_state[key] = of
    page.database.write(
        note_refused, what=what, viewer=page.viewer, now=page.now, subject=subject, why=why,
        is_timed=is_timed,
    )  # fmt: skip
