"""One page after the other of a long list."""

from __future__ import annotations

import streamlit as st

_AT, _SEARCHED = "at", "searched"


def page_number(search: object) -> int:
    """The page looked at; another search begins at its first."""
    if st.session_state.get(_SEARCHED) != search:
        st.session_state[_SEARCHED] = search
        st.session_state[_AT] = 1
    return int(st.session_state.get(_AT, 1))


def show_pages(total: int, size: int) -> None:
    """The way to another page, where there is more than one."""
    pages = -(-total // size)
    if pages > 1:
        st.number_input(f"Page (1 to {pages})", min_value=1, max_value=pages, key=_AT)
