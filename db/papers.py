"""Documents of the partnership: found and listed for those who may read them.

They are drafted and edited in paper_drafts.py, approved and sent out in paper_life.py, and
worked on by the steps of activities in paper_works.py.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from db.access import require
from db.connection import Row, Transaction
from db.paper_drafts import (
    LONGEST,
    add_papers,
    draft_paper,
    find_open_paper,
    find_paper,
    list_acts_for,
    list_versions,
    list_writers,
    replace_parts,
    save_paper,
    take_back_version,
)
from db.paper_life import (
    approve_paper,
    issue_paper,
    present_paper,
    publish_paper,
    send_back,
    send_for_approval,
    withdraw_paper,
)
from db.paper_rows import (
    PaperRow,
    get_issued_paper,
    get_paper_row,
    published_paper,
    read_approvals,
    read_approvers,
    to_paper,
    visible_paper,
)
from db.paper_works import (
    approve_for_part,
    approve_for_step,
    draft_for_step,
    issue_for_step,
    present_for_step,
    publish_for_step,
    reopen_for_step,
    write_for_step,
)
from scrutiny.access import Permission, Viewer
from scrutiny.approval import find_part, is_by_each
from scrutiny.paper import CopyPart, Paper, PaperCopy, PaperState
from scrutiny.paper_life import is_approver
from scrutiny.publishing import Published, for_public, holds_words, reads_as_public

__all__ = [
    "LONGEST", "PaperRow", "add_papers", "approve_for_part", "approve_for_step", "approve_paper",
    "draft_for_step", "draft_paper", "find_open_paper", "find_paper", "get_issued_paper",
    "get_paper", "issue_for_step", "issue_paper", "list_acts_for", "list_copies", "list_papers",
    "list_published", "list_versions", "list_waiting", "list_writers", "present_for_step",
    "present_paper", "publish_for_step", "publish_paper", "reopen_for_step", "replace_parts",
    "save_paper", "send_back", "send_for_approval", "take_back_version", "withdraw_paper",
    "write_for_step",
]  # fmt: skip


def get_paper(tx: Transaction, id: str, *, viewer: Viewer) -> Paper:
    """One document that the viewer may read; raises NotFoundError.

    Whoever reads it as the public does learns no name of who wrote or agreed it.
    """
    paper = get_paper_row(tx, id, viewer)
    return for_public(paper) if reads_as_public(viewer) else paper


def list_papers(
    tx: Transaction,
    *,
    viewer: Viewer,
    activity: str = "",
    states: Collection[PaperState] = (),
    template: str = "",
    is_published: bool = False,
) -> list[PaperRow]:
    """The documents that the viewer may read, the last written first.

    Whoever reads them as the public does learns no name of who wrote or agreed them.
    """
    condition, params = visible_paper(viewer, "p", 5)
    rows = tx.query(
        "SELECT p.id, p.template, p.title, p.state, p.activity, p.plan, p.version, p.written_by, "
        "p.written, p.approved_by, p.approved_on, p.issued_on, p.published_on, p.sensitivity, "
        "p.approvers, p.approvals, coalesce(b.reference, '') AS reference, "
        "coalesce(b.mechanism, '') AS mechanism, coalesce(b.title, '') AS activity_title "
        "FROM paper p LEFT JOIN activity b ON b.id = p.activity "
        "WHERE ($1 = '' OR p.activity = $1) AND (cardinality($2::TEXT[]) = 0 "
        "OR p.state = ANY($2::TEXT[])) AND ($3 = '' OR p.template = $3) "
        f"AND (NOT $4::BOOLEAN OR p.published_on IS NOT NULL) AND {condition} "
        "ORDER BY p.written DESC NULLS LAST, p.id",
        [activity, sorted(states), template, is_published, *params],
    )
    listed = [_paper_row(row) for row in rows]
    if reads_as_public(viewer):
        return [replace(row, written_by="", approved_by="", approvals=()) for row in listed]
    return listed


def list_published(tx: Transaction, *, viewer: Viewer, wanted: str = "") -> list[Published]:
    """What is published, the latest first; `wanted` narrows it to those with all its words."""
    condition, params = visible_paper(viewer, "p", 1)
    rows = tx.query(
        "SELECT p.*, coalesce(b.mechanism, '') AS mechanism "
        "FROM paper p LEFT JOIN activity b ON b.id = p.activity "
        f"WHERE {published_paper('p')} AND {condition} ORDER BY p.published_on DESC, p.title, p.id",
        params,
    )
    found = (row for row in rows if not wanted.strip() or holds_words(to_paper(row), wanted))
    return [
        Published(row["id"], row["title"], row["template"], row["mechanism"], row["published_on"])
        for row in found
    ]


def list_waiting(tx: Transaction, *, viewer: Viewer) -> list[PaperRow]:
    """What waits for the viewer: to be approved by them, or their own drafts to be finished."""
    open_states = (PaperState.DRAFT, PaperState.FOR_APPROVAL, PaperState.APPROVED)
    rows = list_papers(tx, viewer=viewer, states=open_states)
    wrote = _written_by(tx, viewer.name)
    return [row for row in rows if _waits_for(tx, row, viewer, wrote)]


def list_copies(tx: Transaction, *, id: str, viewer: Viewer) -> list[PaperCopy]:
    """Who got a copy of a document, for those who write or approve documents."""
    require(
        viewer, Permission.WRITE_DOCUMENTS, Permission.APPROVE_DOCUMENTS, to="see who got a copy"
    )
    get_paper_row(tx, id, viewer)
    rows = tx.query(
        "SELECT recipient, email, acts_for, part, day FROM paper_copy WHERE paper = $1 "
        "ORDER BY day, part DESC, recipient",
        [id],
    )
    return [
        PaperCopy(
            row["recipient"], row["email"], row["acts_for"], CopyPart(row["part"]), row["day"]
        )
        for row in rows
    ]


def _waits_for(tx: Transaction, row: PaperRow, viewer: Viewer, wrote: frozenset[str]) -> bool:
    if row.state is PaperState.FOR_APPROVAL:
        acts_for = list_acts_for(tx, row.activity)
        is_theirs = is_approver(row.approvers, viewer, acts_for) and (
            not is_by_each(row.approvers)
            or bool(find_part(row.approvers, row.approvals, acts_for, viewer))
        )
        return row.id not in wrote and is_theirs
    return viewer.can(Permission.WRITE_DOCUMENTS) and row.id in wrote


def _written_by(tx: Transaction, name: str) -> frozenset[str]:
    if not name:
        return frozenset()
    rows = tx.query("SELECT DISTINCT paper FROM paper_version WHERE written_by = $1", [name])
    return frozenset(row["paper"] for row in rows)


def _paper_row(row: Row) -> PaperRow:
    return PaperRow(
        **{
            **row,
            "state": PaperState(row["state"]),
            "approvers": read_approvers(row["approvers"]),
            "approvals": read_approvals(row["approvals"]),
        }
    )
