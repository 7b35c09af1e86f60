"""The heat map tells nothing of fewer than five settings, even by subtraction."""

from __future__ import annotations

from forms.model import Form
from scrutiny.heat_map import HeatMap, draw_heat_map
from scrutiny.standard import add_tallies, judge_standards
from scrutiny.suppression import Rule
from scrutiny.tally import Tally
from tests.scrutiny.examples import TYPES, form, judgement

FIVE = Rule(5)


def heat_map(asked: Form, *tallies: Tally) -> HeatMap:
    standards = judge_standards(asked, add_tallies(tallies), rule=FIVE, changes={})
    return draw_heat_map(asked, tallies, standards, types=TYPES, rule=FIVE)


def words(drawn: HeatMap) -> list[list[str]]:
    return [[str(cell) for cell in (*row.cells, row.total)] for row in drawn.rows]


def met(question: str, type: str, count: int, value: str = "fully_met") -> Tally:
    return Tally(question, type, value, count)


def test_types_stand_in_their_order_with_words_and_percentages() -> None:
    drawn = heat_map(
        form(judgement("a")),
        met("a", "college", 3), met("a", "college", 3, "not_met"), met("a", "academy", 10),
    )  # fmt: skip
    assert [column.label for column in drawn.columns] == ["Academies", "Colleges"]
    assert words(drawn) == [["Secure, 100%", "Mixed, 50%", "Mostly secure, 81%"]]
    assert drawn.note == ""


def test_small_types_are_put_together_first() -> None:
    drawn = heat_map(
        form(judgement("a")),
        met("a", "academy", 10), met("a", "college", 3), met("a", "special_school", 3),
    )  # fmt: skip
    assert [(c.label, c.types) for c in drawn.columns] == [
        ("Academies", ("academy",)),
        ("Other types", ("college", "special_school")),
    ]
    assert words(drawn) == [["Secure, 100%", "Secure, 100%", "Secure, 100%"]]
    assert drawn.note == (
        "Other types puts together, because too few answered: Colleges, Special schools."
    )


def test_one_hidden_cell_of_a_row_takes_the_next_smallest_with_it() -> None:
    """Five colleges answered B, four of them A; A's total stays, so a second cell goes."""
    drawn = heat_map(
        form(judgement("a"), judgement("b")),
        met("a", "academy", 20), met("a", "college", 4), met("a", "special_school", 6),
        met("b", "academy", 20), met("b", "college", 5), met("b", "special_school", 6),
    )  # fmt: skip
    assert words(drawn) == [
        ["Secure, 100%", "fewer than 5", "hidden", "Secure, 100%"],
        ["Secure, 100%", "Secure, 100%", "Secure, 100%", "Secure, 100%"],
    ]


def test_a_standard_that_does_not_apply_to_a_type_says_so() -> None:
    drawn = heat_map(
        form(judgement("a"), judgement("b")),
        met("a", "academy", 20), met("a", "college", 6), met("b", "academy", 20),
    )  # fmt: skip
    assert words(drawn)[1] == ["Secure, 100%", "not applicable", "Secure, 100%"]


def test_without_answers_there_are_no_columns() -> None:
    assert heat_map(form(judgement("a"))).columns == ()


def test_a_type_that_nobody_named_still_has_its_column() -> None:
    drawn = heat_map(form(judgement("a")), met("a", "lighthouse", 6))
    assert [column.label for column in drawn.columns] == ["lighthouse"]
