"""The learning briefing as PDF and as a web page: seven numbered parts on a page or two."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf

from exports.html import render_html
from exports.paper_document import paper_document
from exports.pdf import render_pdf
from scrutiny.paper import PaperState, make_seal
from tests.exports.test_paper_document import MADE
from tests.scrutiny.test_learning_briefing import BRIEFING, TITLES

ISSUED = replace(
    BRIEFING, state=PaperState.ISSUED, approved_by="Port Lead", approved_on=date(2026, 3, 5),
    issued_on=date(2026, 3, 6), published_on=date(2026, 3, 6),
)  # fmt: skip
ISSUED = replace(ISSUED, seal=make_seal(ISSUED))
NUMBERED = [f"{number} {title}" for number, title in enumerate(TITLES, start=1)]
SENTENCE = "We saw that the child was heard, and that each plan says so."  # thirteen words
#: As long as the writer is told that each part may be.
FULL = replace(
    ISSUED,
    parts=tuple(replace(each, words=" ".join([SENTENCE] * 9)) for each in ISSUED.parts),
)


def read(paper=ISSUED) -> pypdf.PdfReader:  # type: ignore[no-untyped-def]
    return pypdf.PdfReader(BytesIO(render_pdf(paper_document(paper, made=MADE, owner="MARS"))))


def test_the_pdf_has_seven_numbered_parts_and_an_outline_of_them() -> None:
    """R160."""
    reader = read()
    said = "\n".join(page.extract_text() for page in reader.pages)
    assert [line for line in said.splitlines() if line in NUMBERED] == NUMBERED
    assert [entry.title for entry in reader.outline][:7] == NUMBERED  # type: ignore[union-attr]
    metadata = reader.metadata
    assert metadata is not None
    assert metadata.title == ISSUED.title


def test_it_takes_one_or_two_pages_and_its_seal_when_every_part_is_full() -> None:
    """R160."""
    assert len(read().pages) <= 2
    assert len(read(FULL).pages) <= 3


def test_the_web_page_has_the_same_parts_as_headings() -> None:
    """R160."""
    page = render_html(paper_document(ISSUED, made=MADE))
    found = re.findall(r"<h2[^>]*>([^<]*)</h2>", page)
    assert found == [*NUMBERED, "About this document"]
    assert '<html lang="en' in page


def test_points_are_lists_and_links_stand_in_full_in_both() -> None:
    """R163, R164, R166, R167."""
    page = render_html(paper_document(ISSUED, made=MADE))
    said = "\n".join(each.extract_text() for each in read().pages)
    for point in ("best_practice 1", "improvement 3", "Which of these points do you recognise"):
        assert point in said
        assert re.search(rf"<li[^>]*>{point}", page)
    for address in ("https://www.northlincscmars.co.uk", "mars@northlincs.gov.uk"):
        assert address in said
        assert address in page


def test_only_what_is_approved_goes_without_a_draft_notice() -> None:
    """R160, R177."""
    assert paper_document(BRIEFING, made=MADE).notice == "Draft: not approved"
    assert paper_document(ISSUED, made=MADE).notice == ""
