"""The versions of a document: who wrote when, what changed, and taking one back."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db import papers
from exports.moment import spoken_time
from pages.components.choosing import choose
from pages.components.html import Safe, link, show, tag
from pages.components.layout import data_table, page_heading
from pages.components.papers.opening import Opened, act
from pages.components.sure import ask_twice
from pages.components.words import say
from scrutiny.paper import PaperState, PaperVersion
from scrutiny.paper_difference import PartDifference, list_part_differences


def show_history(opened: Opened) -> None:
    """All versions, and any two of them side by side."""
    paper = opened.paper
    versions = opened.page.database.read(papers.list_versions, id=paper.id, viewer=opened.me)
    page_heading("Earlier versions", paper.title, above=paper.reference)
    show(tag("p", link("Back to the document", f"/paper?id={paper.id}"), class_="files"))
    data_table(
        [_row(opened, version) for version in versions],
        ("Version", "Written by", "Begun"),
        caption="Versions, the latest first",
        key="versions",
    )
    if len(versions) < 2:
        show(tag("p", say("paper_one_version")))
        return
    _show_comparing(opened, versions)


def _row(opened: Opened, version: PaperVersion) -> tuple[str, str, str]:
    is_now = " (now)" if version.number == opened.paper.version else ""
    begun = spoken_time(version.written.astimezone(opened.page.now.tzinfo))
    return f"{version.number}{is_now}", version.written_by or "Drafted by a step", begun


def _show_comparing(opened: Opened, versions: Sequence[PaperVersion]) -> None:
    show(tag("h2", "What changed"))
    by_number = {str(each.number): each for each in versions}
    labels = {number: f"Version {number}" for number in by_number}
    numbers = list(labels)
    with st.container(horizontal=True):
        newer = choose("This version", labels, name="newer")
        rest = {number: labels[number] for number in numbers if number != newer}
        older = choose("beside this one", rest, name="older")
    if not (newer in by_number and older in by_number):
        return
    found = list_part_differences(by_number[older].paper, by_number[newer].paper)
    show(*map(_difference, found))
    if not found:
        show(tag("p", "Nothing: they say the same."))
    if opened.paper.state is PaperState.DRAFT and int(older) != opened.paper.version:
        _show_taking_back(opened, int(older))


def _difference(each: PartDifference) -> Safe:
    gone = (tag("li", tag("del", line)) for line in each.removed)
    new = (tag("li", tag("ins", line)) for line in each.added)
    return tag(
        "section",
        tag("h3", each.heading),
        *((tag("p", tag("strong", "Taken out")), tag("ul", *gone)) if each.removed else ()),
        *((tag("p", tag("strong", "Added")), tag("ul", *new)) if each.added else ()),
    )


def _show_taking_back(opened: Opened, number: int) -> None:
    def take_back() -> None:
        done = act(
            opened.page, say("paper_taken_back", number=number), papers.take_back_version,
            id=opened.paper.id, number=number,
        )  # fmt: skip
        if done:
            forget_boxes(opened)

    ask_twice(
        f"Take version {number} back", say("paper_take_back", number=number),
        key=f"take-back-{number}", yes="Yes, take it back", done=take_back,
    )  # fmt: skip


def forget_boxes(opened: Opened) -> None:
    """Let the boxes of the editor be filled anew."""
    start = f"paper-{opened.paper.id}-"
    for key in [key for key in st.session_state if str(key).startswith(start)]:
        del st.session_state[key]
