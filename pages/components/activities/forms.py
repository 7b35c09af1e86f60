"""The form that a step of an activity asks for: whose it is, and the way to it."""

from __future__ import annotations

from urllib.parse import urlencode

from db.activity_forms import answering
from db.open_steps import OpenStep
from pages.components.activities.opening import Opened
from pages.components.shell import Page
from scrutiny import taking_part
from scrutiny.mechanism import Step

FILL = "/fill"
#: Where there is nothing to open.
NO_FORM = "There is no such form that you may open. What waits for you stands on your home page."


def say_form(opened: Opened, step: str, part: str, reference: str = "") -> str:
    """Whose form it is, of which step and about which case, for its head."""
    asked = opened.mechanism.by_id[step]
    organisation = answering(opened.mechanism, asked, opened.activity, part)
    who = f"{opened.names.say(organisation or part)}. " if organisation or part else ""
    about = f". {reference}" if reference else ""
    return f"{who}{opened.activity.reference}: {asked.title}{about}"


def may_answer(opened: Opened, step: Step, part: str) -> bool:
    """Whether the viewer may answer a step's form for a party, as theirs or on their behalf."""
    viewer = opened.page.viewer
    return taking_part.may_answer(opened.mechanism, step, opened.activity, viewer, part)


def address_of_form(activity: str, step: str, part: str, case: str = "") -> str:
    """The address at which a party's form of a step is opened, the one of a case among many."""
    query = {"activity": activity, "step": step, "part": part, "case": case}
    return f"{FILL}?{urlencode({key: value for key, value in query.items() if value})}"


def address_of(turn: OpenStep) -> str:
    """Where a step itself stands."""
    return f"/activity?{urlencode({'id': turn.reference, 'step': turn.step})}"


def find_form_address(page: Page, turn: OpenStep) -> str:
    """The address of the form that a turn asks for, or of the list of many; "" for none."""
    mechanism = page.mechanisms.mechanisms.get(turn.mechanism)
    step = mechanism.by_id.get(turn.step) if mechanism else None
    if step and step.many:
        return address_of(turn)
    return address_of_form(turn.reference, turn.step, turn.part) if step and step.form else ""
