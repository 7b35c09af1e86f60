"""A document: kept as JSON and read again, sealed, and compared with what was read."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.paper import (
    Look,
    Paper,
    PaperPart,
    PartKind,
    dump_content,
    find_words,
    holds_seal,
    make_print,
    make_seal,
    with_content,
    with_parts,
    with_words,
)

PAPER = Paper(
    id="p",
    template="t",
    title="Letter",
    look=Look.LETTER,
    salutation="Dear colleague,",
    parts=(
        PaperPart("a", "A", words="One\n\n- two"),
        PaperPart("b", "B", PartKind.TABLE, columns=("x", "y"), rows=(("1", "2"),)),
    ),
)


def test_content_comes_back_as_it_was_kept() -> None:
    bare = replace(PAPER, title="", parts=(), look=Look.REPORT, salutation="")
    assert with_content(bare, dump_content(PAPER)) == PAPER


def test_words_are_found_and_changed_by_part_and_at_the_head() -> None:
    assert find_words(PAPER, "a") == "One\n\n- two"
    assert find_words(PAPER, "/title") == "Letter"
    assert find_words(PAPER, "title") is None
    assert find_words(PAPER, "/state") is None
    assert with_words(PAPER, "/title", "Note").title == "Note"
    assert with_words(PAPER, "a", "New").parts[0].words == "New"
    drawn = replace(PAPER.parts[1], rows=())
    assert with_parts(PAPER, [drawn]).parts == (PAPER.parts[0], drawn)


def test_a_seal_holds_until_a_word_or_a_figure_changes() -> None:
    sealed = replace(PAPER, seal=make_seal(PAPER))
    assert holds_seal(sealed)
    assert holds_seal(replace(sealed, approved_by="Port Lead"))
    assert not holds_seal(with_words(sealed, "a", "One\n\n- three"))
    assert not holds_seal(with_words(sealed, "/salutation", "Dear all,"))
    assert not holds_seal(replace(sealed, version=2))
    assert not holds_seal(replace(sealed, sensitivity="OFFICIAL"))
    assert not holds_seal(with_parts(sealed, [replace(PAPER.parts[1], rows=(("1", "3"),))]))
    assert not holds_seal(PAPER)


def test_a_print_is_of_the_words_alone() -> None:
    assert make_print(replace(PAPER, version=9)) == make_print(PAPER)
    assert make_print(with_words(PAPER, "a", "x")) != make_print(PAPER)
