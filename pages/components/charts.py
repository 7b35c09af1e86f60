"""Charts on a screen: the picture that documents carry, and its numbers as a table.

The picture is laid out twice, for wide screens and for narrow ones, and the style sheet
shows the one that fits: its words stay readable on a phone or in enlarged text, and no
charting script is loaded.
"""

from __future__ import annotations

import base64
from pathlib import Path

import streamlit as st

from exports.charts import chart_table
from exports.document import Chart
from exports.svg import render_svg
from pages.components.html import Safe, escape, join, show, tag
from pages.components.tables import draw_details, draw_table

#: By class: the CSS pixels at which the picture is laid out, and the size of its words.
LAYOUTS = {"chart-wide": (880.0, 15.0), "chart-narrow": (340.0, 14.0)}
_STYLE = Path(__file__).with_name("reviewing.css")


def load_style() -> None:
    """Put the style of charts, tiles and answers on the page; once a page."""
    st.html(_STYLE)


def show_chart(chart: Chart, *, key: str) -> None:
    """The chart with its title, and its numbers as a table to open beneath."""
    show(draw_chart(chart, key=key))


def draw_chart(chart: Chart, *, key: str) -> Safe:
    """The same as HTML, to stand among other words."""
    caption = tag("figcaption", chart.title) if chart.title else ""
    pictures = (_picture(chart, name) for name in LAYOUTS)
    table = draw_table(chart_table(chart), key=key)
    return join(
        (
            tag("figure", caption, *pictures, class_="chart"),
            draw_details(f"The numbers as a table: {chart.title}", table),
        )
    )


def _picture(chart: Chart, layout: str) -> Safe:
    svg = base64.b64encode(render_svg(chart, *LAYOUTS[layout]).encode()).decode()
    return Safe(
        f'<img class="{layout}" alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{svg}">'
    )
