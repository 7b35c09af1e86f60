"""Check your answers: everything as it will be sent, with a way to change each part."""

from __future__ import annotations

import html

import streamlit as st

from db.errors import AlreadySubmittedError, StaleDraftError
from forms.journey import SectionState
from pages.components.filling import place
from pages.components.filling.draft import Draft
from pages.components.filling.section import show_problems
from pages.components.layout import page_heading
from pages.components.words import say

_SILENT = frozenset({"note", "hidden", "calculate"})


def show_check(draft: Draft) -> None:
    """Every answer by section, what is still missing, the declaration, and sending."""
    st.button("Back to all sections", key="to-tasks-top", type="tertiary", on_click=place.go)
    page_heading("Check your answers", draft.form.title.say(draft.language))
    tried = st.session_state.get("tried") == draft.response.id
    problems = draft.problems()
    if tried and problems:
        show_problems(draft, problems)
    elif problems:
        st.info(
            f"{len(problems)} things are still to be finished before this can be sent. "
            "Sections with something missing say so below."
        )
    missing = {draft.section_of(problem.place) for problem in problems}
    for state in draft.journey.sections:
        if state.questions:
            _show_answers(draft, state, missing=state.section.id in missing)
    _show_sending(draft, tried=tried)


def _show_answers(draft: Draft, state: SectionState, *, missing: bool) -> None:
    title = state.section.title.say(draft.language)
    rows = "".join(
        f"<dt>{html.escape(question.text.say(draft.language))}</dt>"
        f"<dd>{html.escape(draft.read(question)) or '<i>Not answered</i>'}</dd>"
        for question in state.questions
        if question.type not in _SILENT
    )
    note = '<p class="ask-problem">Something is still missing here</p>' if missing else ""
    st.html(f"<h2>{html.escape(title)}</h2>{note}<dl class='answers'>{rows}</dl>")
    st.button(
        f"Change: {title}", key=f"change-{state.section.id}", type="tertiary",
        on_click=place.go, kwargs={"section": state.section.id},
    )  # fmt: skip


def _show_sending(draft: Draft, *, tried: bool) -> None:
    st.divider()
    declaration = draft.form.declaration.say(draft.language)
    if declaration:
        st.html("<h2>Declaration</h2>")
        st.markdown(declaration)
        st.checkbox("I agree and want to send this", key="declared")
        if tried and not st.session_state.get("declared"):
            st.error("Tick the box to say that you agree, then send")
    if trouble := st.session_state.pop("send-trouble", ""):
        st.error(trouble)
    st.button(
        say("send", draft.language), key="send", type="primary",
        on_click=send, args=(draft,), kwargs={"declared": not declaration},
    )  # fmt: skip


def send(draft: Draft, *, declared: bool = False) -> None:
    """Submit when nothing is missing; otherwise say what is, with nothing changed."""
    st.session_state["tried"] = draft.response.id
    if draft.problems() or not (declared or st.session_state.get("declared")):
        st.session_state["focus"] = "summary"
        return
    try:
        draft.submit()
    except StaleDraftError:
        draft.reload()
        st.session_state["send-trouble"] = (
            "Someone changed an answer while you were checking. Nothing was sent: look through "
            "the answers again, then send."
        )
        return
    except AlreadySubmittedError:
        draft.reload()
    st.session_state.pop("tried", None)
    place.go(place.DONE)
