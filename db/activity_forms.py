"""Forms that are answered within an activity: begun by its parties, counted when they are sent.

A response's id follows from the activity, the step and the party, so that two tabs, or two
people of one agency, open the same one. It belongs to no cycle.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from db.access import visible
from db.activity_rows import find_activity, mechanism_of, standing_of
from db.connection import Transaction
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.open_steps import refresh_open_steps
from db.responses import start_response, submit
from scrutiny.access import Viewer
from scrutiny.activity import Activity, PartyKind, Progress, StepStanding
from scrutiny.mechanism import Mechanism, Step
from scrutiny.response import Response, Status
from scrutiny.standing import Context
from scrutiny.taking_part import who_may


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """One form of an activity; `response` is "" where the viewer may not read it."""

    step: str
    part: str
    form: str
    status: Status
    submitted: date | None
    response: str = ""


def form_id(activity: str, step: str, part: str) -> str:
    """The id of the response in which a party answers the form of a step."""
    place = "\x1f".join((activity, step, part)).encode()
    return hashlib.sha256(place).hexdigest()[:24]


def start_activity_form(
    tx: Transaction,
    *,
    id: str,
    step: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
    part: str = "",
) -> Response:
    """Begin the form that a step asks of a party, or open the one that was begun.

    Those who may record the step for others may answer it for them, as from a paper copy.
    Raises NotAllowedError when it is not the viewer's to answer, StepRefusedError when it
    is not asked for now.
    """
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    asked = mechanism.by_id.get(step)
    if asked is None or not asked.form:
        raise StepRefusedError("This step has no form. Reload the page and look again.")
    standing = standing_of(tx, mechanism, activity, context)
    here = next(each for each in standing.steps if each.step == step)
    party = part or _own_part(asked, here, viewer)
    _require_answer(mechanism, asked, activity, viewer, party)
    new = form_id(activity.id, step, party)
    standing_version = tx.one("SELECT form_version FROM response WHERE id = $1", [new])
    if standing_version is None:
        _check_asked(activity, asked, here, party)
    version = standing_version["form_version"] if standing_version else _version(tx, asked.form)
    response = start_response(
        tx,
        response=Response(
            id=new, form=asked.form, form_version=version,
            organisation=answering(mechanism, asked, activity, party), author=viewer.name,
        ),
        viewer=replace(viewer, responses=viewer.responses | {new}),
        now=now,
    )  # fmt: skip
    if standing_version is None:
        tx.execute("UPDATE response SET activity = $2 WHERE id = $1", [new, activity.id])
    return response


def answering(mechanism: Mechanism, step: Step, activity: Activity, part: str) -> str:
    """The organisation that answers a step's form: the agency, else the subject, else nobody's."""
    if part:
        agencies = {p.key for p in activity.parties if p.kind is PartyKind.AGENCY}
        return part if part in agencies else ""
    taking = [mechanism.roles[key] for key in step.by if key in mechanism.roles]
    return activity.subject if any(role.of == "subject" for role in taking) else ""


def list_activity_forms(
    tx: Transaction, *, id: str, viewer: Viewer, context: Context
) -> list[ActivityForm]:
    """The forms begun in an activity, by step and party.

    Raises NotFoundError when the viewer may not see the activity.
    """
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        f"SELECT r.id, r.form, r.organisation, r.status, r.submitted, {condition} AS may_read "
        "FROM response r WHERE r.activity = $1 ORDER BY r.form, r.organisation, r.id",
        [activity.id, *params],
    )
    steps = [step for step in mechanism.steps if step.form]
    found = []
    for row in rows:
        for step in steps:
            part = row["organisation"] if step.each else ""
            if row["id"] == form_id(activity.id, step.id, part):
                read = row["id"] if row["may_read"] else ""
                status = Status(row["status"])
                found.append(
                    ActivityForm(step.id, part, row["form"], status, row["submitted"], read)
                )
    return found


def submit_form(tx: Transaction, /, *, context: Context, **given: Any) -> Response:
    """Send a draft, as `db.submissions.submit` does, and tell the activity that asked for it."""
    sent = submit(tx, **given)
    refresh_after(tx, sent.id, context=context)
    return sent


def refresh_after(tx: Transaction, response: str, *, context: Context) -> None:
    """Work out anew where the activity of a response stands, after it was sent or returned."""
    row = tx.one("SELECT activity FROM response WHERE id = $1", [response])
    if row and row["activity"]:
        refresh_open_steps(tx, context=context, activities=[row["activity"]])


def _own_part(step: Step, here: StepStanding, viewer: Viewer) -> str:
    own = sorted(viewer.organisations & {*here.parts, *here.done_parts})
    return own[0] if step.each and own else ""


def _require_answer(
    mechanism: Mechanism, step: Step, activity: Activity, viewer: Viewer, part: str
) -> None:
    refusal = who_may(mechanism, step, activity, viewer, part=part)
    if refusal and who_may(mechanism, step, activity, viewer, is_recording=True):
        raise NotAllowedError("answer this form", refusal)


def _check_asked(activity: Activity, step: Step, here: StepStanding, part: str) -> None:
    is_asked = here.progress is Progress.OPEN and activity.is_running
    if not is_asked or part not in here.parts:
        raise StepRefusedError(
            f"“{step.title}” is not asked for now, or not of you. Look at what is next."
        )


def _version(tx: Transaction, form: str) -> str:
    """The version of a form that was published last."""
    row = tx.one(
        "SELECT version FROM form_version WHERE form = $1 "
        "ORDER BY published DESC, version DESC LIMIT 1",
        [form],
    )
    if row is None:
        raise NotFoundError("form", form)
    return str(row["version"])
