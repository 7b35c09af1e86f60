"""What an action is called and where it came from, in words and as links."""

from __future__ import annotations

from collections.abc import Mapping

from exports.moment import spoken_date
from pages.components.html import Safe, link, tag
from pages.components.layout import status_tag
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.action import (
    ACTION_STATUS_LABELS,
    ACTION_STATUS_TONES,
    OWED,
    RAG_LABELS,
    RAG_TONES,
    Action,
)
from scrutiny.action_search import Listed
from scrutiny.action_source import say_source


def words_by_part(page: Page) -> Mapping[str, Mapping[str, str]]:
    """The labels of the keys that an action holds, by the part that holds them."""
    partnership = page.partnership
    return {
        "monitored_by": {group.key: group.label for group in partnership.groups},
        "lead_partner": {each.key: each.label for each in partnership.safeguarding_partners},
        "portfolio": {each.key: each.label for each in partnership.portfolios},
        "priority": partnership.actions.priorities,
        "theme": {each.key: each.label for each in partnership.themes},
    }


def tell_source(page: Page, row: Listed) -> str:
    """Where an action came from, in words: "Agency event AE-2026-003, Neglect"."""
    words = say_source(row.action, page.mechanisms.mechanisms)
    if row.activity:
        return f"{words}: {row.activity} {row.activity_title}".strip()
    return f"{words}: {row.round_title}" if row.round_title else words


def link_source(page: Page, row: Listed) -> Safe:
    """The same as a link to the activity or return, for who may open it."""
    action, words, viewer = row.action, tell_source(page, row), page.viewer
    may_read = viewer.can(Permission.READ_RESPONSES) or viewer.can(Permission.READ_OWN)
    may_look = viewer.can(Permission.READ_ACTIVITIES) or viewer.can(Permission.TAKE_STEPS)
    if action.activity and may_look:
        return link(words, f"/activity?id={row.activity or action.activity}")
    if action.response and may_read:
        return link(words, f"/response?id={action.response}")
    return tag("span", words)


def tell_due(action: Action) -> str:
    """When it is due, in words."""
    if action.due:
        return spoken_date(action.due)
    return "no date yet" if action.status in OWED else "no date"


def draw_status(page: Page, action: Action) -> Safe:
    """Where it stands as tags: the status, and beside an open one its colour in words."""
    status = status_tag(
        action.status, ACTION_STATUS_LABELS[action.status], ACTION_STATUS_TONES[action.status]
    )
    if not action.is_open:
        return status
    rag = action.rag(page.today, soon=page.partnership.actions.due_soon_days)
    return tag("span", status, " ", status_tag(rag, RAG_LABELS[rag], RAG_TONES[rag]))


def shorten(words: str, most: int = 110) -> str:
    """The words on one line, cut at a space."""
    plain = " ".join(words.split())
    return plain if len(plain) <= most else f"{plain[: most - 3].rsplit(' ', 1)[0]}…"
