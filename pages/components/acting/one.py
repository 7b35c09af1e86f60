"""One action in full: what it is, where it came from, its history, and what may be recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import streamlit as st

from db import actions
from db.action_register import list_updates
from db.action_rows import LONGEST
from exports.document import Facts, Table
from exports.moment import spoken_date
from pages.components.acting.adding import show_change_form
from pages.components.acting.reporting import show_report_form
from pages.components.acting.steps import named, take, typed
from pages.components.acting.telling import (
    draw_status,
    link_source,
    shorten,
    tell_due,
    words_by_part,
)
from pages.components.blocks import draw_block, show_blocks
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.running.said import show_said
from pages.components.shell import Page
from pages.components.tables import lines
from scrutiny.access import Permission, roles
from scrutiny.action import (
    ACTION_KIND_LABELS,
    ACTION_STATUS_LABELS,
    DEED_LABELS,
    ENDED,
    Action,
    ActionStatus,
    ActionUpdate,
    find_assurance_refusal,
)
from scrutiny.action_search import Listed


def show_one(page: Page, row: Listed) -> None:
    """The action, beside it what the viewer may record, and beneath it the history."""
    action = row.action
    page_heading(shorten(action.text, 140), above=action.reference)
    show_said()
    show(tag("p", draw_status(page, action)))
    show(tag("p", link("The whole action plan", "/actions"), class_="files"))
    facts, panel = st.columns([5, 3], gap="large")
    with facts:
        show_facts(page, row)
        show_history(page, action)
    with panel:
        show_recording(page, row)


def show_facts(page: Page, row: Listed) -> None:
    """All that is known of it, leaving out what is empty."""
    action, words = row.action, words_by_part(page)

    def said(part: str) -> str:
        key = getattr(action, part)
        return words[part].get(key, key)

    late = f", {(page.today - action.due).days} days ago" if action.due and action.is_overdue(
        page.today) else ""  # fmt: skip
    pairs = (
        ("Due", tell_due(action) + late),
        ("Owner", ", ".join(filter(None, (row.organisation, action.owner)))),
        ("Kind", ACTION_KIND_LABELS[action.kind]),
        ("Difference for children", action.difference),
        ("Last reported", action.progress),
        ("Evidence", action.evidence),
        ("Assured", _assured(action)),
        ("Why it was reopened", action.reason if action.status is ActionStatus.IN_PROGRESS else ""),
        ("Reason", action.reason if action.status in ENDED else ""),
        ("Lead partner", said("lead_partner")),
        ("Followed by", said("monitored_by")),
        ("Priority", said("priority")),
        ("Portfolio", said("portfolio")),
        ("Standard", action.standard),
        ("Theme", said("theme")),
        ("In the plan since", spoken_date(action.added) if action.added else ""),
        ("Shown again in", "the next self-assessment" if action.carried_to else ""),
    )
    show(tag("h2", "The action"))
    show(tag("p", lines(action.text), dir="auto"))
    show(tag("p", tag("strong", "Where it came from: "), link_source(page, row)))
    show_blocks([Facts(tuple(pair for pair in pairs if pair[1]))], key="action-facts")


def _assured(action: Action) -> str:
    if action.status is not ActionStatus.ASSURED:
        return ""
    when = f" on {spoken_date(action.assured_on)}" if action.assured_on else ""
    return f"by {action.assured_by}{when}"


def show_history(page: Page, action: Action) -> None:
    """What has been recorded, first to last."""
    updates = page.database.read(list_updates, action=action.id, viewer=page.viewer)
    rows = [_history_row(update) for update in updates]
    show(tag("h2", "History"))
    if not rows:
        words = "Nothing has been recorded since it entered the plan"
        when = f" on {spoken_date(action.added)}" if action.added else ""
        show(tag("p", f"{words}{when}."))
        return
    columns = ("Date", "What", "Words", "Who")
    show(draw_block(Table("What was recorded, first to last", columns, tuple(rows)), key="history"))


def _history_row(update: ActionUpdate) -> tuple[str, ...]:
    said = (update.words, f"Evidence: {update.evidence}" if update.evidence else "")
    role = roles().get(update.role)
    by = update.by or (role.label if role else "")
    what = f"{DEED_LABELS[update.deed]}\n{ACTION_STATUS_LABELS[update.status]}"
    return (spoken_date(update.day), what, "\n".join(filter(None, said)), by)


# What may be recorded.


def show_recording(page: Page, row: Listed) -> None:
    """One choice of what to record, and the one form that belongs to it."""
    offered = list_recordings(page, row.action)
    if not offered:
        return
    show(tag("h2", "Record something"))
    chosen = st.selectbox("What do you want to record?", list(offered), key=f"do-{row.action.id}")
    if chosen:
        offered[chosen](page, row)


Form = Callable[[Page, Listed], None]


def list_recordings(page: Page, action: Action) -> dict[str, Form]:
    """What the viewer may record now, the most likely first."""
    viewer = page.viewer
    manages = viewer.can(Permission.MANAGE_ACTIONS)
    assures = viewer.can(Permission.ASSURE_ACTIONS)
    owns = viewer.can(Permission.UPDATE_ACTIONS) and action.organisation in viewer.organisations
    offered: dict[str, Form] = {}
    if assures and action.status is ActionStatus.DONE:
        offered["It is assured"] = _show_assurance
    if action.is_open and (owns or manages):
        offered["Progress, for its owner" if manages else "Progress"] = show_report_form
    if (assures or manages) and action.status in {ActionStatus.DONE, *ENDED}:
        offered["It is reopened, with a reason"] = _show_reopening
    if manages and action.is_open:
        offered["Another due date, with a reason"] = _show_moving
        offered["Owner, words and other details"] = show_change_form
        offered["It is no longer needed, with a reason"] = _show_closing
    return offered


def _show_assurance(page: Page, row: Listed) -> None:
    action, key = row.action, f"assure-{row.action.id}"
    refusal = find_assurance_refusal(action, page.viewer)
    if refusal:
        show(tag("p", refusal, class_="box"))
        return
    show(tag("p", "You say that you have seen what was done and that it is done well. It is "
             "recorded with your name."))  # fmt: skip
    with st.form(key):
        st.text_area(
            "How do you know? (optional)", key=f"{key}-words", max_chars=LONGEST, height=80
        )
        st.form_submit_button(
            f"I am assured, as {named(page.viewer)}", type="primary", on_click=_assure,
            args=(page, row),
        )  # fmt: skip


def _assure(page: Page, row: Listed) -> None:
    key = f"assure-{row.action.id}-words"
    take(
        page, actions.assure_action, "{reference} is assured.", boxes=(key,), id=row.action.id,
        partners=page.partnership.safeguarding_partners, words=typed(key), seen=row.action.updates,
    )  # fmt: skip


def _show_reopening(page: Page, row: Listed) -> None:
    _show_reason(
        page, row, key="reopen", label="Why is it reopened? Its owner reads this.",
        button="Reopen it", write=actions.reopen_action,
        done="{reference} is open again, and its owner can report on it.",
    )  # fmt: skip


def _show_closing(page: Page, row: Listed) -> None:
    _show_reason(
        page, row, key="close", label="Why is it no longer needed? It stays on record.",
        button="Close it without assurance", write=actions.close_action,
        done="{reference} is closed, with your reason.",
    )  # fmt: skip


def _show_reason(
    page: Page, row: Listed, *, key: str, label: str, button: str, done: str,
    write: Callable[..., Action],
) -> None:  # fmt: skip
    box = f"{key}-{row.action.id}-reason"

    def send() -> None:
        take(page, write, done, boxes=(box,), id=row.action.id, reason=typed(box),
             seen=row.action.updates)  # fmt: skip

    with st.form(f"{key}-{row.action.id}"):
        st.text_area(label, key=box, max_chars=LONGEST, height=80)
        st.form_submit_button(button, type="primary", on_click=send)


def _show_moving(page: Page, row: Listed) -> None:
    action, key = row.action, f"move-{row.action.id}"
    with st.form(key):
        st.date_input("Due on", value=action.due or page.today, key=f"{key}-due",
                      format="DD/MM/YYYY")  # fmt: skip
        st.text_area("Why is the date changed?", key=f"{key}-reason", max_chars=LONGEST, height=80)
        st.form_submit_button("Change the date", type="primary", on_click=_move, args=(page, row))


def _move(page: Page, row: Listed) -> None:
    key = f"move-{row.action.id}"
    due = st.session_state.get(f"{key}-due")
    if isinstance(due, date):
        take(
            page, actions.move_due, "{reference} has another due date.", boxes=(f"{key}-reason",),
            id=row.action.id, due=due, reason=typed(f"{key}-reason"), seen=row.action.updates,
        )  # fmt: skip
