"""Choices that stand in the page's address, so that a view can be kept and sent on.

Streamlit's own binding writes the words of an option into the address; these write keys,
which stay when words change. They hold no personal data.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def choose(label: str, options: Mapping[str, str], *, name: str) -> str:
    """A select box over keys and their words, kept in the address under `name`.

    The first option is what stands there when the address says nothing; "" without any.
    """
    if not options:
        return ""
    key, first = f"choice-{name}", next(iter(options))
    _follow_address(name, key, first)
    if st.session_state.get(key) not in options:
        st.session_state[key] = first
    chosen: str = st.selectbox(
        label, list(options), format_func=lambda option: options[option], key=key,
        on_change=_keep, args=(name, key, first),
    )  # fmt: skip
    return chosen


def tick(label: str, *, name: str, unless: bool = True) -> bool:
    """A checkbox kept in the address under `name` when it is not what `unless` says."""
    key, first = f"choice-{name}", "yes" if unless else "no"
    _follow_address(name, f"{key}-word", first)
    word = st.session_state[f"{key}-word"]
    st.session_state[key] = word == "yes"
    return st.checkbox(label, key=key, on_change=_keep_tick, args=(name, key, first))


def _follow_address(name: str, key: str, first: str) -> None:
    """Take up what the address says, once for every address: also after going back."""
    said, seen = st.query_params.get(name, first), f"{key}-seen"
    if st.session_state.get(seen) != said:
        st.session_state[seen] = st.session_state[key] = said


def _keep(name: str, key: str, first: str) -> None:
    chosen = st.session_state[key]
    st.session_state[f"{key}-seen"] = chosen
    if chosen == first:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = chosen


def _keep_tick(name: str, key: str, first: str) -> None:
    st.session_state[f"{key}-word"] = "yes" if st.session_state[key] else "no"
    _keep(name, f"{key}-word", first)
