"""What a page asks of the browser: move the focus, or go to an address.

Streamlit has no call for either. A page puts down a hidden mark, and theme/site.js acts
on each new mark once.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pages.components.html import class_of, show, tag

HEADING = "heading"
PROBLEMS = "problems"


def focus(target: str, token: object = "") -> None:
    """Move the focus to HEADING, PROBLEMS or the widget with that key.

    The same target with the same `token` moves it once only; give a new one (a counter,
    the section's id) to move it again.
    """
    is_place = target in {HEADING, PROBLEMS}
    to = target if is_place else class_of(target)
    show(tag("span", class_="signal", data_focus=to, data_token=str(token)))


def go(address: str) -> None:
    """Leave for an address of this site, such as a route that sets a cookie."""
    show(tag("span", class_="signal", data_go=address))


def leave_when_idle(after: timedelta, now: datetime) -> None:
    """Leave the page for the sign-in page when nobody touches it for so long.

    The server has ended the session by then; this takes what was read off the screen.
    """
    seconds = str(int(after.total_seconds()))
    show(tag("span", class_="signal", data_idle=seconds, data_token=now.isoformat()))
