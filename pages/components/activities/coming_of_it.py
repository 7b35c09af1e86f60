"""What comes of an activity: its findings, actions, documents, days and agenda items."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db import agendas, meetings
from forms.types.moments import say_date
from pages.components.acting.adding import list_of_activity, show_actions
from pages.components.activities.adding_actions import may_add_actions, show_action_panel
from pages.components.activities.days import DAYS, keeps_days, show_days
from pages.components.activities.findings import (
    FINDINGS,
    list_kinds,
    read_findings,
    show_findings,
)
from pages.components.activities.opening import Opened
from pages.components.blocks import draw_heading
from pages.components.html import Safe, join, show, tag
from pages.components.papers.beside import show_papers
from scrutiny.meeting import AgendaItem, Meeting

ACTIONS, DOCUMENTS, AGENDA = "Actions", "Documents", "On agendas"


def list_parts(opened: Opened) -> Iterator[tuple[str, Callable[[Opened], None]]]:
    """What there is of it, or may be added: each heading with what draws it."""
    kept = {what for step in opened.mechanism.steps for what in step.keeps}
    if list_kinds(opened) or read_findings(opened):
        yield FINDINGS, show_findings
    if "actions" in kept:
        yield ACTIONS, show_its_actions
    if opened.mechanism.documents:
        yield DOCUMENTS, show_its_documents
    if keeps_days(opened):
        yield DAYS, show_days
    if any(step.agenda for step in opened.mechanism.steps) and opened.reads_agendas:
        yield AGENDA, show_its_agenda


def show_its_actions(opened: Opened) -> None:
    """The actions that follow from it, and the panel that adds one."""
    page, activity = opened.page, opened.activity
    show(draw_heading(ACTIONS, 2))
    show_actions(
        page, list_of_activity(page, activity.id), key="its-actions",
        caption="What will be done, and where it stands",
        none="No action has come of it yet.",
    )  # fmt: skip
    if may_add_actions(opened):
        show_action_panel(opened)


def show_its_documents(opened: Opened) -> None:
    """The documents that were drafted in it, and those still to be."""
    show(draw_heading(DOCUMENTS, 2))
    show_papers(opened.page, opened.activity, opened.mechanism)


def show_its_agenda(opened: Opened) -> None:
    """Which meetings it goes to, when, and what they made of it."""
    read, viewer = opened.page.database.read, opened.page.viewer
    show(draw_heading(AGENDA, 2))
    items = read(agendas.list_items_of, viewer=viewer, activity=opened.activity.id)
    if not items:
        show(tag("p", "It is on no agenda yet."))
        return
    known = {meeting.id: meeting for meeting in read(meetings.list_meetings, viewer=viewer)}
    rows = (tag("li", _draw_item(opened, item, known.get(item.meeting))) for item in items)
    show(tag("ul", *rows))


def _draw_item(opened: Opened, item: AgendaItem, meeting: Meeting | None) -> Safe:
    group = opened.names.say(meeting.group if meeting else item.group)
    when = f"{group}, {say_date(meeting.on)}" if meeting else f"{group}, its next meeting"
    said = tag("span", f" {item.outcome}", class_="small", dir="auto") if item.outcome else ""
    return join((tag("strong", when), f": {item.title}.", said))
