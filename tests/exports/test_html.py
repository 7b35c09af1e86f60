"""The document as a page."""

import re
from datetime import datetime
from html.parser import HTMLParser

from exports.document import (
    Answer,
    Blank,
    Box,
    Bullets,
    Cell,
    Chart,
    ChartKind,
    Contents,
    Document,
    Facts,
    Heading,
    Paragraph,
    Series,
    Table,
    Tiles,
)
from exports.html import render_html
from forms.model import Tone


def make(*blocks, **changes) -> str:
    given = {"title": "Safeguarding audit", "made": datetime(2025, 11, 22, 14, 5)} | changes
    return render_html(Document(blocks=blocks, **given))


def body(*blocks) -> str:
    page = make(*blocks)
    return page[page.index('<main id="content">') + 20 : page.index("</main>")]


class _Tags(HTMLParser):
    """The start tags of a page, and whether every one is closed in order."""

    void = frozenset({"meta", "br", "hr", "rect", "line", "circle"})

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag, _attrs):
        self.names.append(tag)
        if tag not in self.void or tag in ("rect", "line", "circle"):
            self.open.append(tag)

    def handle_startendtag(self, tag, _attrs):
        self.names.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_the_page_says_its_language_title_and_where_content_begins():
    page = make(language="pl", marking="OFFICIAL", notice="Demonstration data", version="2")
    assert page.startswith('<!doctype html>\n<html lang="pl">')
    assert "<title>Safeguarding audit</title>" in page
    assert '<a class="skip" href="#content">Skip to the content</a>' in page
    assert '<p class="marking">OFFICIAL</p>' in page
    assert '<p class="notice">Demonstration data</p>' in page
    assert "Version 2, made 22 November 2025, 14:05" in page


def test_headings_never_skip_a_level():
    assert body(Heading("a", 2), Heading("b", 3), Heading("c", 1), Heading("d", 3)) == (
        "<h2>a</h2>\n<h3>b</h3>\n<h2>c</h2>\n<h3>d</h3>\n"
    )


def test_a_table_has_caption_and_scopes():
    table = Table(
        "Rates", ("Type", "n"), (("Oak", Cell("71%", Tone.GOOD)),), numeric=frozenset({1})
    )
    assert body(table) == (
        '<div class="wide" role="region" tabindex="0" aria-label="Rates"><table>\n'
        "<caption>Rates</caption>\n"
        '<thead><tr><th scope="col">Type</th><th scope="col" class="number">n</th></tr></thead>\n'
        '<tbody>\n<tr><th scope="row" dir="auto">Oak</th>'
        '<td dir="auto" class="number tone-good">71%</td></tr>\n</tbody>\n</table></div>\n'
    )


def test_paragraphs_are_parted_by_blank_lines():
    assert body(Paragraph("a\nb\n\nc")) == '<p dir="auto">a<br>b</p>\n<p dir="auto">c</p>\n'


def test_a_chart_is_a_figure_above_its_table():
    chart = Chart(ChartKind.BARS, "Rates", "One bar", ("Oak",), (Series("n", (3.0,)),))
    names = re.findall(r"<(figure|figcaption|svg|/figure|table)\b", body(chart))
    assert names == ["figure", "figcaption", "svg", "/figure", "table"]


def test_everything_is_escaped_and_closed():
    bad = '<script>alert("x")</script>&\x00\x1b\ud800'
    page = make(
        Heading(bad), Paragraph(bad), Bullets((bad,)), Table(bad, (bad,), ((bad,),)),
        Facts(((bad, bad),)), Tiles(((bad, bad, bad),)), Box(bad, bad), Blank(bad, bad, (bad,), 1),
        Answer(bad, Cell(bad, Tone.POOR), ((bad, bad),), bad, bad), Answer(bad, Cell(bad)),
        Chart(ChartKind.BARS, bad, bad, (bad,), (Series(bad, (3.0,)),), (bad,)),
        title=bad, subtitle=bad, owner=bad, marking=bad, notice=bad, version=bad,
    )  # fmt: skip
    tags = _Tags()
    tags.feed(page)
    assert (tags.names.count("script"), tags.open) == (0, [])
    page.encode("utf-8")


def test_contents_lead_to_their_headings():
    contents = Contents("Items", ("Item", "Lead"), (("one", ("First", "Ann")),))
    said = body(contents, Heading("First", anchor="one"))
    assert '<a href="#one">First</a>' in said
    assert '<h2 id="one">First</h2>' in said
    assert "Page" not in said


def test_words_lead_to_an_address_of_the_web_and_to_no_other():
    assert body(Paragraph("Whole", target="https://a.example/?a=1&b=2")) == (
        '<p><a href="https://a.example/?a=1&amp;b=2">Whole</a></p>\n'
    )
    assert body(Paragraph("Whole", target="javascript:alert(1)")) == "<p>Whole</p>\n"


def test_the_page_needs_no_other_file():
    page = make(Paragraph("a"))
    assert re.findall(r"(?:src|href)=[\"'](?!#)|url\(|@import", page) == []


def test_an_answer_says_rating_last_year_and_parts():
    block = Answer(
        "Q", Cell("Fully met", Tone.GOOD), (("Evidence", "Minutes"),), "KCSIE", "Not met"
    )
    assert body(block) == (
        '<section class="answer">\n<p class="question" dir="auto">Q</p>\n'
        '<p class="small">KCSIE</p>\n'
        '<p><span class="rating tone-good">Fully met</span> '
        '<span class="before">Last year: Not met</span></p>\n'
        '<dl class="facts">\n<div><dt>Evidence</dt><dd dir="auto">Minutes</dd></div>\n</dl>\n'
        "</section>\n"
    )
