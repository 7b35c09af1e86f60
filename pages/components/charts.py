"""Charts on a screen: the picture that documents carry, and its numbers as a table.

The picture is laid out twice, for wide screens and for narrow ones, and the style sheet
shows the one that fits: its words stay readable on a phone or in enlarged text, and no
charting script is loaded.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import streamlit as st

from exports.charts import chart_table
from exports.composite_blocks import standards_chart
from exports.distribution_blocks import distribution_blocks
from exports.document import Block, Chart, ChartKind, Heading
from exports.svg import render_svg
from forms.model import Question
from pages.components.html import Safe, escape, join, show, tag
from pages.components.tables import draw_details, draw_table
from scrutiny.composite import Composite, Voice

#: By class: the CSS pixels at which the picture is laid out, and the size of its words.
LAYOUTS = {"chart-wide": (800.0, 15.5), "chart-narrow": (340.0, 13.0)}
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
    drawn = chart if layout == "chart-wide" else _for_narrow(chart)
    svg = base64.b64encode(render_svg(drawn, *LAYOUTS[layout]).encode()).decode()
    return Safe(
        f'<img class="{layout}" alt="{escape(chart.alt)}" src="data:image/svg+xml;base64,{svg}">'
    )


def _for_narrow(chart: Chart) -> Chart:
    """Points on a line need more room than a phone has: bars of this year and last instead."""
    if chart.kind not in (ChartKind.LOLLIPOP, ChartKind.SLOPE):
        return chart
    notes = (*chart.notes, *("" for _ in chart.labels))
    labels = (", ".join(filter(None, pair)) for pair in zip(chart.labels, notes, strict=False))
    series = chart.series if chart.kind is ChartKind.LOLLIPOP else chart.series[::-1]
    return replace(chart, kind=ChartKind.BARS, labels=tuple(labels), notes=(), series=series)


# Which chart belongs to which type of question.

Shown = Composite | Voice


@dataclass(frozen=True, slots=True)
class Charting:
    """How the answers to one question are drawn together; `reason` says why they are not."""

    draw: Callable[[Question, Shown], list[Block]]
    reason: str = ""


def no_chart(reason: str) -> Charting:
    """A type whose answers are not drawn, with the reason in plain words."""
    return Charting(lambda _question, _shown: [], reason)


def chart_question(question: Question, shown: Shown) -> list[Block]:
    """The chart of one question in a composite or campaign; empty without one."""
    return CHARTS[question.type].draw(question, shown)


def _draw_standard(question: Question, shown: Shown) -> list[Block]:
    standards = shown.standards if isinstance(shown, Composite) else ()
    found = [standard for standard in standards if standard.question == question.id]
    return [standards_chart(each.section_title, [each]) for each in found]


def _draw_spread(question: Question, shown: Shown) -> list[Block]:
    found = [
        distribution
        for distribution in shown.distributions
        if distribution.question.partition(".")[0] == question.id
    ]
    blocks = distribution_blocks(found)
    return [block for block in blocks if not isinstance(block, Heading)]


_TYPED = "What people typed is read by a person, and shown as themes and checked quotes."
_PERSONAL = "It says who or where somebody is, so it is never put together."
_SPREAD = Charting(_draw_spread)
CHARTS: Mapping[str, Charting] = {
    "judgement": Charting(_draw_standard),
    "select_one": _SPREAD,
    "select_many": _SPREAD,
    "rating": _SPREAD,
    "matrix": _SPREAD,
    "rank": _SPREAD,
    "number": no_chart("A median and the middle half stand in the table of numbers."),
    "decimal": no_chart("A median and the middle half stand in the table of numbers."),
    "calculate": no_chart("It follows from other answers, which have their own charts."),
    "short_text": no_chart(_TYPED),
    "long_text": no_chart(_TYPED),
    "repeat": no_chart(_TYPED),
    "date": no_chart("A single day can point to one organisation."),
    "time": no_chart("A single time can point to one person."),
    "email": no_chart(_PERSONAL),
    "postcode": no_chart(_PERSONAL),
    "urn": no_chart(_PERSONAL),
    "file": no_chart("Files are read with the response that they came with."),
    "note": no_chart("It asks nothing."),
    "hidden": no_chart("It asks nothing."),
    "acknowledge": no_chart("Everyone who sends the form has ticked it."),
}
