"""Files kept with a response: their bytes beside everything else, never on a web path.

What a person uploaded is never run, and only ever given out as a download to those who
may read the response.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from db.access import visible
from db.connection import Transaction, clean_text
from db.errors import NotFoundError
from db.response_rows import get_own_row
from forms.model import Json
from scrutiny.access import Viewer

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class File:
    """One kept file; `kind` is the media type that the browser named."""

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
) -> Json:
    """Keep a file with a draft; returns what the answer then holds of it."""
    get_own_row(tx, response, viewer)
    id = secrets.token_hex(12)
    kept = clean_text(name)[-LONGEST_NAME:] or "file"
    tx.execute(
        "INSERT INTO file (id, response, name, kind, content, added) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [id, response, kept, clean_text(kind), content, now],
    )
    return {"id": id, "name": kept, "size": len(content), "type": clean_text(kind)}


def get_file(tx: Transaction, id: str, *, viewer: Viewer) -> File:
    """One file; raises NotFoundError also when the viewer may not know of it."""
    condition, params = visible(viewer, "r", 2)
    row = tx.one(
        "SELECT f.id, f.response, f.name, f.kind, f.content FROM file f "
        f"JOIN response r ON r.id = f.response WHERE f.id = $1 AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("file", id)
    return File(**{**row, "content": bytes(row["content"])})
