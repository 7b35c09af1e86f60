"""Last year's answers that were taken over and wait to be confirmed, question by question.

They stand beside the draft and not in it: an answer counts once somebody has confirmed it.
"""

from __future__ import annotations

import json
from datetime import datetime

from db.access import may_answer, require_questions
from db.connection import Transaction
from db.response_rows import SELECT_FULL, clean_json, dump_json, get_own_row
from db.responses import save_draft
from forms.model import Json
from scrutiny.access import Viewer


def carry_answer(
    tx: Transaction, *, response: str, question: str, value: Json, viewer: Viewer
) -> None:
    """Lay last year's answer beside a question, to be confirmed; a second time is nothing."""
    drop_carried(tx, response=response, question=question, viewer=viewer)
    tx.insert_many(
        "carried_answer",
        ("response", "question", "value"),
        [(response, question, dump_json(clean_json(value)))],
    )


def list_carried(tx: Transaction, *, response: str, viewer: Viewer) -> dict[str, Json]:
    """What waits to be confirmed in a draft, by question; nothing for who only reads it."""
    row = tx.one(f"{SELECT_FULL} WHERE r.id = $1", [response])
    if row is None or not may_answer(viewer, row):
        return {}
    rows = tx.query(
        "SELECT question, value FROM carried_answer WHERE response = $1 ORDER BY question",
        [response],
    )
    return {row["question"]: json.loads(row["value"]) for row in rows}


def confirm_carried(
    tx: Transaction, *, response: str, question: str, revision: int, viewer: Viewer, now: datetime
) -> int:
    """Make what waits the answer; returns the draft's revision.

    Nothing happens where somebody else has confirmed or refused it meanwhile. Raises
    StaleDraftError when the question was answered since `revision`.
    """
    waiting = list_carried(tx, response=response, viewer=viewer)
    if question not in waiting:
        return revision
    drop_carried(tx, response=response, question=question, viewer=viewer)
    return save_draft(
        tx, id=response, answers={question: waiting[question]}, revision=revision,
        viewer=viewer, now=now,
    )  # fmt: skip


def drop_carried(tx: Transaction, *, response: str, question: str, viewer: Viewer) -> None:
    """Do not use what waits."""
    get_own_row(tx, response, viewer)
    require_questions(viewer, [question])
    tx.execute(
        "DELETE FROM carried_answer WHERE response = $1 AND question = $2", [response, question]
    )
