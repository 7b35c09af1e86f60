"""Requests for access: all that is held about a person or an organisation, in one file."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import streamlit as st

from db import organisations
from db.subject_access import Held, find_held
from pages.components.documents.held import LEFT_OUT, say_table
from pages.components.html import link, show, tag
from pages.components.layout import data_table, empty_state, page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.subject import SHORTEST, Subject

page = open_page(Permission.SUBJECT_ACCESS, title="Requests for access", width="wide")

_NOT_IN_A_REFERENCE = re.compile(r"[^A-Za-z0-9_-]+")


def ask_subject(page: Page) -> tuple[Subject, str]:
    """About whom, and the partnership's own reference for the request."""
    listed = {each.id: each.name for each in page.database.read(organisations.list_organisations)}
    with st.form("subject"):
        name = st.text_input("Name of the person", key="name", max_chars=100)
        email = st.text_input("E-mail address of the person", key="email", max_chars=200)
        chosen = st.selectbox(
            "Or an organisation", list(listed), index=None, key="organisation",
            format_func=lambda id: listed.get(id, id), placeholder="Choose",
        )  # fmt: skip
        reference = st.text_input(
            "Your reference for this request", key="reference", max_chars=40,
            help="It stands in the audit log in place of the name.",
        )  # fmt: skip
        st.form_submit_button("Look", type="primary")
    return Subject(name, email, chosen or ""), _NOT_IN_A_REFERENCE.sub("-", reference).strip("-")


def show_held(page: Page, subject: Subject, reference: str) -> None:
    """How much is held, by kind, and the file."""
    held = page.database.read(find_held, subject, viewer=page.viewer)
    if not held.rows:
        empty_state("Nothing is held", "Try the e-mail address, or the name as it is written.")
        return
    data_table(
        [(say_table(found.table), len(found.rows)) for found in held.tables],
        ("Kind of record", "Records"), caption=_caption(held), key="held", search=False,
        numeric=("Records",),
    )  # fmt: skip
    show(tag("p", LEFT_OUT, class_="box tone-middling"))
    asked = {"name": subject.name, "email": subject.email, "organisation": subject.organisation}
    words = urlencode({key: value for key, value in asked.items() if value})
    address = f"/documents/held/{reference}.zip?{words}"
    show(tag("p", link("Take everything out as one ZIP file", address), class_="files"))


def _caption(held: Held) -> str:
    extras = f", {len(held.responses)} returns, {len(held.files)} files" if held.responses else ""
    return f"{held.rows} records{extras}"


page_heading(
    "Requests for access",
    "Find all that is held about a person or an organisation, and take it out in one file. "
    "The name is looked for in every record, in whole words.",
)
wanted, mark = ask_subject(page)
if wanted.is_somebody and mark:
    show_held(page, wanted, mark)
elif wanted.is_somebody:
    st.error("Enter your reference for this request")
elif wanted.name or wanted.email:
    st.error(f"Enter at least {SHORTEST} letters")
