"""The form that a step of an activity asks for: whose it is, and the way to it."""

from __future__ import annotations

from urllib.parse import urlencode

from db.activity_forms import answering
from db.open_steps import OpenStep
from pages.components.activities.opening import Opened
from pages.components.shell import Page
from scrutiny.mechanism import Step
from scrutiny.taking_part import who_may

FILL = "/fill"
#: Where there is nothing to open.
NO_FORM = "There is no such form that you may open. What waits for you stands on your home page."


def say_form(opened: Opened, step: str, part: str) -> str:
    """Whose form it is and of which step, for its head."""
    asked = opened.mechanism.by_id[step]
    organisation = answering(opened.mechanism, asked, opened.activity, part)
    who = f"{opened.names.say(organisation or part)}. " if organisation or part else ""
    return f"{who}{opened.activity.reference}: {asked.title}"


def may_answer(opened: Opened, step: Step, part: str) -> bool:
    """Whether the viewer may answer a step's form for a party, as theirs or on their behalf."""
    mechanism, activity, viewer = opened.mechanism, opened.activity, opened.page.viewer
    own = who_may(mechanism, step, activity, viewer, part=part)
    return not own or not who_may(mechanism, step, activity, viewer, is_recording=True)


def address_of_form(activity: str, step: str, part: str) -> str:
    """The address at which a party's form of a step is opened."""
    query = {"activity": activity, "step": step}
    return f"{FILL}?{urlencode({**query, 'part': part} if part else query)}"


def find_form_address(page: Page, turn: OpenStep) -> str:
    """The address of the form that a turn asks for; "" where it asks for none."""
    mechanism = page.mechanisms.mechanisms.get(turn.mechanism)
    step = mechanism.by_id.get(turn.step) if mechanism else None
    return address_of_form(turn.reference, turn.step, turn.part) if step and step.form else ""
