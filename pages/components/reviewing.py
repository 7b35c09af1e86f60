"""What a reviewer adds to a return: moderated ratings, coded themes and quotes.

Everything is saved at once, with who and on which day. One answer is chosen, and one small
form is shown for it, so that a screen holds few controls.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

import streamlit as st

from db import reviews
from db.errors import DatabaseError
from exports.moment import spoken_date
from forms.journey import Journey
from forms.model import Question
from forms.types import get_type
from pages.components.blocks import draw_heading
from pages.components.html import show, tag
from pages.components.server.cookies import VISITOR
from pages.components.server.runtime import runtime
from pages.components.session import find_viewer, read_cookie
from pages.components.shell import Page
from pages.components.tables import lines
from scrutiny.access import Permission, Viewer, roles
from scrutiny.response import Response
from scrutiny.review import CodedTheme, ModeratedRating, Quote

KINDS = {"best_practice": "Best practice", "improvement": "To improve"}
LONGEST_QUOTE = 600
MODERATE, CODE = "Moderate a rating", "Themes and quotes"


class Acting(TypedDict):
    """The arguments that every function which writes a review takes."""

    viewer: Viewer
    now: datetime


@dataclass(frozen=True, slots=True)
class Text:
    """One thing that somebody wrote: whose, which question it answers, what to call it.

    `response` is the response's id, or for a voice a mark that tells of this question alone.
    """

    response: str
    question: str
    label: str
    words: str


def reviewer_of(viewer: Viewer) -> Viewer:
    """The viewer with a name to stand beside what they write: their role's, without another."""
    role = roles().get(viewer.role)
    return viewer if viewer.name or not role else replace(viewer, name=role.label)


def acting() -> Acting:
    """Who is writing and when, asked anew: a session may have ended since the page was drawn."""
    held = runtime()
    viewer = reviewer_of(find_viewer(held, read_cookie(VISITOR)))
    return {"viewer": viewer, "now": held.clock()}


def may_review(page: Page, response: Response) -> bool:
    """Whether the viewer may add to this return: it was sent, and their role moderates."""
    return response.is_sent and page.viewer.can(Permission.MODERATE)


def say_rating(question: Question, rating: ModeratedRating) -> str:
    """A moderated rating in words: what, who, when and why."""
    choice = question.find_choice(rating.rating)
    label = choice.label.say() if choice else rating.rating
    why = f" {rating.comment}" if rating.comment else ""
    return f"{label}, by {rating.reviewer or 'a reviewer'} on {spoken_date(rating.day)}.{why}"


# Moderated ratings.


def show_moderation(
    page: Page, response: Response, judged: Sequence[Question],
    ratings: Mapping[str, ModeratedRating], self_ratings: Mapping[str, str],
) -> None:  # fmt: skip
    """Choose a standard, then judge it: a rating, and why."""
    show(draw_heading(MODERATE, 2, class_="in-panel"))
    _show_said("moderated")
    by_id = {question.id: question for question in judged}
    chosen = st.selectbox(
        "Standard",
        list(by_id),
        format_func=lambda id: _call(by_id[id], is_done=id in ratings),
        key="moderate-standard",
    )
    if not chosen:
        return
    question = by_id[chosen]
    show(
        tag("p", question.text.say()),
        tag("p", tag("strong", "Their own rating: "), self_ratings.get(chosen, "not answered")),
    )
    standing = ratings.get(chosen)
    if standing:
        show(tag("p", tag("strong", "Moderated: "), say_rating(question, standing)))
    _show_rating_form(page, response, question, standing)


def _call(question: Question, *, is_done: bool) -> str:
    key = question.standard.key if question.standard else question.id
    words = question.text.say()
    short = words if len(words) <= 70 else f"{words[:67].rsplit(' ', 1)[0]}…"
    return f"{key}{' (moderated)' if is_done else ''}: {short}"


def _show_rating_form(
    page: Page, response: Response, question: Question, standing: ModeratedRating | None
) -> None:
    values = [choice.value for choice in question.options]
    at = values.index(standing.rating) if standing and standing.rating in values else None
    start = f"moderate-{question.id}"
    with st.form(start, border=False):
        st.radio(
            "Your rating", values, index=at, key=f"{start}-rating",
            format_func=lambda value: choice_label(question, value),
        )  # fmt: skip
        st.text_area(
            "Why: what you saw that led you to it", key=f"{start}-why", max_chars=2000, height=110
        )
        st.form_submit_button(
            "Save this rating", type="primary", on_click=_save_rating,
            args=(page, response, question.id),
        )  # fmt: skip


def choice_label(question: Question, value: str) -> str:
    """What a person reads for a value."""
    choice = question.find_choice(value)
    return choice.label.say() if choice else value


def _save_rating(page: Page, response: Response, question: str) -> None:
    rating = st.session_state.get(f"moderate-{question}-rating")
    why = str(st.session_state.get(f"moderate-{question}-why") or "").strip()
    if not rating or not why:
        missing = "Choose a rating" if not rating else "Say why you rate it so"
        _say("moderated", "error", f"Not saved. {missing}.")
        return
    try:
        page.database.write(
            reviews.add_moderated_rating,
            response=response.id, question=question, rating=rating, comment=why,
            **acting(),
        )  # fmt: skip
    except DatabaseError as error:
        _say("moderated", "error", f"Not saved. {error}")
        return
    st.session_state[f"moderate-{question}-why"] = ""
    _say("moderated", "success", "Saved. It now stands beside their own rating.")


# Themes and quotes.


def list_free_texts(response: str, journey: Journey) -> list[Text]:
    """What was written in the response that may be coded: evidence, impact, closing texts."""
    found = []
    for state in journey.sections:
        for question in state.questions:
            value = journey.values.get(question.id)
            if value is None or question.private:
                continue
            if question.type == "judgement" and question.standard:
                parts = (value.evidence, value.impact, value.action_taken)
                words = "\n".join(part for part in parts if part)
                label = f"{question.standard.key}: evidence and impact"
            elif question.type == "long_text":
                words = get_type(question.type).text(value, question)
                label = shorten(question.text.say())
            else:
                continue
            if words:
                found.append(Text(response, question.id, label, words))
    return found


def shorten(words: str) -> str:
    """The beginning of long words, on one line."""
    words = " ".join(words.split())
    return words if len(words) <= 80 else f"{words[:77].rsplit(' ', 1)[0]}…"


def show_coding(page: Page, round: str, texts: Sequence[Text]) -> None:
    """Choose a text, say which themes it speaks of, and keep words of it as a quote."""
    show(draw_heading(CODE, 2, class_="in-panel"))
    _show_said("coded")
    if not texts:
        st.write("Nobody wrote anything here that could be coded.")
        return
    places = {f"{text.response}-{text.question}": text for text in texts}
    chosen = st.selectbox(
        "Text", list(places), format_func=lambda key: places[key].label, key="code-text"
    )
    text = places[chosen]
    show(tag("blockquote", lines(text.words), dir="auto"))
    _show_themes(page, round, text)
    _show_quote_form(page, round, text)


def _show_themes(page: Page, round: str, text: Text) -> None:
    labels = {theme.key: theme.label for theme in page.partnership.themes}
    listed = page.database.read(reviews.list_themes, viewer=reviewer_of(page.viewer), round=round)
    for coded in listed:
        if (coded.response, coded.question) != (text.response, text.question):
            continue
        kind, label = KINDS.get(coded.kind, coded.kind), labels.get(coded.theme, coded.theme)
        day = f" on {spoken_date(coded.day)}" if coded.day else ""
        show(tag("p", tag("strong", label), f" ({kind.lower()}), by {coded.coder}{day}"))
        st.button(
            f"Take away: {label}, {kind.lower()}", key=f"uncode-{coded.theme}-{coded.kind}",
            on_click=_change_theme, args=(page, round, coded), kwargs={"add": False},
        )  # fmt: skip
    with st.form("code-form", border=False):
        theme = st.selectbox(
            "Theme", list(labels), format_func=lambda key: labels[key], key="code-theme"
        )
        st.radio("It shows", list(KINDS), format_func=KINDS.get, horizontal=True, key="code-kind")
        sent = st.form_submit_button("Add the theme")
    if sent:
        kind = st.session_state["code-kind"]
        coded = CodedTheme(text.response, text.question, str(theme), kind)
        _change_theme(page, round, coded, add=True)
        st.rerun()


def _change_theme(page: Page, round: str, coded: CodedTheme, *, add: bool) -> None:
    try:
        page.database.write(
            reviews.add_theme if add else reviews.remove_theme, coded, round=round,
            **acting(),
        )  # fmt: skip
    except DatabaseError as error:
        _say("coded", "error", f"Not saved. {error}")
        return
    _say("coded", "success", "The theme is added." if add else "The theme is taken away.")


def _show_quote_form(page: Page, round: str, text: Text) -> None:
    labels = {theme.key: theme.label for theme in page.partnership.themes}
    start = _quote_key(text)
    with st.expander("Keep words from it as a quote"), st.form(start, border=False):
        st.text_area(
            "The words, edited so that nobody can be known from them",
            value=text.words[:LONGEST_QUOTE], key=f"{start}-words", max_chars=LONGEST_QUOTE,
            height=140,
        )  # fmt: skip
        st.selectbox(
            "It illustrates", list(labels), format_func=lambda key: labels[key],
            key=f"{start}-theme",
        )  # fmt: skip
        st.checkbox("Whoever wrote it has agreed to be quoted", key=f"{start}-agreed")
        st.form_submit_button("Keep the quote", on_click=_save_quote, args=(page, round, text))
    st.write("A second person checks a quote, on the composite, before it is shown to anyone.")


def _quote_key(text: Text) -> str:
    return f"quote-{text.response[:8]}-{text.question}"


def _save_quote(page: Page, round: str, text: Text) -> None:
    start = _quote_key(text)
    words = str(st.session_state.get(f"{start}-words") or "").strip()
    if not words:
        _say("coded", "error", "Not saved. Write the words to keep.")
        return
    quote = Quote(
        id="", round=round, question=text.question, text=words,
        theme=st.session_state.get(f"{start}-theme") or "",
        has_permission=bool(st.session_state.get(f"{start}-agreed")),
    )  # fmt: skip
    try:
        page.database.write(
            reviews.add_quote,
            quote,
            **acting(),
        )
    except DatabaseError as error:
        _say("coded", "error", f"Not saved. {error}")
        return
    _say("coded", "success", "The quote is kept. A second person must check it.")


def _say(place: str, kind: str, words: str) -> None:
    st.session_state[f"review-said-{place}"] = (kind, words)


def _show_said(place: str) -> None:
    if said := st.session_state.pop(f"review-said-{place}", None):
        (st.success if said[0] == "success" else st.error)(said[1])
