"""A draft edited part by part: each is saved as it is written, and never overwritten."""

from __future__ import annotations

from functools import partial

import streamlit as st

from db import papers
from db.errors import DatabaseError, StaleDraftError
from exports.document import Table
from pages.components.blocks import draw_heading, show_contents
from pages.components.html import Safe, link, show, tag
from pages.components.layout import page_heading
from pages.components.papers.opening import Opened, act, small
from pages.components.reviewing import acting
from pages.components.sure import ask_twice
from pages.components.tables import draw_table, lines
from pages.components.words import say
from scrutiny.drafting import count_words
from scrutiny.paper import HEAD, Look, PaperPart, PartKind, find_words

_TALL, _FAREWELL, _LINE = 190, 140, 90
_AT_HEAD = "At its head"
_HEAD_WORDS = {
    "title": "Title",
    "addressee": "Who it is for",
    "salutation": "How it greets them",
    "farewell": "How it ends, and who signs it",
}


def show_editing(opened: Opened) -> None:
    """Every part with its guide, its words and how many they are."""
    paper = opened.paper
    page_heading(
        "Edit the document", say("paper_saves_itself"),
        above=f"{paper.title} {paper.reference}".strip(),
    )  # fmt: skip
    show(tag("p", link("Read it as it will look", f"/paper?id={paper.id}"), class_="files"))
    names = HEAD if paper.look is Look.LETTER else HEAD[:2]
    show_contents([_AT_HEAD, *(part.heading for part in paper.parts)])
    show(draw_heading(_AT_HEAD, 2))
    for name in names:
        height = _FAREWELL if name == "farewell" else _LINE
        _show_words(opened, f"/{name}", _HEAD_WORDS[name], height=height)
    for part in paper.parts:
        show_part(opened, part)
    show(
        tag("p", link("Read it as it will look", f"/paper?id={paper.id}", class_="way-in"),
            class_="files")
    )  # fmt: skip


@st.fragment
def show_part(opened: Opened, part: PaperPart) -> None:
    """One part: what belongs there, the words to edit, and a table as it is drawn now."""
    show(draw_heading(part.heading, 2), tag("p", part.guide) if part.guide else "")
    if part.kind is PartKind.TABLE:
        drawn = next((each for each in opened.tables if each.key == part.key), part)
        _show_words(opened, part.key, say("paper_table_words", heading=part.heading), height=_LINE)
        table = Table(part.heading, drawn.columns, drawn.rows, shows_caption=False)
        show(
            draw_table(table, key=f"table-{part.key}") if drawn.rows else "",
            small(say("paper_table_drawn")),
        )
        return
    _show_words(opened, part.key, part.heading, height=_TALL, most=part.most_words)
    if opened.draw(part.key) is not None:
        ask_twice(
            f"Draft this part anew: {part.heading}", say("paper_redraw"),
            key=f"redraw-{part.key}", yes="Yes, draft it anew",
            done=partial(_redraw, opened, part.key),
        )  # fmt: skip


def _show_words(opened: Opened, part: str, label: str, *, height: int, most: int = 0) -> None:
    """A box that saves itself, with what came of the last save beneath it."""
    key = _key(opened, part)
    if key not in st.session_state:
        st.session_state[key] = find_words(opened.shown, part) or ""
        st.session_state[f"{key}-before"] = find_words(opened.paper, part) or ""
    st.text_area(
        label, key=key, height=height, max_chars=papers.LONGEST, on_change=_save,
        args=(opened, part), label_visibility="visible" if part.startswith("/") else "collapsed",
    )  # fmt: skip
    if most:
        show(_say_count(st.session_state[key], most))
    _show_said(opened, part)


def _key(opened: Opened, part: str) -> str:
    return f"paper-{opened.paper.id}-{part.replace('/', 'head-')}"


def _say_count(words: str, most: int) -> Safe:
    """How long it is against how long it should be, in words."""
    count = count_words(words)
    name = "paper_words_over" if count > most else "paper_words"
    said = say(name, count=count, most=most, over=count - most)
    return tag("p", said, class_="count over" if count > most else "count", role="status")


def _save(opened: Opened, part: str) -> None:
    key = _key(opened, part)
    words = str(st.session_state.get(key) or "")
    try:
        opened.page.database.write(
            papers.save_paper, id=opened.paper.id, part=part, words=words,
            before=st.session_state[f"{key}-before"], **acting(),
        )  # fmt: skip
    except StaleDraftError as error:
        st.session_state[f"{key}-theirs"] = str(error.theirs)
        return
    except DatabaseError as error:
        st.session_state[f"{key}-said"] = ("error", say("paper_not_saved", why=error))
        return
    st.session_state[f"{key}-before"] = words
    st.session_state[f"{key}-said"] = ("saved", say("saved"))


def _show_said(opened: Opened, part: str) -> None:
    key = _key(opened, part)
    theirs = st.session_state.get(f"{key}-theirs")
    if theirs is not None:
        _show_theirs(opened, part, theirs)
        return
    kind, words = st.session_state.pop(f"{key}-said", ("", ""))
    if kind == "error":
        st.error(words)
    elif words:
        show(tag("p", words, class_="small", role="status"))


def _show_theirs(opened: Opened, part: str, theirs: str) -> None:
    """Somebody else wrote here: their words, and a choice between the two."""
    key = _key(opened, part)
    with st.container(border=True, key=f"{key}-stale"):
        st.warning(say("paper_stale"))
        show(tag("blockquote", lines(theirs) or "(nothing)", dir="auto"))
        with st.container(horizontal=True):
            st.button(
                "Take their words", key=f"{key}-take", on_click=_settle,
                args=(opened, part, theirs), kwargs={"is_theirs": True},
            )  # fmt: skip
            st.button(
                "Keep mine instead", key=f"{key}-keep", on_click=_settle,
                args=(opened, part, theirs), kwargs={"is_theirs": False},
            )  # fmt: skip


def _settle(opened: Opened, part: str, theirs: str, *, is_theirs: bool) -> None:
    key = _key(opened, part)
    st.session_state[f"{key}-before"] = theirs
    st.session_state.pop(f"{key}-theirs", None)
    if is_theirs:
        st.session_state[key] = theirs
    else:
        _save(opened, part)


def _redraw(opened: Opened, part: str) -> None:
    """Put what is held now in place of the part's words; the earlier ones stay in the history."""
    drawn = opened.draw(part)
    if drawn is None:
        return
    done = act(
        opened.page, say("paper_redrawn", heading=drawn.heading), papers.replace_parts,
        id=opened.paper.id, parts=[drawn],
    )  # fmt: skip
    if done:
        key = _key(opened, part)
        st.session_state[key] = st.session_state[f"{key}-before"] = drawn.words
