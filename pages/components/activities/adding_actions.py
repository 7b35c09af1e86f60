"""Adding an action on an activity's page: by itself, or because of one of its findings."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.components.acting.adding import KINDS, add_action_form
from pages.components.activities.opening import Opened
from pages.components.activities.panels import go, is_open, offer
from pages.components.html import show, tag
from pages.components.tables import lines
from scrutiny.access import Permission
from scrutiny.action import ActionKind
from scrutiny.finding import Finding, FindingKind
from scrutiny.taking_part import may_keep_what

ADD_ACTION = "add-action"


def may_add_actions(opened: Opened) -> bool:
    """Whether the viewer manages actions, or has a part in a step that keeps them."""
    viewer = opened.page.viewer
    if viewer.can(Permission.MANAGE_ACTIONS):
        return True
    if not (opened.activity.is_running and viewer.can(Permission.TAKE_STEPS)):
        return False
    return not may_keep_what(opened.mechanism, opened.activity, viewer, "actions")


def show_action_panel(opened: Opened) -> None:
    """The button that opens the form to add an action, or the form."""
    if is_open(ADD_ACTION):
        _show_form(opened)
    else:
        offer("Add an action", ADD_ACTION)


def show_answering_panel(opened: Opened, finding: Finding) -> None:
    """The form to add an action that answers a finding, beneath the finding's words."""
    _show_form(opened, finding)


def _show_form(opened: Opened, finding: Finding | None = None) -> None:
    with st.container(border=True, key="panel-action"):
        show(tag("h3", "Add an action", tabindex="-1"))
        if finding:
            show(tag("p", tag("strong", "The finding: "), lines(finding.text), dir="auto"))
        add_action_form(
            opened.page, key=f"new-action-{finding.id}" if finding else "new-action",
            activity=opened.activity.id, finding=finding.id if finding else "",
            theme=finding.theme if finding else "",
            standard=finding.standard if finding else "", monitored_by=_say_monitor(opened),
            kinds=_order_kinds(finding),
        )  # fmt: skip
        st.button("Close", key="close-action", on_click=go)


def _order_kinds(finding: Finding | None) -> Sequence[ActionKind]:
    """The kinds to choose from; what has to be done at once is offered first as immediate."""
    if finding is None or finding.kind is not FindingKind.IMMEDIATE:
        return KINDS
    return (ActionKind.IMMEDIATE, *(kind for kind in KINDS if kind is not ActionKind.IMMEDIATE))


def _say_monitor(opened: Opened) -> str:
    """The group that follows its actions until they are assured."""
    wanted = opened.mechanism.monitored_by
    return opened.activity.group if wanted == "chosen" else wanted
