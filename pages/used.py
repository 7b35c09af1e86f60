"""How did your team use it: opened by a link, to tell of one document for one organisation."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from db import papers
from db.errors import NotFoundError
from db.paper_uses import name_places
from pages.components.charts import load_style
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.papers.using import Using, show_telling
from pages.components.running.said import show_said
from pages.components.shell import Page, open_page
from pages.components.words import say
from scrutiny.access import Permission, Viewer, make_viewer
from scrutiny.links import BETWEEN, LinkKind, read_link
from scrutiny.template import load_templates
from scrutiny.use import may_be_used

page = open_page(title="How your team used it")


def find_using(page: Page) -> Using | str:
    """The document that the link in the address is about, for its organisation, or why none is."""
    opened = read_link(page.query.get("link", ""), secret=page.settings.secret)
    if opened is None or opened.kind is not LinkKind.USE:
        return say("use_link_wrong")
    if opened.has_expired(page.now):
        return say("use_link_expired")
    id, _, organisation = opened.id.partition(BETWEEN)
    teller = make_teller(organisation)
    try:
        paper = page.database.read(papers.get_paper, id, viewer=teller)
    except NotFoundError:
        return say("use_link_wrong")
    if not may_be_used(paper, load_templates().templates.get(paper.template)):
        return say("use_link_wrong")
    return Using(replace(page, viewer=teller), paper, by_link=True)


def make_teller(organisation: str) -> Viewer:
    """Whoever has the link: somebody of that organisation, who may tell and nothing else."""
    viewer = make_viewer("organisation", organisations=frozenset({organisation}))
    return replace(viewer, permissions=frozenset({Permission.TELL_USE}))


def show_for(using: Using) -> None:
    """The questions."""
    page, paper = using.page, using.paper
    names = page.database.read(name_places, page.viewer.organisations)
    page_heading(say("use_title"), say("use_lead", title=paper.title),
                 above=", ".join(names.values()))  # fmt: skip
    show_said()
    if paper.is_published:
        show(tag("p", link(say("use_read"), f"/published?id={paper.id}"), class_="files"))
    show_telling(using)


load_style()
found = find_using(page)
if isinstance(found, str):
    page_heading(say("use_title"))
    st.write(f"{found} {page.partnership.email}")
    show(tag("p", link(say("to_home"), "/")))
else:
    show_for(found)
