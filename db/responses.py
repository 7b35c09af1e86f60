"""Responses: begun, saved at every answer, and read by who may.

A draft's answers are one JSON value on its row, with the revision at which each question
changed last, so that two people can write in one draft. `db.submissions` sends it.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from db.access import (
    ASSESSMENT_KIND,
    REQUEST_KIND,
    VOICE_KIND,
    require_questions,
    require_start,
    visible,
)
from db.action_returns import carry_actions
from db.connection import Row, Transaction
from db.days import local_day, start_of
from db.errors import ConflictError, NotFoundError, StaleDraftError
from db.events import Happening, add_event
from db.known_rows import lay_known
from db.response_rows import (
    SELECT,
    SELECT_FULL,
    clean_answers,
    clean_json,
    dump_content,
    get_own_row,
    to_full_response,
    to_read_response,
    to_response,
)
from db.submissions import submit
from forms.model import Form, Json
from scrutiny.access import Permission, Viewer
from scrutiny.response import Response, Status
from scrutiny.tally import Return

__all__ = [
    "find_response", "get_response", "list_responses", "list_returns", "previous_response",
    "save_draft", "start_response", "submit",
]  # fmt: skip


def start_response(
    tx: Transaction,
    *,
    response: Response,
    now: datetime,
    viewer: Viewer | None = None,
    form: Form | None = None,
) -> Response:
    """Begin a response, or find the one that this organisation has in this cycle already.

    So two tabs or two people share one draft. With a viewer, it must be one who may answer
    for the organisation. With its form, a return begins with what is on record. Raises
    NotFoundError when the form is not published, or the organisation is not in the cycle.
    """
    kind = _get_kind(tx, response.form, response.form_version)
    if viewer is not None:
        require_start(viewer, response, kind)
        if kind == REQUEST_KIND:  # nobody asks in another's name
            response = replace(response, author=viewer.name)
    shared = _take_seat(tx, response)
    row = tx.one(f"{SELECT_FULL} WHERE r.id = $1", [shared or response.id])
    if row is None:
        _insert(tx, response, kind, now)
        if kind == ASSESSMENT_KIND and response.organisation:
            carry_actions(tx, response=response.id, organisation=response.organisation, now=now)
            if form:
                lay_known(tx, form, response)
        row = tx.one(f"{SELECT_FULL} WHERE r.id = $1", [response.id])
    if row is None:
        raise ConflictError
    return to_full_response(tx, row)


def get_response(tx: Transaction, id: str, *, viewer: Viewer) -> Response:
    """One response in full; raises NotFoundError also when the viewer may not know of it."""
    condition, params = visible(viewer, "r", 2)
    row = tx.one(f"{SELECT_FULL} WHERE r.id = $1 AND {condition}", [id, *params])
    if row is None:
        raise NotFoundError("response", id)
    return to_read_response(tx, row, viewer)


def find_response(
    tx: Transaction, *, viewer: Viewer, round: str, organisation: str
) -> Response | None:
    """An organisation's response in a round, or None when there is none to be seen."""
    condition, params = visible(viewer, "r", 3)
    row = tx.one(
        f"{SELECT_FULL} WHERE r.round = $1 AND r.organisation = $2 AND {condition} "
        "ORDER BY r.started DESC, r.id LIMIT 1",
        [round, organisation, *params],
    )
    return to_read_response(tx, row, viewer) if row else None


def list_responses(
    tx: Transaction, *, viewer: Viewer, round: str | None = None, kind: str | None = None
) -> list[Response]:
    """The responses of a round or kind that the viewer may read, without their answers."""
    condition, params = visible(viewer, "r", 3)
    rows = tx.query(
        f"{SELECT} WHERE ($1::TEXT IS NULL OR r.round = $1::TEXT) "
        f"AND ($2::TEXT IS NULL OR r.kind = $2::TEXT) AND {condition} "
        "ORDER BY r.started DESC, r.organisation, r.id",
        [round, kind, *params],
    )
    return [to_response(row, {}) for row in rows]


def previous_response(
    tx: Transaction, *, round: str, organisation: str, viewer: Viewer
) -> Response | None:
    """What an organisation sent in the cycle before a round, or None."""
    condition, params = visible(viewer, "r", 3)
    row = tx.one(
        f"{SELECT_FULL} JOIN cycle c ON c.previous = r.round "
        f"WHERE c.id = $1 AND r.organisation = $2 AND r.submitted IS NOT NULL AND {condition}",
        [round, organisation, *params],
    )
    return to_read_response(tx, row, viewer) if row and organisation else None


def list_returns(tx: Transaction, *, cycle: str, viewer: Viewer) -> list[Return]:
    """Every organisation in a cycle's scope that the viewer may name, and where it stands."""
    condition, params = _nameable(viewer, 2)
    rows = tx.query(
        """SELECT o.id AS organisation, o.name, o.type, o.locality, o.phase, o.trust,
            co.exempt_reason, r.id AS response, r.status, r.late, r.submitted,
            COALESCE(r.progress, 0) AS progress
        FROM cycle_organisation co JOIN organisation o ON o.id = co.organisation
        LEFT JOIN response r ON r.id = co.response
        WHERE co.cycle = $1 AND """
        + condition
        + " ORDER BY o.type, o.name, o.id",
        [cycle, *params],
    )
    return [_return(row) for row in rows]


def save_draft(
    tx: Transaction,
    *,
    id: str,
    answers: Mapping[str, Json],
    revision: int,
    viewer: Viewer,
    now: datetime,
    progress: int | None = None,
) -> int:
    """Merge changed answers into the draft; returns the new revision.

    None takes an answer away. When the draft has moved on since `revision`, answers to
    other questions are merged all the same (the caller sees a revision that is more than
    one higher, and reads again). Raises StaleDraftError, and changes nothing, when the
    same question was given another answer meanwhile.
    """
    row = get_own_row(tx, id, viewer)
    require_questions(viewer, answers)
    content = json.loads(row["content"])
    saved = int(row["revision"])
    changed = _merge(content, answers, revision, saved)
    if not changed and progress in (None, row["progress"]):
        return saved
    saved += 1
    content["changed"].update(dict.fromkeys(changed, saved))
    kept = start_of(local_day(now)) if row["is_anonymous"] else now
    tx.execute(
        "UPDATE response SET content = $2, revision = $3, updated = $4, progress = $5 "
        "WHERE id = $1",
        [
            id, dump_content(content["answers"], content["changed"]), saved, kept,
            row["progress"] if progress is None else progress,
        ],
    )  # fmt: skip
    if changed and not row["is_anonymous"]:
        add_event(
            tx, name=Happening.DRAFT_SAVED, subject=id, now=now, actor=viewer.name,
            role=viewer.role, detail={"questions": list(changed), "revision": saved},
        )  # fmt: skip
    return saved


def _merge(
    content: dict[str, Any], answers: Mapping[str, Json], revision: int, stored: int
) -> list[str]:
    """Put the new answers in place; returns the questions whose answer is another now."""
    standing: dict[str, Json] = content["answers"]
    changed = []
    for question, given in answers.items():
        answer = clean_json(given)
        if standing.get(question) == answer and type(standing.get(question)) is type(answer):
            continue
        if revision != stored and content["changed"].get(question, 0) > revision:
            raise StaleDraftError(question, standing.get(question))
        if answer is None:
            del standing[question]
        else:
            standing[question] = answer
        changed.append(question)
    return changed


def _get_kind(tx: Transaction, form: str, version: str) -> str:
    row = tx.one("SELECT kind FROM form_version WHERE form = $1 AND version = $2", [form, version])
    if row is None:
        raise NotFoundError("form", f"{form} {version}")
    return str(row["kind"])


def _take_seat(tx: Transaction, response: Response) -> str:
    """The id of the response that stands for this organisation in this cycle, or ""."""
    if not response.organisation or not response.round:
        return ""
    seat = tx.one(
        "SELECT co.response FROM cycle c LEFT JOIN cycle_organisation co "
        "ON co.cycle = c.id AND co.organisation = $2 WHERE c.id = $1",
        [response.round, response.organisation],
    )
    if seat is None:  # a campaign: any number of responses
        return ""
    if seat["response"] is not None:
        return str(seat["response"])
    taken = tx.query(
        "UPDATE cycle_organisation SET response = $3 "
        "WHERE cycle = $1 AND organisation = $2 RETURNING response",
        [response.round, response.organisation, response.id],
    )
    if not taken:
        raise NotFoundError("organisation in this cycle", response.organisation)
    return ""


def _insert(tx: Transaction, response: Response, kind: str, now: datetime) -> None:
    is_anonymous = kind == VOICE_KIND
    day = local_day(now)
    kept = start_of(day) if is_anonymous else now
    tx.execute(
        """INSERT INTO response (id, form, form_version, kind, is_anonymous, round,
            organisation, slice, status, revision, language, started, updated, submitted,
            receipt, late, author, progress, content)
        VALUES ($1, $2, $3, $4, $5, $6, $7,
            COALESCE((SELECT o.type FROM organisation o WHERE o.id = $7), ''),
            $8, 0, $9, $10, $11, NULL, '', FALSE, $12, 0, $13)""",
        [
            response.id, response.form, response.form_version, kind, is_anonymous,
            response.round, "" if is_anonymous else response.organisation,
            Status.IN_PROGRESS, response.language, day, kept,
            "" if is_anonymous else response.author,
            dump_content(clean_answers(response.answers), {}),
        ],
    )  # fmt: skip
    subject = response.round if is_anonymous else response.id
    add_event(
        tx, name=Happening.RESPONSE_STARTED, subject=subject, now=now, actor=response.author,
        role="", is_day_only=is_anonymous,
    )  # fmt: skip


def _nameable(viewer: Viewer, first_parameter: int) -> tuple[str, list[object]]:
    """The condition on organisation `o` under which the viewer may see its name."""
    if viewer.can(Permission.READ_RESPONSES):
        return "TRUE", []
    if viewer.can(Permission.READ_OWN):
        return f"o.id = ANY(${first_parameter}::TEXT[])", [sorted(viewer.organisations)]
    return "FALSE", []


def _return(row: Row) -> Return:
    if row["response"] is not None:
        status = row["status"]
    else:
        status = Status.NOT_STARTED if row["exempt_reason"] is None else Status.EXEMPT
    submitted = row["submitted"]
    return Return(
        organisation=row["organisation"],
        name=row["name"],
        type=row["type"],
        status=str(status),
        late=bool(row["late"]),
        response=row["response"] or "",
        submitted=submitted.isoformat() if submitted else "",
        progress=100 if submitted else row["progress"],
        locality=row["locality"],
        phase=row["phase"],
        trust=row["trust"],
    )
