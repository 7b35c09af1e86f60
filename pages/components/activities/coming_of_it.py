"""What comes of an activity: its findings, actions, documents, days and agenda items."""

from __future__ import annotations

from pages.components.activities.opening import Opened


def list_headings(opened: Opened) -> list[str]:
    """The headings under which something of it stands."""
    return []


def show_came_of_it(opened: Opened) -> None:
    """Each part with the ways to add to it."""
