"""Forms that are answered within an activity: begun by its parties, counted when they are sent."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.access import visible
from db.activity_rows import find_activity, mechanism_of, standing_of
from db.connection import Transaction
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.open_steps import refresh_open_steps
from db.responses import get_response, start_response, submit
from scrutiny.access import Viewer
from scrutiny.activity import Progress
from scrutiny.response import Response, Status
from scrutiny.standing import Context
from scrutiny.taking_part import who_may


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """One form of an activity; `response` is "" where the viewer may not open it."""

    step: str
    part: str
    form: str
    status: Status
    submitted: date | None
    response: str = ""


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

    Raises NotAllowedError when it is not the viewer's to answer, StepRefusedError when it
    is not asked for now.
    """
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    asked = mechanism.by_id.get(step)
    if asked is None or not asked.form:
        raise StepRefusedError("This step has no form. Reload the page and look again.")
    if asked.each and not part:
        own = sorted(viewer.organisations & {party.key for party in activity.parties})
        part = own[0] if own else ""
    refusal = who_may(mechanism, asked, activity, viewer, part=part)
    if refusal:
        raise NotAllowedError("answer this form", refusal)
    organisation = part or _own_subject(viewer, activity.subject)
    found = tx.one(
        "SELECT id FROM response WHERE activity = $1 AND form = $2 "
        "AND ($3::TEXT = '' OR organisation = $3::TEXT) ORDER BY started, id LIMIT 1",
        [activity.id, asked.form, organisation],
    )
    if found is not None:
        return get_response(tx, found["id"], viewer=viewer)
    standing = standing_of(tx, mechanism, activity, context)
    here = next(each for each in standing.steps if each.step == step)
    if here.progress is not Progress.OPEN or not activity.is_running:
        raise StepRefusedError("This form is not asked for now. Look at what comes next.")
    response = Response(
        secrets.token_hex(12), asked.form, _find_version(tx, asked.form),
        organisation=organisation, author=viewer.name,
    )  # fmt: skip
    begun = start_response(tx, response=response, now=now)
    tx.execute("UPDATE response SET activity = $2 WHERE id = $1", [begun.id, activity.id])
    return begun


def list_activity_forms(
    tx: Transaction, *, id: str, viewer: Viewer, context: Context
) -> list[ActivityForm]:
    """The forms begun in an activity, by step and party."""
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    steps = {step.form: step for step in mechanism.steps if step.form}
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        f"SELECT r.id, r.form, r.organisation, r.status, r.submitted, {condition} AS may_read "
        "FROM response r WHERE r.activity = $1 ORDER BY r.form, r.organisation, r.id",
        [activity.id, *params],
    )
    return [
        ActivityForm(
            step=steps[row["form"]].id,
            part=row["organisation"],
            form=row["form"],
            status=Status(row["status"]),
            submitted=row["submitted"],
            response=row["id"] if row["may_read"] else "",
        )
        for row in rows
        if row["form"] in steps
    ]


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


def _own_subject(viewer: Viewer, subject: str) -> str:
    return subject if subject in viewer.organisations else ""


def _find_version(tx: Transaction, form: str) -> str:
    row = tx.one(
        "SELECT version FROM form_version WHERE form = $1 "
        "ORDER BY published DESC, version DESC LIMIT 1",
        [form],
    )
    if row is None:
        raise NotFoundError("form", form)
    return str(row["version"])
