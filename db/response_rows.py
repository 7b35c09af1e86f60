"""How a response stands in its tables, shared by reading and submitting."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from typing import Any

from db.access import may_change, visible
from db.connection import Row, Transaction, clean_text
from db.errors import AlreadySubmittedError, NotAllowedError, NotFoundError
from forms.model import Answers, Json
from scrutiny.access import Viewer
from scrutiny.response import EDITABLE, Response, Status

#: A response with its draft, when it has one; a condition on `r` follows.
SELECT = """SELECT r.*, d.content, d.progress, d.revision AS draft_revision,
    d.updated AS draft_updated
    FROM response r LEFT JOIN draft d ON d.response = r.id"""

#: The states from which a response may be sent.
SENDABLE = EDITABLE | {Status.SIGNED_OFF}


def to_response(row: Row, answers: Answers) -> Response:
    """The response of a row, with its answers."""
    is_draft = row["draft_revision"] is not None
    return Response(
        id=row["id"],
        form=row["form"],
        form_version=row["form_version"],
        round=row["round"],
        organisation=row["organisation"],
        status=Status(row["status"]),
        answers=answers,
        revision=row["draft_revision"] if is_draft else row["revision"],
        language=row["language"],
        updated=row["draft_updated"] if is_draft else row["updated"],
        submitted=row["submitted"],
        receipt=row["receipt"],
        late=row["late"],
        author=row["author"],
    )


def to_full_response(tx: Transaction, row: Row) -> Response:
    """The response of a row, with the answers of its draft, else those that were sent."""
    if row["content"] is not None:
        return to_response(row, json.loads(row["content"])["answers"])
    sent = tx.one("SELECT answers FROM submission WHERE response = $1", [row["id"]])
    return to_response(row, json.loads(sent["answers"]) if sent else {})


def get_own_row(tx: Transaction, id: str, viewer: Viewer) -> Row:
    """The row of a response that the viewer may answer in, with its cycle's deadline.

    Raises NotFoundError when they may not even read it, NotAllowedError when they may
    only read it, AlreadySubmittedError when it is locked.
    """
    sees, see_params = visible(viewer, "r", 2)
    theirs, own_params = may_change(viewer, "r", 2 + len(see_params))
    row = tx.one(
        f"""SELECT r.*, d.content, d.progress, d.revision AS draft_revision,
            d.updated AS draft_updated, c.closes, c.extended_to,
            {sees} AS is_visible, {theirs} AS is_theirs
        FROM response r LEFT JOIN draft d ON d.response = r.id
        LEFT JOIN cycle c ON c.id = r.round WHERE r.id = $1""",
        [id, *see_params, *own_params],
    )
    if row is None or not (row["is_visible"] or row["is_theirs"]):
        raise NotFoundError("response", id)
    if not row["is_theirs"]:
        raise NotAllowedError("answer for this organisation")
    if Status(row["status"]) not in SENDABLE or row["content"] is None:
        raise AlreadySubmittedError(id)
    return row


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
