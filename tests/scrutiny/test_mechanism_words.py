"""A mechanism in plain words."""

from __future__ import annotations

import pytest

from scrutiny.mechanism import Due, Rhythm, Unit
from scrutiny.mechanism_words import (
    planned_a_year,
    say_brings,
    say_count,
    say_due,
    say_list,
    say_rhythm,
    say_step_who,
    say_who,
)
from tests.scrutiny.mechanism_examples import mechanism

GROUPS = {"board": "the Board"}


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        (Due(before="event_on", count=6, unit=Unit.WEEKS),
         "No later than 6 weeks before the day given for “Date of the visit”"),
        (Due(after="endorse", count=1, unit=Unit.WORKING_DAYS, is_target=True),
         "Within 1 working day of “The partners endorse the agency” (our own target)"),
        (Due(after="event_on"), "On the day: the day given for “Date of the visit”"),
        (Due(after="visit", meeting="board"), "the Board: its next meeting after “The visit”"),
        (Due(after="start", meeting="chosen"), "The group: its next meeting after the beginning"),
        (Due(after="start", count=6, unit=Unit.MONTHS), "Within 6 months of the beginning"),
    ],
)  # fmt: skip
def test_a_deadline_reads_like_the_framework(due: Due | None, words: str):
    assert say_due(mechanism(), due, GROUPS) == words


@pytest.mark.parametrize(
    ("rhythm", "words", "planned"),
    [
        (None, "As needed", 0),
        (Rhythm(every_weeks=4), "Every 4 weeks", 13),
        (Rhythm(a_year=1), "Once a year", 1),
        (Rhythm(a_year=3), "3 times a year", 3),
        (Rhythm(a_year=3, for_each=1), "Once a year for each safeguarding partner", 3),
        (Rhythm(a_year=6, for_each=2), "2 times a year for each safeguarding partner", 6),
        (Rhythm(months=(1, 4, 7, 10)), "Each January, April, July and October", 4),
        (Rhythm(a_year=1, is_optional=True), "Once a year, where the partnership has taken it up",
         1),
    ],
)  # fmt: skip
def test_a_rhythm_says_how_often(rhythm: Rhythm | None, words: str, planned: int):
    assert (say_rhythm(rhythm), planned_a_year(rhythm)) == (words, planned)


def test_who_takes_a_step():
    visit = mechanism()
    assert say_who(visit, ["team", "officer"]) == "Team or Scrutiny officer"
    named = {"officer": ["Ira Officer"]}
    words = "Scrutiny officer (Ira Officer) or Team"
    assert say_who(visit, ["officer", "team"], named) == words
    assert say_step_who(visit, visit.by_id["endorse"]) == (
        "Safeguarding partner: each safeguarding partner. Team may record it for them"
    )


def test_what_a_step_brings():
    visit = mechanism()
    assert say_brings(visit, visit.by_id["board"], GROUPS) == [
        "Approve: Letter", "On the agenda of the Board: Findings",
    ]  # fmt: skip


def test_numbers_and_lists():
    assert [say_count(1, "day"), say_count(2, "day"), say_count(2, "entry", "entries")] == [
        "1 day", "2 days", "2 entries",
    ]  # fmt: skip
    assert [say_list([]), say_list(["a"]), say_list(["a", "b", "c"], last="or")] == [
        "", "a", "a, b or c",
    ]  # fmt: skip
