"""Half-typed answers to a step of an activity: each person's own, gone once it is taken.

What somebody has typed is kept under who they are, so that a reload or another device finds
it, and nobody else does. It is no record: what was not touched for `KEPT` is thrown away.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from db.access import require
from db.connection import Transaction
from db.days import local_day
from db.response_rows import clean_answers, dump_json
from db.step_files import forget_stale_files
from forms.model import Answers, Json
from scrutiny.access import Permission, Viewer, writer_of

#: How long an untouched draft is kept.
KEPT = timedelta(days=90)
_MAY = (Permission.TAKE_STEPS, Permission.RUN_ACTIVITIES, Permission.TELL_USE)


def save_step_draft(
    tx: Transaction,
    *,
    activity: str,
    step: str,
    answers: Answers,
    viewer: Viewer,
    now: datetime,
    part: str = "",
) -> None:
    """Keep changed answers with what the viewer has typed before; None takes one away.

    `activity` and `step` are any two words that name the place: for a beginning "begin"
    and the mechanism. Nothing typed leaves nothing behind.
    """
    require(viewer, *_MAY, to="take a step")
    place = [activity, step, part, writer_of(viewer)]
    before = find_step_draft(tx, activity=activity, step=step, viewer=viewer, part=part)
    kept = clean_answers({**before, **answers})
    if not kept:
        _forget(tx, place)
        return
    tx.execute(
        "INSERT INTO step_draft (activity, step, part, writer, content, day) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (activity, step, part, writer) "
        "DO UPDATE SET content = excluded.content, day = excluded.day",
        [*place, dump_json(kept), local_day(now)],
    )


def find_step_draft(
    tx: Transaction, *, activity: str, step: str, viewer: Viewer, part: str = ""
) -> dict[str, Json]:
    """What the viewer has typed so far, by question; empty when nothing is kept."""
    row = tx.one(
        "SELECT content FROM step_draft "
        "WHERE activity = $1 AND step = $2 AND part = $3 AND writer = $4",
        [activity, step, part, writer_of(viewer)],
    )
    return dict(json.loads(row["content"])) if row else {}


def forget_step_draft(
    tx: Transaction, *, activity: str, step: str, viewer: Viewer, part: str = ""
) -> None:
    """Throw away what the viewer had typed, once it is recorded."""
    require(viewer, *_MAY, to="take a step")
    _forget(tx, [activity, step, part, writer_of(viewer)])


def forget_stale_drafts(tx: Transaction, *, now: datetime) -> None:
    """Throw away what nobody has touched for a long time, with the files that came with it."""
    tx.execute("DELETE FROM step_draft WHERE day < $1", [local_day(now) - KEPT])
    forget_stale_files(tx, before=now - KEPT)


def _forget(tx: Transaction, place: list[str]) -> None:
    tx.execute(
        "DELETE FROM step_draft WHERE activity = $1 AND step = $2 AND part = $3 AND writer = $4",
        place,
    )
