"""One response as a document."""

from datetime import date, datetime
from random import Random

import pytest

from exports.document import Answer, Box, Cell, Chart, Facts, Heading, Table, Tiles
from exports.html import render_html
from exports.pdf import render_pdf
from exports.response_document import Previous, response_document
from forms.library import load_library
from forms.model import Tone
from forms.sampling import sample_response
from scrutiny.action import Action, ActionStatus
from scrutiny.evidence import EvidenceFile, Scan
from scrutiny.organisation import Organisation
from scrutiny.response import Status
from tests.exports.examples import AUDIT, MADE, blocks_of, read_form, respond

LIBRARY = load_library().forms
ANSWERS = {
    "name": "Oak School",
    "kind": "school",
    "secret": "hush",
    "a1": {"rating": "fully_met", "evidence": "Minutes of May"},
    "a2": {"rating": "fully_met", "evidence": "Not asked of a school"},
}
TO_DO = {"rating": "not_met", "actions": [{"text": "Train", "owner": "Head", "due": "2025-12-01"}]}


def make(answers=ANSWERS, **more):
    form = read_form()
    return response_document(form, respond(form, answers), made=MADE, **more)


def test_the_head_says_whose_return_it_is():
    organisation = Organisation("o1", "Oak School", "school", "123456")
    document = make(organisation=organisation, type_label="School", round_title="Autumn 2025")
    assert (document.title, document.marking) == ("Safeguarding audit: Oak School", "OFFICIAL")
    assert document.blocks[0] == Facts(
        (
            ("Organisation", "Oak School"),
            ("Type", "School"),
            ("Reference number", "123456"),
            ("Round", "Autumn 2025"),
            ("Status", "Submitted"),
            ("Submitted", "20 November 2025"),
            ("Receipt", "AB-12"),
        )
    )


def test_sections_are_headings_under_answers():
    headings = [(h.text, h.level) for h in blocks_of(make(), Heading)]
    assert headings == [
        ("Summary", 1), ("Answers", 1), ("About you", 2), ("Leadership", 2),
        ("Action plan", 1), ("Declaration", 1),
    ]  # fmt: skip


def test_short_answers_are_facts_without_private_ones():
    assert blocks_of(make(), Facts)[1] == Facts(
        (("Name of the setting", "Oak School"), ("Kind", "School"))
    )


def test_only_what_was_asked_is_printed():
    assert blocks_of(make(), Answer) == [
        Answer(
            question="ED-A1 The board leads.",
            answer=Cell("Fully met", Tone.GOOD),
            parts=(("Evidence", "Minutes of May"),),
            reference="KCSIE, 2025",
        )
    ]


def test_the_summary_counts_judgements():
    assert blocks_of(make(), Tiles) == [
        Tiles(
            (
                ("Fully met", "100%", "1 of 1 that apply"),
                ("Rated", "1", "0 not applicable"),
                ("Not answered", "0", "of those that are asked"),
            )
        )
    ]
    chart = blocks_of(make(), Chart)[0]
    assert (chart.labels, [s.values for s in chart.series]) == (("Leadership",), [(1.0,), (0.0,)])


def test_last_years_rating_stands_beside():
    form = read_form()
    before = respond(form, {"kind": "school", "a1": {"rating": "not_met"}})
    assert [a.previous for a in blocks_of(make(previous=Previous(form, before)), Answer)] == [
        "Not met"
    ]


def test_a_changed_wording_is_said():
    form = read_form(AUDIT.replace("The board leads.", "The governors lead."))
    before = respond(form, {"kind": "school", "a1": {"rating": "not_met"}})
    assert [a.previous for a in blocks_of(make(previous=Previous(form, before)), Answer)] == [
        "Not met (the wording has changed since)"
    ]


def test_the_action_plan_is_read_from_the_answers():
    document = make(ANSWERS | {"a1": TO_DO})
    assert blocks_of(document, Table)[-1].rows == (("ED-A1", "Train", "Head", "1 December 2025"),)


def test_stored_actions_say_where_they_stand():
    late = Action("a1", "Train", "Head", date(2025, 11, 1), standard="ED-A1")
    done = Action("a1", "Write", due=None, standard="ED-A1", status=ActionStatus.ASSURED)
    assert blocks_of(make(actions=[done, late]), Table)[-1].rows == (
        ("ED-A1", "Train", "Head", "1 November 2025", Cell("Not started, overdue", Tone.POOR)),
        ("ED-A1", "Write", "", "no date", Cell("Assured", Tone.GOOD)),
    )


def test_the_declaration_ends_a_submitted_response():
    assert blocks_of(make(), Box) == [
        Box(
            "Declared and submitted",
            "I have checked these answers.\n\nSubmitted on 20 November 2025.\n\nReceipt AB-12.",
        )
    ]


def test_a_draft_has_no_declaration_and_says_what_is_missing():
    form = read_form()
    draft = respond(form, {}, status=Status.IN_PROGRESS, submitted=None, receipt="")
    document = response_document(form, draft, made=MADE)
    assert blocks_of(document, Box) == []
    assert blocks_of(document, Answer)[0].answer == Cell("Not answered", Tone.NEUTRAL)
    assert ("Status", "In progress on 22 November 2025") in document.blocks[0].pairs


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_every_form_of_the_library_prints(name):
    form = LIBRARY[name]
    answers = sample_response(form, Random(7), today=date(2025, 11, 1))
    document = response_document(form, respond(form, answers), made=MADE)
    assert render_pdf(document).startswith(b"%PDF")
    assert render_html(document).startswith("<!doctype html>")


def test_evidence_files_are_named_before_the_declaration():
    day = datetime(2025, 11, 1)  # noqa: DTZ001, RUF100
    document = make(
        evidence=[
            EvidenceFile("f1", "r1", "plan.pdf", 2_200_000, "a1", Scan.CLEAN, day),
            EvidenceFile("f2", "r1", "rows.csv", 10, "", Scan.NOT_SCANNED, day),
        ]
    )
    assert [heading.text for heading in blocks_of(document, Heading)][-2:] == [
        "Evidence files", "Declaration",
    ]  # fmt: skip
    assert blocks_of(document, Table)[-1].rows == (
        ("plan.pdf", "ED-A1 The board leads.", "2.1 MB", "Scanned, clean"),
        ("rows.csv", "the whole return", "1 KB", "Not scanned for viruses"),
    )
    assert render_pdf(document).startswith(b"%PDF")
