"""The forms of the people register: add, change, give and take roles, end, import."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from db import people
from db.errors import DatabaseError
from db.organisations import list_organisations
from forms.problem import Problem
from pages.components.layout import page_heading, problems_table
from pages.components.shell import Page
from scrutiny.imported_table import UnreadableFileError
from scrutiny.person import (
    Held,
    Person,
    check_held,
    check_person,
    plain_email,
    roles_for_people,
    say_role,
)
from scrutiny.person_import import (
    COLUMNS,
    ImportedPeople,
    check_people,
    leave_out_known,
    read_people,
)

_SAID = "people_said"
_TURN = "people_turn"
_YEARS = timedelta(days=20 * 365)


def say(day: date) -> str:
    """A day in words."""
    return f"{day.day} {day:%B %Y}"


def place_names(page: Page) -> dict[str, str]:
    """What each id is called that a role may be held for: groups and organisations."""
    groups = {group.key: group.label for group in page.partnership.groups}
    groups |= page.partnership.places("partner")
    return groups | {each.id: each.name for each in page.database.read(list_organisations)}


def show_said() -> None:
    """What became of the last press of a button."""
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] else st.error)(said[1])


def show_add(page: Page) -> None:
    """A new person with their first role."""
    st.subheader("Add a person")
    turn = _turn()
    st.text_input("Full name", key=f"add_name_{turn}", max_chars=200)
    st.text_input(
        "Work e-mail address, as they sign in with it", key=f"add_email_{turn}", max_chars=254
    )
    starts = _ask_day(page, "First day", f"add_starts_{turn}", page.today)
    held = _ask_role(page, f"add_{turn}")
    st.button("Add", type="primary", key="add", on_click=_add, args=(page, turn, starts, held))


def show_person(page: Page, person: Person) -> None:
    """One person, and everything about them that can be changed."""
    page_heading(person.name, above="People")
    show_said()
    if person.ended:
        st.info(f"May not sign in from {say(person.ended)} on.")
    st.subheader("Roles")
    names = place_names(page)
    if not person.roles:
        st.write("No role yet, so they cannot sign in.")
    for held in person.roles:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.write(say_role(held, names))
            st.button(
                f"Remove: {say_role(held, names)}", key=f"take_{held.role}_{held.acts_for}",
                on_click=_press, args=(page, "Role removed.", people.take_role, person.id, held),
            )  # fmt: skip
    held = _ask_role(page, "give")
    st.button("Give this role", key="give", on_click=_give, args=(page, person, held))
    _show_particulars(page, person)
    _show_end(page, person)


def show_import(page: Page) -> None:
    """A file, what is wrong with it, and the good people to bring in."""
    st.subheader("Import from a spreadsheet")
    st.write(
        "CSV, one row a role: somebody with two roles has two rows. Columns: "
        f"{', '.join(name.replace('_', ' ') for name in COLUMNS)}. Name, e-mail and role must "
        "be there; acts for is the group or organisation that the role is held for."
    )
    uploaded = st.file_uploader("Spreadsheet of people", type=["csv"], key=f"file_{_turn()}")
    if uploaded is None:
        return
    try:
        rows = read_people(uploaded.getvalue())
    except UnreadableFileError as error:
        st.error(str(error))
        return
    organisations = page.database.read(list_organisations)
    _show_taken(page, check_people(rows, page.partnership, organisations, today=page.today))


def _show_taken(page: Page, taken: ImportedPeople) -> None:
    if taken.problems:
        st.warning(
            f"{taken.named - len(taken.people)} of {taken.named} people cannot be taken. Put "
            "them right in the file and import it again; people who are in already stay as they "
            "are."
        )
        problems_table(taken.problems, caption="Rows that cannot be taken", key="import_problems")
    known = page.database.read(people.list_people, viewer=page.viewer)
    fresh, old = leave_out_known(taken.people, known)
    if old:
        st.info(f"{len(old)} are on the register already and stay as they are.")
    if not fresh:
        st.write("There is nobody new to bring in.")
        return
    words = "1 person" if len(fresh) == 1 else f"{len(fresh)} people"
    st.button(
        f"Bring in {words}", type="primary", key="bring_in", on_click=_bring_in,
        args=(page, fresh, words),
    )  # fmt: skip


def _show_particulars(page: Page, person: Person) -> None:
    st.subheader("Name and e-mail")
    name = st.text_input("Full name", person.name, key="change_name", max_chars=200)
    email = st.text_input(
        "Work e-mail address, as they sign in with it", person.email, key="change_email",
        max_chars=254,
    )  # fmt: skip
    starts = _ask_day(page, "First day", "change_starts", person.starts)
    new = replace(person, name=name.strip(), email=plain_email(email), starts=starts)
    st.button("Save", key="save", on_click=_change, args=(page, new))


def _show_end(page: Page, person: Person) -> None:
    if person.ended:
        st.subheader("Let them sign in again")
        st.button(
            "Bring back", key="bring_back", on_click=_press,
            args=(page, f"{person.name} may sign in again.", people.bring_back, person.id),
        )  # fmt: skip
        return
    st.subheader("End")
    st.write("Their name stays with what they did. Sessions that are open end at once.")
    on = _ask_day(page, "The first day on which they may not sign in", "end_on", page.today)
    st.button(
        "End", key="end", on_click=_end, args=(page, person, on),
    )  # fmt: skip


def _ask_day(page: Page, label: str, key: str, shown: date) -> date:
    return st.date_input(
        label, shown, key=key, format="DD/MM/YYYY",
        min_value=min(shown, page.today - _YEARS), max_value=page.today + _YEARS,
    )  # fmt: skip


def _ask_role(page: Page, key: str) -> Held:
    """A role and what it is held for; an organisation that is not chosen is empty."""
    known = roles_for_people()
    role = st.selectbox(
        "Role", list(known), format_func=lambda each: known[each].label, key=f"{key}_role"
    )
    st.write(known[role].summary)
    groups = dict(page.partnership.places(known[role].acts_for))
    if known[role].acts_for == "organisation":
        found = page.database.read(list_organisations, include_ended=False)
        groups = {row.id: f"{row.name} ({row.urn})" if row.urn else row.name for row in found}
    elif not groups:
        return Held(role)
    chosen = st.selectbox(
        f"Which {known[role].acts_for}?", list(groups), format_func=lambda each: groups[each],
        key=f"{key}_for_{known[role].acts_for}", index=None,
        placeholder="Type part of its name to find it",
    )  # fmt: skip
    return Held(role, chosen or "")


def _add(page: Page, turn: int, starts: date, held: Held) -> None:
    person = Person(
        "", st.session_state[f"add_name_{turn}"].strip(),
        plain_email(st.session_state[f"add_email_{turn}"]), starts, (held,),
    )  # fmt: skip
    if _is_refused(*check_person(person), _check_held(page, held)):
        return
    if _do(page, f"{person.name} added.", people.add_people, [person]):
        st.session_state[_TURN] = turn + 1


def _give(page: Page, person: Person, held: Held) -> None:
    if not _is_refused(_check_held(page, held)):
        _do(page, "Role given.", people.give_role, person.id, held)


def _change(page: Page, person: Person) -> None:
    if not _is_refused(*check_person(person)):
        _do(
            page, "Saved.", people.change_person, person.id, name=person.name,
            email=person.email, starts=person.starts,
        )  # fmt: skip


def _end(page: Page, person: Person, on: date) -> None:
    if not _is_refused(*check_person(replace(person, ended=on))):
        _do(page, f"{person.name} ends.", people.end_person, person.id, on=on)


def _bring_in(page: Page, fresh: list[Person], words: str) -> None:
    if _do(page, f"{words} brought in.", people.add_people, fresh):
        st.session_state[_TURN] = _turn() + 1


def _press(page: Page, done: str, change: Callable[..., Any], *values: Any) -> None:
    _do(page, done, change, *values)


def _do(page: Page, done: str, change: Callable[..., Any], *values: Any, **named: Any) -> bool:
    """Make one change and keep what to say of it; whether it was made."""
    try:
        page.database.write(change, *values, **named, viewer=page.viewer, now=page.now)
    except DatabaseError as error:
        st.session_state[_SAID] = (False, str(error))
        return False
    st.session_state[_SAID] = (True, done)
    return True


def _is_refused(*problems: Problem | None) -> bool:
    wrong = next((each for each in problems if each), None)
    if wrong:
        st.session_state[_SAID] = (False, f"{wrong.message}. {wrong.cure}.")
    return wrong is not None


def _check_held(page: Page, held: Held) -> Problem | None:
    found = page.database.read(list_organisations, include_ended=False)
    return check_held(
        held,
        groups={group.key for group in page.partnership.active_groups},
        organisations={each.id for each in found},
        partners=set(page.partnership.places("partner")),
    )


def _turn() -> int:
    return int(st.session_state.get(_TURN, 0))
