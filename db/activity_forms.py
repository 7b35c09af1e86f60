"""The forms of an activity: one response for each party that a step asks, begun once.

A response's id follows from the activity, the step and the party, so that two tabs, or two
people of one agency, open the same one. It belongs to no cycle.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from db.activities import get_activity, refresh_open_steps
from db.connection import Transaction
from db.responses import start_response, submit
from scrutiny.access import Viewer
from scrutiny.response import Response, Status
from scrutiny.standing import Context


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """One form of an activity: who answers it, and where it stands."""

    response: str
    form: str
    part: str
    status: Status
    started: date
    submitted: date | None
    receipt: str


def form_id(activity: str, step: str, part: str) -> str:
    """The id of the response in which a party answers the form of a step."""
    place = "\x1f".join((activity, step, part)).encode()
    return hashlib.sha256(place).hexdigest()[:24]


def list_activity_forms(tx: Transaction, *, activity: str, viewer: Viewer) -> list[ActivityForm]:
    """Every form of an activity that has been begun, without its answers.

    Raises NotFoundError when the viewer may not see the activity.
    """
    found = get_activity(tx, activity, viewer=viewer)
    rows = tx.query(
        "SELECT id, form, organisation, status, started, submitted, receipt FROM response "
        "WHERE activity = $1 ORDER BY started, id",
        [found.id],
    )
    return [
        ActivityForm(
            row["id"], row["form"], row["organisation"], Status(row["status"]), row["started"],
            row["submitted"], row["receipt"],
        )
        for row in rows
    ]  # fmt: skip


def open_activity_form(
    tx: Transaction,
    *,
    activity: str,
    step: str,
    part: str,
    form: str,
    form_version: str,
    organisation: str,
    viewer: Viewer,
    now: datetime,
) -> Response:
    """Begin the form of a step for one party, or find what was begun.

    Only for what has checked that the step is the viewer's to take. Raises NotFoundError
    when they may not see the activity, or the form is not published.
    """
    found = get_activity(tx, activity, viewer=viewer)
    id = form_id(found.id, step, part)
    standing = tx.one("SELECT form_version FROM response WHERE id = $1", [id])
    response = start_response(
        tx,
        response=Response(
            id=id, form=form, form_version=standing["form_version"] if standing else form_version,
            organisation=organisation, author=viewer.name,
        ),
        viewer=replace(viewer, responses=viewer.responses | {id}),
        now=now,
    )  # fmt: skip
    if standing is None:
        tx.execute("UPDATE response SET activity = $2 WHERE id = $1", [id, found.id])
    return response


def send_response(tx: Transaction, /, *, context: Context, **given: Any) -> Response:
    """Send a draft as `db.submissions.submit` does; a form of an activity moves that on."""
    response = submit(tx, **given)
    row = None
    if not response.round:
        row = tx.one("SELECT activity FROM response WHERE id = $1", [response.id])
    if row and row["activity"]:
        refresh_open_steps(tx, context=context, activities=[row["activity"]])
    return response
