"""The questions of a draft on the screen, a few to a fragment, saved as they are answered."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db.access import VOICE_KIND
from forms.journey import Journey
from forms.model import Json, Pace, Question
from forms.problem import Problem
from pages.components.filling.beside import show_beside
from pages.components.filling.concern import show_concern
from pages.components.filling.draft import Draft
from pages.components.html import show, tag
from pages.components.redrawing import redraw_when_turned
from pages.components.widgets import SEVERAL, WIDGETS, Ask
from pages.components.widgets.problems import problems_of

#: Questions to a fragment: fewer cost more on the whole screen, more cost more at an answer.
RUN = 14


def show_questions(draft: Draft, questions: Sequence[Question], *, checked: bool) -> None:
    """The questions of one screen."""
    for start in range(0, len(questions), RUN):
        _show_run(draft, questions[start : start + RUN], checked=checked)


@st.fragment
def _show_run(draft: Draft, questions: Sequence[Question], *, checked: bool) -> None:
    """Neighbours in one fragment; a save that changes what is asked redraws the screen."""
    for question in questions:
        draw_question(draft, question, checked=checked)
    if st.session_state.get("shape") != draft.shape:
        st.rerun()
    redraw_when_turned()
    draft.is_fresh = False


def draw_question(
    draft: Draft,
    question: Question,
    *,
    checked: bool,
    level: int = 2,
) -> None:
    """The question with its problems, and what went wrong when it was saved.

    One of several controls has a box, of a single control just what stands beside it.
    """
    problems = draft.problems(_section(draft, question)) if checked else ()
    ask = make_ask(draft, question, problems, level=level)
    if question.type in SEVERAL:
        with st.container(key=f"{ask.key}-ask", gap="xsmall"):
            WIDGETS[question.type](ask)
            _show_beside(draft, question)
        return
    WIDGETS[question.type](ask)
    if _has_beside(draft, question):
        with st.container(key=f"{ask.key}-beside", gap="xsmall"):
            _show_beside(draft, question)


def _has_beside(draft: Draft, question: Question) -> bool:
    """Whether anything may stand beside it; in a voice, help may at any time."""
    beside = (draft.trouble, draft.theirs, draft.carried, draft.earlier, draft.comments)
    return draft.form.kind == VOICE_KIND or any(question.id in each for each in beside)


def _show_beside(draft: Draft, question: Question) -> None:
    _show_trouble(draft, question)
    show_beside(draft, question)
    show_concern(draft, question.id)


def make_ask(
    draft: Draft,
    question: Question,
    problems: tuple[Problem, ...],
    *,
    level: int = 2,
) -> Ask:
    """What the widget of this question needs."""
    journey = draft.journey
    return Ask(
        question=question,
        value=_value(draft, journey, question),
        key=draft.key(question.id),
        save=lambda value: draft.save(question.id, value),
        current=lambda: draft.response.answers.get(question.id),
        language=draft.language,
        choices=journey.choices(question),
        problems=problems_of(question.id, problems),
        previous=draft.previous.get(question.id, ""),
        upload=lambda uploaded: draft.keep_files(question.id, uploaded),
        inner=lambda index: draft.journey.repeat_questions(question.id, index),
        level=level,
        optional=_is_optional(draft, journey, question),
    )


#: Types whose own parts say what must be given, or that ask for nothing.
_ALWAYS = frozenset({"judgement", "note", "calculate", "hidden"})


def _is_optional(draft: Draft, journey: Journey, question: Question) -> bool:
    """Whether to say so: not where nothing at all is compulsory, as in the voice forms."""
    if draft.form.pace is Pace.QUESTION or question.type in _ALWAYS:
        return False
    return not journey.is_required(question.id)


def _value(draft: Draft, journey: Journey, question: Question) -> Json:
    if question.id in draft.response.answers:
        return draft.response.answers[question.id]
    return journey.answers.get(question.id)


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
