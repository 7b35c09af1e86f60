"""Check your answers: everything as it will be sent, with a way to change each part."""

from __future__ import annotations

import streamlit as st

from db.errors import AlreadySubmittedError, CodeUsedError, StaleDraftError, StepRefusedError
from db.refusals import note_refused
from forms.journey import SectionState
from pages.components.filling import place
from pages.components.filling.beside import list_waiting
from pages.components.filling.draft import Draft
from pages.components.filling.evidence import show_summary
from pages.components.filling.section import show_problems
from pages.components.filling.signing import ASKED, list_unfinished, show_asking, show_notes
from pages.components.html import join, show, tag
from pages.components.layout import page_heading
from pages.components.server.runtime import runtime
from pages.components.words import say
from scrutiny.audit import What

_SILENT = frozenset({"note", "hidden"})


def show_check(draft: Draft) -> None:
    """Every answer by section, what is still missing, the declaration, and sending."""
    st.button("Back to all sections", key="to-tasks-top", type="tertiary", on_click=place.go)
    page_heading("Check your answers", draft.form.title.say(draft.language))
    tried = st.session_state.get("tried") == draft.response.id
    is_asking = st.session_state.get(ASKED) == draft.response.id
    problems = list_unfinished(draft) if is_asking else draft.problems()
    show_notes(draft)
    if tried and problems:
        show_problems(draft, problems)
    elif problems:
        left = "1 thing is" if len(problems) == 1 else f"{len(problems)} things are"
        st.info(
            f"{left} still to be finished before this can be sent. "
            "Sections with something missing say so below."
        )
    _show_waiting(draft)
    missing = {draft.section_of(problem.place) for problem in problems}
    for state in draft.journey.sections:
        if state.questions:
            _show_answers(draft, state, missing=state.section.id in missing)
    show_summary(draft)
    st.divider()
    show_asking(draft)
    if not draft.needs_sign_off or draft.may_name_signers:
        show_sending(draft, tried=tried)


def _show_waiting(draft: Draft) -> None:
    """The answers of last year that nobody has confirmed yet: they are not sent."""
    waiting = list_waiting(draft)
    if waiting:
        names = ", ".join(draft.name_of(question.id) for question in waiting)
        st.warning(f"Answers from last year that you have not confirmed will not be sent: {names}.")


def _show_answers(draft: Draft, state: SectionState, *, missing: bool) -> None:
    title = state.section.title.say(draft.language)
    rows = [
        join(
            (
                tag("dt", question.text.say(draft.language)),
                tag("dd", draft.read(question) or tag("i", "Not answered")),
            )
        )
        for question in state.questions
        if question.type not in _SILENT
    ]
    show(
        tag("h2", title),
        tag("p", "Something is still missing here", class_="ask-problem") if missing else "",
        tag("dl", *rows, class_="answers"),
    )
    st.button(
        f"Change: {title}", key=f"change-{state.section.id}", type="tertiary",
        on_click=place.go, kwargs={"section": state.section.id},
    )  # fmt: skip


def show_sending(draft: Draft, *, tried: bool) -> None:
    """The declaration, and the button that sends."""
    declaration = draft.form.declaration.say(draft.language)
    if declaration:
        show(tag("h2", "Declaration"))
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
    st.session_state.pop(ASKED, None)
    if draft.problems() or not (declared or st.session_state.get("declared")):
        st.session_state["focus"] = "summary"
        return
    try:
        draft.submit()
    except StaleDraftError:
        _note_refused(draft, "stale")
        draft.reload()
        st.session_state["send-trouble"] = (
            "Someone changed an answer while you were checking. Nothing was sent: look through "
            "the answers again, then send."
        )
        return
    except CodeUsedError:
        return  # the next look at the address finds the code used, and says so
    except StepRefusedError as error:
        _note_refused(draft, "not_signed")
        draft.reload()
        st.session_state["send-trouble"] = str(error)
        return
    except AlreadySubmittedError:
        _note_refused(draft, "sent_before")
        draft.reload()
    st.session_state.pop("tried", None)
    place.go(place.DONE)


def _note_refused(draft: Draft, why: str) -> None:
    """A line in the log: of two who send at once, one is refused."""
    is_voice = not draft.response.organisation
    draft.page.database.write(
        note_refused, what=What.SENDING_REFUSED, viewer=draft.page.viewer, why=why,
        subject=draft.response.round if is_voice else draft.response.id, now=runtime().clock(),
    )  # fmt: skip
