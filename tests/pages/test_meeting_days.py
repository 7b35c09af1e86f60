"""A step that asks which meeting knows it where the activity stands on an agenda."""

from __future__ import annotations

from datetime import timedelta

from streamlit.testing.v1 import AppTest

from db.agendas import list_items_of
from db.meetings import move_meeting
from tests.pages.activity_examples import TEAM
from tests.pages.conftest import Site
from tests.pages.walking import AS_TEAM, Walker, set_up


def find_days(test: AppTest) -> list[str]:
    """What the box for the day of the meeting holds."""
    return [box.value for box in test.text_input if box.label.startswith("Which meeting?")]


def test_the_day_of_the_board_that_considers_it_is_filled_in(site: Site) -> None:
    set_up(site)
    walker = Walker(site, site.held.mechanisms.mechanisms["agency_call_in"])
    walker.walk(until="board")
    place = {"id": walker.activity.reference, "step": "board"}
    today = site.held.clock().date()
    (item,) = site.held.database.read(list_items_of, viewer=TEAM, activity=walker.id)
    assert find_days(walker.open("activity", AS_TEAM, **place)) == [
        f"{today.day} {today.month} {today.year}"
    ]
    site.held.database.write(
        move_meeting, id=item.meeting, on=today + timedelta(1), viewer=TEAM, now=site.held.clock()
    )
    assert find_days(walker.open("activity", AS_TEAM, **place)) == [""]
