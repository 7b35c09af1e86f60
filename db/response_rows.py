"""How a response stands in its tables, shared by reading and submitting."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from db.access import may_answer, visible
from db.connection import Row, Transaction, clean_text
from db.errors import AlreadySubmittedError, NotAllowedError, NotFoundError
from forms.model import Answers, Json
from scrutiny.access import Permission, Viewer
from scrutiny.life import RULES, Step
from scrutiny.response import EDITABLE, OPEN, Response, Status

#: A response without its content, which may be long; a condition on `r` follows.
SELECT = """SELECT r.id, r.form, r.form_version, r.round, r.organisation, r.status,
    r.revision, r.language, r.updated, r.submitted, r.receipt, r.late, r.author,
    r.reference FROM response r"""
#: A response with its content, which is NULL once it has been moved to `submission`.
SELECT_FULL = "SELECT r.* FROM response r"

#: The states from which a response may be sent.
SENDABLE = RULES[Step.SUBMIT].sources


def to_response(row: Row, answers: Answers) -> Response:
    """The response of a row, with its answers."""
    return Response(
        id=row["id"],
        form=row["form"],
        form_version=row["form_version"],
        round=row["round"],
        organisation=row["organisation"],
        status=Status(row["status"]),
        answers=answers,
        revision=row["revision"],
        language=row["language"],
        updated=row["updated"],
        submitted=row["submitted"],
        receipt=row["receipt"],
        late=row["late"],
        author=row["author"],
        reference=row["reference"] or "",
    )


def to_full_response(tx: Transaction, row: Row) -> Response:
    """The response of a row, with the answers of its draft, else those that were sent."""
    return to_response(row, json.loads(get_content(tx, row))["answers"])


def to_read_response(tx: Transaction, row: Row, viewer: Viewer) -> Response:
    """The same as the viewer may read it.

    While a return is being changed, the partnership reads what was sent last: a draft is
    its writer's own.
    """
    if row["submitted"] is None or row["status"] not in OPEN:
        return to_full_response(tx, row)
    if not viewer.can(Permission.READ_RESPONSES) or may_answer(viewer, row):
        return to_full_response(tx, row)
    sent = tx.one(
        "SELECT content FROM earlier_submission WHERE response = $1 ORDER BY number DESC LIMIT 1",
        [row["id"]],
    )
    return to_response(row, json.loads(sent["content"] if sent else EMPTY)["answers"])


def get_content(tx: Transaction, row: Row) -> str:
    """The JSON of a response: its answers, and at which revision each changed last."""
    if row["content"] is not None:
        return str(row["content"])
    sent = tx.one("SELECT content FROM submission WHERE response = $1", [row["id"]])
    return str(sent["content"]) if sent else EMPTY


def get_own_row(
    tx: Transaction, id: str, viewer: Viewer, *, states: Collection[Status] = EDITABLE
) -> Row:
    """The row of a response that the viewer may answer in, while it is in one of the states.

    Raises NotFoundError when they may not even read it, NotAllowedError when they may
    only read it, AlreadySubmittedError when it is locked.
    """
    row = tx.one(f"{SELECT_FULL} WHERE r.id = $1", [id])
    if row is None or not may_answer(viewer, row):
        condition, params = visible(viewer, "r", 2)
        if tx.one(f"{SELECT} WHERE r.id = $1 AND {condition}", [id, *params]) is None:
            raise NotFoundError("response", id)
        raise NotAllowedError("answer for this organisation")
    if Status(row["status"]) not in states or row["content"] is None:
        raise AlreadySubmittedError(id)
    return row


def dump_content(answers: Answers, changed: Mapping[str, int]) -> str:
    """The JSON of a response."""
    return dump_json({"answers": answers, "changed": changed})


def dump_json(value: Any) -> str:
    """JSON as it is kept: readable, and free of what a database refuses."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def clean_json(value: Json) -> Json:
    """The value with every text in it free of NUL and lone surrogates."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    if isinstance(value, dict):
        return {clean_text(key): clean_json(item) for key, item in value.items()}
    return value


def clean_answers(answers: Answers) -> dict[str, Json]:
    """A draft's answers with every text in them cleaned, and no empty place kept."""
    return {
        clean_text(question): clean_json(answer)
        for question, answer in answers.items()
        if answer is not None
    }


EMPTY = dump_content({}, {})
