"""Sources side by side: what settings say of themselves, and what others say of the same."""

from __future__ import annotations

import streamlit as st

from db import overview
from exports.side_by_side_blocks import HOW_TO_READ, side_by_side_blocks
from pages.components.blocks import show_blocks
from pages.components.charts import load_style
from pages.components.choosing import choose, tick
from pages.components.comparing import Span, list_spans, read_material
from pages.components.html import show, tag
from pages.components.layout import page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.crosswalk import crosswalk
from scrutiny.side_by_side import Row, compare_standards, compare_topics

page = open_page(Permission.READ_COMPOSITES, title="Sources side by side", width="wide")

TOPICS, STANDARDS = "topics", "standards"


def show_rows(page: Page, span: Span) -> None:
    """The rows of the chosen kind, narrowed to what was asked for."""
    by = choose("Row by row", {TOPICS: "By topic", STANDARDS: "By standard"}, name="by")
    only = tick("Show only where sources disagree", name="apart", unless=False)
    with st.spinner("Laying the sources side by side"):
        days = {"first": span.first, "last": span.last}
        findings = page.database.read(overview.count_findings, viewer=page.viewer, **days)
        material = read_material(page, span, findings)
        rows: tuple[Row, ...] = (
            compare_topics(crosswalk(), material)
            if by == TOPICS
            else compare_standards(crosswalk(), material)
        )
    found = [row for row in rows if row.is_disagreement or not only]
    show(tag("p", f"{len(found)} of {len(rows)} rows.", role="status", class_="count"))
    title, heading = ("By topic", "Topic") if by == TOPICS else ("By standard", "Standard")
    show_blocks(side_by_side_blocks(title, found, heading=heading), key=f"side-{by}")


load_style()
page_heading(
    "Sources side by side",
    "What settings and agencies say of themselves, beside what reviewers, children, families "
    "and case audits say of the same.",
)
show(tag("p", HOW_TO_READ))
spans = list_spans(page.today)
chosen = choose("When", {key: span.label for key, span in spans.items()}, name="year")
show_rows(page, spans[chosen])
