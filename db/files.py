"""Files kept with a response: their bytes beside everything else, never on a web path.

What a person uploaded is never run, and only ever given out as a download to those who
may read the response.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from db.access import may_answer, visible
from db.connection import Row, Transaction, clean_text
from db.errors import NotFoundError
from db.response_rows import get_own_row
from forms.model import Json
from scrutiny.access import Permission, Viewer
from scrutiny.evidence import Scan
from scrutiny.response import OPEN

LONGEST_NAME = 200
#: When a response `r` was sent last before it was opened again.
LAST_SENT = "(SELECT max(e.sent) FROM earlier_submission e WHERE e.response = r.id)"


@dataclass(frozen=True, slots=True)
class File:
    """One kept file; `kind` is its media type."""

    id: str
    response: str
    name: str
    kind: str
    content: bytes


def add_file(
    tx: Transaction,
    *,
    response: str,
    name: str,
    kind: str,
    content: bytes,
    viewer: Viewer,
    now: datetime,
    scan: Scan = Scan.NOT_SCANNED,
) -> Json:
    """Keep a file with a draft; returns what the answer then holds of it."""
    get_own_row(tx, response, viewer)
    id = secrets.token_hex(12)
    kept = clean_text(name)[-LONGEST_NAME:] or "file"
    tx.execute(
        "INSERT INTO file (id, response, name, kind, content, added, scan) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [id, response, kept, clean_text(kind), content, now, scan],
    )
    return {"id": id, "name": kept, "size": len(content), "type": clean_text(kind)}


def get_file(tx: Transaction, id: str, *, viewer: Viewer) -> File:
    """One file; raises NotFoundError also when the viewer may not know of it."""
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        "SELECT f.name, f.kind AS media_type, f.content, f.added, f.supports, r.id, r.status, "
        "r.submitted, r.is_anonymous, r.kind, r.author, r.organisation, "
        f"{LAST_SENT} AS sent "
        f"FROM file f JOIN response r ON r.id = f.response WHERE f.id = $1 AND {condition}",
        [id, *params],
    )
    if row is None or not is_given(row, viewer):
        raise NotFoundError("file", id)
    return File(id, row["id"], row["name"], row["media_type"], bytes(row["content"]))


def is_given(row: Row, viewer: Viewer) -> bool:
    """Whether a file of a response that the viewer may read is theirs to see as well.

    While a return is being changed, the partnership sees what came with what was sent last.
    """
    if row["submitted"] is None or row["status"] not in OPEN:
        return True
    if not viewer.can(Permission.READ_RESPONSES) or may_answer(viewer, row):
        return True
    return row["sent"] is not None and row["added"] <= row["sent"]
