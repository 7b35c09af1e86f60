"""Standards become percentages of those that apply; the small ones are hidden."""

from __future__ import annotations

import pytest

from forms.model import Form, Section, Tone
from forms.text import plain
from scrutiny.standard import (
    SectionResult,
    add_tallies,
    band,
    judge_sections,
    judge_standard,
    judge_standards,
    rank_standards,
)
from scrutiny.suppression import Rule, Shown
from scrutiny.tally import Tally
from tests.scrutiny.examples import form, judgement

FIVE = Rule(5)


def test_not_applicable_is_counted_and_kept_out_of_the_percentages() -> None:
    result = judge_standard(
        judgement("a"),
        {"fully_met": 6, "partly_met": 3, "not_met": 1, "not_applicable": 2, "stray": 1},
        rule=FIVE,
    )
    assert (result.n, result.not_applicable, result.percent_best) == (10, 3, 60.0)
    assert [(s.label, s.count, s.percent, s.tone) for s in result.shares] == [
        ("Fully met", 6, 60.0, Tone.GOOD),
        ("Partly met", 3, 30.0, Tone.MIDDLING),
        ("Not met", 1, 10.0, Tone.POOR),
    ]
    assert result.shown == Shown(60.0, "60%")
    assert (result.key, result.reference) == ("A", "KCSIE, 2025")


@pytest.mark.parametrize(
    ("counts", "words"), [({"fully_met": 4, "not_applicable": 9}, "fewer than 5"), ({}, "none")]
)
def test_a_standard_that_too_few_rated_shows_nothing(counts: dict[str, int], words: str) -> None:
    result = judge_standard(judgement("a"), counts, rule=FIVE)
    assert (result.n, result.not_applicable, result.shares, result.percent_best) == (0, 0, (), None)
    assert (result.is_hidden, result.hidden, str(result.shown)) == (True, words, words)


def test_tallies_of_several_types_are_added() -> None:
    tallies = [Tally("a", "academy", "fully_met", 2), Tally("a", "college", "fully_met", 3)]
    assert add_tallies(tallies) == {"a": {"fully_met": 5}}


def test_scopes_narrow_the_standards_and_both_is_its_own_scope() -> None:
    asked = form(judgement("a", scope="children"), judgement("b", scope="adults"), judgement("c"))
    found = judge_standards(asked, {}, rule=FIVE, changes={}, scopes=frozenset({"children"}))
    assert [result.key for result in found] == ["A", "C"]


def test_a_section_adds_up_only_the_standards_that_are_shown() -> None:
    """Otherwise the hidden one is the section less the shown ones."""
    asked = form(judgement("a"), judgement("b"), judgement("c"))
    counts = {"a": {"fully_met": 9, "not_met": 1}, "b": {"not_met": 10}, "c": {"fully_met": 4}}
    standards = judge_standards(asked, counts, rule=FIVE, changes={})
    assert judge_sections(asked, standards, rule=FIVE) == (
        SectionResult("one", "One", 20, 45.0, Shown(45.0, "45%"), standards=3),
    )


def test_a_section_without_standards_is_left_out() -> None:
    asked = form(judgement("a"))
    empty = Section("two", plain("Two"), ())
    both = Form("audit", "1", plain("Audit"), "self_assessment", (*asked.sections, empty))
    standards = judge_standards(both, {}, rule=FIVE, changes={})
    assert [section.section for section in judge_sections(both, standards, rule=FIVE)] == ["one"]


def test_lowest_and_highest_leave_out_the_hidden() -> None:
    asked = form(*(judgement(id) for id in "abcd"))
    counts = {
        "a": {"fully_met": 9, "not_met": 1},
        "b": {"fully_met": 5, "not_met": 5},
        "c": {"fully_met": 4},
        "d": {"fully_met": 10, "not_met": 10},
    }
    standards = judge_standards(asked, counts, rule=FIVE, changes={})
    assert [s.key for s in rank_standards(standards, highest=False)] == ["D", "B", "A"]
    assert [s.key for s in rank_standards(standards, highest=True, length=2)] == ["A", "D"]


@pytest.mark.parametrize(
    ("percent", "word"),
    [(None, ""), (0, "Weak"), (50, "Mixed"), (89.9, "Mostly secure"), (90, "Secure")],
)
def test_a_percentage_has_its_word(percent: float | None, word: str) -> None:
    assert band(percent)[0] == word
