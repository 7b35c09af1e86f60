"""An owner's report on one action: where it stands, what was done, and what shows it."""

from __future__ import annotations

import streamlit as st

from db import actions
from db.action_rows import LONGEST
from pages.components.acting.steps import take, typed
from pages.components.shell import Page
from scrutiny.action import ActionStatus
from scrutiny.action_search import Listed

#: What an owner chooses between, in the words of an owner.
CHOICES = {
    ActionStatus.NOT_STARTED.value: "Not started yet",
    ActionStatus.IN_PROGRESS.value: "In progress",
    ActionStatus.DONE.value: "Done",
}
THANKS = "Thank you. Your report on {reference} is recorded."


def show_report_form(page: Page, row: Listed) -> None:
    """The form; what was typed stays until it was recorded."""
    action = row.action
    key = f"report-{action.id}"
    if f"{key}-status" not in st.session_state:
        st.session_state[f"{key}-status"] = action.status.value
    with st.form(key):
        st.radio(
            "Where does it stand?", list(CHOICES), format_func=CHOICES.get, key=f"{key}-status"
        )
        st.text_area(
            "What has been done, and what is still to do? Do not name any child.",
            key=f"{key}-words", max_chars=LONGEST, height=110,
        )  # fmt: skip
        st.text_area(
            "What shows it? For example minutes, a register, a sample of records. (optional)",
            key=f"{key}-evidence", max_chars=LONGEST, height=80,
        )  # fmt: skip
        st.form_submit_button(
            "Send this report", type="primary", on_click=_report, args=(page, row)
        )


def _report(page: Page, row: Listed) -> None:
    action = row.action
    key = f"report-{action.id}"
    take(
        page, actions.update_action, THANKS, boxes=(f"{key}-words", f"{key}-evidence"),
        id=action.id, status=ActionStatus(st.session_state[f"{key}-status"]),
        words=typed(f"{key}-words"), evidence=typed(f"{key}-evidence"), seen=action.updates,
    )  # fmt: skip
