"""Asking twice: a press that cannot be taken back says first what it will do."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

_ASKED = "sure"


def ask_twice(
    label: str,
    question: str,
    *,
    key: str,
    done: Callable[[], None],
    yes: str = "Yes, do it",
    is_primary: bool = False,
) -> None:
    """A button; once pressed, the question with yes and no. `done` runs on yes."""
    if st.session_state.get(_ASKED) != key:
        st.button(
            label, key=f"ask-{key}", type="primary" if is_primary else "secondary", on_click=_ask,
            args=(key,),
        )  # fmt: skip
        return
    with st.container(border=True, key=f"sure-{key}"):
        st.warning(question)
        with st.container(horizontal=True):
            st.button(yes, key=f"yes-{key}", type="primary", on_click=_do, args=(done,))
            st.button("No, go back", key=f"no-{key}", on_click=_ask, args=("",))


def _ask(key: str) -> None:
    st.session_state[_ASKED] = key


def _do(done: Callable[[], None]) -> None:
    st.session_state.pop(_ASKED, None)
    done()
