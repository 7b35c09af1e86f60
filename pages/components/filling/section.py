"""One section at a time: its questions, and the way on."""

from __future__ import annotations

import streamlit as st

from forms.journey import SectionState
from forms.problem import Problem
from pages.components.filling import place
from pages.components.filling.asking import show_questions
from pages.components.filling.draft import Draft
from pages.components.layout import page_heading
from pages.components.redrawing import redraw
from pages.components.widgets.problems import show_problems as list_problems
from pages.components.words import say
from scrutiny.sign_off import questions_of


def show_section(draft: Draft, state: SectionState) -> None:
    """The section's questions with its problems on top once it has been checked."""
    section = state.section
    st.button("Back to all sections", key="to-tasks-top", type="tertiary", on_click=place.go)
    page_heading(section.title.say(draft.language), draft.form.title.say(draft.language))
    checked = st.session_state.get("checked") == section.id
    problems = draft.problems(section.id) if checked else ()
    if problems:
        show_problems(draft, problems)
    if intro := section.intro.say(draft.language):
        st.markdown(intro)
    if questions_of(draft.sign_off_roles) & {question.id for question in section.questions}:
        st.info(
            "Leave the names empty to have each person sign by a link of their own: ask for "
            "sign-off when you check your answers."
        )
    st.session_state["shape"] = draft.shape
    show_questions(draft, state.questions, checked=checked)
    _show_way_on(draft, state, problems)


def show_problems(draft: Draft, problems: tuple[Problem, ...]) -> None:
    """The list of what to put right, each leading to its question."""
    list_problems(problems, key=draft.key_of, name=draft.name_of)


def _show_way_on(draft: Draft, state: SectionState, problems: tuple[Problem, ...]) -> None:
    st.button(
        say("continue", draft.language), key="continue", type="primary",
        on_click=_continue, args=(draft, state),
    )  # fmt: skip
    if problems:
        st.button(
            say("continue_anyway", draft.language), key="continue-anyway",
            on_click=_leave, args=(draft, state),
        )  # fmt: skip


def _continue(draft: Draft, state: SectionState) -> None:
    if draft.problems(state.section.id):
        st.session_state["checked"] = state.section.id
        st.session_state["focus"] = "summary"
        redraw()
        return
    _leave(draft, state)


def _leave(draft: Draft, state: SectionState) -> None:
    st.session_state.pop("checked", None)
    following = next_section(draft, state)
    if following:
        place.go(section=following)
    else:
        place.go(place.CHECK)


def next_section(draft: Draft, state: SectionState) -> str:
    """The visible section after this one, or ""."""
    ids = [
        each.section.id
        for each in draft.journey.sections
        if each.questions and draft.may_open(each)
    ]
    here = ids.index(state.section.id) if state.section.id in ids else -1
    return ids[here + 1] if here + 1 < len(ids) else ""
