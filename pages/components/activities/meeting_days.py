"""On which days groups met about an activity, so that a step need not ask what is known."""

from __future__ import annotations

from db import agendas, meetings
from forms.model import Json
from pages.components.activities.opening import Opened
from scrutiny.deadline import CHOSEN
from scrutiny.mechanism import Step
from scrutiny.meeting import MeetingStatus

#: What a date of a step is filled in from: `prefill: met_mars_board`, or `met_chosen`.
MET = "met_"


def find_days_met(opened: Opened, step: Step) -> dict[str, Json]:
    """By `met_` and the group, the last day on which it met about what leads to the step.

    That is what a step before it put on the group's agenda. Empty where the step asks for no
    such day, or the viewer reads no agendas.
    """
    viewer, read = opened.page.viewer, opened.page.database.read
    asks = any(question.prefill.startswith(MET) for question in step.asks)
    if not (asks and opened.reads_agendas):
        return {}
    items = read(agendas.list_items_of, viewer=viewer, activity=opened.activity.id)
    on_agenda = {item.meeting for item in items if item.step in step.after}
    days: dict[str, Json] = {
        f"{MET}{each.group}": each.on.isoformat()
        for each in read(meetings.list_meetings, viewer=viewer, last=opened.page.today)
        if each.id in on_agenda and each.status is not MeetingStatus.CANCELLED
    }
    own = days.get(f"{MET}{opened.activity.group}")
    return {**days, f"{MET}{CHOSEN}": own} if own else days
