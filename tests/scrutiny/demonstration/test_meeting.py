"""Invented groups: the same every time, with meetings behind and before today."""

from __future__ import annotations

from datetime import date, timedelta

from scrutiny.demonstration.meeting import make_gathered
from scrutiny.meeting import MeetingStatus, Purpose, is_day_off
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership

TODAY = date(2026, 11, 22)
AGENCIES = [
    Organisation(f"agency-{number}", f"Agency {number}", "voluntary") for number in range(12)
]
MADE = make_gathered(AGENCIES, partnership(), today=TODAY)
KNOWN = {meeting.id: meeting for meeting in MADE.meetings}


def test_the_same_day_gives_the_same_groups() -> None:
    assert make_gathered(AGENCIES, partnership(), today=TODAY) == MADE


def test_every_group_that_has_rules_meets_for_a_year_to_come() -> None:
    assert sorted({meeting.group for meeting in MADE.meetings}) == [
        "chapp", "marpf", "mars_board", "sab", "splig",
    ]  # fmt: skip
    for group in {meeting.group for meeting in MADE.meetings}:
        days = [meeting.on for meeting in MADE.meetings if meeting.group == group]
        assert max(days) > TODAY + timedelta(days=270)


def test_what_is_behind_was_held_and_nothing_else() -> None:
    assert {(meeting.on < TODAY, meeting.status) for meeting in MADE.meetings} == {
        (True, MeetingStatus.HELD), (False, MeetingStatus.PLANNED),
    }  # fmt: skip


def test_practitioners_meet_four_weeks_after_the_core_group() -> None:
    pairs = [
        (meeting.on - KNOWN[meeting.follows].on).days
        for meeting in MADE.meetings
        if meeting.follows
    ]
    assert set(pairs) == {28}
    holidays = partnership().bank_holidays
    assert [m for m in MADE.meetings if not m.follows and is_day_off(m.on, holidays)] == []


def test_every_group_has_a_chair_and_members_of_agencies() -> None:
    chairs = [member.group for member in MADE.members if member.role == "Chair"]
    assert sorted(chairs) == ["chapp", "marpf", "mars_board", "sab", "splig"]
    assert {member.organisation for member in MADE.members} <= {each.id for each in AGENCIES}


def test_agendas_of_the_past_have_outcomes_and_the_next_has_none() -> None:
    held = {item.id: bool(item.outcome) for item in MADE.items}
    assert held == {item.id: KNOWN[item.meeting].on < TODAY for item in MADE.items}
    assert {item.purpose for item in MADE.items} <= set(Purpose)
