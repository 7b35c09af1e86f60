"""Adding one organisation to the register by hand."""

from __future__ import annotations

import secrets
from dataclasses import replace

import streamlit as st

from db.errors import DatabaseError
from db.organisations import add_organisations, list_organisations
from forms.problem import Problem
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.organisation_details import ask_details, hold_details, key_of, say_wrong
from pages.components.running.said import say_done, say_trouble, show_said
from pages.components.shell import Page
from scrutiny.organisation import Organisation
from scrutiny.organisation_import import check_organisation, leave_out_known

#: Stands for the id until there is one.
NEW = "new"
_TRIED = "organisation-new-tried"


def show_adding(page: Page) -> None:
    """The boxes, what is wrong once somebody has tried, and the press."""
    show(tag("p", link("All organisations", "/organisations")))
    page_heading("Add an organisation", "Only its name and its type must be there.")
    show_said()
    typed = ask_details(page, hold_details(Organisation(NEW, "", ""))).tidied
    problems = _check(page, typed)
    if problems and st.session_state.get(_TRIED):
        say_wrong(problems)
    st.button("Add it to the register", type="primary", key="add-organisation",
              on_click=_add, args=(page, typed, problems))  # fmt: skip


def _check(page: Page, typed: Organisation) -> tuple[Problem, ...]:
    problems = check_organisation(typed, page.partnership)
    if not problems and not leave_out_known([typed], page.database.read(list_organisations)):
        cure = "Open it in the list to change its details"
        return (Problem("name", "It is on the register already", cure),)
    return problems


def _add(page: Page, typed: Organisation, problems: tuple[Problem, ...]) -> None:
    """Add it when nothing is wrong, and open it."""
    st.session_state[_TRIED] = bool(problems)
    if problems:
        return
    one = replace(typed, id=secrets.token_hex(8))
    try:
        page.database.write(
            add_organisations, [one], now=page.now, actor=page.viewer.name, role=page.viewer.role
        )
    except DatabaseError as error:
        say_trouble(f"Not added. {error}")
        return
    st.session_state.pop(key_of(NEW, "seen"), None)
    say_done(f"{one.name} is on the register.")
    st.query_params["id"] = one.id
