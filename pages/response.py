"""One response in full: what was answered, beside last year, and a reviewer's judgement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from db import audit, reviews
from db.errors import NotFoundError
from exports.document import Answer, Block, Heading
from exports.response_document import read_response
from forms.journey import Journey
from forms.model import Form, Question
from pages.components.attachments import show_files
from pages.components.blocks import place_of, show_blocks, show_contents
from pages.components.charts import load_style
from pages.components.html import link, show, tag
from pages.components.layout import empty_state, page_heading, status_tag
from pages.components.reading import Reading, context_for, load_reading, make_response_document
from pages.components.refusing import refuse_once
from pages.components.reviewing import (
    CODE,
    MODERATE,
    choice_label,
    list_free_texts,
    may_review,
    say_rating,
    show_coding,
    show_moderation,
)
from pages.components.shell import Page, open_page
from pages.components.standing import (
    Comments,
    comment_parts,
    list_comments,
    read_history,
    say_since,
    show_commenting,
    show_differences,
    show_history,
    show_other_comments,
    show_steps,
)
from pages.components.words import say
from scrutiny.access import Permission
from scrutiny.audit import What
from scrutiny.life import Taken
from scrutiny.review import ModeratedRating

page = open_page(Permission.READ_RESPONSES, Permission.READ_OWN, title="One response", width="wide")

Ratings = Mapping[str, ModeratedRating]


def show_response(page: Page, reading: Reading) -> None:
    """The whole response; beside it, for reviewers, what they may add."""
    response = reading.response
    st.set_page_config(page_title=f"{reading.name} - {page.partnership.short_name}", layout="wide")
    page_heading(reading.name, reading.round_title, above=reading.form.title.say())
    late = [" ", tag("span", "Late", class_="tag tag-poor")] if response.late else []
    history = read_history(page, response)
    show(tag("p", status_tag(response.status), *late, say_since(page, history)))
    if not response.is_sent:
        show(tag("p", "This is a draft: it has not been sent and may still change.", class_="box"))
    show_ways_out(reading, is_reviewer=may_review(page, response))
    ratings = list_ratings(page, response.id)
    if not may_review(page, response):
        show_all(page, reading, ratings, history)
        return
    answers, panel = st.columns([5, 3], gap="large")
    with answers:
        show_all(page, reading, ratings, history)
    with panel, st.container(key="review-panel"):
        show_steps(page, response)
        show_review(page, reading, ratings)


def show_all(page: Page, reading: Reading, ratings: Ratings, history: Sequence[Taken]) -> None:
    """The answers, and beneath them what has become of the return."""
    show_answers(page, reading, ratings)
    show_evidence(reading)
    show_differences(page, reading)
    show_history(page, history)


def show_evidence(reading: Reading) -> None:
    """The files that came with the return, each to download."""
    if reading.evidence:
        show(tag("h2", say("evidence_files")))
        show_files(reading.evidence, reading.form)


def show_ways_out(reading: Reading, *, is_reviewer: bool) -> None:
    """The documents, the way back, and for reviewers the way to what they may add."""
    address = f"/documents/response/{reading.response.id}"
    place = place_of(MODERATE if reading.form.standards else CODE)
    onward = [link("Review this return", f"#{place}")] if is_reviewer else []
    if is_reviewer:
        onward.append(link("The review queue", "/review"))
    show(
        tag(
            "p",
            link("Download as PDF", f"{address}.pdf"),
            link("Download as a web page", f"{address}.html"),
            link("All responses", f"/responses?cycle={reading.response.round}"),
            *onward,
            class_="files",
        )
    )


def list_ratings(page: Page, response: str) -> Ratings:
    """The moderated ratings by question; they are the reviewers' own until they are sent out."""
    if not page.viewer.can(Permission.READ_RESPONSES):
        return {}
    listed = page.database.read(
        reviews.list_moderated_ratings, viewer=page.viewer, response=response
    )
    return {rating.question: rating for rating in listed}


def show_answers(page: Page, reading: Reading, ratings: Ratings) -> None:
    """The response as its document says it, with moderated ratings beside its own."""
    blocks = make_response_document(page, replace(reading, evidence=())).blocks
    show_contents([block.text for block in blocks if isinstance(block, Heading)])
    written = list_comments(page, reading.response.id)
    by_words = _questions_by_words(reading.form)
    show_blocks(
        [_screen_block(block, by_words, ratings, written) for block in blocks],
        key="response-block",
    )
    beside = {
        by_words[block.question].id
        for block in blocks if isinstance(block, Answer) and block.question in by_words
    }  # fmt: skip
    show_other_comments(reading, {id: each for id, each in written.items() if id not in beside})


def _screen_block(
    block: Block, by_words: Mapping[str, Question], ratings: Ratings, written: Comments
) -> Block:
    """An answer with the moderated rating and the comments beside it, or what else it is."""
    question = by_words.get(block.question) if isinstance(block, Answer) else None
    if not isinstance(block, Answer) or question is None:
        return block
    rating = ratings.get(question.id)
    said = (("Moderated rating", say_rating(question, rating)),) if rating else ()
    return replace(block, parts=(*block.parts, *said, *comment_parts(written.get(question.id, ()))))


def _questions_by_words(form: Form) -> Mapping[str, Question]:
    """The questions by the words under which a document shows them."""
    plain = {q.text.say(): q for q in form.questions.values() if q.standard is None}
    judged = {f"{key} {question.text.say()}": question for key, question in form.standards.items()}
    return plain | judged


def show_review(page: Page, reading: Reading, ratings: Ratings) -> None:
    """What a reviewer may add: a rating for one standard, or a theme for one text."""
    response, form = reading.response, reading.form
    journey = read_response(form, response, page.today, context_for(page, reading)).journey
    judged = _judged(journey)
    if judged:
        self_ratings = {q.id: choice_label(q, journey.values[q.id].rating) for q in judged}
        show_moderation(page, response, judged, ratings, self_ratings)
    show_commenting(page, reading, _answered(journey))
    show_coding(page, response.round, list_free_texts(response.id, journey))


def _answered(journey: Journey) -> list[Question]:
    return [
        question
        for state in journey.sections
        for question in state.questions
        if not question.private and journey.values.get(question.id) is not None
    ]


def _judged(journey: Journey) -> list[Question]:
    return [
        question
        for state in journey.sections
        for question in state.questions
        if question.type == "judgement" and journey.values.get(question.id) is not None
    ]


def log_view(page: Page, id: str) -> None:
    """Log the view once a visit, not at every press of a button."""
    seen: set[str] = st.session_state.setdefault("responses-seen", set())
    if id not in seen:
        page.database.write(
            audit.record, viewer=page.viewer, what=What.RESPONSE_VIEWED, subject=id, now=page.now
        )
        seen.add(id)


def show_nothing() -> None:
    """The address names no response that the viewer may read."""
    id = page.query.get("id", "")
    refuse_once(page, What.RESPONSE_REFUSED, of=id, subject=id, why="not_theirs")
    page_heading("One response")
    empty_state(
        "There is no response here that you may read",
        "Choose one from the list of responses. If you came from a link, it may be incomplete, "
        "or the response may belong to somebody else.",
        link("Go to the list of responses", "/responses"),
    )


load_style()
try:
    found: Reading | None = load_reading(page, page.query.get("id", ""))
except NotFoundError:
    found = None
if found is None:
    show_nothing()
else:
    log_view(page, found.response.id)
    show_response(page, found)
