"""It is sent: the receipt, copies to keep, and what happens next."""

from __future__ import annotations

import html

import streamlit as st

from pages.components.filling.draft import Draft
from pages.components.layout import page_heading


def show_receipt(draft: Draft) -> None:
    """The receipt number, the copy as PDF and web page, and the form's own words."""
    page_heading("Sent. Thank you.", draft.form.title.say(draft.language))
    response = draft.response
    day = f"{response.submitted:%-d %B %Y}" if response.submitted else ""
    st.html(
        '<div class="receipt"><p>Your receipt number</p>'
        f'<p class="receipt-number">{html.escape(response.receipt)}</p>'
        f"<p>Sent on {day}{', after the deadline' if response.late else ''}. "
        "It is now locked; the partnership can open it again for you.</p></div>"
    )
    if words := draft.form.receipt.say(draft.language):
        st.markdown(words)
    address = draft.document_address
    with st.container(horizontal=True):
        st.link_button("Download your answers (PDF)", f"{address}.pdf{draft.document_query}")
        st.link_button("Read them as a web page", f"{address}.html{draft.document_query}")
