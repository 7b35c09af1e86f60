"""Choosing the agencies that take part, with those that are proposed already chosen."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from db import organisations, responses
from db.errors import NotFoundError
from pages.components.activities.opening import Opened
from pages.components.filling.opening import get_form
from pages.components.html import show, tag
from pages.components.sheet import Sheet
from pages.components.shell import Page
from scrutiny.activity import PartyKind
from scrutiny.mechanism import Step
from scrutiny.request_agencies import propose_agencies

PARTIES = "its_parties"
LATER = "You can add more later."
_HOW = "Type part of a name to find one."
_PROPOSED = (
    "Those that the request names are chosen already. Take away the ones that are not audited, "
    "and add what is missing."
)


def choose_agencies(
    page: Page, sheet: Sheet, label: str, *, hint: str = "", proposed: Collection[str] = ()
) -> None:
    """Which agencies take part; `proposed` are chosen until somebody chooses others."""
    rows = page.database.read(organisations.list_organisations, include_ended=False)
    names = {row.id: row.name for row in rows}
    key = sheet.key(PARTIES)
    kept = sheet.typed.get(PARTIES)
    if key not in st.session_state:
        first = kept if isinstance(kept, list) else proposed
        st.session_state[key] = [each for each in map(str, first) if each in names]
    st.multiselect(
        " ".join(filter(None, (label, _HOW, hint))),
        list(names), key=key, format_func=lambda id: names[id], select_all=False,
        placeholder="Choose agencies",
        on_change=lambda: sheet.save(PARTIES, list(st.session_state[key]) or None),
    )  # fmt: skip


def read_agencies(sheet: Sheet) -> list[str]:
    """The agencies that stand chosen on the screen, or that were kept."""
    chosen = st.session_state.get(sheet.key(PARTIES), sheet.typed.get(PARTIES))
    return list(map(str, chosen)) if isinstance(chosen, list) else []


def ask_agencies(opened: Opened, step: Step, sheet: Sheet) -> None:
    """The agencies of a step that says which take part; nothing for any other step."""
    if not step.chooses_agencies:
        return
    there = [
        party.key for party in opened.activity.parties
        if party.kind is PartyKind.AGENCY and not party.is_excluded
    ]  # fmt: skip
    proposed = there or _list_proposed(opened)
    if proposed and not there:
        show(tag("p", _PROPOSED))
    choose_agencies(opened.page, sheet, "Which agencies take part?", proposed=proposed)


def _list_proposed(opened: Opened) -> list[str]:
    """The agencies that the request names of which the activity came, as far as they are known."""
    page, id = opened.page, opened.activity.response
    if not id:
        return []
    try:
        response = page.database.read(responses.get_response, id, viewer=page.viewer)
    except NotFoundError:
        return []
    form = get_form(page.database, page.library.forms, response.form, response.form_version)
    rows = page.database.read(organisations.list_organisations, include_ended=False)
    return propose_agencies(form, response.answers, rows)
