"""The agenda pack: cover, members, items in order, open actions and attached documents."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

from pypdf import PdfReader

from exports.agenda_document import AgendaEntry, AgendaPack, Attached, agenda_document, say_asked
from exports.document import Box, Cell, Contents, Facts, Heading, PageBreak, Paragraph, Table
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
LETTER_PAPER = Attached(
    "Letter", [Heading("What we saw"), Paragraph("Good practice.")],
    points=("Plans name the child.\n\n- Keep it up", "- Say why"),
    address="https://mars.example/documents/paper/p1.pdf",
)  # fmt: skip
CUT = replace(LETTER_PAPER, cut="This is the short form of a sealed paper.")
PACK = AgendaPack(
    GROUP, MEETING,
    members=[Member("1", "marpf", "Ann", "Chair", "icb"), Member("2", "marpf", "Bob")],
    entries=[
        AgendaEntry(
            LETTER, "AE-2026-001 Larkfield",
            (LETTER_PAPER,),
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
    members, actions = (each for each in blocks() if isinstance(each, Table))
    (items,) = (each for each in blocks() if isinstance(each, Contents))
    assert members.rows == (("Ann", "Chair", "Integrated care board"), ("Bob", "Member", ""))
    assert items.rows == (
        ("item-1", ("1", "Findings letter", "For decision", "Ann")),
        ("item-2", ("2", "Any other business", "", "")),
        ("actions", ("", "Actions that this group follows", "", "")),
    )
    assert actions.rows == (
        ("A-1 Train", "Integrated care board", "1 February 2026", Cell("Overdue", Tone.POOR)),
        ("Later", "Head", "1 May 2026", Cell("Done, awaiting assurance")),
    )


def test_each_item_says_what_is_asked() -> None:
    found = blocks()
    at = found.index(Heading("1. Findings letter", anchor="item-1"))
    assert found[at + 1] == Facts(
        (
            ("What is asked", "Agree it"), ("Purpose", "For decision"), ("Lead", "Ann"),
            ("Comes from", "AE-2026-001 Larkfield"), ("Papers", "Letter"),
        )
    )  # fmt: skip


def test_what_is_asked_follows_from_the_purpose_where_nobody_wrote_it() -> None:
    assert say_asked(replace(LETTER, asked="")) == "Decide on it."
    assert say_asked(replace(LETTER, asked="", purpose="A word of our own")) == ""


def test_a_whole_paper_stands_after_its_item_on_a_page_of_its_own() -> None:
    found = blocks()
    at = found.index(Heading("Letter", 2))
    assert found[at - 2 : at + 3] == [
        Box("Key points: Letter", "Plans name the child.\n\n• Keep it up\n\n• Say why"),
        PageBreak(), Heading("Letter", 2), Heading("What we saw", 3),
        Paragraph("Good practice."),
    ]  # fmt: skip


def test_a_short_form_says_so_and_leads_to_the_whole_paper() -> None:
    entry = AgendaEntry(LETTER, papers=(CUT,))
    whole = "https://mars.example/documents/agenda/m1.pdf?length=whole"
    found = blocks(replace(PACK, entries=[entry], whole=whole))
    at = found.index(Heading("Letter", 2))
    assert not isinstance(found[at - 1], PageBreak)
    assert found[at + 1 : at + 3] == [
        Paragraph("This is the short form of a sealed paper.", strong=True),
        Paragraph(f"The whole paper: {CUT.address}", target=CUT.address),
    ]
    assert Paragraph(f"The pack with whole papers: {whole}", target=whole) in found


def test_a_short_pack_lists_the_first_actions_and_leads_to_all() -> None:
    register = "https://mars.example/actions"
    found = blocks(replace(PACK, most_actions=1, register=register))
    table = [each for each in found if isinstance(each, Table)][-1]
    assert table.caption == "The first 1 of 2 actions outstanding, the soonest due first"
    assert [row[0] for row in table.rows] == ["A-1 Train"]
    assert found[-1] == Paragraph(f"All of them: {register}", target=register)
    assert Paragraph("2 are outstanding: 1 overdue, 1 done and waiting to be assured.") in found


def test_the_agenda_says_on_which_page_each_item_begins() -> None:
    reader = PdfReader(io.BytesIO(render_pdf(agenda_document(PACK, made=MADE))))
    cover = " ".join(reader.pages[0].extract_text().split())
    assert "Findings letter For decision Ann 2" in cover
    assert "Any other business 4" in cover
    assert "1. Findings letter" in reader.pages[1].extract_text()
    assert "2. Any other business" in reader.pages[3].extract_text()
    titles = [line.title for line in reader.outline if not isinstance(line, list)]
    assert titles == [
        "Agenda", "Members", "1. Findings letter", "2. Any other business",
        "Actions that this group follows",
    ]  # fmt: skip


def test_an_empty_agenda_says_so() -> None:
    said = [each.text for each in blocks(EMPTY) if isinstance(each, Paragraph)]
    assert said == [
        "Nothing is on this agenda yet.", "No members are on record.", "No action is outstanding.",
    ]  # fmt: skip


def test_without_actions_nothing_is_said_of_them() -> None:
    heading = Heading("Actions that this group follows", anchor="actions")
    assert heading in blocks(EMPTY)
    assert heading not in blocks(replace(EMPTY, actions=None))


def test_it_renders_alike_as_pdf_and_html() -> None:
    document = agenda_document(PACK, made=MADE, owner="MARS", marking="OFFICIAL")
    assert render_pdf(document)[:5] == b"%PDF-"
    assert render_pdf(document) == render_pdf(document)
    page = render_html(document)
    assert '<h2 id="item-1">1. Findings letter</h2>' in page
    assert '<a href="#item-1">Findings letter</a>' in page
