"""Actions that wait for the viewer: how many, the nearest of them, and the way to all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from db.action_register import list_register
from pages.components.acting.telling import shorten, tell_due
from pages.components.html import Safe, link, tag
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.action import ActionStatus
from scrutiny.action_search import Found, Listed, Show, Wanted
from scrutiny.mechanism_words import say_count

#: How many of them stand on the home page; the others are one press away.
NEAREST = 3


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of waiting: which actions, and what is said of one and of several."""

    status: str
    one: str
    several: str


_ASSURE = _Kind(ActionStatus.DONE, "waits to be assured", "wait to be assured")
_CHASE = _Kind(Show.OVERDUE, "is overdue", "are overdue")
_REPORT = _Kind(Show.OPEN, "to report on", "to report on")


def list_waiting_actions(page: Page) -> Iterator[Safe]:
    """One piece for each kind of waiting that the viewer has anything of."""
    can = page.viewer.can
    if can(Permission.UPDATE_ACTIONS):
        late = _find(page, _CHASE).total
        yield from _draw(page, _REPORT, f", {late:,} overdue" if late else "")
    elif can(Permission.ASSURE_ACTIONS):
        yield from _draw(page, _ASSURE)
        yield from _draw(page, _CHASE)


def _find(page: Page, kind: _Kind) -> Found:
    return page.database.read(
        list_register, viewer=page.viewer, today=page.today, wanted=Wanted(status=kind.status),
        size=NEAREST,
    )  # fmt: skip


def _draw(page: Page, kind: _Kind, more: str = "") -> Iterator[Safe]:
    found = _find(page, kind)
    if not found.total:
        return
    one = found.total == 1
    words = f"{say_count(found.total, 'action')} {kind.one if one else kind.several}{more}"
    rows = tag("ul", *(tag("li", *_row(page, each)) for each in found.rows), class_="nearest")
    rest = ""
    if found.total > NEAREST:
        rest = tag("p", f"The first {NEAREST} are shown.", class_="small")
    address = f"/actions?{urlencode({'status': kind.status})}"
    yield tag("div", link(words, address), rows, rest)


def _row(page: Page, row: Listed) -> tuple[Safe, ...]:
    """The action as a link, and beneath it whose it is and when it was due."""
    action = row.action
    words = shorten(action.text, 90)
    address = f"/actions?{urlencode({'id': action.reference})}"
    whose = "" if {action.organisation} == page.viewer.organisations else row.organisation
    due = f"due {tell_due(action)}" if action.due else tell_due(action)
    told = ", ".join(filter(None, (whose, due)))
    return (
        link(words, address, aria_label=f"{action.reference}: {words}"),
        tag("span", f"{told[:1].upper()}{told[1:]}", class_="small"),
    )
