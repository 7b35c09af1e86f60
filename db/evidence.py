"""Evidence files of a self-assessment: kept, listed and removed while it may be changed.

Their bytes stand among all other files (db/files.py); what makes one evidence is that it
`supports` a question, or "" for the whole return. Names of files go into no event and no
audit log, which outlive them: somebody may have named a child in one.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import secrets
from datetime import datetime

from db.access import require_questions, visible
from db.connection import Row, Transaction, clean_text
from db.errors import NotAllowedError, TooManyFilesError
from db.events import Happening, add_event
from db.files import LAST_SENT, is_given
from db.refusals import note_refused
from db.response_rows import get_own_row
from forms.model import Json
from scrutiny.access import NOBODY, Viewer
from scrutiny.audit import What
from scrutiny.evidence import EvidenceFile, Scan, plain_name

KIND = "self_assessment"


def add_evidence(
    tx: Transaction,
    *,
    response: str,
    name: str,
    kind: str,
    content: bytes,
    supports: str,
    scan: Scan,
    most: int,
    viewer: Viewer,
    now: datetime,
) -> EvidenceFile:
    """Keep a file with a return; raises TooManyFilesError beyond `most`."""
    row = _open(tx, response, viewer)
    require_questions(viewer, [supports])
    count = "SELECT count(*) AS n FROM file WHERE response = $1 AND supports IS NOT NULL"
    if tx.query(count, [response])[0]["n"] >= most:
        raise TooManyFilesError(most)
    id = secrets.token_hex(12)
    kept = clean_text(plain_name(name))
    tx.execute(
        "INSERT INTO file (id, response, name, kind, content, added, supports, scan) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        [id, response, kept, kind, content, now, clean_text(supports), scan],
    )
    detail: dict[str, Json] = {"file": id, "bytes": len(content), "scan": scan.value}
    _change(tx, row, Happening.EVIDENCE_ADDED, detail, viewer, now)
    return EvidenceFile(id, response, kept, len(content), supports, scan, now)


def list_evidence(tx: Transaction, *, response: str, viewer: Viewer) -> list[EvidenceFile]:
    """The files of a return, in the order they were added; none for who may not read it."""
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        f"""SELECT f.id AS file, f.name, octet_length(f.content) AS size, f.supports, f.scan,
            f.added, r.id, r.status, r.submitted, r.is_anonymous, r.kind, r.author,
            r.organisation, {LAST_SENT} AS sent
        FROM file f JOIN response r ON r.id = f.response
        WHERE r.id = $1 AND f.supports IS NOT NULL AND {condition} ORDER BY f.added, f.id""",
        [response, *params],
    )
    return [
        EvidenceFile(
            row["file"], row["id"], row["name"], row["size"], row["supports"], Scan(row["scan"]),
            row["added"],
        )
        for row in rows if is_given(row, viewer)
    ]  # fmt: skip


def remove_evidence(
    tx: Transaction, *, response: str, id: str, viewer: Viewer, now: datetime
) -> None:
    """Take a file away for good; one that is gone already is nothing."""
    row = _open(tx, response, viewer)
    found = tx.one(
        "SELECT supports FROM file WHERE id = $1 AND response = $2 AND supports IS NOT NULL",
        [id, response],
    )
    if found is None:
        return
    require_questions(viewer, [found["supports"]])
    tx.execute("DELETE FROM file WHERE id = $1", [id])
    _change(tx, row, Happening.EVIDENCE_REMOVED, {"file": id}, viewer, now)


def record_refusal(
    tx: Transaction, *, response: str, reason: str, viewer: Viewer, now: datetime
) -> None:
    """Record that a file was not kept, and why; of an anonymous voice the day alone."""
    row = get_own_row(tx, response, viewer)
    if row["is_anonymous"]:
        note_refused(tx, what=What.UPLOAD_REFUSED, viewer=NOBODY, now=now, subject=row["round"])
        return
    add_event(
        tx, name=Happening.FILE_REFUSED, subject=response, now=now, actor=viewer.name,
        role=viewer.role, detail={"reason": reason},
    )  # fmt: skip


def _open(tx: Transaction, response: str, viewer: Viewer) -> Row:
    row = get_own_row(tx, response, viewer)
    if row["is_anonymous"] or row["kind"] != KIND:
        raise NotAllowedError("keep evidence with this form")
    return row


def _change(
    tx: Transaction,
    row: Row,
    name: Happening,
    detail: dict[str, Json],
    viewer: Viewer,
    now: datetime,
) -> None:
    """The revision moves on, so that a file and a submission at once meet in the same row."""
    tx.execute("UPDATE response SET revision = $2 WHERE id = $1", [row["id"], row["revision"] + 1])
    add_event(
        tx, name=name, subject=row["id"], now=now, actor=viewer.name, role=viewer.role,
        detail=detail,
    )  # fmt: skip
