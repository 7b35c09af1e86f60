"""A form to print and fill in by hand."""

import pytest

from exports.blank_document import LEAVE_OUT_ANY, blank_document
from exports.document import Blank, Box, Heading, Paragraph, Table
from exports.pdf import render_pdf
from forms.library import load_library
from tests.exports.examples import MADE, blocks_of, read_form

LIBRARY = load_library().forms
SHORT = """
id: short
version: "1"
title: Short
kind: voice
sections:
  - id: one
    title: One
    relevant: "${q} = 'a'"
    questions:
"""


def ask(*questions: str) -> list:
    lines = "".join(f"      - {question}\n" for question in questions)
    form = read_form(SHORT.replace("    relevant: \"${q} = 'a'\"\n", "") + lines)
    return list(blank_document(form, made=MADE).blocks)


def test_a_standard_says_who_is_asked_and_what_to_show():
    blanks = blocks_of(blank_document(read_form(), made=MADE), Blank)
    assert blanks[3] == Blank(
        question="ED-A1 The board leads.",
        hint="Tick one. You may leave this out. Evidence might be: Minutes.",
        choices=("Fully met", "Not met", "Not applicable"),
    )
    assert blanks[6].hint.startswith("Only if you are: College. Tick one.")


def test_a_standard_has_lines_for_what_its_ratings_ask():
    blanks = blocks_of(blank_document(read_form(), made=MADE), Blank)
    assert blanks[4:6] == [
        Blank(
            "Evidence, Reason",
            "Evidence is needed for: Fully met. Reason is needed for: Not applicable.",
            lines=3,
        ),
        Blank(
            "Action: what will be done, by whom, by when", "Action is needed for: Not met.", lines=2
        ),
    ]


def test_another_condition_is_only_if_it_applies():
    blanks = blocks_of(blank_document(read_form(), made=MADE), Blank)
    assert blanks[9] == Blank(
        "Anything more", "Only if it applies. You may leave this out.", lines=6
    )


def test_the_declaration_has_room_to_sign():
    document = blank_document(read_form(), made=MADE)
    assert blocks_of(document, Box) == [
        Box("Please read before you sign", "I have checked these answers.")
    ]
    assert [b.question for b in blocks_of(document, Blank)[-4:]] == [
        "Name", "Role", "Signature", "Date",
    ]  # fmt: skip


def test_a_form_without_duties_says_so_once():
    blocks = ask("{id: q, type: date, text: When}")
    assert blocks == [
        Paragraph(LEAVE_OUT_ANY), Heading("One"), Blank("When", "Day, month and year.", lines=1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "block"),
    [
        ("{id: q, type: note, text: Read this}", Paragraph("Read this")),
        ("{id: q, type: acknowledge, text: Agreed}", Blank("Agreed", "Tick to confirm.", ("Yes",))),
        ("{id: q, type: long_text, text: Say, hint: Why}", Blank("Say", "Why.", lines=6)),
        (
            "{id: q, type: select_many, text: Which, max_choices: 2, choices: "
            "[{value: a, label: A}, {value: b, label: B}, {value: c, label: C}]}",
            Blank("Which", "Tick up to 2.", ("A", "B", "C")),
        ),
    ],
)  # fmt: skip
def test_each_type_has_its_own_room(question, block):
    assert ask(question)[2:] == [block]


def test_a_matrix_is_a_table_of_boxes():
    blocks = ask(
        "{id: q, type: matrix, text: How, rows: [{value: r, label: Row}], "
        "choices: [{value: a, label: A}, {value: b, label: B}]}"
    )
    assert blocks[2:] == [Table("How", ("", "A", "B"), (("Row", "☐", "☐"),))]


def test_a_repeat_is_printed_as_often_as_may_be():
    blocks = ask(
        "{id: q, type: repeat, text: Visits, max_count: 2, "
        "questions: [{id: place, type: short_text, text: Place}]}"
    )
    assert blocks[2:] == [
        Heading("Visits", 2),
        Paragraph("Copy these lines if you need more.", small=True),
        Heading("Number 1", 3), Blank("Place", lines=1),
        Heading("Number 2", 3), Blank("Place", lines=1),
    ]  # fmt: skip


def test_what_nobody_fills_in_is_left_out():
    blocks = ask("{id: q, type: calculate, text: Sum, calculation: 1 + 1}")
    assert blocks[2:] == []


@pytest.mark.parametrize("name", sorted(LIBRARY))
def test_every_form_of_the_library_prints(name):
    for language in LIBRARY[name].languages:
        document = blank_document(LIBRARY[name], made=MADE, language=language)
        assert render_pdf(document).startswith(b"%PDF")
