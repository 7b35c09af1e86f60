"""A document of the partnership as PDF and HTML: a letter, a briefing, a leaflet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pypdf

from exports.document import Bullets, Facts, Heading, Paragraph, Table
from exports.html import render_html
from exports.paper_document import paper_document, word_blocks
from exports.pdf import render_pdf
from scrutiny.paper import Approver, Look, Paper, PaperPart, PaperState, PartKind, make_seal

MADE = datetime(2026, 3, 9, 10, tzinfo=UTC)
PAPER = Paper(
    id="p",
    template="t",
    title="Findings letter: Trent Health",
    look=Look.LETTER,
    reference="AE-2026-001",
    addressee="The lead\nTrent Health",
    salutation="Dear colleague,",
    farewell="Yours sincerely,\n\nIris Okafor",
    sensitivity="OFFICIAL-SENSITIVE",
    approvers=(Approver("Portfolio lead", ("portfolio_lead",)),),
    parts=(
        PaperPart("a", "Good", words="We saw:\n\n- One\n- Two"),
        PaperPart("empty", "Empty"),
        PaperPart(
            "b", "Actions", PartKind.TABLE, columns=("Action", "By"), rows=(("Do it", "May"),)
        ),
        PaperPart("c", "Copies to", words="- Health", is_annex=True),
    ),
)
ISSUED = replace(
    PAPER, state=PaperState.ISSUED, approved_by="Port Lead", approved_on=date(2026, 3, 5),
    issued_on=date(2026, 3, 6),
)  # fmt: skip
ISSUED = replace(ISSUED, seal=make_seal(ISSUED))


def texts(paper: Paper) -> list[str]:
    blocks = paper_document(paper, made=MADE).blocks
    return [each.text for each in blocks if isinstance(each, Heading | Paragraph)]


def test_a_letter_reads_like_one() -> None:
    document = paper_document(ISSUED, made=MADE, owner="MARS")
    assert document.blocks[0] == Facts((("Date", "6 March 2026"), ("Our reference", "AE-2026-001")))
    assert texts(ISSUED) == [
        "The lead\nTrent Health", "Dear colleague,", "Good", "We saw:", "Actions",
        "Yours sincerely,", "Iris Okafor", "Copies to", "About this document",
    ]  # fmt: skip
    assert (document.marking, document.version, document.notice) == ("OFFICIAL-SENSITIVE", "1", "")


def test_before_approval_every_page_says_that_it_is_a_draft() -> None:
    document = paper_document(PAPER, made=MADE, notice="Demonstration.")
    assert document.notice == "Draft: not approved. Demonstration"
    waiting = replace(PAPER, state=PaperState.FOR_APPROVAL)
    assert paper_document(waiting, made=MADE).notice == "Draft: waiting for approval"
    free = replace(PAPER, approvers=())
    assert paper_document(free, made=MADE).notice == "Draft"


def test_the_approval_and_the_seal_stand_at_its_end() -> None:
    facts = paper_document(ISSUED, made=MADE).blocks[-1]
    assert isinstance(facts, Facts)
    said = dict(facts.pairs)
    assert said["Approved by"] == "Port Lead, Portfolio lead"
    assert "Approved on" in said
    nobodys = paper_document(replace(ISSUED, approvers=(), approved_by=""), made=MADE).blocks[-1]
    assert isinstance(nobodys, Facts)
    assert "Approved on" not in dict(nobodys.pairs)
    assert said["Seal (SHA-256)"].replace(" ", "") == ISSUED.seal
    pdf = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(_pdf())).pages)
    assert ISSUED.seal[:8] in pdf
    assert "Do it" in pdf
    assert _pdf() == _pdf()


def _pdf() -> bytes:
    return render_pdf(paper_document(ISSUED, made=MADE))


def test_what_nobody_had_to_approve_names_no_day_of_approval() -> None:
    facts = [b for b in paper_document(replace(ISSUED, approvers=()), made=MADE).blocks
             if isinstance(b, Facts)][-1]  # fmt: skip
    assert [label for label, _ in facts.pairs] == [
        "Status", "Issued by", "Issued on", "Version", "Seal (SHA-256)",
    ]  # fmt: skip


def test_a_briefing_is_numbered_and_a_leaflet_is_plain() -> None:
    assert texts(replace(PAPER, look=Look.BRIEFING))[:2] == ["1 Good", "We saw:"]
    leaflet = texts(replace(ISSUED, look=Look.LEAFLET))
    assert leaflet[-1] == f"Version 1, seal {ISSUED.seal[:16]}"
    assert "About this document" not in leaflet


def test_words_become_paragraphs_and_lists() -> None:
    assert word_blocks("One\nline\n- a\n- b\n\nTwo") == [
        Paragraph("One\nline"), Bullets(("a", "b")), Paragraph("Two"),
    ]  # fmt: skip
    assert word_blocks("  ") == []


def test_what_was_typed_stays_words_and_a_table_keeps_its_caption() -> None:
    typed = replace(PAPER, parts=(PaperPart("a", "A", words="<script>alert(1)</script>"),))
    assert "<script>alert" not in render_html(paper_document(typed, made=MADE))
    table = next(b for b in paper_document(PAPER, made=MADE).blocks if isinstance(b, Table))
    assert (table.caption, table.rows) == ("Actions", (("Do it", "May"),))
