"""Sources side by side: what settings say of themselves, and what others say of the same."""

from __future__ import annotations

from datetime import date

import streamlit as st

from exports.side_by_side_blocks import HOW_TO_READ, side_by_side_blocks
from pages.components.blocks import show_blocks
from pages.components.charts import load_style
from pages.components.choosing import choose, tick
from pages.components.comparing import Span, read_material, year_to
from pages.components.html import show, tag
from pages.components.layout import page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.crosswalk import crosswalk
from scrutiny.side_by_side import Row, compare_standards, compare_topics

page = open_page(Permission.READ_COMPOSITES, title="Sources side by side", width="wide")

YEARS = 3
TOPICS, STANDARDS = "topics", "standards"


def choose_span(page: Page) -> Span:
    """The year to look at."""
    today = page.today
    ends = {"now": today} | {
        str(today.year - back): date(today.year - back, 12, 31) for back in range(1, YEARS)
    }
    words = {key: "The last 12 months" if key == "now" else f"The year {key}" for key in ends}
    return year_to(ends[choose("When", words, name="year")])


def show_rows(page: Page, span: Span) -> None:
    """The rows of the chosen kind, narrowed to what was asked for."""
    by = choose("Row by row", {TOPICS: "By topic", STANDARDS: "By standard"}, name="by")
    only = tick("Show only where sources disagree", name="apart", unless=False)
    with st.spinner("Laying the sources side by side"):
        material = read_material(page, span)
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
show_rows(page, choose_span(page))
