"""A year put together: what was planned, begun and done by each mechanism."""

from __future__ import annotations

from dataclasses import replace

from scrutiny.activity import ActivityStatus
from scrutiny.mechanism import Rhythm
from scrutiny.year import YearRow, planned_in, sum_up_year
from tests.scrutiny.drafting.examples import ACTIONS, ACTIVITY, EVENT


def test_a_rhythm_says_how_many_a_year_are_planned() -> None:
    assert planned_in(Rhythm(every_weeks=4)) == 13
    assert planned_in(Rhythm(a_year=3)) == 3
    assert planned_in(Rhythm(months=(4, 10))) == 2
    assert planned_in(Rhythm(a_year=1, is_optional=True)) is None
    assert planned_in(None) is None


def test_each_mechanism_in_use_has_a_row() -> None:
    resting = replace(EVENT, id="resting", is_active=False)
    ended = replace(ACTIVITY, id="event-2", status=ActivityStatus.ENDED)
    rows = sum_up_year(
        (EVENT, resting), [ACTIVITY, ended], ACTIONS, findings={"event-1": 4},
        officer_days={"event-1": 1.5},
    )  # fmt: skip
    assert rows == (YearRow("agency_event", EVENT.title, None, 2, 1, 1.5, 4, 3, 1),)
