"""Whom the register names for an organisation: name, address, and the language of the mails."""

from __future__ import annotations

import streamlit as st

from db import contacts
from db.errors import DatabaseError
from pages.components.html import show, tag
from pages.components.running.said import say_done, say_trouble
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.invitation import is_email
from scrutiny.mail import load_mails
from scrutiny.mail_language import DEFAULT_LANGUAGE, mail_languages
from scrutiny.organisation import Organisation


def choose_language(*, key: str, value: str = DEFAULT_LANGUAGE) -> str:
    """The language in which somebody is written to; nothing is asked where there is one alone."""
    tags = list(mail_languages())
    if len(tags) < 2:
        return DEFAULT_LANGUAGE
    chosen = str(
        st.selectbox(
            "Language of their e-mails", tags, key=key,
            index=tags.index(value) if value in tags else 0,
            format_func=lambda tag: mail_languages()[tag].name,
        )
    )  # fmt: skip
    if missing := load_mails().missing(chosen):
        words = ", ".join(kind.replace("_", " ") for kind in missing)
        show(tag("p", f"Not translated yet, so sent in English: {words}.", class_="ask-hint"))
    return chosen


def show_registered(page: Page, place: Organisation) -> None:
    """For those who run cycles: change whom the register names."""
    if not page.viewer.can(Permission.MANAGE_CYCLES):
        return
    show(tag("h2", "Whom the register names"))
    name = st.text_input(
        "Name of the contact", value=place.contact_name, key="contact-name", max_chars=120,
        autocomplete="off",
    ).strip()  # fmt: skip
    email = st.text_input(
        "E-mail address of the contact", value=place.contact_email, key="contact-email",
        max_chars=254, autocomplete="off",
    ).strip()  # fmt: skip
    language = choose_language(key="contact-language", value=place.contact_language)
    st.button(
        "Save the contact", key="save-contact", on_click=save, args=(page, place, name, email,
        language),
    )  # fmt: skip


def save(page: Page, place: Organisation, name: str, email: str, language: str) -> None:
    """Store it; links to an address that is given up open nothing any more."""
    if email and not is_email(email):
        say_trouble("Not saved. Enter an e-mail address, such as name@school.example")
        return
    try:
        page.database.write(
            contacts.set_registered, organisation=place.id, name=name, email=email,
            language=language, viewer=page.viewer, now=page.now,
        )  # fmt: skip
    except DatabaseError as error:
        say_trouble(f"Not saved. {error}")
        return
    is_new = email.lower() != place.contact_email.lower()
    ended = " Links sent to the earlier address open nothing any more." if is_new else ""
    say_done(f"Saved.{ended}")
