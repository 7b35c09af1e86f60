"""Drawing the whole page anew after a press, where a browser would have drawn only a part.

A fragment draws itself alone when a box in it changes. A press that follows at once, as a tap
on a phone does while a box still has the focus, travels with that change: its callback runs,
but only the fragment would be drawn. So what changes the page says so, and the fragment
has the whole page drawn.
"""

from __future__ import annotations

import streamlit as st

_WANTED = "redraw-wanted"


def redraw() -> None:
    """Have the whole page drawn anew after a press."""
    st.session_state[_WANTED] = True


def begin_drawing() -> None:
    """Say that the whole page is being drawn, so that no fragment asks for it once more."""
    st.session_state[_WANTED] = False  # found at once by each of forty fragments, unlike nothing


def redraw_when_turned() -> None:
    """Redraw the whole page, where the last press while a fragment ran changed more than that."""
    if st.session_state.get(_WANTED):
        st.session_state[_WANTED] = False
        st.rerun()
