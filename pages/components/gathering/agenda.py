"""The agenda of a meeting on its page: read, put in order, added to, outcomes noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from db import agendas
from exports.agenda_document import AgendaEntry, AgendaPack, say_asked, say_purpose
from exports.document import Facts
from pages.components.blocks import draw_block
from pages.components.gathering.doing import attempt, press, turn
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import empty_state
from pages.components.navigation import find_screen
from pages.components.running.said import say_trouble
from pages.components.shell import Page
from pages.components.sure import ask_twice
from scrutiny.access import Permission
from scrutiny.meeting import PURPOSE_LABELS, AgendaItem, MeetingStatus

LONGEST_TITLE = 200
LONGEST_WORDS = 4000


def show_agenda(page: Page, pack: AgendaPack) -> None:
    """The items in order; those who keep the groups can change them."""
    show(tag("h2", "Agenda"))
    may_change = page.viewer.can(Permission.MANAGE_GROUPS)
    if not pack.entries:
        empty_state(
            "Nothing is on this agenda yet",
            "Items come from activities by themselves. Others can be added by hand.",
        )
    for number, entry in enumerate(pack.entries, start=1):
        with st.container(border=True, key=f"item-{entry.item.id}"):
            _show_item(page, number, entry)
            if may_change:
                _show_item_changing(page, pack, entry.item)
    if may_change and pack.meeting.status is MeetingStatus.PLANNED:
        with st.expander("Add an item by hand", key="open-add-item"):
            _show_adding(page, pack)


def _show_item(page: Page, number: int, entry: AgendaEntry) -> None:
    item = entry.item
    said = (
        ("Purpose", say_purpose(item)), ("Lead", item.lead), ("What is asked", say_asked(item)),
        ("Comes from", _link_origin(page, entry)),
        ("Papers", _link_papers(entry)),
        ("Outcome", item.outcome),
    )  # fmt: skip
    facts = Facts(tuple(pair for pair in said if pair[1]))
    show(
        tag("h3", f"{number}. {item.title}"),
        draw_block(facts, key=f"facts-{item.id}") if facts.pairs else join(()),
    )


def _link_papers(entry: AgendaEntry) -> str:
    """The item's papers, each as a link to the whole of it."""
    return Safe("; ".join(link(each.title, each.address) for each in entry.papers))


def _link_origin(page: Page, entry: AgendaEntry) -> str:
    """The activity that an item comes from, as a link where the viewer may open its page."""
    screen = find_screen("activity")
    if not (entry.comes_from and screen and screen.is_open_to(page.viewer)):
        return entry.comes_from
    return link(entry.comes_from, f"{screen.address}?id={entry.item.activity}")


def _show_item_changing(page: Page, pack: AgendaPack, item: AgendaItem) -> None:
    ids = [entry.item.id for entry in pack.entries]
    at = ids.index(item.id)
    with st.container(horizontal=True):
        for way, to in (("up", at - 1), ("down", at + 1)):
            if 0 <= to < len(ids):
                st.button(
                    f"Move item {at + 1} {way}", key=f"{way}-{item.id}", on_click=_move,
                    args=(page, pack.meeting.id, ids, at, to),
                )  # fmt: skip
    with st.expander(f"Outcome and details of item {at + 1}", key=f"open-item-{item.id}"):
        _show_details(page, item)
        if not item.outcome:
            _show_leaving(page, item)


def _move(page: Page, meeting: str, ids: Sequence[str], at: int, to: int) -> None:
    order = [*ids]
    order[at], order[to] = order[to], order[at]
    attempt(page, "The order is changed.", agendas.set_agenda_order, meeting=meeting, ids=order)


def _show_details(page: Page, item: AgendaItem) -> None:
    with st.form(f"item-form-{item.id}", border=False):
        changed = ask_item(item, f"item-{item.id}")
        outcome = st.text_area(
            "Outcome: what the meeting decided or noted", item.outcome,
            key=f"outcome-{item.id}", max_chars=LONGEST_WORDS, height=120,
        )  # fmt: skip
        if st.form_submit_button("Save this item"):
            new = replace(changed, outcome=outcome)
            attempt(page, f"Saved: {item.title}.", agendas.change_agenda_item, item=new)
            st.rerun()


def ask_item(item: AgendaItem, key: str) -> AgendaItem:
    """Boxes for what an item says; returns it with what stands in them."""
    title = st.text_input("Item", item.title, key=f"{key}-title", max_chars=LONGEST_TITLE)
    purposes = dict.fromkeys(["", *PURPOSE_LABELS, item.purpose])
    purpose = st.selectbox(
        "Purpose", list(purposes), index=list(purposes).index(item.purpose), key=f"{key}-purpose",
        format_func=lambda each: PURPOSE_LABELS.get(each, each or "Not said"),
    )  # fmt: skip
    lead = st.text_input("Lead", item.lead, key=f"{key}-lead", max_chars=LONGEST_TITLE)
    asked = st.text_area(
        "What the meeting is asked to do", item.asked, key=f"{key}-asked",
        max_chars=LONGEST_WORDS, height=90,
    )  # fmt: skip
    return replace(item, title=title, purpose=purpose or "", lead=lead, asked=asked)


def _show_leaving(page: Page, item: AgendaItem) -> None:
    with st.container(horizontal=True):
        st.button(
            "Carry it over to the next meeting", key=f"carry-{item.id}", on_click=press,
            args=(page, f"Carried over: {item.title}.", agendas.carry_over, item.id),
        )  # fmt: skip
        ask_twice(
            "Take it off", f"{item.title} is taken off every agenda.", key=f"off-{item.id}",
            yes="Yes, take it off",
            done=partial(
                press, page, f"Taken off: {item.title}.", agendas.remove_agenda_item, item.id
            ),
        )  # fmt: skip


def _show_adding(page: Page, pack: AgendaPack) -> None:
    key = f"new-item-{turn()}"
    with st.form(key, border=False):
        item = ask_item(AgendaItem("", pack.meeting.id, "", 0), key)
        if not st.form_submit_button("Add this item"):
            return
    if item.title.strip():
        attempt(page, f"Added: {item.title}.", agendas.add_item_by_hand, item=item)
    else:
        say_trouble("Say what the item is.")
    st.rerun()
