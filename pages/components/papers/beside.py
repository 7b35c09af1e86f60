"""The documents of one activity: each with where it stands, and drafting one that is not there."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from db import papers
from db.paper_material import gather_material
from db.papers import PaperRow
from exports.moment import spoken_date
from pages.components.html import Safe, link, show, tag
from pages.components.papers.opening import act, state_tag
from pages.components.shell import Page
from pages.components.words import say
from scrutiny import drafting
from scrutiny.access import Permission
from scrutiny.activity import Activity
from scrutiny.mechanism import DocumentPlan, Mechanism
from scrutiny.paper import PaperState
from scrutiny.template import load_templates


def show_papers(page: Page, activity: Activity, mechanism: Mechanism | None = None) -> None:
    """The activity's documents that the viewer may read, and for writers the way to more.

    `mechanism` is the version that it runs on; left out, the one that stands now.
    """
    runs_on = mechanism or page.mechanisms.mechanisms.get(activity.mechanism)
    rows = page.database.read(papers.list_papers, viewer=page.viewer, activity=activity.id)
    plans = runs_on.documents if runs_on else {}
    if rows:
        titles = {key: plan.title for key, plan in plans.items()}
        drawn = (tag("li", draw_row(row, title=titles.get(row.plan, ""))) for row in rows)
        show(tag("ul", *drawn, class_="plain"))
    elif plans:
        show(tag("p", say("paper_none_yet")))
    else:
        show(tag("p", say("paper_none")))
    if page.viewer.can(Permission.WRITE_DOCUMENTS):
        show_draft_buttons(page, activity.id, _list_undrafted(plans.values(), rows))


def show_drafting(page: Page, mechanism: Mechanism, activity: str) -> None:
    """The buttons alone, for an activity that was chosen from a list."""
    rows = page.database.read(papers.list_papers, viewer=page.viewer, activity=activity)
    undrafted = _list_undrafted(mechanism.documents.values(), rows)
    show_draft_buttons(page, activity, undrafted)
    if not undrafted:
        show(tag("p", say("paper_all_drafted")))


def show_draft_buttons(page: Page, activity: str, plans: Iterable[DocumentPlan]) -> None:
    """A button for each document that may be drafted."""
    for plan in plans:
        st.button(
            f"Draft: {plan.title}", key=f"draft-{activity}-{plan.key}", on_click=start_draft,
            args=(page, activity, plan),
        )  # fmt: skip


def draw_row(row: PaperRow, *, title: str = "") -> Safe:
    """One document: its title, or what it is called here, as a link, and where it stands."""
    return tag(
        "span", link(title or row.title, f"/paper?id={row.id}"), " ",
        state_tag(row.state, is_published=row.published_on is not None), " ", say_day(row),
    )  # fmt: skip


def say_day(row: PaperRow) -> str:
    """The day that matters where the document stands."""
    day = row.issued_on or row.approved_on or (row.written.date() if row.written else None)
    return spoken_date(day) if day else ""


def _list_undrafted(plans: Iterable[DocumentPlan], rows: list[PaperRow]) -> list[DocumentPlan]:
    """The plans of which no document is being written; one that went out may be written anew."""
    have = {row.plan for row in rows if row.state is not PaperState.WITHDRAWN}
    known = load_templates().templates
    return [plan for plan in plans if plan.template in known and plan.key not in have]


def start_draft(page: Page, activity: str, plan: DocumentPlan) -> None:
    """Draft a document from what is held now."""
    template = load_templates().templates[plan.template]
    material = page.database.read(
        gather_material, activity=activity, template=template, viewer=page.viewer, today=page.today
    )
    drafted = drafting.draft_paper(template, material, id="", plan=plan)
    act(page, say("paper_drafted", title=plan.title), papers.draft_paper, paper=drafted)
