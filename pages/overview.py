"""The year's scrutiny: every mechanism, planned and done, and what was seen against each aim."""

from __future__ import annotations

from db import overview
from exports.year_blocks import year_blocks
from pages.components.blocks import show_blocks
from pages.components.charts import load_style
from pages.components.choosing import choose
from pages.components.comparing import Span, list_spans
from pages.components.html import link, show, tag
from pages.components.layout import page_heading
from pages.components.shell import Page, open_page
from scrutiny.access import Permission
from scrutiny.officer_day import AGREED_DAYS
from scrutiny.year import sum_up, sum_up_aims

page = open_page(Permission.READ_COMPOSITES, title="The year's scrutiny", width="wide")


def show_year(page: Page, span: Span) -> None:
    """The numbers of one year."""
    days = {"first": span.first, "last": span.last}
    counts = page.database.read(overview.count_mechanisms, viewer=page.viewer, **days)
    findings = page.database.read(overview.count_findings, viewer=page.viewer, **days)
    mechanisms = list(page.mechanisms.mechanisms.values())
    blocks = year_blocks(
        sum_up(mechanisms, counts),
        sum_up_aims(
            {aim.key: aim.label for aim in page.partnership.aims}, mechanisms, counts, findings
        ),
        days=page.database.read(overview.total_officer_days, viewer=page.viewer, **days),
        days_a_year=page.partnership.suggested_days[AGREED_DAYS],
    )
    show_blocks(blocks, key="year")


load_style()
page_heading(
    "The year's scrutiny", "Every way of scrutinising: what was planned, done and made of it."
)
spans = list_spans(page.today)
chosen = choose("When", {key: span.label for key, span in spans.items()}, name="year")
show_year(page, spans[chosen])
show(tag("p", link("See where sources disagree", "/side_by_side")))
