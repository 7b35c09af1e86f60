"""The calendar as iCalendar (RFC 5545), for Outlook, telephones and others to subscribe to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from scrutiny.calendar import ENTRY_NAMES, Entry

MEDIA_TYPE = "text/calendar; charset=utf-8"
ZONE = "Europe/London"
_HERE = ZoneInfo(ZONE)
_OFTEN = timedelta(hours=6)
_SINCE = 1996  # since when summer time has had today's rule


def render_calendar(entries: Iterable[Entry], *, name: str, base_url: str, made: datetime) -> bytes:
    """All entries as one calendar of that name; `base_url` is the site's, for ids and links.

    An entry with a time is at that time in Europe/London, one without lasts the day.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{name}//scrutiny calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", _OFTEN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    calendar.add_component(_london())
    for entry in entries:
        calendar.add_component(_event(entry, base_url.rstrip("/"), made))
    return bytes(calendar.to_ical())


def uid_of(entry: Entry, base_url: str) -> str:
    """The id of an entry in every calendar, the same for as long as it lives."""
    host = base_url.partition("//")[2].partition("/")[0].partition(":")[0]
    return f"{entry.id}@{host or 'localhost'}"


def _event(entry: Entry, base_url: str, made: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(entry, base_url))
    event.add("dtstamp", _utc(made))
    event.add("summary", _summary(entry))
    start, end = _times(entry)
    event.add("dtstart", start)
    if end:
        event.add("dtend", end)
    event.add("sequence", entry.sequence)
    if entry.changed:
        event.add("last-modified", _utc(entry.changed))
    if entry.place:
        event.add("location", entry.place)
    event.add("description", _description(entry, base_url))
    if entry.address:
        event.add("url", base_url + entry.address)
    event.add("categories", [ENTRY_NAMES[entry.kind]])
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    is_busy = entry.starts_at and not entry.is_cancelled
    event.add("transp", "OPAQUE" if is_busy else "TRANSPARENT")
    return event


def _summary(entry: Entry) -> str:
    marks = (("Cancelled: ", entry.is_cancelled), ("Late: ", entry.is_late))
    return "".join(words for words, on in marks if on) + entry.title


def _description(entry: Entry, base_url: str) -> str:
    lines = (
        ENTRY_NAMES[entry.kind],
        f"For: {entry.who}" if entry.who else "",
        "A local target, not a rule of the framework" if entry.is_target else "",
        entry.note,
        base_url + entry.address if entry.address else "",
    )
    return "\n".join(line for line in lines if line)


def _times(entry: Entry) -> tuple[date | datetime, date | datetime | None]:
    """From when to when; the end of a day is the next one, as the format has it."""
    if not entry.starts_at:
        return entry.on, entry.on + timedelta(days=1)
    start = _at(entry.on, entry.starts_at)
    end = _at(entry.on, entry.ends_at) if entry.ends_at > entry.starts_at else None
    return start, end


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), _HERE)


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _london() -> Timezone:
    """The zone's rule: summer time from the last Sunday of March to that of October, at 1 UTC."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    winter, summer = timedelta(), timedelta(hours=1)
    zone.add_component(_turn(TimezoneDaylight(), "BST", (3, 31, 1), winter, summer))
    zone.add_component(_turn(TimezoneStandard(), "GMT", (10, 27, 2), summer, winter))
    return zone


def _turn(
    part: Any, name: str, when: tuple[int, int, int], before: timedelta, after: timedelta
) -> Any:
    month, day, hour = when
    part.add("tzname", name)
    part.add("dtstart", datetime(_SINCE, month, day, hour))  # local time, as the format has it
    part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1SU"})
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part
