"""Lines in any script: their order, their direction and their fonts."""

from datetime import UTC, datetime

import pytest

from exports.document import Document
from exports.pdf_paper import _PLAIN, Paper
from exports.pdf_script import _font_runs, _visual_runs, is_right_to_left
from exports.typeface import REGULAR, font_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words", False),
        ("مرحبا words", True),
        ("words مرحبا", False),
        ("12 שלום", True),
        ("", False),
    ],
)
def test_the_first_letter_gives_the_direction(text, expected):
    assert is_right_to_left(text) is expected


def test_a_line_from_the_left_is_one_run():
    assert list(_visual_runs("नमस्ते 12", False)) == [("नमस्ते 12", False)]


def test_numbers_and_latin_keep_their_order_within_a_line_from_the_right():
    assert list(_visual_runs("אב 12 cd", True)) == [
        ("cd", False), (" ", True), ("12", False), ("אב ", True),
    ]  # fmt: skip


def test_a_run_keeps_its_font_over_spaces_and_joiners():
    assert [run for _, run in _font_runs("नमस्ते नमस्ते")] == ["नमस्ते नमस्ते"]
    assert [run for _, run in _font_runs("👨‍👩‍👧")] == ["👨‍👩‍👧"]


def test_a_run_ends_where_another_font_begins():
    assert [run for _, run in _font_runs("a中b")] == ["a", "中", "b"]
    assert [run for _, run in _font_runs("a 🎉. b")] == ["a ", "🎉", ". b"]


def test_plain_lines_hold_only_what_the_page_font_draws():
    plain = [chr(code) for code in range(0x20, 0xD800) if _PLAIN.fullmatch(chr(code))]
    assert [char for char in plain if font_of(char) != REGULAR] == []


def test_a_page_turned_back_to_takes_its_own_settings():
    paper = Paper(Document("t", (), datetime(2025, 1, 1, tzinfo=UTC)))
    paper.rule(0, 100, 50, "#112233")
    paper.add_page()
    paper.turn_to(1)
    paper.rule(0, 200, 50, "#112233")
    stream = bytes(paper._pdf.pages[1].contents).decode("latin-1")
    assert stream.count("RG") == 2
