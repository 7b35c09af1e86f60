"""Who answers for an organisation: adding a colleague, and taking one off the list."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial

import streamlit as st

from db import contacts, cycles, organisations, outbox
from db.connection import Transaction
from db.errors import DatabaseError, NotFoundError
from forms.model import Form
from pages.components.filling.opening import get_form
from pages.components.html import show, tag
from pages.components.layout import data_table, empty_state, error_summary, page_heading
from pages.components.refusing import refuse_once
from pages.components.running.said import say_done, say_trouble, show_said, who
from pages.components.running.writing_to import choose_language, show_registered
from pages.components.server.outgoing import find_server, make_post
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from pages.components.sure import ask_twice
from scrutiny.access import Permission
from scrutiny.audit import What
from scrutiny.cycle import Cycle
from scrutiny.invitation import (
    CONTACT_KIND_LABELS,
    Contact,
    ContactKind,
    check_contact,
    clean_email,
)
from scrutiny.letter import write_invitation, write_new_link
from scrutiny.mail import Mail
from scrutiny.mail_language import find_language
from scrutiny.organisation import Organisation

page = open_page(Permission.ANSWER, Permission.MANAGE_CYCLES, title="Who answers", width="wide")


@dataclass(frozen=True)
class Round:
    """A cycle that the organisation is asked to answer, and its form."""

    cycle: Cycle
    form: Form

    @property
    def sections(self) -> dict[str, str]:
        """The titles of the sections by id."""
        return {section.id: section.title.say() for section in self.form.sections}


def find_organisation(page: Page) -> Organisation | None:
    """The viewer's own organisation, or the one that the team came for."""
    own = next(iter(page.viewer.organisations), "")
    asked = page.query.get("organisation", "")
    id = asked if page.viewer.can(Permission.MANAGE_CYCLES) else own
    if asked not in ("", id):
        refuse_once(page, What.RECORD_REFUSED, of=asked, subject=asked, why="not_theirs")
    try:
        return page.database.read(organisations.get_organisation, id)
    except NotFoundError:
        return None


def list_rounds(page: Page, place: Organisation) -> dict[str, Round]:
    """The cycles that may still be answered, by id."""
    listed = page.database.read(cycles.list_cycles_of, place.id, page.today)
    return {
        cycle.id: Round(
            cycle, get_form(page.database, page.library.forms, cycle.form, cycle.form_version)
        )
        for cycle in listed
        if cycle.is_open(page.today)
    }


def show_people(page: Page, place: Organisation, rounds: dict[str, Round]) -> None:
    """Everybody who answers, and a way to take each off the list."""
    people = page.database.read(
        contacts.list_contacts, viewer=page.viewer, organisations=[place.id]
    )
    if not people:
        empty_state("Nobody yet", "Add the person who should get the invitation.")
        return
    data_table(
        [
            (
                each.name or "No name given",
                each.email,
                say_part(each, rounds),
                find_language(each.language).name,
                say_from(each),
            )
            for each in people
        ],
        ("Name", "E-mail", "Answers", "Language", "From"),
        caption=f"{'1 person answers' if len(people) == 1 else f'{len(people)} people answer'} for "
        f"{place.name}",
        key="people",
    )
    for each in people:
        if not each.is_registered:
            ask_twice(
                f"Remove {each.name}",
                f"{each.name}'s links open nothing any more. What they wrote stays.",
                key=f"end-{each.id}", yes="Remove", done=partial(end, page, each),
            )  # fmt: skip


def say_part(contact: Contact, rounds: dict[str, Round]) -> str:
    """What the person answers: everything, or the sections by their titles."""
    if contact.kind is ContactKind.RESPONDENT:
        return CONTACT_KIND_LABELS[contact.kind]
    found = rounds.get(contact.cycle)
    if found is None:
        return "Sections of a form that is closed"
    titles = [found.sections.get(section, section) for section in contact.sections]
    return f"{found.cycle.title}: {', '.join(titles)}"


def say_from(contact: Contact) -> str:
    """Who put the person there."""
    return "The register" if contact.is_registered else "Added here"


def show_adding(page: Page, place: Organisation, rounds: dict[str, Round]) -> None:
    """The form for one more person."""
    show(tag("h2", "Add a colleague"))
    turn = st.session_state.get("colleague-turn", 0)
    name = st.text_input("Name", key=f"name-{turn}", max_chars=120, autocomplete="off")
    email = st.text_input("E-mail address", key=f"email-{turn}", max_chars=254, autocomplete="off")
    kinds = list(CONTACT_KIND_LABELS) if rounds else [ContactKind.RESPONDENT]
    kind = st.radio("Answers", kinds, format_func=CONTACT_KIND_LABELS.get, key=f"kind-{turn}")
    cycle, chosen = "", []
    if kind is ContactKind.CONTRIBUTOR:
        cycle = st.selectbox(
            "Of which form", list(rounds), format_func=lambda id: rounds[id].cycle.title,
            key=f"cycle-{turn}",
        )  # fmt: skip
        titles = rounds[cycle].sections
        show(tag("p", tag("strong", "Which sections")))
        chosen = [
            id for id, title in titles.items() if st.checkbox(title, key=f"section-{id}-{turn}")
        ]
    language = choose_language(key=f"language-{turn}", value=place.contact_language)
    contact = Contact(
        id=secrets.token_hex(8), organisation=place.id, name=name.strip(), language=language,
        email=clean_email(email), kind=kind, cycle=cycle, sections=tuple(chosen),
    )  # fmt: skip
    offered = rounds[cycle].sections if cycle else {}
    newest = next(iter(rounds.values()), None)
    problems = check_contact(contact, offered)
    if problems and st.session_state.pop("colleague-tried", False):
        error_summary(problems)
    if problems:
        st.button("Add and send a link", key="add", type="primary", on_click=_try)
        return
    ask_twice(
        "Add and send a link",
        f"One e-mail with a personal link goes to {contact.name}, {contact.email}. They can read "
        f"and change {'these sections' if chosen else 'everything'} of {place.name}'s return.",
        key="add", is_primary=True, yes="Send it",
        done=lambda: add(page, place, contact, rounds.get(cycle) or newest),
    )  # fmt: skip


def _try() -> None:
    st.session_state["colleague-tried"] = True


def add(page: Page, place: Organisation, contact: Contact, part: Round | None) -> None:
    """Put the person on the list and write to them, both or neither."""
    post = make_post(runtime(), actor=who(page))
    if post.texts.problems:
        say_trouble(f"Nothing was written. {post.texts.problems[0]}")
        return
    if part:
        titles = [part.sections[section] for section in contact.sections]
        mail = write_invitation(
            post, contact, organisation=place.name, cycle=part.cycle, sections=titles
        )
    else:
        mail = write_new_link(post, contact, organisation=place.name)
    try:
        page.database.write(_add, contact, mail, page)
    except DatabaseError as error:
        say_trouble(f"Nobody was added. {error}")
        return
    st.session_state["colleague-turn"] = st.session_state.get("colleague-turn", 0) + 1
    kept = "" if find_server(runtime()) else " No mail server is set up: ask the team for the link."
    say_done(f"{contact.name} is added, and a link is on its way.{kept}")


def _add(tx: Transaction, contact: Contact, mail: Mail, page: Page) -> None:
    contacts.add_contact(tx, contact, viewer=page.viewer, now=page.now)
    outbox.add_mails(tx, [mail], now=page.now)


def end(page: Page, contact: Contact) -> None:
    """Take a person off the list."""
    page.database.write(contacts.end_contact, contact.id, viewer=page.viewer, now=page.now)
    say_done(f"{contact.name} no longer answers.")


place = find_organisation(page)
if place is None:
    page_heading("Who answers")
    empty_state("Choose an organisation", "Open a cycle, and choose one from its list.")
else:
    page_heading("Who answers", "Everybody here works on the same return.", above=place.name)
    show_said()
    rounds = list_rounds(page, place)
    show_people(page, place, rounds)
    show_adding(page, place, rounds)
    show_registered(page, place)
