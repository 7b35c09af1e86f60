"""Ask someone to contact you: a form of its own, tied to no answer, for whoever wants to talk."""

from __future__ import annotations

import streamlit as st

from db import flags
from db.days import local_day
from forms.types.moments import say_date
from pages.components.flagging import target_of
from pages.components.html import show, tag
from pages.components.layout import help_lines, page_heading, quick_exit
from pages.components.limiting import may_ask_contact
from pages.components.server.runtime import runtime
from pages.components.shell import Page, open_page
from pages.components.words import say

page = open_page(title="Ask someone to contact you")

NAME, HOW, WHEN, ABOUT = "contact-name", "contact-how", "contact-when", "contact-about"
TROUBLE, SENT = "contact-trouble", "contact-sent"
LONGEST, LONGEST_ABOUT = 200, 1000


def show_form(page: Page, language: str) -> None:
    """What it means to send this, then two things to write and two that may stay empty."""
    page_heading(say("contact_title", language), say("contact_lead", language))
    show(tag("p", say("contact_named", language), class_="notice"))
    show(
        tag("p", say("contact_limits", language)),
        tag("p", say("contact_soon", language, day=say_due(page))),
    )
    if trouble := st.session_state.pop(TROUBLE, ""):
        st.error(trouble)
    with st.form("contact-form"):
        st.text_input(say("contact_name", language), key=NAME, max_chars=60, autocomplete="off")
        st.text_input(say("contact_how", language), key=HOW, max_chars=LONGEST, autocomplete="off")
        st.text_input(say("contact_when", language), key=WHEN, max_chars=LONGEST,
                      autocomplete="off")  # fmt: skip
        st.text_area(say("contact_about", language), key=ABOUT, max_chars=LONGEST_ABOUT)
        st.form_submit_button(
            say("contact_send", language), type="primary", on_click=send, args=(page, language)
        )


def send(page: Page, language: str) -> None:
    """Keep it for the safeguarding readers, or say what is missing; nothing typed is lost."""
    given = {key: str(st.session_state.get(key) or "").strip() for key in (NAME, HOW, WHEN, ABOUT)}
    missing = "need_name" if not given[NAME] else "need_how" if not given[HOW] else ""
    if not missing and not may_ask_contact(page):
        missing = "too_many"
    if missing:
        st.session_state[TROUBLE] = say(f"contact_{missing}", language)
        return
    labels = {NAME: "First name", HOW: "How to reach them", WHEN: "When it is safe",
              ABOUT: "What it is about"}  # fmt: skip
    text = "\n".join(f"{labels[key]}: {words}" for key, words in given.items() if words)
    page.database.write(flags.add_contact_request, text=text, now=runtime().clock())
    for key in given:
        st.session_state[key] = ""
    st.session_state[SENT] = True


def show_sent(page: Page, language: str) -> None:
    """That it has come, and by when somebody reads it."""
    page_heading(say("contact_sent", language))
    show(tag("p", say("contact_sent_next", language, day=say_due(page))))


def say_due(page: Page) -> str:
    """The day by which somebody reads what is sent now."""
    return say_date(target_of(page).due(local_day(page.now)))


language = page.query.get("language", "en")
quick_exit()
if not page.partnership.contact_requests:
    page_heading(say("contact_title", language), say("contact_closed", language))
elif st.session_state.get(SENT):
    show_sent(page, language)
else:
    show_form(page, language)
show(tag("div", help_lines(page.partnership, "young"), class_="help-panel"))
