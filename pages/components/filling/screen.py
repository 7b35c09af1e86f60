"""The screen of one opened response: which view of it the address names."""

from __future__ import annotations

import streamlit as st

from forms.model import Pace
from forms.types.moments import say_date
from pages.components import browser
from pages.components.filling import place
from pages.components.filling.check import show_check, show_sending
from pages.components.filling.draft import Draft, hold
from pages.components.filling.evidence import show_evidence, show_kept, takes_evidence
from pages.components.filling.opening import Opened
from pages.components.filling.receipt import show_receipt, show_thanks
from pages.components.filling.requesting import show_following
from pages.components.filling.section import show_problems, show_section
from pages.components.filling.signing import show_signing, show_taking_back
from pages.components.filling.steps import show_steps
from pages.components.filling.tasks import show_tasks
from pages.components.html import link, show, tag
from pages.components.layout import help_panel, page_heading, quick_exit
from pages.components.redrawing import begin_drawing, redraw
from pages.components.shell import Page
from scrutiny.response import Status

_LANGUAGES = {"en": "English", "en-easy": "Easy read", "pl": "Polski"}


def show_opened(page: Page, opened: Opened) -> None:
    """The response in the view that the address names, or why there is none."""
    if opened.thanks:
        show_thanks(page, opened.thanks)
        return
    if opened.draft is None:
        page_heading("We cannot open this form")
        st.write(opened.refusal)
        show(tag("p", link("Go to the home page", "/")))
        return
    begin_drawing()
    draft = hold(opened.draft)
    is_voice = draft.form.audience == "young" or opened.campaign is not None
    if is_voice:
        quick_exit()
    _show_languages(draft)
    _show_view(draft, opened)
    _move_focus(draft)
    if is_voice:
        help_panel(page.partnership, "young" if draft.form.audience == "young" else "parent")


def _show_view(draft: Draft, opened: Opened) -> None:
    if not draft.response.is_open:
        show_receipt(draft)
        show_kept(draft)
        show_following(draft)
        _show_way_back(opened)
    elif not draft.response.is_editable:
        _show_signing(draft)
        show_kept(draft)
    elif draft.form.pace is Pace.QUESTION:
        show_steps(draft)
    elif place.view() == place.EVIDENCE and takes_evidence(draft):
        show_evidence(draft)
    elif place.view() == place.CHECK and draft.page.viewer.questions is None:
        show_check(draft)
    elif state := next(
        (
            s
            for s in draft.journey.sections
            if s.section.id == place.section() and draft.may_open(s)
        ),
        None,
    ):
        show_section(draft, state)
    else:
        show_tasks(draft, who=opened.who, deadline=_deadline(draft, opened))
        _show_way_back(opened)


def _show_way_back(opened: Opened) -> None:
    """To the step of the activity that asked for the form, and to what else it asks for."""
    if opened.back:
        show(tag("p", link("Back to the activity", opened.back)))


def _show_signing(draft: Draft) -> None:
    show_signing(draft)
    if draft.response.status is Status.SIGNED_OFF:
        tried = st.session_state.get("tried") == draft.response.id
        if tried and draft.problems():
            show_problems(draft, draft.problems())
        show_sending(draft, tried=tried)
    show_taking_back(draft)


def _move_focus(draft: Draft) -> None:
    """To what has to be put right, or to the heading of a view that has just opened."""
    if st.session_state.pop("focus", ""):
        st.session_state["summaries"] = st.session_state.get("summaries", 0) + 1
        browser.focus(browser.PROBLEMS, st.session_state["summaries"])
        return
    here = f"{place.view()}{place.section()}{place.at()}{draft.response.status}"
    if st.session_state.get("here", here) != here:
        browser.focus(browser.HEADING, here)
    st.session_state["here"] = here


def _deadline(draft: Draft, opened: Opened) -> str:
    if opened.cycle is None:
        return ""
    deadline = opened.cycle.deadline
    if draft.page.today > deadline:
        return f"Was due by {say_date(deadline)}: you can still send it, and it counts as late"
    return f"Due by {say_date(deadline)}"


def _show_languages(draft: Draft) -> None:
    languages = draft.form.languages
    if len(languages) < 2:
        return
    with st.container(horizontal=True, key="languages", vertical_alignment="center"):
        for language in languages:
            if language == draft.language:
                show(tag("p", _LANGUAGES.get(language, language), class_="language-now"))
                continue
            st.button(
                _LANGUAGES.get(language, language), key=f"language-{language}", type="tertiary",
                on_click=_set_language, args=(language,),
            )  # fmt: skip


def _set_language(language: str) -> None:
    redraw()
    st.query_params["language"] = language
