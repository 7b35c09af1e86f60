"""The people register: who may sign in, and as what."""

from __future__ import annotations

import streamlit as st

from db import people
from db.errors import DatabaseError, NotFoundError
from pages.components.html import link, show, tag
from pages.components.layout import data_table, page_heading
from pages.components.registering import (
    place_names,
    say,
    show_add,
    show_import,
    show_person,
    show_said,
)
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.person import Person, say_roles

page = open_page(Permission.MANAGE_PEOPLE, title="People", width="wide")


def show_register(page: Page) -> None:
    """Everybody, with a filter; each name leads to what can be changed."""
    listed = page.database.read(people.list_people, viewer=page.viewer)
    names = place_names(page)
    if not listed:
        st.write("Nobody is on the register yet. Add somebody below, or import a file.")
        return
    data_table(
        [
            (
                link(each.name, f"/people?person={each.id}"), each.email,
                say_roles(each.roles, names) or "No role yet", _since(page, each),
            )
            for each in listed
        ],
        ("Name", "E-mail", "Roles", "May sign in"),
        caption=f"{len(listed)} people on the register",
        key="people",
    )  # fmt: skip


def _since(page: Page, person: Person) -> str:
    if person.starts > page.today:
        return f"From {say(person.starts)}"
    if person.ended is None:
        return "Yes"
    return f"Until {say(person.ended)}" if person.ended > page.today else "Ended"


def run(page: Page) -> None:
    """One person, when the address names one, or the whole register."""
    id = page.query.get("person", "")
    if id:
        try:
            person = page.database.read(people.get_person, id, viewer=page.viewer)
        except NotFoundError as error:
            page_heading("People")
            st.error(str(error))
        else:
            show_person(page, person)
        show(tag("p", link("Back to all people", "/people")))
        return
    page_heading("People", "Who may sign in, and as what. Every change is recorded.")
    show_said()
    show_register(page)
    show_add(page)
    show_import(page)


try:
    run(page)
except DatabaseError as error:
    st.error(str(error))
