"""The action plan as a document: what it says, its charts' words, and its rows as a sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime

from exports.action_blocks import picture_blocks, status_chart, tally_chart
from exports.action_plan_document import (
    COLUMNS,
    Grouped,
    PlanHead,
    plan_document,
    plan_sheet,
    progress_document,
)
from exports.document import Cell, Chart, Heading, Paragraph, Table
from exports.html import render_html
from exports.pdf import render_pdf
from forms.model import Tone
from scrutiny.action import Action, ActionStatus
from scrutiny.action_picture import ActionPicture, Side
from scrutiny.action_search import Listed, Progressed, ProgressReport, Tally

MADE = datetime(2026, 3, 2, 10, tzinfo=UTC)
HEAD = PlanHead(MADE, (("Status", "Open"),), owner="The partnership", marking="OFFICIAL")
LATE = Listed(
    Action("a1", "Train <b>all</b>", "DSL", date(2026, 2, 1), standard="ED-A1", id="1",
           reference="ACT-2026-0001", organisation="oak", progress="Half", difference="Safer",
           monitored_by="splig", added=date(2026, 1, 1)),
    "Oak Academy",
)  # fmt: skip
DONE = Listed(
    Action("", "Tell", id="2", reference="ACT-2026-0002", status=ActionStatus.DONE), activity="AE-1"
)
TALLY = Tally(not_started=1, done=1, assured=3, overdue=1, lately=2)
GROUPS = [Grouped("Open actions by group", [Tally("splig", 1, overdue=1)], {"splig": "SPLIG"})]


def headings(blocks: object) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Heading)]  # type: ignore[attr-defined]


def test_the_plan_lists_what_is_overdue_and_then_every_action() -> None:
    document = plan_document([LATE, DONE], 2, TALLY, GROUPS, HEAD)
    assert headings(document.blocks) == ["Where the actions stand", "Overdue", "Every action"]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert [len(table.rows) for table in tables] == [1, 2]
    assert tables[0].rows[0] == (
        "ACT-2026-0001, ED-A1\nTrain <b>all</b>\nDifference for children: Safer\n"
        "Last reported: Half",
        "Oak Academy\nDSL", "1 February 2026", Cell("Not started\nRed: overdue", Tone.POOR),
    )  # fmt: skip
    assert tables[1].rows[1][1:] == (
        "", "no date", Cell("Done, awaiting assurance\nAmber: needs attention", Tone.MIDDLING),
    )  # fmt: skip


def test_a_plan_of_overdue_actions_lists_them_once() -> None:
    document = plan_document([LATE], 1, TALLY, (), HEAD)
    assert headings(document.blocks) == ["Where the actions stand", "Every action"]


def test_a_long_plan_says_how_many_are_listed() -> None:
    document = plan_document([LATE], 70_000, TALLY, (), HEAD)
    words = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert words == ["The first 1 of 70,000 are listed. A spreadsheet lists all of them."]


def test_it_comes_out_as_pdf_and_as_a_web_page() -> None:
    document = plan_document([LATE, DONE], 2, TALLY, GROUPS, HEAD)
    assert render_pdf(document)[:5] == b"%PDF-"
    page = render_html(document)
    assert "Train &lt;b&gt;all&lt;/b&gt;" in page
    assert "5 actions: not started 1, in progress 0, awaiting assurance 1, assured 3" in page


def test_charts_say_in_words_what_they_show() -> None:
    assert status_chart(TALLY).alt == (
        "5 actions: not started 1, in progress 0, awaiting assurance 1, assured 3, closed 0. "
        "1 are overdue."
    )
    chart = tally_chart("By group", GROUPS[0].tallies, GROUPS[0].labels)
    assert chart is not None
    assert chart.alt == "Open actions of 1 groups. SPLIG has the most that are overdue, 1."
    assert tally_chart("By group", [Tally("splig", assured=2)], {}) is None


def test_progress_shows_the_same_actions_then_and_now() -> None:
    report = ProgressReport(
        date(2025, 9, 2), date(2026, 3, 2), Tally(not_started=2), Tally(done=1, assured=1),
        (Progressed(DONE, ActionStatus.NOT_STARTED, was_overdue=True),), added=4,
    )  # fmt: skip
    document = progress_document(report, "Six-month progress", HEAD)
    words = next(block.text for block in document.blocks if isinstance(block, Paragraph))
    assert words == (
        "2 actions were open on 2 September 2025. By 2 March 2026, 1 of them were assured, 0 "
        "closed with a reason, and 1 are still open; 0 of these are overdue. 4 actions were "
        "added in the meantime."
    )
    (table,) = [block for block in document.blocks if isinstance(block, Table)]
    assert table.rows[0][3:] == (
        "Not started, overdue", Cell("Done, awaiting assurance", Tone.MIDDLING),
    )  # fmt: skip
    empty = ProgressReport(date(2025, 9, 2), date(2026, 3, 2), Tally(), Tally())
    (only,) = progress_document(empty, "Progress", PlanHead(MADE)).blocks
    assert only == Paragraph("No action was open on 2 September 2025.")


def test_the_sheet_has_a_column_for_everything() -> None:
    sheet = plan_sheet(
        [LATE], HEAD, words={"monitored_by": {"splig": "SPLIG"}}, sources={"1": "Section 11"}
    )
    (row,) = sheet.rows
    said = dict(zip(COLUMNS, row, strict=True))
    assert (said["Days overdue"], said["Days in the plan"]) == (29, 60)
    assert (said["Followed by"], said["Where it came from"]) == ("SPLIG", "Section 11")
    assert said["Red, amber or green"] == "Red: overdue"


def test_a_composites_actions_are_charts_with_words() -> None:
    picture = ActionPicture(
        TALLY, ((Side.TYPE, (Tally("academy", 4, overdue=2),), {"academy": "Academies"}),)
    )
    heading, words, *charts = picture_blocks(picture)
    assert heading == Heading("Actions")
    assert words == Paragraph(
        "2 of 5 actions are open. 1 are overdue, 1 wait to be assured and 3 are assured."
    )
    assert [chart.title for chart in charts if isinstance(chart, Chart)] == [
        "Actions by status", "Open actions by type of organisation",
    ]  # fmt: skip
    assert picture_blocks(None) == []
