"""Where an action came from: the mechanism behind a form, and the words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scrutiny.action import Action
from scrutiny.mechanism import Mechanism
from scrutiny.partnership import Partnership

#: A mechanism that leaves the group to the activity.
CHOSEN = "chosen"
BY_HAND, RETURNS = "By hand or in a meeting", "Self-assessments"


def mechanism_of_form(
    mechanisms: Mapping[str, Mechanism], partnership: Partnership, form: str
) -> Mechanism | None:
    """The mechanism that runs the cycles in which this form is answered, or None."""
    families = {family.key for family in partnership.families.values() if family.form == form}
    return next((each for each in mechanisms.values() if each.family in families), None)


def place_actions(actions: Iterable[Action], mechanism: Mechanism | None) -> tuple[Action, ...]:
    """The actions of a return, with the mechanism they belong to and the group that follows."""
    if mechanism is None:
        return tuple(actions)
    group = "" if mechanism.monitored_by == CHOSEN else mechanism.monitored_by
    return tuple(
        replace(action, mechanism=mechanism.id, monitored_by=action.monitored_by or group)
        for action in actions
    )


def say_source(action: Action, mechanisms: Mapping[str, Mechanism]) -> str:
    """Where an action came from, in a few words."""
    mechanism = mechanisms.get(action.mechanism)
    if mechanism:
        return mechanism.title
    return action.mechanism or (RETURNS if action.response else BY_HAND)
