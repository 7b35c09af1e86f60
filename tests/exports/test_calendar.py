"""iCalendar: all-day and timed events, moved dates, escaping, folding and the time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from exports.calendar import render_calendar
from scrutiny.calendar import Entry, EntryKind

MADE = datetime(2026, 3, 2, 10, tzinfo=UTC)
BASE = "https://mars.example/"
MEETING = Entry(
    "meeting-m1", EntryKind.MEETING, date(2026, 3, 11), "SPLIG", starts_at="10:00",
    ends_at="12:00", place="Church Square House; room 1, first floor",
    address="/groups?meeting=m1",
)  # fmt: skip
STEP = Entry(
    "step-a-send", EntryKind.STEP, date(2026, 3, 31), "Send the update", who="Health",
    is_late=True, is_target=True, note="AE-2026-001", address="/activity?id=a",
)  # fmt: skip


def render(*entries: Entry) -> str:
    return render_calendar(entries, name="Children's MARS", base_url=BASE, made=MADE).decode()


def read(*entries: Entry) -> list[Event]:
    return list(Calendar.from_ical(render(*entries)).walk("VEVENT"))


def unfold(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_a_meeting_is_at_its_time_in_london() -> None:
    assert sorted(
        line
        for line in unfold(render(MEETING))
        if line.startswith(("DTSTART;", "DTEND", "UID", "LOCATION", "SEQUENCE", "TRANSP", "URL"))
    ) == [
        "DTEND;TZID=Europe/London:20260311T120000",
        "DTSTART;TZID=Europe/London:20260311T100000",
        "LOCATION:Church Square House\\; room 1\\, first floor",
        "SEQUENCE:0",
        "TRANSP:OPAQUE",
        "UID:meeting-m1@mars.example",
        "URL:https://mars.example/groups?meeting=m1",
    ]


def test_what_has_no_time_lasts_the_day_and_blocks_nobody() -> None:
    lines = unfold(render(STEP))
    assert "DTSTART;VALUE=DATE:20260331" in lines
    assert "DTEND;VALUE=DATE:20260401" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "SUMMARY:Late: Send the update" in lines
    assert (
        "DESCRIPTION:Step\\nFor: Health\\nA local target\\, not a rule of the framework\\n"
        "AE-2026-001\\nhttps://mars.example/activity?id=a" in lines
    )


def test_a_moved_meeting_keeps_its_id_and_counts_up() -> None:
    moved = replace(MEETING, on=date(2026, 3, 18), sequence=1, changed=MADE)
    [before], [after] = read(MEETING), read(moved)
    assert before["uid"] == after["uid"]
    assert (int(before["sequence"]), int(after["sequence"])) == (0, 1)
    assert after["last-modified"].dt == MADE


def test_a_cancelled_meeting_stays_and_says_so() -> None:
    [event] = read(replace(MEETING, is_cancelled=True))
    assert (event["status"], event["summary"], event["transp"]) == (
        "CANCELLED", "Cancelled: SPLIG", "TRANSPARENT",
    )  # fmt: skip


def test_a_meeting_without_an_end_has_none() -> None:
    [event] = read(replace(MEETING, ends_at=""))
    assert "dtend" not in event


def test_the_same_clock_gives_the_same_bytes() -> None:
    assert render(MEETING, STEP) == render(MEETING, STEP)


@settings(deadline=None)
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=300))
def test_any_words_come_back_whole_from_lines_of_at_most_75_bytes(text: str) -> None:
    entry = replace(STEP, title=f"{text}, \\n; é\nline", is_late=False)
    written = render_calendar([entry], name="C", base_url=BASE, made=MADE)
    [event] = Calendar.from_ical(written).walk("VEVENT")
    assert str(event["summary"]) == entry.title
    assert max(map(len, written.split(b"\r\n"))) <= 75


@settings(deadline=None)
@given(
    day=st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)),
    hour=st.integers(0, 23),
)
def test_the_zone_that_is_sent_along_says_what_london_says(day: date, hour: int) -> None:
    """Read by somebody who knows no time zones but the one in the file."""
    zone = next(iter(Calendar.from_ical(render(MEETING)).walk("VTIMEZONE"))).to_tz()
    here = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo("Europe/London"))
    is_plain = here.replace(fold=1).utcoffset() == here.utcoffset()  # neither skipped nor twice
    assert not is_plain or here.replace(tzinfo=zone).utcoffset() == here.utcoffset()


def test_summer_time_turns_at_one_in_the_morning_of_the_last_sundays() -> None:
    lines = unfold(render())
    at = lines.index("BEGIN:DAYLIGHT")
    assert "DTSTART:19960331T010000" in lines[at : at + 7]
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in lines
    assert datetime(2026, 3, 29, 1, 30, tzinfo=UTC).astimezone(
        ZoneInfo("Europe/London")
    ).utcoffset() == timedelta(hours=1)
