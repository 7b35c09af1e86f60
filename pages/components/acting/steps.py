"""Recording something on an action from a screen: done at once, or why not, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from db.connection import Transaction
from db.errors import DatabaseError
from db.open_steps import refresh_open_steps
from pages.components.running.said import say_done, say_trouble
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from scrutiny.access import Viewer, roles
from scrutiny.action import Action

Write = Callable[..., Action]


def named(viewer: Viewer) -> str:
    """The viewer's name, or their role's where none is known."""
    role = roles().get(viewer.role)
    return viewer.name or (role.label if role else "")


def take(
    page: Page, write: Write, done: str, *, boxes: tuple[str, ...] = (), **given: Any
) -> Action | None:
    """Record it, tell it at the head of the page, and empty the boxes that were typed in.

    What is refused is told instead, and what was typed stays.
    """
    try:
        action: Action = page.database.write(
            _write, write, page, viewer=page.viewer, now=runtime().clock(), **given
        )
    except DatabaseError as error:
        say_trouble(str(error))
        return None
    for box in boxes:
        st.session_state[box] = ""
    say_done(done.format(reference=action.reference))
    return action


def _write(tx: Transaction, /, write: Write, page: Page, **given: Any) -> Action:
    """The step, and what it changes of the activity that the action belongs to."""
    action = write(tx, **given)
    if action.activity:
        refresh_open_steps(tx, context=page.context, activities=[action.activity])
    return action


def typed(key: str) -> str:
    """What stands in a box."""
    return str(st.session_state.get(key) or "").strip()
