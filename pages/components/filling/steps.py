"""One idea a screen, made for a phone: for young people, parents and carers."""

from __future__ import annotations

import streamlit as st

from forms.model import Question
from forms.types import get_type
from pages.components.filling import place
from pages.components.filling.asking import draw_question
from pages.components.filling.check import send
from pages.components.filling.concern import show_all_concerns, show_unseen
from pages.components.filling.draft import Draft
from pages.components.html import show, tag
from pages.components.layout import page_heading
from pages.components.words import say

_SILENT = frozenset({"hidden", "calculate"})
END = "end"


def show_steps(draft: Draft) -> None:
    """The screen that the address names, else the first."""
    steps = [q for state in draft.journey.sections for q in state.questions]
    steps = [question for question in steps if question.type not in _SILENT]
    ids = [question.id for question in steps]
    if place.at() == END:
        _show_end(draft, ids)
        return
    index = ids.index(place.at()) if place.at() in ids else 0
    _show_step(draft, steps[index], ids, index)


def _show_step(draft: Draft, question: Question, ids: list[str], index: int) -> None:
    section = draft.form.section_of(question.id)
    show_unseen(draft, question.id)
    show(tag("p", f"{index + 1} / {len(ids)}", class_="step-count"))
    if section and question.type == "note":
        page_heading(section.title.say(draft.language))
    if section and section.questions[0].id == question.id and section.intro:
        st.markdown(section.intro.say(draft.language))
    checked = st.session_state.get("checked") == question.id
    with st.container(key="step"):
        draw_question(draft, question, checked=checked, level=1)
    following = ids[index + 1] if index + 1 < len(ids) else END
    with st.container(horizontal=True, key="steps-way"):
        if index:
            st.button(
                say("back", draft.language), key="step-back",
                on_click=place.go, kwargs={"at": ids[index - 1]},
            )  # fmt: skip
        _show_next(draft, question, following, first=index == 0)


def _show_next(draft: Draft, question: Question, following: str, *, first: bool) -> None:
    st.button(
        say(_next_word(draft, question, first=first), draft.language), key="step-next",
        type="primary", on_click=_onward, args=(draft, question, following),
    )  # fmt: skip


def _next_word(draft: Draft, question: Question, *, first: bool) -> str:
    if question.type == "note":
        return "start" if first else "next"
    empty = get_type(question.type).is_empty(draft.response.answers.get(question.id))
    return "skip" if empty and not question.required else "next"


def _onward(draft: Draft, question: Question, following: str) -> None:
    section = draft.form.section_of(question.id)
    problems = draft.problems(section.id if section else None)
    if any(p.place == question.id or p.place.startswith((f"{question.id}.", f"{question.id}["))
           for p in problems):  # fmt: skip
        st.session_state["checked"] = question.id
        return
    st.session_state.pop("checked", None)
    place.go(at=following)


def _show_end(draft: Draft, ids: list[str]) -> None:
    page_heading("That is everything", draft.form.title.say(draft.language))
    st.markdown("You can send your answers now, or go back and change them.")
    show_all_concerns(draft)
    if trouble := st.session_state.pop("send-trouble", ""):
        st.error(trouble)
    for problem in draft.problems() if st.session_state.get("tried") else ():
        st.error(problem.message)
    with st.container(horizontal=True, key="steps-way"):
        st.button(
            say("back", draft.language), key="step-back", on_click=place.go, kwargs={"at": ids[-1]}
        )
        st.button(
            say("send", draft.language), key="send", type="primary",
            on_click=send, args=(draft,), kwargs={"declared": True},
        )  # fmt: skip
