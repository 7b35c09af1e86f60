"""A document's blocks on a screen: escaped, levelled, and with words beside colours."""

from __future__ import annotations

from exports.document import Answer, Box, Bullets, Cell, Facts, PageBreak, Paragraph, Table, Tiles
from forms.model import Tone
from pages.components.blocks import draw_block, draw_heading, place_of

AWKWARD = "<b>5 > 4</b>\n& more"
SAFE = "&lt;b&gt;5 &gt; 4&lt;/b&gt;<br>&amp; more"


def test_words_are_escaped_and_keep_their_lines():
    for block in (
        Paragraph(AWKWARD),
        Bullets((AWKWARD,)),
        Facts((("Said", AWKWARD),)),
        Box("Title", AWKWARD),
        Answer("Question", Cell(AWKWARD)),
        Answer("Question", Cell("Yes"), parts=(("Evidence", AWKWARD),)),
        Table("Caption", ("Said",), ((AWKWARD,),)),
    ):
        drawn = draw_block(block, key="k")
        assert SAFE in drawn
        assert "<b>" not in drawn


def test_a_heading_can_be_led_to():
    assert place_of("A. Governance & culture") == "part-a-governance-culture"
    assert draw_heading("Year on year", 3) == (
        '<h3 id="part-year-on-year" tabindex="-1">Year on year</h3>'
    )


def test_an_answer_says_its_rating_and_last_years():
    block = Answer("ED-A1 Led well", Cell("Partly met", Tone.MIDDLING), previous="Not met")
    assert draw_block(block, key="k", under=3) == (
        '<section class="answer"><h4>ED-A1 Led well</h4><p class="said" dir="auto">'
        '<span class="tag tag-middling">Partly met</span>'
        '<span class="last">Last year: Not met</span></p></section>'
    )


def test_tiles_are_pairs_of_label_and_value():
    drawn = draw_block(Tiles((("Rated", "88", "2 not applicable"),)), key="k")
    assert '<dt>Rated</dt><dd class="value">88</dd><dd class="note">2 not applicable</dd>' in drawn


def test_a_table_has_headings_for_rows_and_columns():
    table = Table("Rates", ("Type", "n"), (("Colleges", Cell("5", Tone.GOOD)),),
                  numeric=frozenset({1}))  # fmt: skip
    drawn = draw_block(table, key="k")
    assert '<th scope="col">Type</th><th scope="col" class="number">n</th>' in drawn
    assert '<th dir="auto" scope="row">Colleges</th>' in drawn
    assert '<td dir="auto" class="number tone-good">5</td>' in drawn
    assert 'role="region" tabindex="0" aria-labelledby="st-key-k-caption"' in drawn


def test_a_page_break_is_nothing_on_a_screen():
    assert draw_block(PageBreak(), key="k") == ""
