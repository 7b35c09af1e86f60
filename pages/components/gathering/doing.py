"""Pressing a button that changes something: what was done, or why not, told once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from db.errors import DatabaseError
from pages.components.running.said import say_done, say_trouble
from pages.components.shell import Page

_TURN = "gathering-turn"


def attempt(page: Page, done: str, change: Callable[..., Any], *args: Any, **values: Any) -> bool:
    """Make a change as the viewer; whether it was made. What was typed stays when it was not."""
    try:
        page.database.write(change, *args, viewer=page.viewer, now=page.now, **values)
    except (DatabaseError, ValueError) as error:
        say_trouble(str(error))
        return False
    st.session_state[_TURN] = turn() + 1
    say_done(done)
    return True


def press(page: Page, done: str, change: Callable[..., Any], *args: Any, **values: Any) -> None:
    """The same for a button, which asks for no answer."""
    attempt(page, done, change, *args, **values)


def turn() -> int:
    """Part of the key of a box that is empty again once what was typed has been taken."""
    number: int = st.session_state.get(_TURN, 0)
    return number


def go(**query: str) -> None:
    """To another view of this page."""
    st.query_params.from_dict({name: value for name, value in query.items() if value})
