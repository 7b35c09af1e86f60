"""Documents as rows: how one is kept and read again, and who may know of it."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from db.access import Condition, visible_activity
from db.connection import Row, Transaction
from db.errors import NotFoundError
from scrutiny.access import Permission, Viewer
from scrutiny.mechanism import Publication
from scrutiny.paper import (
    FROZEN,
    Approval,
    Approver,
    Paper,
    PaperState,
    dump_content,
    with_content,
)

COLUMNS = (
    "id", "template", "title", "state", "activity", "plan", "meeting", "subject", "addressee",
    "version", "sensitivity", "content", "written_by", "written", "approved_by", "approved_on",
    "approval_note", "issued_on", "seal", "may_publish", "published_by", "published_on",
    "publication_reason", "approvers", "publication", "is_restricted", "revision",
    "presented_on", "approvals",
)  # fmt: skip
_PLAIN = (
    "id", "template", "activity", "plan", "meeting", "subject", "version", "sensitivity",
    "written_by", "approved_by", "approved_on", "approval_note", "issued_on", "seal",
    "may_publish", "published_by", "published_on", "publication_reason", "is_restricted",
    "revision", "presented_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One document in a list; `reference` and `mechanism` are of its activity."""

    id: str
    template: str
    title: str
    state: PaperState
    activity: str
    plan: str
    version: int
    written_by: str
    written: datetime | None
    approved_by: str
    approved_on: date | None
    issued_on: date | None
    published_on: date | None
    sensitivity: str
    approvers: tuple[Approver, ...] = ()
    approvals: tuple[Approval, ...] = ()
    reference: str = ""
    mechanism: str = ""
    activity_title: str = ""


def visible_paper(viewer: Viewer, alias: str, first_parameter: int) -> Condition:
    """The condition on the document `alias` under which the viewer may read it.

    Its writers see it in every state, who has to approve it from when it is sent to them,
    those who see its activity once it is frozen, who got a copy once it was issued, the
    members of a group what their group got, and everybody what is published.
    """
    params: list[object] = []
    frozen = _frozen(alias)
    reach, more = _in_reach(viewer, alias, first_parameter)
    params += more
    conditions = [published_paper(alias)]
    if viewer.can(Permission.WRITE_DOCUMENTS):
        conditions.append(reach)
    if viewer.can(Permission.READ_ACTIVITIES):
        conditions.append(f"({frozen} AND {reach})")
    params.append(json.dumps(viewer.role))
    role = f"${first_parameter + len(params) - 1}"
    places = sorted(viewer.organisations - {""})
    near = reach if places else "TRUE"
    conditions.append(
        f"({alias}.state NOT IN ('{PaperState.DRAFT}', '{PaperState.WITHDRAWN}') "
        f"AND strpos({alias}.approvers, {role}::TEXT) > 0 AND {near})"
    )
    if places:
        params.append(places)
        own = f"= ANY(${first_parameter + len(params) - 1}::TEXT[])"
        conditions.append(f"({frozen} AND {_has_copy(alias, own)})")
    if viewer.person and viewer.can(Permission.READ_MEETINGS):
        params.append(viewer.person)
        member = _GROUPS_OF.format(f"${first_parameter + len(params) - 1}")
        conditions.append(f"({frozen} AND {_has_copy(alias, member)})")
    return f"({' OR '.join(conditions)})", params


def published_paper(alias: str) -> str:
    """The condition under which anybody at all may read the document `alias`."""
    return f"({alias}.published_on IS NOT NULL AND {_frozen(alias)})"


def _frozen(alias: str) -> str:
    return f"{alias}.state IN ({_listed(FROZEN)})"


def _in_reach(viewer: Viewer, alias: str, first_parameter: int) -> Condition:
    """Whether the viewer sees its activity, or, where it has none, all activities."""
    condition, params = visible_activity(viewer, "a", first_parameter)
    alone = "TRUE" if viewer.can(Permission.READ_ACTIVITIES) else "FALSE"
    return (
        f"(({alias}.activity = '' AND {alone}) OR EXISTS ("
        f"SELECT 1 FROM activity a WHERE a.id = {alias}.activity AND {condition}))"
    ), params


#: The groups that somebody on the people register is a member of, by their e-mail address.
_GROUPS_OF = (
    "IN (SELECT g.for_group FROM group_member g JOIN person p ON lower(p.email) = lower(g.email) "
    "WHERE p.id = {} AND (g.starts IS NULL OR g.starts <= current_date) "
    "AND (g.ended IS NULL OR g.ended > current_date))"
)


def _has_copy(alias: str, places: str) -> str:
    """Whether an organisation or group of those got a copy, or met to consider it."""
    return (
        f"(EXISTS (SELECT 1 FROM paper_copy c WHERE c.paper = {alias}.id "
        f"AND c.acts_for {places}) OR EXISTS (SELECT 1 FROM meeting m "
        f"WHERE m.id = {alias}.meeting AND m.for_group {places}))"
    )


def _listed(states: frozenset[PaperState]) -> str:
    return ", ".join(f"'{state}'" for state in sorted(states))


def get_paper_row(tx: Transaction, id: str, viewer: Viewer) -> Paper:
    """One document that the viewer may read; raises NotFoundError."""
    condition, params = visible_paper(viewer, "p", 2)
    row = tx.one(f"SELECT p.* FROM paper p WHERE p.id = $1 AND {condition}", [id, *params])
    if row is None:
        raise NotFoundError("document", id)
    return to_paper(row)


def to_paper(row: Row) -> Paper:
    """The document in a row."""
    paper = Paper(
        **{name: row[name] for name in _PLAIN},
        title=row["title"],
        parts=(),
        state=PaperState(row["state"]),
        written_at=row["written"],
        publication=Publication(row["publication"]),
        approvers=read_approvers(row["approvers"]),
        approvals=read_approvals(row["approvals"]),
    )
    return with_content(paper, row["content"])


def to_values(paper: Paper) -> dict[str, object]:
    """The columns and values in which a document is kept."""
    return {name: getattr(paper, name) for name in _PLAIN} | {
        "title": paper.title,
        "addressee": paper.addressee,
        "state": str(paper.state),
        "content": dump_content(paper),
        "written": paper.written_at,
        "publication": str(paper.publication),
        "approvers": dump_approvers(paper.approvers),
        "approvals": dump_approvals(paper.approvals),
    }


def dump_approvers(approvers: tuple[Approver, ...]) -> str:
    """Who has to approve it as JSON, in which a role stands in quotation marks."""
    listed = [
        {
            "label": each.label, "held_by": list(each.held_by), "of": each.of,
            "is_each": each.is_each,
        }
        for each in approvers
    ]  # fmt: skip
    return json.dumps(listed, ensure_ascii=False)


def read_approvers(text: str) -> tuple[Approver, ...]:
    """Who has to approve it, from JSON."""
    listed: list[dict[str, Any]] = json.loads(text)
    return tuple(
        Approver(each["label"], tuple(each["held_by"]), each["of"], each.get("is_each", False))
        for each in listed
    )


def dump_approvals(approvals: tuple[Approval, ...]) -> str:
    """The approvals that were given so far, as JSON."""
    listed = [[each.acts_for, each.by, each.on.isoformat(), each.note] for each in approvals]
    return json.dumps(listed, ensure_ascii=False)


def read_approvals(text: str) -> tuple[Approval, ...]:
    """The approvals that were given so far, from JSON."""
    return tuple(
        Approval(acts_for, by, date.fromisoformat(on), note)
        for acts_for, by, on, note in json.loads(text)
    )


def get_issued_paper(tx: Transaction, id: str) -> Paper:
    """A document for the bearer of its signed link; raises NotFoundError for a restricted one.

    Only for what has checked the link.
    """
    row = tx.one(
        f"SELECT * FROM paper p WHERE p.id = $1 AND NOT p.is_restricted AND {_frozen('p')}",
        [id],
    )
    if row is None:
        raise NotFoundError("document", id)
    return to_paper(row)
