"""Charts on a screen: two layouts of one picture, its words, and its table."""

from __future__ import annotations

import base64
import re

from exports.document import Chart, ChartKind, Series
from forms.model import Question, Tone
from forms.text import plain
from pages.components.charts import CHARTS, chart_question, draw_chart
from scrutiny.composite import Voice
from scrutiny.distribution import Distribution, Spread
from scrutiny.suppression import Shown

CHART = Chart(
    kind=ChartKind.BARS,
    title="Returns <b>by</b> type",
    alt='Most are "in"',
    labels=("Schools",),
    series=(Series("Sent", (12.0,)),),
)


def test_a_chart_stands_twice_with_its_words_and_once_as_a_table():
    drawn = draw_chart(CHART, key="returns")
    assert re.findall(r'<img class="(chart-\w+)" alt="([^"]*)"', drawn) == [
        ("chart-wide", "Most are &quot;in&quot;"),
        ("chart-narrow", "Most are &quot;in&quot;"),
    ]
    assert drawn.count("<table") == 1
    assert "<figcaption>Returns &lt;b&gt;by&lt;/b&gt; type</figcaption>" in drawn


def test_a_chart_is_a_picture_that_scales():
    drawn = draw_chart(CHART, key="returns")
    pictures = [base64.b64decode(found).decode() for found in re.findall(r"base64,([^\"]+)", drawn)]
    widths = [re.search(r'viewBox="0 0 (\d+) ', picture).group(1) for picture in pictures]
    assert widths == ["800", "340"]


def test_a_choice_is_drawn_and_typed_words_are_not():
    spread = Spread("yes", "Yes", Tone.NEUTRAL, Shown(12, "12"), Shown(100, "100%"))
    found = Distribution("heard", "Heard?", "all", "All", Shown(12, "12"), (spread,))
    voice = Voice("voice", "Voice", Shown(12, "12"), (found,))
    heard = Question("heard", "select_one", plain("Heard?"))
    said = Question("said", "long_text", plain("What?"))
    assert [block.title for block in chart_question(heard, voice)] == ["Heard?"]
    assert chart_question(said, voice) == []


def test_a_type_without_a_chart_says_why():
    assert all(charting.reason for name, charting in CHARTS.items() if name.endswith("_text"))
