"""Fill in a form: opened by a link, a code, or a signed-in organisation or chair."""

from __future__ import annotations

import streamlit as st

from db import cycles, responses
from forms.types.moments import say_date
from pages.components.activities.for_me import list_turns_of
from pages.components.activities.forms import find_form_address
from pages.components.activities.naming import say_due_day
from pages.components.filling.opening import REQUEST_FORM, open_response
from pages.components.filling.requesting import list_begun, new_request
from pages.components.filling.screen import show_opened
from pages.components.html import link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.response import STATUS_LABELS, Status

page = open_page(title="Answer a form")


def show_choice(page: Page) -> None:
    """What the viewer may fill in, when the address names nothing."""
    page_heading("Answer a form")
    if page.viewer.can(Permission.REQUEST):
        show_requests(page)
    elif page.viewer.can(Permission.ANSWER):
        show_cycles(page)
    else:
        show_code()


def show_cycles(page: Page) -> None:
    """The open rounds of the viewer's organisation, each with where its return stands."""
    has_forms = show_step_forms(page)
    organisation = next(iter(page.viewer.organisations), "")
    rounds = page.database.read(cycles.list_cycles_of, organisation, page.today)
    if not rounds and not has_forms:
        empty_state("Nothing to answer just now", "We will write to you when a form opens.")
    for cycle in rounds:
        found = page.database.read(
            responses.find_response, viewer=page.viewer, round=cycle.id, organisation=organisation
        )
        status = found.status if found else Status.NOT_STARTED
        with st.container(border=True, key=f"round-{cycle.id}"):
            st.subheader(cycle.title)
            st.write(f"Due by {say_date(cycle.deadline)}. {STATUS_LABELS[status]}.")
            word = "Start" if found is None else "Continue" if found.is_open else "Look at it"
            st.button(
                f"{word}: {cycle.title}", key=f"open-{cycle.id}",
                type="primary" if word != "Look at it" else "secondary",
                on_click=open_with, kwargs={"cycle": cycle.id},
            )  # fmt: skip


def show_step_forms(page: Page) -> bool:
    """The forms that scrutiny activities wait for; whether there is any."""
    found = [(turn, find_form_address(page, turn)) for turn in list_turns_of(page)]
    forms = [(turn, address) for turn, address in found if address]
    for turn, address in forms:
        with st.container(border=True, key=f"step-form-{turn.activity}-{turn.step}"):
            st.subheader(turn.step_title)
            when = say_due_day(turn.due, turn.due_words, page.today)
            show(
                tag("p", f"{turn.title} ({turn.reference}). {when}."),
                link("Open it", address, aria_label=f"Open it: {turn.step_title}"),
            )
    return bool(forms)


def show_requests(page: Page) -> None:
    """A new SPACE audit request, or one that the viewer has begun."""
    title = page.library.forms[REQUEST_FORM].title.say()
    if st.button(f"Start: {title}", type="primary", key="new-request"):
        open_with(response=new_request(page).id)
        st.rerun()
    for draft in list_begun(page):
        name = str(draft.answers.get("title") or "Request without a title")
        st.button(
            f"Continue: {name}", key=f"continue-{draft.id}",
            on_click=open_with, kwargs={"response": draft.id},
        )  # fmt: skip


def open_with(**query: str) -> None:
    """Go to the address that opens one form."""
    st.query_params.from_dict(query)


def show_code() -> None:
    """For someone with neither link nor sign-in: the box for a code."""
    with st.form("code"):
        code = st.text_input("Your code", key="code", autocomplete="off")
        if st.form_submit_button("Start", type="primary") and code.strip():
            open_with(code=code.strip())
            st.rerun()
    st.write("If you have a link in an e-mail, open it from there.")


opened = open_response(page)
if opened is None:
    show_choice(page)
else:
    show_opened(page, opened)
