"""The form that a step of an activity asks for: whose it is, and the way to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from db.open_steps import OpenStep
from pages.components.activities.opening import Opened, open_activity
from pages.components.shell import Page
from scrutiny.activity import Progress, StepStanding
from scrutiny.mechanism import Step
from scrutiny.taking_part import who_may

FILL = "/fill"
_NONE = "There is no such form that you may open. Go to your home page: what waits for you stands there."


@dataclass(frozen=True, slots=True)
class StepForm:
    """A form of one step for one party; `organisation` is who answers it, where it is one."""

    activity: str
    step: str
    part: str
    organisation: str
    form: str
    form_version: str
    who: str


def find_step_form(page: Page, query: Mapping[str, str]) -> StepForm | str:
    """The form that an address asks for, or the sentence that refuses it."""
    opened = open_activity(page, query.get("activity", ""))
    found = opened.find_step(query.get("step", "")) if opened else None
    if opened is None or found is None or not found[0].form:
        return _NONE
    step, row = found
    part = query.get("part", "")
    form = page.library.forms.get(step.form)
    if form is None or part not in (*row.parts, *row.done_parts, *_closed(row)):
        return _NONE
    if not may_answer(opened, step, part):
        return who_may(opened.mechanism, step, opened.activity, page.viewer, part=part) or _NONE
    begun = opened.find_form(step, part)
    if begun is None and row.progress is not Progress.OPEN:
        return "It is not time for this form yet, or it is no longer needed. Nothing was begun."
    if not opened.activity.is_running and begun is None:
        return "This activity is paused or has ended, so no form is begun in it now."
    organisation = opened.organisation_of(step, part)
    who = f"{opened.names.say(organisation or part)}. " if organisation or part else ""
    return StepForm(
        opened.activity.id, step.id, part, organisation, form.id, form.version,
        f"{who}{opened.activity.reference}: {step.title}",
    )  # fmt: skip


def _closed(row: StepStanding) -> tuple[str, ...]:
    """A role's own form once it is sent: the step then has no parts left."""
    return ("",) if row.progress is Progress.DONE and not any(row.done_parts) else ()


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
