"""A form of an activity that was begun by mistake, taken away before it was ever sent."""

from __future__ import annotations

from datetime import datetime

from db.activity_forms import require_answer
from db.activity_rows import find_activity, lock_activity, mechanism_of, tell
from db.connection import Transaction
from db.errors import NotFoundError, StepRefusedError
from db.events import Happening
from db.many_forms import list_part_forms
from db.open_steps import refresh_open_steps
from db.removals import remove_responses
from db.retention import is_response_held
from scrutiny.access import Viewer
from scrutiny.response import Status
from scrutiny.standing import Context


def remove_form(
    tx: Transaction,
    *,
    id: str,
    step: str,
    case: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
    part: str = "",
) -> None:
    """Take away one of the many forms that a party has begun in a step.

    Raises NotFoundError when the party has no such form, NotAllowedError when it is not the
    viewer's to answer, StepRefusedError when it was sent or a hold keeps it.
    """
    activity = find_activity(tx, id, viewer)
    lock_activity(tx, activity.id)
    mechanism = mechanism_of(tx, activity, context)
    asked = mechanism.by_id.get(step)
    if asked is None or not asked.many:
        raise NotFoundError("step", step)
    require_answer(mechanism, asked, activity, viewer, part)
    begun = {each.id: each for each in list_part_forms(tx, asked, activity, part)}
    if case not in begun:
        raise NotFoundError("form", case)
    if begun[case].status is not Status.IN_PROGRESS:
        raise StepRefusedError("What was sent stays. Ask the team to return it, to change it.")
    if is_response_held(tx, case):
        raise StepRefusedError("A hold keeps this form, so it cannot be taken away. Ask the team.")
    remove_responses(tx, case, [case])
    tell(tx, activity, Happening.FORM_REMOVED, viewer, now, step=step, part=part)
    refresh_open_steps(tx, context=context, activities=[activity.id])
