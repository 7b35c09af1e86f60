"""One document: read as it will look, edited, its history, and what is next for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from db.errors import NotFoundError
from exports.moment import spoken_time
from pages.components.blocks import place_of, show_blocks
from pages.components.charts import load_style
from pages.components.html import Safe, link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.navigation import find_screen
from pages.components.papers.editing import show_editing
from pages.components.papers.going_on import NEXT, show_next
from pages.components.papers.history import show_history
from pages.components.papers.opening import (
    Opened,
    make_paper_document,
    open_paper,
    small,
    state_tag,
)
from pages.components.papers.using import show_using
from pages.components.running.said import show_said
from pages.components.shell import open_page
from scrutiny.access import Permission
from scrutiny.paper import PaperState, holds_seal
from scrutiny.paper_life import why_not_write

page = open_page(
    Permission.WRITE_DOCUMENTS,
    Permission.APPROVE_DOCUMENTS,
    Permission.PUBLISH,
    Permission.RUN_ACTIVITIES,
    Permission.READ_ACTIVITIES,
    Permission.TAKE_STEPS,
    title="One document",
    width="wide",
)


def show_paper(opened: Opened) -> None:
    """The document as it will look, and beside it what is next."""
    paper = opened.paper
    page_heading(paper.title, above=paper.reference)
    show_said()
    show(tag("p", state_tag(paper.state, is_published=paper.is_published), " ", _say_written()))
    show(tag("p", *_list_ways(opened), class_="files"))
    words, panel = st.columns([2, 1], gap="medium")
    with words, st.container(border=True, key="paper-words"):
        document = make_paper_document(opened.page, opened.shown, is_screen=True)
        notice = tag("p", tag("strong", document.notice)) if document.notice else ""
        show(tag("p", tag("strong", document.marking)), notice)
        show_blocks(document.blocks, key="paper", level=2)
    with panel, st.container(key="review-panel"):
        _show_seal(opened)
        show_next(opened)
    show_using(opened.page, opened.paper)


def _say_written() -> str:
    paper = found.paper if found else None
    if paper is None or paper.written_at is None:
        return ""
    who = f" by {paper.written_by}," if paper.written_by else ""
    moment = spoken_time(paper.written_at.astimezone(page.now.tzinfo))
    return f"Version {paper.version}, last written{who} {moment}"


def _list_ways(opened: Opened) -> list[Safe]:
    paper = opened.paper
    address = f"/documents/paper/{paper.id}"
    ways = [
        link("Download as PDF", f"{address}.pdf"),
        link("Download as a web page", f"{address}.html"),
    ]
    if paper.is_published:
        ways.append(link("As everybody sees it", f"/published?id={paper.id}"))
    if not why_not_write(paper, opened.me):
        ways.append(link("Edit it", f"/paper?id={paper.id}&view=edit"))
    if opened.me.can(Permission.WRITE_DOCUMENTS):
        ways.append(link("Earlier versions", f"/paper?id={paper.id}&view=history"))
    if paper.activity and find_screen("activity"):
        ways.append(link("Its activity", f"/activity?id={paper.activity}"))
    if page.viewer.can(Permission.WRITE_DOCUMENTS) or page.viewer.can(Permission.PUBLISH):
        ways.append(link("All documents", "/papers"))
    ways.append(link(NEXT, f"#{place_of(NEXT)}"))
    return ways


def _show_seal(opened: Opened) -> None:
    """Whether a frozen document is still what was approved."""
    if not opened.paper.is_frozen:
        return
    if holds_seal(opened.paper):
        show(small(f"The seal holds: nothing has changed since it was fixed. "
                   f"{opened.paper.seal[:16]}"))  # fmt: skip
    else:
        st.error("The seal does not hold: this is not what was approved. Tell the administrator.")


def show_nothing() -> None:
    """The address names no document that the viewer may read."""
    page_heading("One document")
    empty_state(
        "There is no document here that you may read",
        "It may not have been issued yet, or it may be another organisation's. If you came from "
        "a link in a mail, it may have run out: ask the Children's MARS team for a new one.",
        link("Go to the home page", "/"),
    )


def show_view(opened: Opened, view: str) -> None:
    """The view that the address names, where the viewer may have it."""
    shows = VIEWS.get(view, show_paper)
    if view == "edit" and why_not_write(opened.paper, opened.me):
        shows = show_paper
    if view == "history" and not opened.me.can(Permission.WRITE_DOCUMENTS):
        shows = show_paper
    if opened.paper.state is not PaperState.DRAFT and shows is show_editing:
        shows = show_paper
    if shows is not show_paper:
        show_said()
    shows(opened)


VIEWS: Mapping[str, Callable[[Opened], None]] = {
    "edit": show_editing,
    "history": show_history,
}
load_style()
try:
    found: Opened | None = open_paper(page, page.query.get("id", ""))
except NotFoundError:
    found = None
if found is None:
    show_nothing()
else:
    show_view(found, page.query.get("view", ""))
