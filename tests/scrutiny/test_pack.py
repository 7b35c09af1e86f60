"""What of a document goes into an agenda pack: whole where short, else cut and said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scrutiny.pack import count_words, cut_words, find_points, is_short, shorten
from scrutiny.pack_rules import PackRules, read_pack_rules
from scrutiny.paper import Paper, PaperPart, PartKind
from scrutiny.template import Template, TemplatePart

RULES = PackRules(whole_words=20, part_words=4, table_rows=2, point_words=4, actions=3)
ROWS = (("Ring", "Assured"), ("Train", "Not started"), ("Write", "In progress, overdue"))
PAPER = Paper(
    "p", "plan", "Plan",
    parts=(
        PaperPart("about", "About", words="One two three\n\nfour five six\n\nseven"),
        PaperPart(
            "actions", "Actions", PartKind.TABLE, columns=("Action", "Where it stands"), rows=ROWS
        ),
        PaperPart("next", "Next", words="Nothing was recorded."),
    ),
)  # fmt: skip
TEMPLATE = Template(
    "plan", "Plan", "Plan", in_short=("about", "next"),
    parts=(
        TemplatePart("about", "About"),
        TemplatePart("next", "Next", empty="Nothing was recorded."),
    ),
)  # fmt: skip


def test_words_and_cells_are_counted() -> None:
    assert count_words(PAPER) == 7 + 9 + 3
    assert is_short(PAPER, RULES)
    assert not is_short(PAPER, replace(RULES, whole_words=18))


def test_a_long_part_is_cut_at_a_line_and_says_so() -> None:
    assert shorten(PAPER, RULES).parts[0].words == (
        "One two three\n\nMore of this stands in the whole paper."
    )
    assert shorten(PAPER, replace(RULES, part_words=7)).parts[0].words == PAPER.parts[0].words


def test_a_long_table_of_actions_has_the_open_ones_first_and_counts_all() -> None:
    cut = shorten(PAPER, RULES).parts[1]
    assert cut.rows == ROWS[1:]
    assert cut.words == (
        "Altogether 3: assured 1, not started 1, in progress, overdue 1.\n\n"
        "2 of 3 rows are shown. Those that are still open come first. "
        "All stand in the whole paper."
    )


def test_another_long_table_keeps_its_order() -> None:
    part = PaperPart("t", "T", PartKind.TABLE, columns=("A",), rows=(("1",), ("2",), ("3",)))
    cut = shorten(replace(PAPER, parts=(part,)), RULES).parts[0]
    assert cut.rows == (("1",), ("2",))
    assert cut.words == "2 of 3 rows are shown. All stand in the whole paper."


def test_a_short_table_stays_as_it_is() -> None:
    assert shorten(PAPER, replace(RULES, table_rows=3)).parts[1] == PAPER.parts[1]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("", ""),
        ("one two three four five six", "one two three four five six"),
        ("- one two\n- three four\n- five", "- one two"),
        ("\n\none\n\ntwo", "one\n\ntwo"),
    ],
)
def test_words_are_cut_between_lines_and_at_least_one_is_kept(words: str, kept: str) -> None:
    assert cut_words(words, 4) == kept


def test_key_points_are_the_parts_that_the_template_names_without_empty_ones() -> None:
    assert find_points(PAPER, TEMPLATE, RULES) == ("One two three",)


def test_without_a_template_the_first_words_are_the_key_points() -> None:
    assert find_points(PAPER, None, RULES) == ("One two three",)
    assert find_points(replace(PAPER, parts=()), None, RULES) == ()


def test_rules_are_read_and_what_cannot_be_is_named() -> None:
    assert read_pack_rules({"actions": "5"}) == PackRules(actions=5)
    with pytest.raises(ValueError, match="agenda_pack: table_rows must be at least 1"):
        read_pack_rules({"table_rows": 0})
