"""Documents of the partnership: what waits for the viewer, and all that they may read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from db import activities, papers
from db.papers import PaperRow
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.html import join, link, show, tag
from pages.components.layout import data_table, empty_state, page_heading
from pages.components.papers.beside import draw_row, say_day, show_drafting
from pages.components.papers.opening import state_tag
from pages.components.reviewing import reviewer_of
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from pages.components.words import say
from scrutiny.access import Permission
from scrutiny.activity import ActivityStatus
from scrutiny.paper import PAPER_STATE_LABELS, PaperState
from scrutiny.template import load_templates

page = open_page(
    Permission.WRITE_DOCUMENTS,
    Permission.APPROVE_DOCUMENTS,
    Permission.PUBLISH,
    title="Documents",
    width="wide",
)

ALL, PUBLISHED = "all", "published"


def show_list(page: Page) -> None:
    """What waits, then every document with filters."""
    page_heading(
        "Documents",
        "Letters, programmes, records, briefings and reports: drafted from what is recorded, "
        "edited here, approved and sealed.",
    )
    show(tag("p", link(say("published_see"), "/published"), class_="files"))
    show_said()
    show_problems(page)
    show_waiting(page)
    if page.viewer.can(Permission.WRITE_DOCUMENTS):
        show_new(page)
    listed = page.database.read(papers.list_papers, viewer=page.viewer)
    show(tag("h2", "All documents"))
    if not listed:
        empty_state(
            "There are no documents yet",
            "A document is drafted from its activity: choose one under Draft a document, or open "
            "the activity and press Draft.",
        )
        return
    found = filter_rows(listed)
    show(tag("p", f"{len(found)} of {len(listed)} documents.", role="status", class_="count"))
    show_table(found)


def show_problems(page: Page) -> None:
    """What is wrong with the templates, for those who can have it put right."""
    problems = load_templates().problems
    if problems and page.viewer.can(Permission.WRITE_DOCUMENTS):
        show(
            tag("p", tag("strong", "Some templates have mistakes and cannot be used:")),
            tag("ul", *(tag("li", str(problem)) for problem in problems)),
        )


def show_waiting(page: Page) -> None:
    """What the viewer is to approve, finish or issue."""
    waiting = page.database.read(papers.list_waiting, viewer=reviewer_of(page.viewer))
    show(tag("h2", "Waiting for you"))
    if not waiting:
        show(tag("p", "Nothing waits for you."))
        return
    rows = (tag("li", draw_row(row), ". ", _say_wait(row)) for row in waiting)
    show(tag("ul", *rows))


def _say_wait(row: PaperRow) -> str:
    return {
        PaperState.DRAFT: "Finish your draft.",
        PaperState.FOR_APPROVAL: "Read it, then approve it or send it back.",
        PaperState.APPROVED: "It is approved: issue it.",
    }.get(row.state, "")


def show_new(page: Page) -> None:
    """For writers: an activity, and the documents of it that nobody has drafted yet."""
    listed = page.database.read(
        activities.list_activities, viewer=page.viewer, status=ActivityStatus.UNDER_WAY
    )
    options = {"": "Choose an activity", **{a.id: f"{a.reference}: {a.title}" for a in listed}}
    with st.expander("Draft a document", expanded="draft_for" in page.query):
        if not listed:
            show(tag("p", "No activity is under way. Documents are drafted from activities."))
            return
        chosen = choose("For which activity?", options, name="draft_for")
        if chosen:
            run = page.database.read(
                activities.get_run, chosen, viewer=page.viewer, context=page.context
            )
            show_drafting(page, run.mechanism, chosen)


def filter_rows(listed: Sequence[PaperRow]) -> list[PaperRow]:
    """The rows that the filters in the address leave."""
    states = [state for state in PaperState if any(row.state is state for row in listed)]
    options = {ALL: "All", **{state.value: PAPER_STATE_LABELS[state] for state in states}}
    if any(row.published_on for row in listed):
        options[PUBLISHED] = "Published"
    templates = load_templates().templates
    kinds = {row.template for row in listed}
    names = {key: templates[key].name for key in sorted(kinds) if key in templates}
    runs = {
        row.activity: f"{row.reference}: {row.activity_title}" for row in listed if row.activity
    }
    with st.container(horizontal=True):
        state = choose("Where it stands", options, name="state")
        kind = choose("Kind", {"": "All kinds", **names}, name="kind")
        activity = choose("Activity", {"": "All activities", **runs}, name="activity")
    return [
        row
        for row in listed
        if _stands(row, state) and kind in ("", row.template) and activity in ("", row.activity)
    ]


def _stands(row: PaperRow, wanted: str) -> bool:
    if wanted == PUBLISHED:
        return row.published_on is not None and row.state is not PaperState.WITHDRAWN
    return wanted in (ALL, row.state)


def show_table(found: Sequence[PaperRow]) -> None:
    """One row a document."""
    templates = load_templates().templates
    rows = [
        (
            link(row.title, f"/paper?id={row.id}"),
            templates[row.template].name if row.template in templates else row.template,
            join((state_tag(row.state, is_published=row.published_on is not None),)),
            link(row.reference, f"/activity?id={row.activity}") if row.reference else "",
            row.written_by,
            say_day(row),
            row.sensitivity,
        )
        for row in found
    ]
    data_table(
        rows,
        ("Document", "Kind", "Where it stands", "Activity", "Last written by", "Day", "Marking"),
        caption="Documents, the last written first",
        key="papers",
    )


load_style()
show_list(page)
