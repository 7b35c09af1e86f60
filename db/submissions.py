"""Submitting: in one transaction a draft is locked, laid out long and given a receipt."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from db.access import REQUEST_KIND
from db.action_returns import replace_actions
from db.action_rows import add_actions
from db.answers import Place, add_answers, get_counted_keys, remove_answers
from db.connection import Row, Transaction
from db.days import local_day, start_of
from db.drafts import forget_draft
from db.errors import NotAllowedError, StaleDraftError, StepRefusedError
from db.events import Happening, add_event
from db.flags import withhold
from db.hand_outs import spend_hand_out
from db.requests import add_request
from db.response_rows import (
    SENDABLE,
    clean_answers,
    dump_content,
    get_own_row,
    to_response,
)
from forms.model import Answers, Json
from scrutiny.access import Viewer
from scrutiny.action import Action
from scrutiny.response import Response, Status

if TYPE_CHECKING:
    from forms.storage import StoredAnswer

#: What a receipt may be made of: nothing that is read as something else.
_CLEAR = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_PREFIXES = {
    "self_assessment": "SA",
    "voice": "VO",
    "visit": "VI",
    "request": "RQ",
    "case_audit": "CA",
    "dip_sample": "DS",
}


def submit(
    tx: Transaction,
    *,
    id: str,
    revision: int,
    viewer: Viewer,
    stored: Sequence[StoredAnswer],
    actions: Sequence[Action],
    now: datetime,
    answers: Answers | None = None,
    needs_sign_off: bool = False,
    hand_out: str = "",
) -> Response:
    """Send a draft; returns the locked response with its receipt.

    `stored` are its relevant answers laid out long; `answers` the same as the draft keeps
    them, when hidden ones are to be left behind (else the draft as it stands). Raises
    AlreadySubmittedError, StaleDraftError when the draft has moved on since `revision`, or
    StepRefusedError when it `needs_sign_off` and has none. `hand_out` is the hash of the code
    that a campaign may ask for: it is used up here, else CodeUsedError is raised.
    An anonymous response keeps the day alone, and its receipt is kept nowhere; what in it
    may tell of harm is kept as flags instead.
    """
    row = get_own_row(tx, id, viewer, states=SENDABLE)
    if viewer.questions is not None:
        raise NotAllowedError("send this form")
    if needs_sign_off and row["status"] != Status.SIGNED_OFF:
        raise StepRefusedError("Ask for sign-off first: this return is sent once it is signed.")
    content = json.loads(row["content"])
    _check_revision(content, revision, row["revision"])
    is_again = row["submitted"] is not None
    if is_again:
        _remove_earlier(tx, id)
    relevant = content["answers"] if answers is None else clean_answers(answers)
    keys = get_counted_keys(tx, row["form"], row["form_version"])
    if row["is_anonymous"]:
        spend_hand_out(tx, campaign=row["round"], code_hash=hand_out)
        stored, relevant = withhold(
            tx, campaign=row["round"], stored=stored, answers=relevant, keys=keys, now=now
        )
    if relevant != content["answers"]:
        content["answers"] = relevant
        _keep_relevant(tx, id, content)
    response = _lock(tx, row, content["answers"], now)
    place = Place(response.round, row["slice"], id)
    add_answers(tx, place, stored, keys)
    plan = [_belong(action, response) for action in actions]
    if is_again:
        replace_actions(tx, response=id, actions=plan, viewer=viewer, now=now)
    else:
        add_actions(tx, plan, now=now)
    if row["organisation"]:  # nobody else has a last year
        tx.execute("DELETE FROM carried_answer WHERE response = $1", [id])
    if row["is_anonymous"]:
        forget_draft(tx, response=id)
    if row["kind"] == REQUEST_KIND:
        add_request(tx, response=response, viewer=viewer, now=now)
    add_event(
        tx, name=Happening.RESPONSE_SUBMITTED, now=now, actor=viewer.name,
        subject=response.round if row["is_anonymous"] else id, role=viewer.role,
        is_day_only=row["is_anonymous"],
    )  # fmt: skip
    return response


def make_receipt(kind: str) -> str:
    """A new receipt number, as SA-7K3M-9QPT."""
    groups = ["".join(secrets.choice(_CLEAR) for _ in range(4)) for _ in range(2)]
    return "-".join([_PREFIXES.get(kind, "FM"), *groups])


def is_late(deadline: date | None, day: date) -> bool:
    """Whether that day is after the deadline, where there is one."""
    return deadline is not None and day > deadline


def _check_revision(content: dict[str, Any], revision: int, stored: int) -> None:
    if revision == stored:
        return
    changed: dict[str, int] = content["changed"]
    question = max(changed, key=lambda key: changed[key], default="")
    theirs: Json = content["answers"].get(question)
    raise StaleDraftError(question, theirs)


def _keep_relevant(tx: Transaction, id: str, content: dict[str, Any]) -> None:
    tx.execute(
        "UPDATE response SET content = $2 WHERE id = $1",
        [id, dump_content(content["answers"], content["changed"])],
    )


def _lock(tx: Transaction, row: Row, answers: Answers, now: datetime) -> Response:
    """Lock the row.

    Its revision moves on, since DuckDB tells two writers of a row apart only by a column
    that both of them change: here a save and a submission meet.
    """
    day = local_day(now)
    receipt = make_receipt(row["kind"])
    response = replace(
        to_response(row, answers),
        status=Status.SUBMITTED if row["submitted"] is None else Status.RESUBMITTED,
        updated=start_of(day) if row["is_anonymous"] else now,
        submitted=row["submitted"] or day,
        revision=row["revision"] + 1,
        late=row["late"] or is_late(_find_deadline(tx, row), day),
        receipt=receipt,
    )
    tx.execute(
        "UPDATE response SET status = $2, revision = $3, updated = $4, submitted = $5, "
        "late = $6, receipt = $7 WHERE id = $1",
        [
            response.id, response.status, response.revision, response.updated,
            response.submitted, response.late, "" if row["is_anonymous"] else receipt,
        ],
    )  # fmt: skip
    return response


def _find_deadline(tx: Transaction, row: Row) -> date | None:
    """The last day of the response's cycle; campaigns and requests have none to miss."""
    if row["is_anonymous"] or not row["round"]:
        return None
    cycle = tx.one("SELECT closes, extended_to FROM cycle WHERE id = $1", [row["round"]])
    return (cycle["extended_to"] or cycle["closes"]) if cycle else None


def _remove_earlier(tx: Transaction, id: str) -> None:
    tx.execute("DELETE FROM submission WHERE response = $1", [id])
    remove_answers(tx, id)


def _belong(action: Action, response: Response) -> Action:
    return replace(
        action,
        response=response.id,
        round=response.round,
        organisation=response.organisation,
    )
