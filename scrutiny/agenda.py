"""On whose agendas the steps of an activity put something."""

from __future__ import annotations

from scrutiny.activity import Activity
from scrutiny.deadline import CHOSEN
from scrutiny.mechanism import AgendaWork, Mechanism, Step
from scrutiny.standing import facts


def groups_of(mechanism: Mechanism, step: Step, activity: Activity) -> tuple[str, ...]:
    """The groups on whose agendas a step puts something, each once."""
    found = (key for work in step.agenda for key in list_groups(mechanism, work, activity))
    return tuple(dict.fromkeys(found))


def list_groups(mechanism: Mechanism, work: AgendaWork, activity: Activity) -> tuple[str, ...]:
    """The groups of one item: named, the activity's own, or those that an answer chose."""
    if work.groups:
        chosen = facts(mechanism, activity).get(work.groups)
        listed = chosen if isinstance(chosen, list) else [chosen]
        return tuple(each for each in listed if isinstance(each, str) and each)
    group = activity.group if work.group == CHOSEN else work.group
    return (group,) if group else ()
