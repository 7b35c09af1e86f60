"""The composite and voice reports."""

import io
from dataclasses import replace

from pypdf import PdfReader

from exports.composite_document import (
    ReportHead,
    board_blocks,
    composite_document,
    voice_document,
)
from exports.document import Box, Cell, Chart, ChartKind, Facts, Heading, Paragraph, Table, Tiles
from exports.html import render_html
from exports.pdf import render_pdf
from forms.model import Tone
from scrutiny.action_picture import ActionPicture, Side
from scrutiny.action_search import Tally as Acted
from scrutiny.composite import (
    Change,
    Composite,
    Extras,
    NumberTally,
    Return,
    Tally,
    build_composite,
    build_voice,
)
from scrutiny.partnership import partnership
from scrutiny.review import CrossModerated, Narrative, Quote, Slot, ThemeCount
from scrutiny.suppression import Shown
from tests.exports.examples import MADE, blocks_of, read_form

RULES = partnership().small_numbers
TYPES = {"school": "Schools", "college": "Colleges"}
HEAD = ReportHead(made=MADE, round_title="Autumn 2025", previous_title="Autumn 2024", rules=RULES)
VOICE = """
id: voice
version: "1"
title: Tell us
kind: voice
sections:
  - id: heard
    title: Being heard
    questions:
      - {id: q1, type: select_one, text: Listened, choices: &c [{value: y, label: "Yes", tone: good}, {value: n, label: "No", tone: poor}]}
      - {id: q2, type: select_one, text: Safe, choices: *c}
      - {id: q3, type: select_many, text: Who, choices: [{value: a, label: Police}, {value: b, label: Health}]}
"""  # noqa: E501 (a choice list reads best on one line)


def tally(question: str, kind: str, **counts: int) -> list[Tally]:
    return [Tally(question, kind, value, count) for value, count in counts.items()]


def compose(**more) -> Composite:
    form = read_form()
    tallies = [
        *tally("a1", "school", fully_met=24, not_met=6, not_applicable=2),
        *tally("a1", "college", fully_met=9, not_met=1),
        *tally("a2", "college", fully_met=3),
    ]
    extras = Extras(
        returns=[Return(f"o{n}", "Oak", "school", "submitted", late=n < 2) for n in range(30)]
        + [Return("p", "Elm", "college", "not_started", late=False)],
        changes=[
            Change("ED-A1", "fully_met", "fully_met", 20),
            Change("ED-A1", "not_met", "fully_met", 5),
        ],
        previous_form=form,
        open_actions=7,
        **more,
    )
    return build_composite(form, tallies, rules=RULES, types=TYPES, answered=40, extras=extras)


def find_chart(document, kind: ChartKind, title: str) -> Chart:
    return next(c for c in blocks_of(document, Chart) if c.kind is kind and title in c.title)


def test_the_parts_stand_in_order():
    document = composite_document(compose(), HEAD)
    assert [h.text for h in blocks_of(document, Heading) if h.level == 1] == [
        "Headlines", "Return rates", "Lowest and highest", "Sections", "Standard by standard",
        "Year on year", "By type of organisation", "Method and small numbers",
    ]  # fmt: skip


def test_a_short_report_leaves_out_what_is_told_in_full():
    document = composite_document(compose(), HEAD, is_short=True)
    assert document.title.endswith("composite report, short")
    assert [h.text for h in blocks_of(document, Heading) if h.level == 1] == [
        "Headlines", "Return rates", "Lowest and highest", "Sections", "Year on year",
        "Method and small numbers",
    ]  # fmt: skip


def test_a_short_report_says_how_the_actions_stand_and_names_the_standards():
    """D11, as far as a Board needs it: the numbers, by type, by standard and by age."""
    picture = ActionPicture(
        Acted("", not_started=9, in_progress=6, done=5, assured=3, overdue=4, lately=2),
        (
            (
                Side.TYPE,
                (Acted("schools", not_started=9, overdue=4),),
                {"schools": "Schools"},
            ),
            (
                Side.STANDARD,
                (Acted("ED-A1", in_progress=6, overdue=4), Acted("ED-A2", done=5)),
                {},
            ),
            (Side.OWNER, (Acted("head", in_progress=6),), {"head": "Head"}),
            (Side.AGE, (Acted("new", not_started=9),), {"new": "Under three months"}),
        ),
    )
    found = composite_document(replace(compose(), actions=picture), HEAD, is_short=True).blocks
    at = found.index(Heading("Actions"))
    assert found[at + 1] == Paragraph(
        "20 of 23 actions are open. 4 are overdue, 5 wait to be assured and 3 are assured."
    )
    assert found[at + 2].tiles[1] == ("Overdue", "4", "past their due date")
    tables = found[at + 3 : at + 6]
    assert [(each.caption, [row[0] for row in each.rows]) for each in tables] == [
        ("Actions by type of organisation", ["Schools"]),
        ("The standards with the most overdue actions", ["ED-A1 The board leads."]),
        ("Actions by age", ["Under three months"]),
    ]


def test_the_board_reads_the_short_report_without_its_head_and_method():
    found = board_blocks(compose())
    assert found[0] == Facts((("Returns counted", "40"),))
    assert Heading("Sections") in found
    assert Heading("Method and small numbers") not in found
    assert [each.title for each in found if isinstance(each, Chart)] == [
        "Judgements fully met, by section"
    ]


def test_the_head_says_round_and_returns():
    assert composite_document(compose(), HEAD).blocks[0] == Facts(
        (("Round", "Autumn 2025"), ("Returns counted", "40"), ("Compared with", "Autumn 2024"))
    )


def test_headline_tiles_are_the_composites_own():
    tiles = blocks_of(composite_document(compose(), HEAD), Tiles)[0].tiles
    assert tiles[0] == ("Return rate", "97%", "30 of 31 returned")


def test_returns_are_charted_by_type():
    chart = find_chart(composite_document(compose(), HEAD), ChartKind.STACKED_BARS, "Returns")
    assert chart.labels == ("Schools", "Colleges", "All")
    assert [series.values for series in chart.series[:2]] == [(28.0, 0.0, 28.0), (2.0, 0.0, 2.0)]
    assert chart.table.rows[0] == ("Schools", "30", "28", "2", "0", "0", "0", "100%")


def test_a_standard_shows_its_shares_and_a_small_one_its_words():
    document = composite_document(compose(), HEAD)
    chart = find_chart(document, ChartKind.STACKED_BARS, "Leadership")
    assert [(s.label, s.words) for s in chart.series] == [
        ("Fully met", ("83%", "fewer than 5")), ("Not met", ("18%", "fewer than 5")),
    ]  # fmt: skip
    assert chart.notes == ("n 40", "")
    assert chart.table.rows == (
        ("ED-A1 The board leads.", "40", "2", "83%", "18%", "20 points up"),
        ("ED-A2 The college plans.", "fewer than 5", "fewer than 5", "fewer than 5",
         "fewer than 5", "fewer than 5 answered in both years"),
    )  # fmt: skip


def test_year_on_year_compares_matched_returns():
    document = composite_document(compose(), HEAD)
    chart = find_chart(document, ChartKind.SLOPE, "last year")
    assert [series.words for series in chart.series] == [("80%",), ("100%",)]
    risen = next(t for t in blocks_of(document, Table) if t.caption == "Standards that rose most")
    assert risen.rows == (("ED-A1 The board leads.", "80%", "100%", "20 points up", "25"),)


def test_the_heat_map_says_its_words():
    document = composite_document(compose(), HEAD)
    table = next(t for t in blocks_of(document, Table) if t.caption.startswith("Fully met by type"))
    assert table.columns == ("Standard", "All", "Schools", "Colleges")
    assert table.rows == (
        (
            "ED-A1",
            Cell("83% Mostly secure", Tone.MIDDLING),
            Cell("80% Mostly secure", Tone.MIDDLING),
            Cell("90% Secure", Tone.GOOD),
        ),
        ("ED-A2", Cell("fewer than 5"), Cell("not applicable"), Cell("fewer than 5")),
    )


def test_nothing_but_returns_is_told_when_all_is_hidden():
    composite = Composite("audit", "Audit", Shown(None, "fewer than 5"), hidden="Not shown: few.")
    document = composite_document(composite, HEAD)
    assert blocks_of(document, Box) == [
        Box("Nothing of the answers is shown", "Not shown: few.", Tone.MIDDLING)
    ]
    assert blocks_of(document, Chart) == []


def test_narratives_stand_in_the_order_of_their_boxes():
    written = [
        Narrative("r", Slot.NEXT_STEPS, "Train"),
        Narrative("r", Slot.TELLS_US, "Better"),
        Narrative("r", Slot.GAPS, " "),
    ]
    head = ReportHead(made=MADE, narratives=written)
    assert blocks_of(composite_document(compose(), head), Box) == [
        Box("What this tells us", "Better"), Box("Next steps", "Train"),
    ]  # fmt: skip


def test_themes_moderation_and_numbers_are_told():
    more = {
        "themes": [ThemeCount("training", "improvement", 12)],
        "theme_labels": {"training": "Training"},
        "quotes": [Quote("q", "r", "x", "We meet weekly.", "training", True, "a", "b")],
        "crossed": [CrossModerated("a1", "fully_met", "not_met", 6)],
        "moderated_responses": 6,
        "numbers": [NumberTally("a1", "", 40, 1, 2, 3)],
    }
    document = composite_document(compose(**more), HEAD)
    said = [block.text for block in blocks_of(document, Paragraph)]
    assert (
        "Of 6 judgements that a reviewer rated too, 0 agreed; "
        "in 6 the organisation rated itself higher, in 0 lower."
    ) in said
    assert "Training, in their own words" in said
    assert Heading("Contextual numbers") not in document.blocks  # the form has none


def test_the_method_says_the_partnerships_minimums():
    said = blocks_of(composite_document(compose(), HEAD), Paragraph)[-1].text
    assert f"A count is shown from {RULES.counts_minimum} people" in said


def test_voice_questions_with_the_same_choices_share_a_chart():
    form = read_form(VOICE)
    tallies = [
        *tally("q1", "", y=40, n=20), *tally("q2", "", y=58, n=2), *tally("q3", "", a=30, b=25),
    ]  # fmt: skip
    voice = build_voice(form, tallies, rules=RULES, respondents=60)
    document = voice_document(voice, HEAD)
    first, second = blocks_of(document, Chart)
    assert (first.kind, first.labels) == (ChartKind.STACKED_BARS, ("Listened", "Safe"))
    assert first.series[0].words[0] == "67%"
    assert first.series[1].words[1] in ("fewer than 5", "hidden")
    assert (second.kind, second.labels) == (ChartKind.BARS, ("Police", "Health"))


def test_voice_of_too_few_is_told_in_words():
    voice = build_voice(read_form(VOICE), [], rules=RULES, respondents=3)
    document = voice_document(voice, HEAD)
    assert blocks_of(document, Chart) == []
    assert blocks_of(document, Box)[0].text == "fewer than 5 people answered"


def test_the_report_prints_with_its_bookmarks():
    document = composite_document(compose(), HEAD)
    reader = PdfReader(io.BytesIO(render_pdf(document)))
    titles = [line.title for line in reader.outline if not isinstance(line, list)]
    assert titles == [h.text for h in blocks_of(document, Heading) if h.level == 1]
    assert "fewer than 5" in render_html(document)
