"""For me: the steps that it is the viewer's turn to take, late ones first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from db import activities, papers
from db.open_steps import OpenStep
from forms.model import Tone
from pages.components.acting.for_me import list_waiting_actions
from pages.components.activities.forms import address_of, find_form_address
from pages.components.activities.naming import (
    group_names,
    partner_names,
    say_due_day,
    say_late,
)
from pages.components.activities.style import load_activity_style
from pages.components.html import Safe, link, show, tag
from pages.components.layout import status_tag
from pages.components.papers.asking import draw_asks
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.mechanism_words import say_count

#: More steps than this are left to the list of activities.
MOST = 12
_PAPERS = (Permission.WRITE_DOCUMENTS, Permission.APPROVE_DOCUMENTS, Permission.PUBLISH)
_MAY = (Permission.TAKE_STEPS, Permission.RUN_ACTIVITIES)


def list_turns_of(page: Page) -> list[OpenStep]:
    """The viewer's turns, what is late first, then by date; those without a date last."""
    if not any(page.viewer.can(each) for each in _MAY):
        return []
    found = page.database.read(activities.list_for_me, viewer=page.viewer, today=page.today)
    return sorted(found, key=lambda each: (not each.is_late, each.due is None))


def show_for_me(page: Page, turns: Sequence[OpenStep]) -> None:
    """Each turn with the way straight to its step, and what else waits; nothing when none does."""
    others = [*list_others(page)]
    if not (turns or others):
        return
    load_activity_style()
    waiting = tag("ul", *(tag("li", each) for each in others), class_="for-me") if others else ""
    if not turns:
        show(tag("h2", "For me"), waiting)
        return
    late = sum(each.is_late for each in turns)
    words = f"{say_count(len(turns), 'step')} {'waits' if len(turns) == 1 else 'wait'} for you"
    words += f", {late} of them late." if late else "."
    rows = (tag("li", *_draw_turn(page, each)) for each in turns[:MOST])
    more = ""
    if len(turns) > MOST:
        more = tag("p", f"The first {MOST} are shown. ",
                   link("See all activities", "/activities"))  # fmt: skip
    show(
        tag("h2", "For me"),
        tag("p", words),
        tag("ul", *rows, class_="for-me"),
        more,
        waiting,
    )


def list_others(page: Page) -> Iterator[Safe]:
    """What somebody asked for, and the documents and actions that wait, with the way to each."""
    can = page.viewer.can
    yield from draw_asks(page)
    if any(can(each) for each in _PAPERS) and (
        count := len(page.database.read(papers.list_waiting, viewer=page.viewer))
    ):
        waits = "waits" if count == 1 else "wait"
        words = f"{say_count(count, 'document')} {waits} for you to finish or agree"
        yield link(words, "/papers")
    yield from list_waiting_actions(page)


def _draw_turn(page: Page, turn: OpenStep) -> tuple[Safe | str, ...]:
    mechanism = page.mechanisms.mechanisms.get(turn.mechanism)
    kind = mechanism.name if mechanism else turn.mechanism.replace("_", " ")
    part = _say_part(page, turn.part)
    target = " (our own target)" if turn.is_target and turn.due else ""
    late = status_tag("late", say_late(turn.due, page.today), Tone.POOR) \
        if turn.is_late and turn.due else ""  # fmt: skip
    name = f"{turn.step_title}: {turn.title}"
    return (
        link(turn.step_title, find_form_address(page, turn) or address_of(turn), aria_label=name),
        tag("span", f"{turn.title} ({kind}, {turn.reference}){part}"),
        tag(
            "p", late, " ", f"{say_due_day(turn.due, turn.due_words, page.today)}{target}.",
            class_="small",
        ),
    )  # fmt: skip


def _say_part(page: Page, part: str) -> str:
    names = {**partner_names(page.partnership), **group_names(page.partnership)}
    return f", for {names[part]}" if part in names else ""
