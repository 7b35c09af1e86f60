"""Running an activity: renamed, paused, resumed, withdrawn, followed up, on a newer version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

import streamlit as st

from db import activities
from db.connection import Transaction
from forms.model import Json
from pages.components.activities.beginning import LONGEST_TITLE
from pages.components.activities.opening import Opened
from pages.components.activities.panels import is_open, offer, show_panel
from pages.components.blocks import draw_heading
from pages.components.html import link, show, tag
from pages.components.sheet import ask
from scrutiny.access import Permission, Viewer
from scrutiny.activity import ActivityStatus

RUNNING = "Run this activity"
RENAME, PAUSE, RESUME, WITHDRAW, VERSION = "rename", "pause", "resume", "withdraw", "version"


def show_running(opened: Opened) -> None:
    """What those who run it may do with it as a whole."""
    if not opened.may_run:
        return
    show(draw_heading(RUNNING, 2), *_draw_follow_up(opened))
    for name, panel in _PANELS.items():
        if is_open(name):
            panel(opened)
            return
    _offer_all(opened)


def _draw_follow_up(opened: Opened) -> list[object]:
    if not opened.page.viewer.can(Permission.RUN_ACTIVITIES):
        return []
    query = urlencode({"begin": opened.mechanism.id, "parent": opened.activity.id})
    return [tag("p", link("Begin a follow-up of the same kind", f"/activities?{query}"))]


def _offer_all(opened: Opened) -> None:
    status = opened.activity.status
    if status is ActivityStatus.WITHDRAWN or opened.standing.is_ended:
        return
    with st.container(horizontal=True, key="run-ways"):
        offer("Change its title", RENAME)
        if status is ActivityStatus.PAUSED:
            offer("Resume it", RESUME)
        else:
            offer("Pause it", PAUSE)
        offer("Withdraw it", WITHDRAW)
        if find_newer(opened):
            offer("Take up the new version", VERSION)


def find_newer(opened: Opened) -> str:
    """The version of the mechanism's file, where the activity runs on another; else ""."""
    current = opened.page.mechanisms.mechanisms.get(opened.mechanism.id)
    is_other = current is not None and current.version != opened.activity.version
    return current.version if current and is_other else ""


def _show_renaming(opened: Opened) -> None:
    def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        activities.rename_activity(
            tx, id=opened.activity.id, title=str(given["title"]), viewer=viewer, now=now,
            context=opened.page.context,
        )  # fmt: skip

    show_panel(
        opened, RENAME, title="Change its title", done="The title is changed.", write=write,
        known={"title": opened.activity.title},
        questions=(
            ask("title", "What is it called?", max_length=LONGEST_TITLE,
                hint="Do not name any child."),
        ),
    )  # fmt: skip


def _with_reason(
    change: Callable[..., object], name: str, title: str, hint: str, yes: str, done: str
) -> Callable[[Opened], None]:
    """A panel that asks why, and then does it."""

    def draw(opened: Opened) -> None:
        def write(tx: Transaction, given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
            change(
                tx, id=opened.activity.id, reason=str(given["why"]), viewer=viewer, now=now,
                context=opened.page.context,
            )  # fmt: skip

        why = ask("why", "Why?", type="long_text", hint=hint, max_length=2000)
        show_panel(opened, name, title=title, yes=yes, done=done, questions=(why,), write=write)

    return draw


def _show_taking_up(opened: Opened) -> None:
    newer = find_newer(opened)

    def write(tx: Transaction, _given: dict[str, Json], viewer: Viewer, now: datetime) -> None:
        activities.take_up_version(
            tx, id=opened.activity.id, version=newer, viewer=viewer, now=now,
            context=opened.page.context,
        )  # fmt: skip

    agreed = ask(
        "agreed", f"Go on with version {newer}. What was recorded stays. Steps that are new are "
        "still to be taken.", type="acknowledge",
    )  # fmt: skip
    show_panel(
        opened, VERSION, title="Take up the new version", yes="Take it up", write=write,
        questions=(agreed,), done=f"It goes on with version {newer}.",
    )  # fmt: skip


_PANELS: dict[str, Callable[[Opened], None]] = {
    RENAME: _show_renaming,
    PAUSE: _with_reason(
        activities.pause_activity, PAUSE, "Pause it", "Everybody who takes part reads it",
        "Pause it", "It is paused.",
    ),
    RESUME: _with_reason(
        activities.resume_activity, RESUME, "Resume it", "What has changed?",
        "Resume it", "It goes on.",
    ),
    WITHDRAW: _with_reason(
        activities.withdraw_activity, WITHDRAW, "Withdraw it",
        "It cannot be taken up again. What was recorded is kept.", "Withdraw it",
        "It is withdrawn.",
    ),
    VERSION: _show_taking_up,
}  # fmt: skip
