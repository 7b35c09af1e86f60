"""The agenda pack: cover, members, items in order, open actions and attached documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from exports.agenda_document import AgendaEntry, AgendaPack, Attached, agenda_document
from exports.document import Cell, Facts, Heading, PageBreak, Paragraph, Table
from exports.html import render_html
from exports.pdf import render_pdf
from forms.model import Tone
from scrutiny.action import Action, ActionStatus
from scrutiny.meeting import AgendaItem, Meeting, MeetingKind, Member, Purpose
from scrutiny.partnership import Group

MADE = datetime(2026, 3, 2, 10, tzinfo=UTC)
GROUP = Group("marpf", "Reflective practice forum", "MARPF", meets=(MeetingKind("core", "Core"),))
MEETING = Meeting("m1", "marpf", date(2026, 3, 11), "core", "09:30", "Room 1", ends_at="11:00")
LETTER = AgendaItem(
    "i1", "m1", "Findings letter", 1, lead="Ann", purpose=Purpose.DECISION, asked="Agree it"
)
PACK = AgendaPack(
    GROUP, MEETING,
    members=[Member("1", "marpf", "Ann", "Chair", "icb"), Member("2", "marpf", "Bob")],
    entries=[
        AgendaEntry(
            LETTER, "AE-2026-001 Larkfield",
            (Attached("Letter", [Heading("What we saw"), Paragraph("Good practice.")]),),
        ),
        AgendaEntry(AgendaItem("i2", "m1", "Any other business", 2)),
    ],
    actions=[
        Action("", "Later", owner="Head", due=date(2026, 5, 1), status=ActionStatus.DONE),
        Action("", "Train", due=date(2026, 2, 1), organisation="icb", reference="A-1"),
    ],
    names={"icb": "Integrated care board"},
)  # fmt: skip
EMPTY = AgendaPack(
    Group("sab", "Safeguarding Adults Board"), Meeting("m", "sab", MADE.date()), actions=()
)


def blocks(pack: AgendaPack = PACK) -> list[object]:
    return list(agenda_document(pack, made=MADE, owner="MARS", marking="OFFICIAL").blocks)


def test_the_cover_says_which_meeting_when_and_where() -> None:
    document = agenda_document(PACK, made=MADE)
    assert (document.title, document.subtitle) == (
        "Reflective practice forum: agenda", "11 March 2026",
    )  # fmt: skip
    assert document.blocks[0] == Facts(
        (
            ("Meeting", "MARPF: Core"), ("Date", "11 March 2026"), ("Time", "09:30 to 11:00"),
            ("Place", "Room 1"),
        )
    )  # fmt: skip


def test_members_items_and_actions_stand_in_tables() -> None:
    members, items, actions = (each for each in blocks() if isinstance(each, Table))
    assert members.rows == (("Ann", "Chair", "Integrated care board"), ("Bob", "Member", ""))
    assert items.rows == (
        ("1", "Findings letter", "For decision", "Ann"), ("2", "Any other business", "", ""),
    )  # fmt: skip
    assert actions.rows == (
        ("A-1 Train", "Integrated care board", "1 February 2026", Cell("Overdue", Tone.POOR)),
        ("Later", "Head", "1 May 2026", Cell("Done, awaiting assurance")),
    )


def test_each_item_says_what_is_asked() -> None:
    found = blocks()
    at = found.index(Heading("1. Findings letter", 2))
    assert found[at + 1] == Facts(
        (
            ("Purpose", "For decision"), ("Lead", "Ann"),
            ("Comes from", "AE-2026-001 Larkfield"), ("What is asked", "Agree it"),
            ("Attached", "Letter"),
        )
    )  # fmt: skip


def test_a_document_is_attached_in_full_on_a_page_of_its_own() -> None:
    assert blocks()[-4:] == [
        PageBreak(), Heading("Item 1: Letter"), Heading("What we saw", 2),
        Paragraph("Good practice."),
    ]  # fmt: skip


def test_an_empty_agenda_says_so() -> None:
    said = [each.text for each in blocks(EMPTY) if isinstance(each, Paragraph)]
    assert said == [
        "No members are on record.", "Nothing is on this agenda yet.", "No action is outstanding.",
    ]  # fmt: skip


def test_without_actions_nothing_is_said_of_them() -> None:
    assert Heading("Actions that this group follows") in blocks(EMPTY)
    assert Heading("Actions that this group follows") not in blocks(replace(EMPTY, actions=None))


def test_it_renders_alike_as_pdf_and_html() -> None:
    document = agenda_document(PACK, made=MADE, owner="MARS", marking="OFFICIAL")
    assert render_pdf(document)[:5] == b"%PDF-"
    assert render_pdf(document) == render_pdf(document)
    assert "Findings letter" in render_html(document)
