"""Where in a form the person is: kept in the address, so that back and reload just work."""

from __future__ import annotations

import streamlit as st

from pages.components.redrawing import redraw

PAGE = "pages/fill.py"
TASKS = ""
CHECK = "check"
DONE = "done"
EVIDENCE = "evidence"
SECTION = "section"
AT = "at"


def go(view: str = TASKS, **more: str) -> None:
    """Move to another view of the same response; the browser's back button undoes it."""
    redraw()
    st.query_params.from_dict(at_place(view=view, **more))


def view() -> str:
    """The view that the address names."""
    return str(st.query_params.get("view", TASKS))


def at() -> str:
    """The question that the address names, or ""."""
    return str(st.query_params.get(AT, ""))


def section() -> str:
    """The section that the address names, or ""."""
    return str(st.query_params.get(SECTION, ""))


def at_place(**more: str) -> dict[str, str]:
    """The query of a place in the same response, for a link on the page."""
    return {**_kept(), **{key: value for key, value in more.items() if value}}


def _kept() -> dict[str, str]:
    query = st.query_params.to_dict()
    return {key: value for key, value in query.items() if key not in ("view", SECTION, AT)}
