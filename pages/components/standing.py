"""Where a return stands: the steps a reviewer may take, its history, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import streamlit as st

from db import activity_forms, comments, life
from db.comments import KIND_LABELS, Comment, Kind
from db.connection import Database
from db.errors import DatabaseError
from db.life import Sending
from exports.document import Table
from exports.moment import spoken_date, spoken_time
from forms.model import Question
from pages.components.blocks import draw_heading
from pages.components.html import Safe, show, tag
from pages.components.reading import Reading
from pages.components.reviewing import acting, shorten
from pages.components.server.runtime import runtime
from pages.components.shell import Page
from pages.components.tables import draw_table, lines
from scrutiny.access import Permission
from scrutiny.difference import list_differences
from scrutiny.life import RULES, Step, Taken, list_open_steps
from scrutiny.response import Response

SAID = "standing-said"
KINDS = (Kind.COMMENT, Kind.SUPPORT, Kind.CHALLENGE)
STEPS, COMMENT, HISTORY = "Take the next step", "Comment on an answer", "What has happened"

Comments = Mapping[str, Sequence[Comment]]


def read_history(page: Page, response: Response) -> list[Taken]:
    """Every step of a named return; nothing for a request, which has its own page."""
    if not (response.organisation and response.round):
        return []
    return page.database.read(life.list_history, id=response.id, viewer=page.viewer)


def say_since(page: Page, history: Sequence[Taken]) -> Safe | str:
    """Who brought the return to where it stands, and when."""
    if not history:
        return ""
    last = history[-1]
    who = f" by {last.actor}" if last.actor else ""
    return tag("span", f" {last.words}{who}, {_when(page, last)}")


def _when(page: Page, taken: Taken) -> str:
    if taken.happened is None:
        return ""
    return spoken_time(taken.happened.astimezone(page.now.tzinfo))


# The steps.


def show_steps(page: Page, response: Response) -> None:
    """The buttons of the steps that are open, with a box for the reason where one is asked."""
    if said := st.session_state.pop(SAID, None):
        (st.success if said[0] == "done" else st.error)(said[1])
    steps = list_open_steps(response.status, page.viewer)
    if not (steps and response.organisation and response.round):
        return
    show(draw_heading(STEPS, 2, class_="in-panel"))
    for step in steps:
        rule = RULES[step]
        if rule.needs_reason:
            _show_reasoned(response, step)
            continue
        st.button(
            rule.button, key=f"step-{step}", type="primary", on_click=_take, args=(response, step)
        )


def _show_reasoned(response: Response, step: Step) -> None:
    with st.form(f"step-form-{step}", border=True):
        st.text_area(
            f"{RULES[step].button}: why? The organisation reads this.",
            key=f"step-reason-{step}", height=90, max_chars=2000,
        )  # fmt: skip
        st.form_submit_button(RULES[step].button, on_click=_take, args=(response, step))


def _take(response: Response, step: Step) -> None:
    box = f"step-reason-{step}"
    try:
        _database().write(
            life.take_step,
            id=response.id, step=step, reason=str(st.session_state.get(box) or ""), **acting(),
        )  # fmt: skip
        held = runtime()
        held.database.write(activity_forms.refresh_after, response.id, context=held.context)
    except DatabaseError as error:
        st.session_state[SAID] = ("refused", f"Nothing was changed. {error}")
        return
    if box in st.session_state:
        st.session_state[box] = ""
    st.session_state[SAID] = ("done", f"{RULES[step].done}.")


# Comments.


def list_comments(page: Page, response: str) -> dict[str, list[Comment]]:
    """The comments of a return by question."""
    found: dict[str, list[Comment]] = {}
    listed = page.database.read(comments.list_comments, response=response, viewer=page.viewer)
    for comment in listed:
        found.setdefault(comment.question, []).append(comment)
    return found


def comment_parts(written: Sequence[Comment]) -> tuple[tuple[str, str], ...]:
    """Comments as parts of an answer: what kind, by whom and when, and the words."""
    return tuple(
        (
            KIND_LABELS[each.kind],
            f"{each.text} ({each.author or 'the organisation'}, "
            f"{spoken_date(each.written.date())})",
        )
        for each in written
    )


def show_other_comments(reading: Reading, written: Comments) -> None:
    """The comments on answers that a document shows in a table, each under its question."""
    for id, each in written.items():
        question = reading.form.questions.get(id)
        rows = (tag("p", tag("strong", f"{kind}: "), lines(said), dir="auto")
                for kind, said in comment_parts(each))  # fmt: skip
        show(tag("h3", f"Comments on: {call(question) if question else id}"), *rows)


def show_commenting(page: Page, reading: Reading, questions: Sequence[Question]) -> None:
    """Choose an answer, and write beside it; the organisation sees it and can answer."""
    if not (questions and reading.response.round and page.viewer.can(Permission.MODERATE)):
        return
    show(draw_heading(COMMENT, 2, class_="in-panel"))
    by_id = {question.id: question for question in questions}
    with st.form("comment-form", border=False):
        st.selectbox(
            "Answer to", list(by_id), format_func=lambda id: call(by_id[id]),
            key="comment-question",
        )  # fmt: skip
        st.radio("This is", KINDS, format_func=KIND_LABELS.get, horizontal=True,
                 key="comment-kind")  # fmt: skip
        st.text_area("Your comment. The organisation reads it and can answer.",
                     key="comment-text", height=110, max_chars=comments.LONGEST)  # fmt: skip
        st.form_submit_button(
            "Add the comment", type="primary", on_click=_comment, args=(reading.response.id,)
        )


def call(question: Question) -> str:
    """A question in one line: its standard, and how its words begin."""
    words = shorten(question.text.say())
    return f"{question.standard.key}: {words}" if question.standard else words


def _comment(response: str) -> None:
    held = st.session_state
    try:
        _database().write(
            comments.add_comment,
            response=response, question=str(held.get("comment-question") or ""),
            text=str(held.get("comment-text") or ""),
            kind=Kind(held.get("comment-kind") or Kind.COMMENT), **acting(),
        )  # fmt: skip
    except DatabaseError as error:
        held[SAID] = ("refused", f"Not saved. {error}")
        return
    held["comment-text"] = ""
    held[SAID] = ("done", "The comment is saved beside the answer.")


def _database() -> Database:
    return runtime().database


# History and differences.


def show_history(page: Page, history: Sequence[Taken]) -> None:
    """Every step: what, when, by whom and why."""
    if not history:
        return
    show(draw_heading(HISTORY, 2))
    rows = tuple(
        (taken.words, _when(page, taken), taken.actor or "The organisation", taken.reason)
        for taken in history
    )
    columns = ("Step", "When", "By", "Why or for whom")
    show(draw_table(Table(caption="Every step, first to last", columns=columns, rows=rows),
                    key="history"))  # fmt: skip


def show_differences(page: Page, reading: Reading) -> None:
    """What each sending changed of the one before, question by question."""
    if not (reading.response.organisation and reading.response.round):
        return
    sendings = page.database.read(life.list_sendings, id=reading.response.id, viewer=page.viewer)
    for before, after in pairwise(sendings):
        title = f"What changed in sending {after.number}"
        show(draw_heading(title, 2), draw_differences(reading, before, after))


def draw_differences(reading: Reading, before: Sending, after: Sending) -> Safe:
    """The changes as a table, or that there are none."""
    found = list_differences(reading.form, before.answers, after.answers)
    if not found:
        return tag("p", "Nothing was changed.")
    rows = tuple(
        (f"{call(each.question)}{f', {each.part}' if each.part else ''}",
         each.before or "Not answered", each.after or "Not answered")
        for each in found
    )  # fmt: skip
    columns = ("Question", f"Sent {spoken_date(before.sent.date())}",
               f"Sent {spoken_date(after.sent.date())}")  # fmt: skip
    caption = f"Sending {before.number} and sending {after.number} compared"
    table = Table(caption=caption, columns=columns, rows=rows)
    return draw_table(table, key=f"difference-{after.number}")
