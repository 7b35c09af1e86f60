"""What comes of an activity: its findings, actions, documents, days and agenda items."""

from __future__ import annotations

from pages.components.activities.days import DAYS, keeps_days, show_days
from pages.components.activities.findings import (
    FINDINGS,
    list_kinds,
    read_findings,
    show_findings,
)
from pages.components.activities.opening import Opened


def list_headings(opened: Opened) -> list[str]:
    """The headings under which something of it stands, or may be added."""
    found = [FINDINGS] if has_findings(opened) else []
    return [*found, *([DAYS] if keeps_days(opened) else [])]


def has_findings(opened: Opened) -> bool:
    """Whether its steps keep findings, or some are there."""
    return bool(list_kinds(opened)) or bool(read_findings(opened))


def show_came_of_it(opened: Opened) -> None:
    """Each part with the ways to add to it."""
    if has_findings(opened):
        show_findings(opened)
    if keeps_days(opened):
        show_days(opened)
