"""Files that came with a step of an activity: kept while it is half-typed, then with its taking.

Until the step is taken they are whoever's put them there; then whoever may see the activity
may have them. Their names go into no event and no audit log, which outlive them.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from db.access import require, visible_activity
from db.activity_rows import find_activity
from db.connection import Transaction, clean_text
from db.errors import NotFoundError, StepRefusedError
from forms.model import Answers, Json, Question
from scrutiny.access import Permission, Viewer, writer_of
from scrutiny.evidence import Scan, plain_name

#: Where an activity is only about to begin, this stands for it, and its mechanism for the step.
BEGIN = "begin"
#: So many files a person keeps with one half-typed step.
MOST = 20
_MAY = (Permission.TAKE_STEPS, Permission.RUN_ACTIVITIES)


@dataclass(frozen=True, slots=True)
class StepFile:
    """One kept file with its bytes."""

    id: str
    name: str
    content: bytes


def add_step_file(
    tx: Transaction,
    *,
    activity: str,
    step: str,
    name: str,
    kind: str,
    content: bytes,
    scan: Scan,
    viewer: Viewer,
    now: datetime,
) -> Json:
    """Keep a file with a half-typed step; returns what the answer then holds of it.

    Raises NotFoundError when the viewer may not see the activity, StepRefusedError beyond MOST.
    """
    require(viewer, *_MAY, to="take a step")
    if activity != BEGIN:
        find_activity(tx, activity, viewer)
    place = [activity, step, writer_of(viewer)]
    held = tx.query(
        "SELECT id FROM step_file WHERE activity = $1 AND step = $2 AND writer = $3 "
        "AND taking IS NULL",
        place,
    )
    if len(held) >= MOST:
        raise StepRefusedError(f"There are {MOST} files already. Take one out, then add this one.")
    id, kept = secrets.token_hex(12), clean_text(plain_name(name))
    tx.execute(
        "INSERT INTO step_file (id, activity, step, part, writer, taking, name, kind, content, "
        "added, scan) VALUES ($1, $2, $3, '', $4, NULL, $5, $6, $7, $8, $9)",
        [id, *place, kept, clean_text(kind), content, now, scan],
    )
    return {"id": id, "name": kept, "size": len(content), "type": clean_text(kind)}


def get_step_file(tx: Transaction, id: str, *, viewer: Viewer) -> StepFile:
    """One file; raises NotFoundError also when the viewer may not know of it."""
    condition, params = visible_activity(viewer, "a", 3)
    row = tx.one(
        "SELECT f.id, f.name, f.content FROM step_file f LEFT JOIN activity a "
        "ON a.id = f.activity WHERE f.id = $1 AND ((f.taking IS NULL AND f.writer = $2) "
        f"OR (f.taking IS NOT NULL AND a.id IS NOT NULL AND {condition}))",
        [id, writer_of(viewer), *params],
    )
    if row is None:
        raise NotFoundError("file", id)
    return StepFile(row["id"], row["name"], bytes(row["content"]))


def keep_files(
    tx: Transaction,
    *,
    asks: tuple[Question, ...],
    answers: Answers,
    place: tuple[str, str],
    activity: str,
    number: int,
    viewer: Viewer,
    part: str = "",
) -> None:
    """Let the files of a step that is taken belong to its taking, and forget the others.

    `place` is the activity and step under which they were put. Raises StepRefusedError where
    one is not there any more, or is somebody else's.
    """
    if not any(question.type == "file" for question in asks):
        return
    named, writer = set(_list_named(asks, answers)), writer_of(viewer)
    rows = tx.query(
        "SELECT id FROM step_file WHERE activity = $1 AND step = $2 AND writer = $3 "
        "AND taking IS NULL",
        [*place, writer],
    )
    held = {row["id"] for row in rows}
    again = tx.query(  # a step that is taken anew may keep what came with it before
        "SELECT id FROM step_file WHERE activity = $1 AND taking IS NOT NULL", [activity]
    )
    if named - held - {row["id"] for row in again}:
        raise StepRefusedError("A file is not there any more. Take it out and add it again.")
    tx.execute(
        "UPDATE step_file SET activity = $2, taking = $3, part = $4 WHERE id = ANY($1::TEXT[])",
        [sorted(named & held), activity, number, part],
    )
    tx.execute("DELETE FROM step_file WHERE id = ANY($1::TEXT[])", [sorted(held - named)])


def forget_stale_files(tx: Transaction, *, before: datetime) -> None:
    """Throw away what was put with a step that nobody took."""
    tx.execute("DELETE FROM step_file WHERE taking IS NULL AND added < $1", [before])


def _list_named(asks: tuple[Question, ...], answers: Answers) -> Iterator[str]:
    """The ids of the files that the answers hold."""
    for question in asks:
        value = answers.get(question.id) if question.type == "file" else None
        for file in value if isinstance(value, list) else ():
            if isinstance(file, dict):
                yield str(file.get("id", ""))
