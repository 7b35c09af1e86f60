"""The life of a return: each step one transaction with its event, and what has happened.

Two people who take the same step at once change the same row: one wins, and the other is
told in words where the return stands and since when.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.access import require, visible
from db.connection import Row, Transaction
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening, add_event, list_events
from db.response_rows import SELECT_FULL, dump_content, get_content, to_full_response
from db.sign_offs import end_sign_offs
from forms.model import Answers, Json
from scrutiny.access import Permission, Viewer
from scrutiny.life import REVIEW_STEPS, RULES, Rule, Step, Taken, find_refusal
from scrutiny.response import Response, Status

_EVENTS: Mapping[Step, Happening] = {
    Step.TAKE_UP: Happening.RESPONSE_TAKEN_UP,
    Step.RETURN: Happening.RESPONSE_RETURNED,
    Step.ACCEPT: Happening.RESPONSE_ACCEPTED,
    Step.INCLUDE: Happening.RESPONSE_INCLUDED,
    Step.REOPEN: Happening.RESPONSE_REOPENED,
}
_WORDS: Mapping[Happening, str] = {
    Happening.RESPONSE_STARTED: RULES[Step.START].done,
    Happening.SIGN_OFF_ASKED: RULES[Step.ASK_SIGN_OFF].done,
    Happening.SIGN_OFF_TAKEN_BACK: RULES[Step.TAKE_BACK].done,
    Happening.SIGN_OFF_REFUSED: RULES[Step.REFUSE_SIGN_OFF].done,
    Happening.SIGN_OFF_GIVEN: "Signed",
    Happening.RESPONSE_SIGNED_OFF: RULES[Step.SIGN_OFF].done,
    Happening.RESPONSE_SUBMITTED: RULES[Step.SUBMIT].done,
    **{event: RULES[step].done for step, event in _EVENTS.items()},
}
#: Where a return waits for a reviewer, in the order of the queue.
WAITING = (Status.SUBMITTED, Status.RESUBMITTED, Status.UNDER_REVIEW)


@dataclass(frozen=True, slots=True)
class Queued:
    """One return in the reviewers' queue."""

    response: str
    name: str
    type: str
    form: str
    round: str
    status: Status
    late: bool
    submitted: date
    moved: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending of a return: the first is number 1; the last one's answers count."""

    number: int
    sent: datetime
    receipt: str
    answers: Answers


def take_step(
    tx: Transaction, *, id: str, step: Step, viewer: Viewer, now: datetime, reason: str = ""
) -> Response:
    """Take a review step; returns the response as it stands then.

    What was sent before a return for changes is kept, and counts until it is sent again.
    Raises NotAllowedError, NotFoundError, or StepRefusedError with why it cannot be taken.
    """
    rule = RULES[step]
    if step not in REVIEW_STEPS:
        raise ValueError(f"{step} is no review step")
    require(viewer, rule.may, to=rule.button.lower())
    row = _get_row(tx, id, viewer)
    _refuse(tx, row, rule, viewer, reason)
    target = rule.target(was_sent=row["submitted"] is not None)
    if target is Status.RETURNED:
        _open_again(tx, row)
    _move(tx, row, target)
    add_event(
        tx, name=_EVENTS[step], subject=id, now=now, actor=viewer.name, role=viewer.role,
        detail={"reason": reason.strip()} if reason.strip() else {},
    )  # fmt: skip
    return to_full_response(tx, _get_row(tx, id, viewer))


def list_history(tx: Transaction, *, id: str, viewer: Viewer) -> list[Taken]:
    """What became of a return, first to last; raises NotFoundError."""
    _get_row(tx, id, viewer)
    found, sent = [], 0
    for event in list_events(tx, subject=id):
        words = _WORDS.get(event.name)
        if words is None:
            continue
        if event.name is Happening.RESPONSE_SUBMITTED:
            sent += 1
            words = words if sent == 1 else "Resubmitted"
        reason = " ".join(_read(event.detail, name) for name in ("signs_for", "reason")).strip()
        found.append(Taken(words, event.happened, event.actor, reason))
    return found


def list_queue(tx: Transaction, *, viewer: Viewer, form: str = "", type: str = "") -> list[Queued]:
    """The returns that wait for a reviewer: those nobody has taken up first, oldest first.

    A form and an organisation type narrow it; "" is all.
    """
    require(viewer, Permission.MODERATE, to="see the review queue")
    condition, params = visible(viewer, "r", 4)
    rows = tx.query(
        f"""SELECT r.id AS response, o.name, r.slice AS type, r.form, c.title AS round,
            r.status, r.late, r.submitted, r.updated,
            (SELECT max(e.happened) FROM event e
             WHERE e.subject = r.id AND e.name = '{Happening.RESPONSE_TAKEN_UP}') AS taken,
            (SELECT max(e.actor) FROM event e WHERE e.subject = r.id
             AND e.name = '{Happening.RESPONSE_TAKEN_UP}' AND e.happened = (
                SELECT max(l.happened) FROM event l
                WHERE l.subject = r.id AND l.name = e.name)) AS taker
        FROM response r JOIN organisation o ON o.id = r.organisation
        JOIN cycle c ON c.id = r.round
        WHERE r.status = ANY($1::TEXT[]) AND ($2 = '' OR r.form = $2)
            AND ($3 = '' OR r.slice = $3) AND {condition}
        ORDER BY CASE WHEN r.status = '{Status.UNDER_REVIEW}' THEN 1 ELSE 0 END,
            r.updated, o.name, r.id""",
        [list(WAITING), form, type, *params],
    )
    return [_queued(row) for row in rows]


def list_sendings(tx: Transaction, *, id: str, viewer: Viewer) -> list[Sending]:
    """Every sending of a return with its answers, first to last; raises NotFoundError."""
    row = _get_row(tx, id, viewer)
    kept = tx.query(
        "SELECT number, sent, receipt, content FROM earlier_submission WHERE response = $1 "
        "ORDER BY number",
        [id],
    )
    found = [
        Sending(each["number"], each["sent"], each["receipt"], _answers(each["content"]))
        for each in kept
    ]
    if Status(row["status"]) in {*WAITING, Status.ACCEPTED, Status.IN_COMPOSITE}:
        content = get_content(tx, row)
        found.append(Sending(len(kept) + 1, row["updated"], row["receipt"], _answers(content)))
    return found


def _refuse(tx: Transaction, row: Row, rule: Rule, viewer: Viewer, reason: str) -> None:
    status = Status(row["status"])
    since = ""
    if status not in rule.sources:
        history = list_history(tx, id=row["id"], viewer=viewer)
        since = f"by {history[-1].actor}" if history and history[-1].actor else ""
    refusal = find_refusal(rule.step, status, viewer, reason=reason, since=since)
    if refusal:
        raise StepRefusedError(refusal)


def _open_again(tx: Transaction, row: Row) -> None:
    """Keep what was sent, and lay it on the row to be changed, without its signatures."""
    content = get_content(tx, row)
    tx.execute(
        "INSERT INTO earlier_submission (response, number, sent, receipt, content) "
        "SELECT $1::TEXT, count(*) + 1, $2::TIMESTAMP, $3::TEXT, $4::TEXT "
        "FROM earlier_submission WHERE response = $1",
        [row["id"], row["updated"], row["receipt"], content],
    )
    found: dict[str, Any] = json.loads(content)
    for question in end_sign_offs(tx, row["id"]):
        found["answers"].pop(question, None)
    tx.execute(
        "UPDATE response SET content = $2 WHERE id = $1",
        [row["id"], dump_content(found["answers"], found["changed"])],
    )


def _move(tx: Transaction, row: Row, status: Status) -> None:
    """The revision moves on, as DuckDB tells two writers apart by a column both change."""
    tx.execute(
        "UPDATE response SET status = $2, revision = $3 WHERE id = $1",
        [row["id"], status, row["revision"] + 1],
    )


def _get_row(tx: Transaction, id: str, viewer: Viewer) -> Row:
    condition, params = visible(viewer, "r", 2)
    row = tx.one(f"{SELECT_FULL} WHERE r.id = $1 AND {condition}", [id, *params])
    if row is None:
        raise NotFoundError("response", id)
    if row["is_anonymous"]:
        raise NotAllowedError("take steps with a voice")
    return row


def _queued(row: Row) -> Queued:
    status = Status(row["status"])
    is_taken = status is Status.UNDER_REVIEW and row["taken"] is not None
    return Queued(
        response=row["response"], name=row["name"], type=row["type"], form=row["form"],
        round=row["round"], status=status, late=bool(row["late"]), submitted=row["submitted"],
        moved=row["taken"] if is_taken else row["updated"], by=row["taker"] if is_taken else "",
    )  # fmt: skip


def _answers(content: str) -> Answers:
    found: Answers = json.loads(content)["answers"]
    return found


def _read(detail: Mapping[str, Json], name: str) -> str:
    words = detail.get(name)
    return str(words) if words else ""
