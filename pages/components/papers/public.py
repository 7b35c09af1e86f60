"""What is published, for anybody: the list, one document of it, and what both are made of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from db import papers
from exports.moment import spoken_date
from pages.components.blocks import show_blocks
from pages.components.choosing import choose
from pages.components.html import Safe, link, show, tag
from pages.components.layout import empty_state, page_heading
from pages.components.paging import page_number, show_pages
from pages.components.papers.opening import make_paper_document
from pages.components.papers.using import show_using
from pages.components.running.said import show_said
from pages.components.shell import Page
from pages.components.words import say
from scrutiny.access import NOBODY
from scrutiny.paper import Paper
from scrutiny.publishing import Published, say_kind, say_what
from scrutiny.template import load_templates

ADDRESS = "/published"
FEED = "/documents/published/feed.atom"
#: How many stand on one screen.
SIZE = 20


def list_all(page: Page, wanted: str = "") -> list[Published]:
    """What anybody may read, the latest first: the same for every visitor."""
    return page.database.read(papers.list_published, viewer=NOBODY, wanted=wanted)


def get_published(page: Page, id: str) -> Paper:
    """One published document as the public reads it; raises NotFoundError."""
    return page.database.read(papers.get_paper, id, viewer=NOBODY)


def kind_of(row: Published) -> str:
    """What kind of document it is, in words."""
    return say_kind(load_templates().templates.get(row.template))


def what_of(row: Published) -> str:
    """One sentence on what it is."""
    return say_what(load_templates().templates.get(row.template))


def show_list(page: Page) -> None:
    """Every published document with filters, newest first."""
    page_heading(say("published_title"), say("published_lead", place=page.partnership.place))
    listed = list_all(page)
    if not listed:
        empty_state(
            say("published_none"), say("published_none_why", email=page.partnership.email),
            link(say("to_home"), "/"),
        )  # fmt: skip
        return
    wanted, kind, year = _choose(listed)
    found = list_all(page, wanted) if wanted else listed
    found = [row for row in found if kind in ("", row.template) and year in ("", row.year)]
    show(
        tag("p", say("published_count", shown=len(found), all=len(listed)), role="status",
            class_="count")
    )  # fmt: skip
    if not found:
        show(tag("p", say("published_not_found")))
    at = page_number(("published", wanted, kind, year))
    rows = found[(at - 1) * SIZE : at * SIZE]
    show(tag("ul", *map(partial(_draw, page), rows), class_="plain published"))
    show_pages(len(found), SIZE)
    show(tag("p", link(say("published_feed"), FEED), class_="small"))


def _choose(listed: Sequence[Published]) -> tuple[str, str, str]:
    """The words looked for, the kind and the year."""
    kinds = {row.template: kind_of(row) for row in sorted(listed, key=kind_of)}
    years = {row.year: row.year for row in listed}
    wanted = st.text_input(say("published_search"), key="published-search", live="1s",
                           max_chars=100)  # fmt: skip
    with st.container(horizontal=True):
        kind = choose("Kind", {"": "All kinds", **kinds}, name="kind")
        year = choose("Year", {"": "All years", **years}, name="year")
    return wanted.strip(), kind, year


def _draw(page: Page, row: Published) -> Safe:
    mechanism = page.mechanisms.mechanisms.get(row.mechanism)
    facts = (kind_of(row), mechanism.name if mechanism else "", spoken_date(row.on))
    pdf = link("PDF", document_address(row.id, "pdf"), aria_label=f"PDF: {row.title}")
    return tag(
        "li",
        tag("h2", link(row.title, f"{ADDRESS}?id={row.id}")),
        tag("p", " · ".join(filter(None, facts)), class_="small"),
        tag("p", what_of(row)) if what_of(row) else "",
        tag("p", pdf, class_="files"),
    )


def document_address(id: str, format: str) -> str:
    """Where a published document is taken as a file, as the public has it."""
    return f"/documents/published/{id}.{format}"


def show_one(page: Page, paper: Paper) -> None:
    """One published document to read here, and to take away."""
    template = load_templates().templates.get(paper.template)
    on = spoken_date(paper.published_on) if paper.published_on else ""
    page_heading(paper.title, say_what(template), above=say_kind(template))
    show_said()
    show(
        tag("p", say("published_on", day=on)) if on else "",
        tag(
            "p",
            link("Download as PDF", document_address(paper.id, "pdf")), " ",
            link("Download as a web page", document_address(paper.id, "html")), " ",
            link(say("published_all"), ADDRESS),
            class_="files",
        ),
    )  # fmt: skip
    with st.container(border=True, key="paper-words"):
        show_blocks(make_paper_document(page, paper, is_screen=True).blocks, key="paper", level=2)
    show_using(page, paper)


def show_gone() -> None:
    """The address names nothing that is published now."""
    page_heading(say("published_title"))
    empty_state(say("published_gone"), say("published_gone_why"),
                link(say("published_all"), ADDRESS))  # fmt: skip
