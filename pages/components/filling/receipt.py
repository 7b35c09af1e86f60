"""It is sent: the receipt, copies to keep, and what happens next."""

from __future__ import annotations

import streamlit as st

from forms.model import Form
from forms.types.moments import say_date
from pages.components.filling.concern import show_told
from pages.components.filling.draft import Draft
from pages.components.html import show, tag
from pages.components.layout import contact_offer, help_panel, page_heading
from pages.components.shell import Page
from pages.components.words import say


def show_receipt(draft: Draft) -> None:
    """The receipt number, the copy as PDF and web page, and the form's own words."""
    page_heading("Sent. Thank you.", draft.form.title.say(draft.language))
    response = draft.response
    day = say_date(response.submitted) if response.submitted else ""
    late = ", after the deadline" if response.late else ""
    show(
        tag(
            "div",
            tag("p", "Your receipt number"),
            tag("p", response.receipt, class_="receipt-number"),
            tag("p", f"Sent on {day}{late}. It is now locked; the partnership can open it again."),
            class_="receipt",
        )
    )
    if words := draft.form.receipt.say(draft.language):
        st.markdown(words)
    address = draft.document_address
    with st.container(horizontal=True):
        st.link_button("Download your answers (PDF)", f"{address}.pdf{draft.document_query}")
        st.link_button("Read them as a web page", f"{address}.html{draft.document_query}")


def show_contact_offer(page: Page, language: str) -> None:
    """Whether somebody should contact them: nobody can because of what was sent."""
    if page.partnership.contact_requests:
        show(
            tag("h2", say("contact_after", language)),
            tag("p", say("contact_after_why", language)),
            contact_offer(page.partnership, language),
        )


def show_thanks(page: Page, form: Form) -> None:
    """Thanks for an anonymous response: no number, since nothing ties it to the person."""
    language = page.query.get("language", form.language)
    page_heading("Thank you", form.title.say(language))
    st.markdown(form.receipt.say(language) or "Your answers have been sent.")
    show_told(page, form, language)
    show_contact_offer(page, language)
    help_panel(page.partnership, "young" if form.audience == "young" else "parent")
