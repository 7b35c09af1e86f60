"""One question of a draft on the screen, in its own fragment, saved as it is answered."""

from __future__ import annotations

import streamlit as st

from forms.model import Json, Pace, Question
from forms.problem import Problem
from pages.components.filling.beside import show_beside
from pages.components.filling.concern import show_concern
from pages.components.filling.draft import Draft
from pages.components.html import show, tag
from pages.components.widgets import WIDGETS, Ask
from pages.components.widgets.problems import problems_of


@st.fragment
def show_question(draft: Draft, question: Question, *, checked: bool) -> None:
    """The question in a fragment; a save that changes what is asked redraws the screen."""
    draw_question(draft, question, checked=checked)
    if st.session_state.get("shape") != draft.shape:
        st.rerun()


def draw_question(draft: Draft, question: Question, *, checked: bool, level: int = 2) -> None:
    """The question with its problems, and what went wrong when it was saved."""
    problems = draft.problems(_section(draft, question)) if checked else ()
    ask = make_ask(draft, question, problems, level=level)
    with st.container(key=f"{ask.key}-ask", gap="xsmall"):
        WIDGETS[question.type](ask)
        _show_trouble(draft, question)
        show_beside(draft, question)
        show_concern(draft, question.id)


def make_ask(
    draft: Draft, question: Question, problems: tuple[Problem, ...], *, level: int = 2
) -> Ask:
    """What the widget of this question needs."""
    return Ask(
        question=question,
        value=_value(draft, question),
        key=draft.key(question.id),
        save=lambda value: draft.save(question.id, value),
        current=lambda: draft.response.answers.get(question.id),
        language=draft.language,
        choices=draft.journey.choices(question),
        problems=problems_of(question.id, problems),
        previous=draft.previous.get(question.id, ""),
        upload=lambda uploaded: draft.keep_files(question.id, uploaded),
        inner=lambda index: draft.journey.repeat_questions(question.id, index),
        level=level,
        optional=_is_optional(draft, question),
    )


#: Types whose own parts say what must be given, or that ask for nothing.
_ALWAYS = frozenset({"judgement", "note", "calculate", "hidden"})


def _is_optional(draft: Draft, question: Question) -> bool:
    """Whether to say so: not where nothing at all is compulsory, as in the voice forms."""
    if draft.form.pace is Pace.QUESTION or question.type in _ALWAYS:
        return False
    return not draft.journey.is_required(question.id)


def _value(draft: Draft, question: Question) -> Json:
    if question.id in draft.response.answers:
        return draft.response.answers[question.id]
    return draft.journey.answers.get(question.id)


def _section(draft: Draft, question: Question) -> str | None:
    found = draft.form.section_of(question.id)
    return found.id if found else None


def _show_trouble(draft: Draft, question: Question) -> None:
    if message := draft.trouble.get(question.id):
        st.error(f"{message}. What you typed is still on this page.")
    if question.id not in draft.theirs:
        return
    st.warning(
        "Someone else changed this answer after you opened it, perhaps you in another tab. "
        "Their answer is shown above. Yours was:"
    )
    mine = draft.mine.get(question.id)
    show(tag("p", draft.say(question, mine) or "(empty)", class_="ask-mine"))
    keep, take = st.columns(2)
    keep.button(
        "Keep mine", key=f"{draft.key(question.id)}-mine",
        on_click=draft.settle, args=(question.id, True),
    )  # fmt: skip
    take.button(
        "Use theirs", key=f"{draft.key(question.id)}-theirs",
        on_click=draft.settle, args=(question.id, False),
    )  # fmt: skip
