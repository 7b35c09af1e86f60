"""Comments on one answer of a return: a reviewer writes, and the setting answers.

Whoever may read the return may read them; nobody else knows of them.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from db.access import may_answer, require_questions, visible
from db.connection import Row, Transaction
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening, add_event
from db.response_rows import SELECT_FULL
from scrutiny.access import Permission, Viewer

LONGEST = 2000


class Kind(StrEnum):
    """What a comment is for; the setting's own is an answer."""

    COMMENT = "comment"
    SUPPORT = "support"
    CHALLENGE = "challenge"
    ANSWER = "answer"


KIND_LABELS = {
    Kind.COMMENT: "Comment",
    Kind.SUPPORT: "Support",
    Kind.CHALLENGE: "Challenge",
    Kind.ANSWER: "Answer",
}


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote beside an answer."""

    id: str
    response: str
    question: str
    kind: Kind
    text: str
    author: str
    written: datetime


def add_comment(
    tx: Transaction,
    *,
    response: str,
    question: str,
    text: str,
    kind: Kind = Kind.COMMENT,
    viewer: Viewer,
    now: datetime,
) -> Comment:
    """Write beside one answer: a reviewer anywhere in what was sent, the setting in reply.

    Raises NotFoundError, NotAllowedError for any other reader, and StepRefusedError for no
    words, or for an answer to nothing.
    """
    row = _get_row(tx, response, viewer)
    words = text.strip()[:LONGEST]
    if not words:
        raise StepRefusedError("Write something first.")
    if viewer.can(Permission.MODERATE) and kind is not Kind.ANSWER:
        author = viewer.name
    elif may_answer(viewer, row):
        require_questions(viewer, [question])
        kind, author = Kind.ANSWER, viewer.name
        if not _has_comment(tx, response, question):
            raise StepRefusedError("There is no comment here to answer.")
    else:
        raise NotAllowedError("write beside an answer")
    id = f"{time.time_ns():016x}{secrets.token_hex(4)}"  # sorts as it was written
    added = Comment(id, response, question, kind, words, author, now)
    tx.insert_many(
        "comment",
        ("id", "response", "question", "kind", "text", "author", "written"),
        [(added.id, response, question, kind, words, author, now)],
    )
    add_event(
        tx, name=Happening.COMMENT_WRITTEN, subject=response, now=now, actor=viewer.name,
        role=viewer.role, detail={"question": question, "kind": kind},
    )  # fmt: skip
    return added


def list_comments(tx: Transaction, *, response: str, viewer: Viewer) -> list[Comment]:
    """All comments of a return by question, oldest first; empty where none may be read."""
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        "SELECT m.* FROM comment m JOIN response r ON r.id = m.response "
        f"WHERE m.response = $1 AND {condition} ORDER BY m.written, m.id",
        [response, *params],
    )
    own = viewer.questions  # a contributor sees those on their own sections alone
    return [
        Comment(**{**row, "kind": Kind(row["kind"])})
        for row in rows if own is None or row["question"] in own
    ]  # fmt: skip


def _get_row(tx: Transaction, response: str, viewer: Viewer) -> Row:
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        f"{SELECT_FULL} WHERE r.id = $1 AND NOT r.is_anonymous AND {condition}",
        [response, *params],
    )
    if row is None:
        raise NotFoundError("response", response)
    return row


def _has_comment(tx: Transaction, response: str, question: str) -> bool:
    found = tx.one(
        "SELECT id FROM comment WHERE response = $1 AND question = $2 AND kind <> $3 LIMIT 1",
        [response, question, Kind.ANSWER],
    )
    return found is not None
