"""A month of the calendar as a list by week: what is late first, then day after day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from exports.moment import spoken_date
from forms.model import Tone
from pages.components.html import Safe, link, show, tag
from pages.components.layout import empty_state, status_tag
from pages.components.navigation import find_screen
from pages.components.shell import Page
from scrutiny.calendar import ENTRY_NAMES, Entry, by_week, list_late, monday_of

#: How many late entries are shown at once, and how many are listed at all.
FIRST_LATE, MOST_LATE = 6, 60
_WEEK = timedelta(days=6)


def show_late(page: Page, entries: Iterable[Entry]) -> None:
    """What should have been done, the longest first; nothing where nothing is late."""
    late = list_late(entries)
    if not late:
        return
    show(tag("h2", f"Late: {len(late)}"), draw_entries(page, late[:FIRST_LATE], shows_year=True))
    if more := late[FIRST_LATE:MOST_LATE]:
        others = draw_entries(page, more, shows_year=True)
        show(tag("details", tag("summary", "Others that are late"), others, class_="numbers"))
    if len(late) > MOST_LATE:
        show(tag("p", f"The {MOST_LATE} that have waited longest are listed. Show one kind above."))


def show_month(page: Page, entries: Sequence[Entry], first: date) -> None:
    """The entries of one month, week by week."""
    if not entries:
        empty_state(
            f"Nothing is dated in {first:%B %Y}",
            "Choose another month, or show more: set each filter to everything.",
        )
        return
    for monday, week in by_week(entries):
        title = _span(monday, monday + _WEEK)
        this_week = status_tag("", "This week") if monday == monday_of(page.today) else ""
        show(tag("h2", title, " ", this_week, class_="week"), draw_entries(page, week))


def draw_entries(page: Page, entries: Iterable[Entry], *, shows_year: bool = False) -> Safe:
    """The entries as a list, each with its day, what it is, whose turn, and what is special."""
    return tag(
        "ul", *(_line(page, entry, shows_year=shows_year) for entry in entries), class_="dated"
    )


def _line(page: Page, entry: Entry, *, shows_year: bool) -> Safe:
    day = f"{entry.on:%a} {_short(entry.on)}{f' {entry.on:%Y}' if shows_year else ''}"
    when = tag(
        "time", day, tag("span", _clock(entry)) if entry.starts_at else "",
        datetime=entry.on.isoformat(),
    )  # fmt: skip
    marks = [
        status_tag("", words, tone)
        for words, tone, on in (
            ("Late", Tone.POOR, entry.is_late),
            ("Cancelled", Tone.POOR, entry.is_cancelled),
            ("Yours", Tone.GOOD, entry.is_mine),
            ("Local target", Tone.NEUTRAL, entry.is_target),
        )
        if on
    ]
    title = tag("strong", _linked(page, entry))
    return tag("li", when, tag("div", title, " ", *marks, tag("p", _about(entry))))


def _linked(page: Page, entry: Entry) -> Safe:
    """The title, as a link where the viewer may open the page about it."""
    screen = find_screen(entry.address.partition("?")[0].strip("/"))
    if screen is None or not screen.is_open_to(page.viewer):
        return tag("span", entry.title)
    return link(entry.title, entry.address)


def _about(entry: Entry) -> str:
    said = (ENTRY_NAMES[entry.kind], entry.who, entry.place, entry.note)
    return " · ".join(words for words in said if words)


def _clock(entry: Entry) -> str:
    return f"{entry.starts_at}-{entry.ends_at}" if entry.ends_at else entry.starts_at


def _span(first: date, last: date) -> str:
    """A week in words: "2 to 8 November", or "30 November to 6 December"."""
    return f"{first.day if first.month == last.month else _short(first)} to {_short(last)}"


def _short(day: date) -> str:
    return spoken_date(day).rpartition(" ")[0]
