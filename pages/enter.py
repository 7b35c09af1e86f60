"""Open a personal link: whose it is, and in by one press, so that no scanner spends it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from db.invitations import Entry, look_up_link, note_refusal, use_link
from pages.components.browser import go
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.server.cookies import hash_token
from pages.components.session import make_ticket
from pages.components.shell import Page, open_page
from scrutiny.access import roles
from scrutiny.invitation import REFUSAL_WORDS, ContactKind, LinkRefusal

page = open_page(title="Open your form")
DONE = "enter-done"


def show_link(page: Page, token: str) -> None:
    """Who the link lets in, or why it lets in nobody."""
    mark = hash_token(token)
    found = page.database.read(look_up_link, token_hash=mark, now=page.now)
    if isinstance(found, LinkRefusal):
        note_once(page, mark)
        show_refusal(page, found)
    else:
        show_way_in(page, found, mark)


def show_way_in(page: Page, entry: Entry, mark: str) -> None:
    """The person's name, so that nobody goes on by mistake, and the way in."""
    name = entry.contact.name or entry.organisation
    page_heading("Open your form", f"This link was made for {name}.", above=entry.organisation)
    if entry.contact.kind is ContactKind.CONTRIBUTOR:
        st.write("It opens the sections that a colleague asks you to answer.")
    if page.is_signed_in:
        now = page.viewer.name or roles()[page.viewer.role].label
        st.info(f"You are signed in as {now}. Going on signs you out of that.")
    st.write(f"If you are not {name}, close this page and tell us: {page.partnership.email}.")
    st.button("Continue", type="primary", key="continue", on_click=enter, args=(page, mark))


def enter(page: Page, mark: str) -> None:
    """Spend the link, and let this browser, and no other, start the session."""
    entry = page.database.write(use_link, token_hash=mark, now=page.now)
    if isinstance(entry, LinkRefusal):
        return  # the page, drawn again, says why
    contact = entry.contact
    ticket = make_ticket(
        role=contact.role, name=contact.name or entry.organisation, organisation=contact.acts_for
    )
    onward = {"ticket": ticket, "next": "fill"}
    if entry.round and contact.kind is ContactKind.RESPONDENT:
        onward["cycle"] = entry.round
    st.session_state[DONE] = f"/session/start?{urlencode(onward)}"


def show_refusal(page: Page, why: LinkRefusal) -> None:
    """Plain words on why nothing opens, and what to do."""
    title, words = REFUSAL_WORDS[why]
    page_heading(title)
    st.write(words)
    show(tag("p", link("Ask for a new link", "/ask_link")))
    if page.is_signed_in:
        show(tag("p", "You are signed in already. ", link("Go to your forms", "/fill")))
    st.write(f"If you need help, write to {page.partnership.email}.")


def note_once(page: Page, mark: str) -> None:
    """Put the refused link into the log, once while it stands on the screen."""
    if st.session_state.get("refused-link") != mark:
        st.session_state["refused-link"] = mark
        page.database.write(note_refusal, token_hash=mark, now=page.now, viewer=page.viewer)


if DONE in st.session_state:
    go(st.session_state.pop(DONE))
    page_heading("Opening your form")
else:
    show_link(page, page.query.get("token", ""))
