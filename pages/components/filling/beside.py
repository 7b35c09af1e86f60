"""What stands beside a question: last year's answer to take over, and reviewers' comments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from db import carried, comments
from db.comments import KIND_LABELS, Comment, Kind
from db.errors import DatabaseError
from exports.moment import spoken_date
from forms.model import Question
from forms.text import lead_in
from forms.types import get_type
from pages.components.filling.draft import Draft
from pages.components.html import Safe, show, tag
from pages.components.server.runtime import runtime
from pages.components.tables import lines
from pages.components.widgets.ask import forget
from scrutiny.action import ACTION_STATUS_LABELS, Action
from scrutiny.carry import say_parts


def show_beside(draft: Draft, question: Question) -> None:
    """Last year's answer and the comments on this one, where there are any."""
    if question.id in draft.carried:
        _show_waiting(draft, question)
    elif question.id in draft.earlier:
        _show_earlier(draft, question)
    if question.id in draft.comments:
        _show_comments(draft, question)
    show_followed(draft, [each for each in draft.followed if _belongs(each, question)])


def show_followed(draft: Draft, actions: Sequence[Action], *, title: str = "") -> None:
    """The actions that were open when this return was begun, as they stand now (R024)."""
    if not actions:
        return
    today = draft.page.today
    rows = (
        tag("li", tag("strong", f"{say_followed(action, today)}: "), lines(action.text), dir="auto")
        for action in actions
    )
    many = "an action" if len(actions) == 1 else f"{len(actions)} actions"
    show(
        tag("details", tag("summary", title or f"You have {many} on this from before"),
            tag("ul", *rows),
            tag("p", "Say in your answer what has been done since. They stay in the action plan "
                "until somebody outside your organisation is assured."),
            class_="ask-standard")
    )  # fmt: skip


def say_followed(action: Action, today: date) -> str:
    """An action's reference, and where it stands."""
    late = ", overdue" if action.is_overdue(today) else ""
    return f"{action.reference}, {ACTION_STATUS_LABELS[action.status].lower()}{late}"


def _belongs(action: Action, question: Question) -> bool:
    return question.standard is not None and action.standard == question.standard.key


def list_waiting(draft: Draft) -> list[Question]:
    """The questions whose answer from last year still waits to be confirmed."""
    asked = [q for state in draft.journey.sections for q in state.questions]
    return [question for question in asked if question.id in draft.carried]


def _show_earlier(draft: Draft, question: Question) -> None:
    """The whole answer of last year, and a button that lays it here to be confirmed."""
    earlier = draft.earlier[question.id]
    if len(earlier.parts) > 1:
        show(
            tag("details", tag("summary", "Last year's answer in full"),
                _read(earlier.parts), class_="ask-standard")
        )  # fmt: skip
    is_answered = not get_type(question.type).is_empty(draft.response.answers.get(question.id))
    if earlier.value is None or is_answered:
        return
    about = f": {question.standard.key}" if question.standard else ""
    st.button(
        f"Use last year's answer{about}", key=f"{draft.key(question.id)}-carry",
        on_click=_carry, args=(draft, question),
    )  # fmt: skip


def _show_waiting(draft: Draft, question: Question) -> None:
    key = draft.key(question.id)
    source = "From what we have on record" if question.prefill else "From last year"
    with st.container(border=True, key=f"{key}-carried"):
        show(
            tag("p", tag("strong", f"{source}, not yet confirmed")),
            _read(say_parts(question, draft.carried[question.id], draft.language)),
            tag("p", "Read it again. It counts once you confirm that it still holds; you can "
                "then change it."),
        )  # fmt: skip
        with st.container(horizontal=True):
            st.button(
                "Confirm this answer", key=f"{key}-confirm", type="primary",
                on_click=_confirm, args=(draft, question),
            )  # fmt: skip
            st.button("Do not use it", key=f"{key}-drop", on_click=_drop, args=(draft, question))


def _read(parts: tuple[tuple[str, str], ...]) -> Safe:
    rows = (
        tag("p", tag("strong", lead_in(label)) if label else "", lines(words), dir="auto")
        for label, words in parts
    )
    return tag("div", *rows)


def _carry(draft: Draft, question: Question) -> None:
    _try(
        draft, question, carried.carry_answer,
        value=draft.earlier[question.id].value,
    )  # fmt: skip


def _drop(draft: Draft, question: Question) -> None:
    _try(draft, question, carried.drop_carried)


def _confirm(draft: Draft, question: Question) -> None:
    _try(
        draft, question, carried.confirm_carried,
        revision=draft.response.revision, now=runtime().clock(),
    )  # fmt: skip
    forget(draft.key(question.id))
    draft.reload()


def _try(draft: Draft, question: Question, act: Callable[..., object], **more: object) -> None:
    """Do it, and read again what waits; what goes wrong stands beside the question."""
    draft.trouble.pop(question.id, None)
    try:
        draft.page.database.write(
            act,
            response=draft.response.id, question=question.id, viewer=draft.page.viewer, **more,
        )  # fmt: skip
    except DatabaseError as error:
        draft.trouble[question.id] = f"Not changed. {error}"
    draft.read_beside()


def _show_comments(draft: Draft, question: Question) -> None:
    key = draft.key(question.id)
    with st.container(border=True, key=f"{key}-comments"):
        show(
            tag("p", tag("strong", "From the partnership's reviewers")),
            *(draw_comment(each) for each in draft.comments[question.id]),
        )
        about = f" on {question.standard.key}" if question.standard else ""
        st.text_area(
            f"Your answer to the comment{about}", key=f"{key}-reply", height=80,
            max_chars=comments.LONGEST,
        )  # fmt: skip
        st.button(
            f"Send this answer{about}", key=f"{key}-send-reply",
            on_click=_reply, args=(draft, question),
        )  # fmt: skip


def draw_comment(comment: Comment) -> Safe:
    """One comment: what kind, who, when and the words."""
    who = comment.author or "the organisation"
    head = f"{KIND_LABELS[comment.kind]} by {who}, {spoken_date(comment.written.date())}: "
    return tag("p", tag("strong", head), lines(comment.text), dir="auto")


def _reply(draft: Draft, question: Question) -> None:
    box = f"{draft.key(question.id)}-reply"
    _try(
        draft, question, comments.add_comment,
        text=str(st.session_state.get(box) or ""), kind=Kind.ANSWER,
        now=runtime().clock(),
    )  # fmt: skip
    if question.id not in draft.trouble:
        st.session_state[box] = ""
