"""The calendar: what stands in it, when, for whom, and what the year still lacks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from scrutiny.action import Action, ActionStatus
from scrutiny.calendar import (
    Dated,
    Entry,
    EntryKind,
    Mine,
    Wanted,
    add_months,
    by_week,
    list_late,
    make_calendar,
    monday_of,
    month_of,
)
from scrutiny.cycle import Campaign, Cycle
from scrutiny.mechanism import Mechanism, Rhythm
from scrutiny.meeting import Meeting, MeetingKind, MeetingStatus
from scrutiny.partnership import Group

TODAY = date(2026, 5, 20)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2035, 12, 31))
MARPF = Group("marpf", "Forum", "MARPF", meets=(MeetingKind("core", "Core group"),))


@dataclass(frozen=True)
class Step:
    """An open step as the database gives it."""

    activity: str = "a"
    reference: str = "AE-2026-001"
    title: str = "Larkfield"
    step: str = "send"
    step_title: str = "Send the update"
    part: str = "health"
    due: date | None = date(2026, 5, 1)
    is_target: bool = True
    is_late: bool = True
    is_open: bool = True


def entries(wanted: Wanted | None = None, **dated: object) -> tuple[Entry, ...]:
    return make_calendar(Dated(TODAY, **dated), wanted)  # type: ignore[arg-type]


def lines(**dated: object) -> list[tuple[str, str]]:
    return [(entry.on.isoformat(), entry.title) for entry in entries(**dated)]


def test_an_open_step_says_who_it_waits_for_and_that_it_is_late() -> None:
    [entry] = entries(
        steps=[Step(), Step(due=None)], names={"health": "Health"},
        activity_groups={"a": "mars_board"},
        mine=Mine(steps=frozenset({("a", "send", "health")})),
    )  # fmt: skip
    assert entry == Entry(
        "step-a-send-health", EntryKind.STEP, date(2026, 5, 1), "Send the update: Larkfield",
        who="Health", group="mars_board", address="/activity?id=a", note="AE-2026-001",
        is_late=True, is_target=True,
        is_mine=True,
    )  # fmt: skip


def test_a_step_that_cannot_be_taken_yet_says_so() -> None:
    [entry] = entries(steps=[Step(is_open=False, is_late=False)])
    assert entry.note == "AE-2026-001, comes after another step"


def test_a_meeting_is_named_by_its_group_and_kind() -> None:
    meeting = Meeting("m", "marpf", TODAY, "core", "09:30", status=MeetingStatus.CANCELLED)
    [entry] = entries(meetings=[meeting], groups=[MARPF], mine=Mine(groups=frozenset({"marpf"})))
    assert (entry.id, entry.title, entry.is_cancelled, entry.is_mine) == (
        "meeting-m", "MARPF: Core group", True, True,
    )  # fmt: skip


def test_a_cycle_opens_closes_and_closes_later_when_it_is_extended() -> None:
    cycle = Cycle("c", "f", "1", "Audit", date(2026, 9, 1), date(2026, 11, 27), date(2027, 1, 15))
    assert lines(cycles=[cycle]) == [
        ("2026-09-01", "Audit opens"), ("2026-11-27", "Audit closes"),
        ("2027-01-15", "Audit closes, extended"),
    ]  # fmt: skip
    assert lines(cycles=[replace(cycle, stopped=date(2026, 10, 1))]) == [
        ("2026-09-01", "Audit opens")
    ]


def test_a_campaign_has_its_days_and_when_the_agency_responds() -> None:
    campaign = Campaign(
        "c", "f", "1", "Clinic", "Clinic", "icb", "", "CODE", date(2026, 5, 1), date(2026, 5, 28),
        response_due=date(2026, 6, 25),
    )  # fmt: skip
    found = entries(campaigns=[campaign], names={"icb": "Care board"})
    assert [(entry.title, entry.who, entry.is_target) for entry in found] == [
        ("Clinic: opens", "", False), ("Clinic: closes", "", False),
        ("Clinic: response due", "Care board", True),
    ]  # fmt: skip


def test_actions_that_are_open_are_due() -> None:
    action = Action(
        "", "Train", "Head", date(2026, 5, 1), id="1", organisation="icb", monitored_by="splig"
    )
    done = replace(action, id="2", status=ActionStatus.ASSURED)
    [entry] = entries(
        actions=[action, done, replace(action, id="3", due=None)], names={"icb": "Care board"},
        mine=Mine(organisations=frozenset({"icb"})),
    )  # fmt: skip
    assert (entry.id, entry.who, entry.group, entry.is_late, entry.is_mine) == (
        "action-1", "Head, Care board", "splig", True, True,
    )  # fmt: skip


def mechanism(rhythm: Rhythm, **more: object) -> Mechanism:
    return Mechanism(
        "los",
        "1",
        "Line of sight",
        "LS",
        (),
        rhythm=rhythm,
        **more,  # type: ignore[arg-type]
    )


def test_what_should_begin_says_how_often() -> None:
    [entry, *_] = entries(mechanisms=[mechanism(Rhythm(a_year=3))])
    assert entry.note == "3 times a year"


def rhythm(of: Mechanism, *begun: date) -> list[tuple[str, str, bool, bool]]:
    return [
        (entry.on.isoformat(), entry.title, entry.is_late, entry.is_target)
        for entry in entries(mechanisms=[of], begun={"los": begun})
    ]


def test_three_a_year_are_spread_and_those_begun_are_not_asked_for() -> None:
    """R144: the framework counts them; the days within the year are our own."""
    of = mechanism(Rhythm(a_year=3))
    assert rhythm(of) == [
        ("2026-04-30", "Line of sight (1 of 3): to begin", True, True),
        ("2026-08-31", "Line of sight (2 of 3): to begin", False, True),
        ("2026-12-31", "Line of sight (3 of 3): to begin", False, False),
    ]
    assert rhythm(of, date(2025, 12, 1), date(2026, 2, 1), date(2026, 5, 1)) == [
        ("2026-12-31", "Line of sight (3 of 3): to begin", False, False)
    ]


def test_a_yearly_audit_is_to_begin_in_its_month() -> None:
    """R140."""
    of = mechanism(Rhythm(months=(4,)))
    assert rhythm(of) == [("2026-04-30", "Line of sight: to begin", True, False)]
    assert rhythm(of, date(2026, 4, 2)) == []


def test_nothing_is_missed_before_anything_was_known() -> None:
    """A partnership that begins with the app in May has missed nothing in April."""
    of = mechanism(Rhythm(a_year=3))
    found = entries(mechanisms=[of], since=date(2026, 5, 1))
    assert [entry.on.isoformat() for entry in found] == ["2026-08-31", "2026-12-31"]


def test_what_is_to_begin_early_next_year_is_said_before_it() -> None:
    """R140: the early years' round of January is prepared in the year before."""
    of = mechanism(Rhythm(months=(1,)))
    late = date(2026, 11, 22)
    said = make_calendar(Dated(today=late, mechanisms=[of], begun={"los": [date(2026, 1, 1)]}))
    assert [each.on for each in said] == [date(2027, 1, 31)]
    begun = {"los": [date(2026, 1, 1), date(2027, 1, 1)]}
    assert make_calendar(Dated(today=late, mechanisms=[of], begun=begun)) == ()


def test_what_is_to_begin_leads_to_beginning_it_or_to_the_list() -> None:
    of = mechanism(Rhythm(a_year=1))
    [entry] = entries(mechanisms=[of])
    assert entry.address == "/activities?mechanism=los"
    [entry] = entries(mechanisms=[of], begun_by_viewer=frozenset({"los"}))
    assert entry.address == "/activities?begin=los"


def test_every_four_weeks_counts_from_the_last() -> None:
    """R145."""
    of = mechanism(Rhythm(every_weeks=4))
    assert rhythm(of, date(2026, 5, 4)) == [("2026-06-01", "Line of sight: to begin", False, False)]


def test_what_is_optional_or_inactive_is_not_missed() -> None:
    """R151: a peer review is yearly once the model has been adopted."""
    assert rhythm(mechanism(Rhythm(a_year=1, is_optional=True))) == []
    assert rhythm(mechanism(Rhythm(a_year=1), is_active=False)) == []
    adopted = rhythm(mechanism(Rhythm(a_year=1, is_optional=True)), date(2025, 3, 1))
    assert adopted == [("2026-12-31", "Line of sight: to begin", False, False)]


def test_one_can_ask_for_kinds_a_group_ones_own_and_days() -> None:
    meetings = [Meeting("1", "marpf", TODAY), Meeting("2", "splig", TODAY)]
    dated: dict[str, object] = {
        "steps": [Step()], "meetings": meetings, "mine": Mine(groups=frozenset({"splig"}))
    }  # fmt: skip

    def ids(**wanted: object) -> list[str]:
        return [entry.id for entry in entries(Wanted(**wanted), **dated)]  # type: ignore[arg-type]

    assert ids(kinds=frozenset({EntryKind.STEP})) == ["step-a-send-health"]
    assert ids(group="marpf") == ["meeting-1"]
    assert ids(is_mine=True) == ["meeting-2"]
    assert ids(first=TODAY) == ["meeting-1", "meeting-2"]
    assert ids(last=date(2026, 5, 1)) == ["step-a-send-health"]


def test_what_is_late_stands_by_how_long() -> None:
    late = [Step(activity="b"), Step(activity="c", due=date(2026, 3, 1))]
    assert [entry.id for entry in list_late(entries(steps=late))] == [
        "step-c-send-health", "step-b-send-health",
    ]  # fmt: skip


@settings(deadline=None)
@given(days=st.lists(DAYS, max_size=30))
def test_weeks_hold_every_entry_once_from_monday_to_sunday(days: list[date]) -> None:
    found = entries(meetings=[Meeting(str(at), "g", day) for at, day in enumerate(days)])
    weeks = by_week(found)
    assert [entry for _, week in weeks for entry in week] == list(found)
    assert {monday_of(entry.on) == monday for monday, week in weeks for entry in week} <= {True}
    assert {monday.weekday() for monday, _ in weeks} <= {0}


@settings(deadline=None)
@given(day=DAYS, months=st.integers(-30, 30))
def test_months_are_counted_across_years_and_leap_days(day: date, months: int) -> None:
    first, last = month_of(day)
    assert (first.day, first <= day <= last, add_months(last, 1).day) == (1, True, 1)
    assert add_months(add_months(day, months), -months) == first
