"""Ask for a new personal link: an e-mail address, and the same answer for every one."""

from __future__ import annotations

import streamlit as st

from db import organisations, outbox
from db.connection import Transaction
from db.contacts import find_contacts
from db.events import Happening, add_event
from db.refusals import NOBODY
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.limiting import TOO_MANY_LINKS, may_ask_link
from pages.components.server.outgoing import make_post
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from scrutiny.invitation import clean_email, is_email
from scrutiny.letter import Post, write_new_link
from scrutiny.mail_language import say_hours

page = open_page(title="Ask for a new link")
SAID = "ask-link-said"


def show_form(page: Page) -> None:
    """The box for the address."""
    page_heading(
        "Ask for a new link",
        "For people who answer for a school, setting or agency. Each link opens once; ask for "
        "another as often as you come back.",
    )
    with st.form("ask"):
        email = st.text_input(
            "Your e-mail address", key="email", autocomplete="email", max_chars=254
        )
        is_sent = st.form_submit_button("Send me a link", type="primary")
    if is_sent:
        ask(page, clean_email(email))


def ask(page: Page, email: str) -> None:
    """Send a link to whoever has that address; say the same whether anybody has."""
    if not is_email(email):
        st.error("Enter your e-mail address, such as name@school.example")
        return
    may_ask, may_send = may_ask_link(page, email)
    if not may_ask:
        st.error(f"{TOO_MANY_LINKS} {page.partnership.email}.")
        return
    post = make_post(runtime())
    if may_send and not post.texts.problems:
        page.database.write(queue_links, email, post, page)
    st.session_state[SAID] = email
    st.rerun()


def queue_links(tx: Transaction, email: str, post: Post, page: Page) -> None:
    """One mail for each organisation or part that the address answers for."""
    found = find_contacts(tx, email)
    names = {
        each.organisation: organisations.get_organisation(tx, each.organisation).name
        for each in found
    }
    mails = [write_new_link(post, each, organisation=names[each.organisation]) for each in found]
    outbox.add_mails(tx, mails, now=page.now)
    for each in found:
        add_event(
            tx, name=Happening.LINK_ASKED, subject=each.organisation, now=page.now,
            actor="somebody with an e-mail address", role=NOBODY, detail={"contact": each.id},
        )  # fmt: skip


def show_asked(page: Page, email: str) -> None:
    """What happens now: the same words for an address that we know and one that we do not."""
    lasts = say_hours(page.partnership.reaching.asked_link_hours)
    page_heading("Look in your e-mail")
    st.write(
        f"If we know {email}, a link is on its way to it. It works once, for {lasts}. "
        "It can take some minutes. Look among unwanted mail as well."
    )
    st.write(
        "If nothing comes, your organisation may have given us another address. Ask a colleague "
        f"who answers with you to add you, or write to {page.partnership.email}."
    )
    show(tag("p", link("Ask with another address", "/ask_link")))


if said := st.session_state.pop(SAID, ""):
    show_asked(page, str(said))
else:
    show_form(page)
