"""A calendar address of one's own: make it, copy it once, put it into a program, end it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from db import calendar_keys
from exports.moment import spoken_date
from pages.components.gathering.doing import attempt
from pages.components.html import Safe, show, tag
from pages.components.server.cookies import hash_token, make_token
from pages.components.shell import Page
from pages.components.sure import ask_twice

_NEW = "calendar-address"
#: How it is done in the programs that people have, in their own words.
STEPS = {
    "Outlook on the web or the new Outlook": (
        "Open Calendar and choose Add calendar.",
        "Choose Subscribe from web.",
        "Paste the address, give it a name, and choose Import.",
    ),
    "Outlook on the desktop": (
        "Open Calendar. Choose Home, then Add calendar, then From Internet.",
        "Paste the address and choose OK, then Yes.",
    ),
    "iPhone or iPad": (
        "Open Settings, then Apps, then Calendar, then Calendar Accounts.",
        "Choose Add Account, then Other, then Add Subscribed Calendar.",
        "Paste the address and choose Next, then Save.",
    ),
    "Android, with Google Calendar": (
        "On a computer, open Google Calendar.",
        "Beside Other calendars, choose the plus sign, then From URL.",
        "Paste the address and choose Add calendar. It then shows on the telephone too.",
    ),
}


def show_subscribing(page: Page) -> None:
    """The section at the foot of the calendar."""
    show(
        tag("h2", "In Outlook or on your phone"),
        tag(
            "p",
            "With an address of your own, your calendar program shows these dates and follows "
            "when they move. It shows what you may see here, and nothing once you have left.",
        ),
    )
    if address := st.session_state.get(_NEW, ""):
        _show_new(address)
    else:
        st.button("Make a calendar address", key="make-address", on_click=_make, args=(page,))
    _show_own(page)


def _make(page: Page) -> None:
    key = make_token()
    if attempt(
        page, "Your calendar address is made. Copy it now: it is shown only once.",
        calendar_keys.add_calendar_key, key_hash=hash_token(key),
    ):  # fmt: skip
        st.session_state[_NEW] = f"{page.settings.base_url}/calendar/{key}.ics"


def _show_new(address: str) -> None:
    st.warning(
        "Copy this address now. It is shown only once. Whoever has it sees your calendar, so "
        "give it to nobody."
    )
    st.code(address, language=None, wrap_lines=True)
    show(*(_draw_steps(name, steps) for name, steps in STEPS.items()))
    st.button("I have copied it", key="copied", on_click=_forget)


def _draw_steps(name: str, steps: tuple[str, ...]) -> Safe:
    listed = tag("ol", *(tag("li", step) for step in steps))
    return tag("details", tag("summary", name), listed, class_="numbers")


def _forget() -> None:
    st.session_state.pop(_NEW, None)


def _show_own(page: Page) -> None:
    own = page.database.read(calendar_keys.list_calendar_keys, viewer=page.viewer)
    if own:
        show(tag("h3", "Your addresses"))
    for number, key in enumerate(own, start=1):
        words = f"address {number}, made on {spoken_date(key.made)}"
        ask_twice(
            f"End {words}", "Programs that use this address will show nothing new from now on. "
            "You can make another.",
            key=f"end-{key.mark}", yes="Yes, end it", done=partial(_end, page, key.mark),
        )  # fmt: skip


def _end(page: Page, mark: str) -> None:
    attempt(page, "The address is ended.", calendar_keys.end_calendar_key, mark=mark)
