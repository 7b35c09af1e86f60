"""A year's overview: what a rhythm asks for, what was done, and what aims it served."""

import pytest

from scrutiny.finding import FindingCount, FindingKind
from scrutiny.mechanism import Mechanism, Rhythm
from scrutiny.overview import MechanismCount, planned_in_a_year, sum_up, sum_up_aims


@pytest.mark.parametrize(
    ("rhythm", "planned"),
    [
        (None, None),
        (Rhythm(a_year=3), 3),
        (Rhythm(every_weeks=4), 13),
        (Rhythm(months=(9,)), 1),
        (Rhythm(months=(3, 6, 9, 12)), 4),
        (Rhythm(months=(5,), is_optional=True), None),
    ],
)
def test_a_rhythm_says_how_many_are_planned_in_a_year(rhythm, planned):
    assert planned_in_a_year(rhythm) == planned


def mechanism(key, **values):
    return Mechanism(id=key, version="1", title=key.title(), prefix="X", steps=(), **values)


def test_every_active_mechanism_has_a_row_and_says_when_it_is_behind():
    """R144: three line of sight events a year; only two have begun (D16)."""
    rows = sum_up(
        [
            mechanism("line_of_sight", rhythm=Rhythm(a_year=3)),
            mechanism("call_in"),
            mechanism("old", is_active=False),
        ],
        [MechanismCount("line_of_sight", begun=2, ended=1)],
    )
    assert [(row.key, row.planned_words, row.count.begun, row.is_behind) for row in rows] == [
        ("line_of_sight", "3", 2, True),
        ("call_in", "as needed", 0, False),
    ]


def test_an_inactive_mechanism_that_was_used_stays_on_the_list():
    rows = sum_up([mechanism("old", is_active=False)], [MechanismCount("old", ended=1)])
    assert [(row.key, row.is_active) for row in rows] == [("old", False)]


def test_aims_count_the_activities_that_serve_them_and_what_was_found():
    """R154: the year is reported against eight aims."""
    mechanisms = [mechanism("a", aims=("families",)), mechanism("b", aims=("families", "joined"))]
    counts = [MechanismCount("a", begun=2), MechanismCount("b", begun=1)]
    findings = [
        FindingCount(FindingKind.BEST_PRACTICE, 4, aim="families"),
        FindingCount(FindingKind.STRATEGIC, 1, aim="joined"),
        FindingCount(FindingKind.VOICE, 2, aim="families"),
        FindingCount(FindingKind.IMPROVEMENT, 9),
    ]
    aims = sum_up_aims({"families": "F", "joined": "J"}, mechanisms, counts, findings)
    assert [(a.key, a.activities, a.praised, a.worried, a.other) for a in aims] == [
        ("families", 3, 4, 0, 2),
        ("joined", 1, 0, 1, 0),
    ]
