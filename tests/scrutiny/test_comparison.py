"""Year on year compares the same organisations on the same words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.text import plain
from scrutiny.comparison import YearChange, add_changes, compare_years, match_questions
from scrutiny.suppression import Rule
from scrutiny.tally import Change
from tests.scrutiny.examples import form, judgement

FIVE = Rule(5)
NOW = form(judgement("a", "Words"), judgement("b", "New words"), judgement("c"))
BEFORE = form(judgement("a", "Words"), judgement("b", "Old words"))


def change(standard: str, before: str, now: str, count: int) -> Change:
    return Change(standard, before, now, count)


def test_matched_pairs_give_both_years() -> None:
    rows = [
        change("A", "fully_met", "fully_met", 3),
        change("A", "partly_met", "fully_met", 3),
        change("A", "not_met", "partly_met", 4),
        change("A", "not_applicable", "fully_met", 9),
        change("A", "fully_met", "not_applicable", 9),
    ]
    compared = compare_years(NOW, BEFORE, rows, rule=FIVE)["A"]
    assert compared == YearChange(matched=10, before=30.0, now=60.0, best_before=3, best_now=6)
    assert (compared.difference, compared.words) == (30.0, "30 points up")


def test_what_cannot_be_compared_says_why() -> None:
    rows = [change("A", "fully_met", "fully_met", 4), change("B", "not_met", "not_met", 9)]
    notes = {key: c.words for key, c in compare_years(NOW, BEFORE, rows, rule=FIVE).items()}
    assert notes == {
        "A": "fewer than 5 answered in both years",
        "B": "Wording changed, not comparable",
        "C": "New this year",
    }


def test_without_a_previous_form_there_is_nothing_to_compare() -> None:
    assert compare_years(NOW, None, [], rule=FIVE) == {}


def test_only_unchanged_standards_are_matched() -> None:
    spaced = form(
        replace(judgement("old_a"), text=plain("Words "), standard=judgement("a").standard)
    )
    assert match_questions(NOW, BEFORE) == {"A": ("a", "a")}
    assert match_questions(NOW, spaced) == {"A": ("a", "old_a")}


def test_several_standards_are_put_together() -> None:
    changes = [
        YearChange(10, 30.0, 60.0, best_before=3, best_now=6),
        YearChange(30, 90.0, 80.0, best_before=27, best_now=24),
        YearChange(note="Wording changed, not comparable"),
    ]
    together = add_changes(changes, FIVE)
    assert together == YearChange(40, 75.0, 75.0, best_before=30, best_now=30)
    assert together.words == "no change"
    assert add_changes(changes[2:], FIVE) is None


@pytest.mark.parametrize(
    ("before", "now", "words"), [(50.0, 51.0, "1 point up"), (51.0, 48.0, "3 points down")]
)
def test_a_difference_is_said_in_words(before: float, now: float, words: str) -> None:
    assert YearChange(9, before, now).words == words
