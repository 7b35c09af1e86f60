"""Findings of activities: what was seen, kept by those whose step keeps such things.

Those who run or read activities see every finding of the activities that they may see; an
organisation sees what is said to it while the activity goes on, and nothing of what is
still being weighed up.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from db.access import Condition, visible_activity
from db.activity_rows import find_activity, lock_activity, mechanism_of, tell
from db.connection import Row, Transaction, clean_text
from db.days import local_day
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening
from scrutiny.access import Permission, Viewer
from scrutiny.activity import Activity
from scrutiny.finding import (
    ANSWERED,
    SAID_TO_ORGANISATION,
    Finding,
    FindingKind,
    Reply,
    list_answering,
)
from scrutiny.standing import Context
from scrutiny.taking_part import may_keep

_COLUMNS = (
    "id", "activity", "step", "kind", "text", "day", "standard", "theme", "aim",
    "organisation", "source", "rating", "by_whom", "reply", "replied_by", "replied_on",
    "no_action_reason", "replies",
)  # fmt: skip
_CHANGEABLE = frozenset(
    {
        "step", "kind", "text", "standard", "theme", "aim", "organisation", "source", "rating",
        "no_action_reason",
    }
)  # fmt: skip
_READERS = (
    Permission.RUN_ACTIVITIES, Permission.READ_ACTIVITIES, Permission.WRITE_DOCUMENTS,
    Permission.ASSURE_ACTIONS,
)  # fmt: skip


def add_finding(
    tx: Transaction, *, finding: Finding, viewer: Viewer, now: datetime, context: Context
) -> Finding:
    """Keep a finding of an activity; it gets its id, its day and its author."""
    activity = _keeping(tx, finding.activity, finding.kind, viewer, context)
    added = _clean(
        replace(
            finding,
            id=secrets.token_hex(8),
            activity=activity.id,
            on=local_day(now),
            by=viewer.name,
        )
    )
    tx.insert_many("finding", _COLUMNS, [_values(added)])
    tell(
        tx, activity, Happening.FINDING_ADDED, viewer, now, finding=added.id, kind=added.kind
    )  # fmt: skip
    return added


def change_finding(
    tx: Transaction, *, id: str, viewer: Viewer, now: datetime, context: Context, **changes: Any
) -> Finding:
    """Change what a finding says; the day and the author stay.

    `changes` are any of its text, kind, standard, theme, aim, organisation, source, rating,
    step and no_action_reason.
    """
    if unknown := changes.keys() - _CHANGEABLE:
        raise ValueError(f"{sorted(unknown)} of a finding are not changed")
    finding = get_finding(tx, id, viewer=viewer)
    changed = _clean(replace(finding, **changes))
    _keeping(tx, finding.activity, finding.kind, viewer, context)
    activity = _keeping(tx, finding.activity, changed.kind, viewer, context)
    tx.execute("DELETE FROM finding WHERE id = $1", [id])
    tx.insert_many("finding", _COLUMNS, [_values(changed)])
    tell(tx, activity, Happening.FINDING_CHANGED, viewer, now, finding=id, what=[*sorted(changes)])
    return changed


def remove_finding(
    tx: Transaction, *, id: str, viewer: Viewer, now: datetime, context: Context
) -> None:
    """Take a finding away; one from which an action follows stays."""
    finding = get_finding(tx, id, viewer=viewer)
    activity = _keeping(tx, finding.activity, finding.kind, viewer, context)
    if tx.one("SELECT id FROM action WHERE finding = $1 LIMIT 1", [id]):
        raise StepRefusedError(
            "An action follows from this finding, so it stays. Close the action, or change the "
            "words of the finding."
        )
    tx.execute("DELETE FROM finding WHERE id = $1", [id])
    tell(tx, activity, Happening.FINDING_REMOVED, viewer, now, finding=id, kind=finding.kind)


def get_finding(tx: Transaction, id: str, *, viewer: Viewer) -> Finding:
    """One finding; raises NotFoundError also when the viewer may not see it."""
    condition, params = _visible(viewer, 2)
    row = tx.one(
        "SELECT f.* FROM finding f JOIN activity a ON a.id = f.activity "
        f"WHERE f.id = $1 AND {condition}",
        [id, *params],
    )
    if row is None:
        raise NotFoundError("finding", id)
    return _finding(row)


def list_findings(
    tx: Transaction,
    *,
    viewer: Viewer,
    activity: str | None = None,
    kind: FindingKind | None = None,
    year: int = 0,
    standard: str = "",
    theme: str = "",
    organisation: str = "",
) -> list[Finding]:
    """The findings that the viewer may see, first to last; an empty filter takes all."""
    condition, params = _visible(viewer, 9)
    rows = tx.query(
        "SELECT f.* FROM finding f JOIN activity a ON a.id = f.activity "
        "WHERE ($1::TEXT IS NULL OR f.activity = $1::TEXT OR a.reference = $1::TEXT) "
        "AND ($2::TEXT IS NULL OR f.kind = $2::TEXT) "
        "AND (NOT $3::BOOLEAN OR f.day BETWEEN $4 AND $5) "
        "AND ($6::TEXT = '' OR f.standard = $6::TEXT) "
        "AND ($7::TEXT = '' OR f.theme = $7::TEXT) "
        "AND ($8::TEXT = '' OR f.organisation = $8::TEXT) "
        f"AND {condition} ORDER BY f.day, f.activity, f.kind, f.id",
        [
            activity, kind, bool(year), date(year or 1, 1, 1), date(year or 1, 12, 31),
            standard, theme, organisation, *params,
        ],
    )  # fmt: skip
    return [_finding(row) for row in rows]


def answer_finding(
    tx: Transaction, *, id: str, reply: str, viewer: Viewer, now: datetime, partner: str = ""
) -> Finding:
    """Record what those addressed say to a recommendation, or what was done about what was said.

    The team may answer for everybody, and alone answers what people said. What is recommended
    to all partners is answered by each: the team says for which `partner` it does so.
    """
    activity = find_activity(tx, get_finding(tx, id, viewer=viewer).activity, viewer)
    lock_activity(tx, activity.id)  # so that two partners who answer at once keep both answers
    finding = get_finding(tx, id, viewer=viewer)
    if finding.kind not in ANSWERED:
        raise StepRefusedError(
            "Only a recommendation, or what people said, is answered. This is another finding."
        )
    answering = list_answering(finding, activity.parties)
    whose = partner or next((key for key in answering if key in viewer.organisations), "")
    addressed = whose if answering else finding.organisation
    is_theirs = bool(addressed) and addressed in viewer.organisations
    if not (is_theirs or viewer.can(Permission.RUN_ACTIVITIES)):
        raise NotAllowedError("answer what is addressed to somebody else")
    words = clean_text(reply).strip()
    if not words:
        raise StepRefusedError("Write what will be done about it, or why nothing will.")
    if answering and whose not in answering:
        raise StepRefusedError("It is for all partners. Say which partner's answer this is.")
    answered = _answer(finding, whose if answering else "", words, viewer, local_day(now))
    tx.execute(
        "UPDATE finding SET reply = $2, replied_by = $3, replied_on = $4, replies = $5 "
        "WHERE id = $1",
        [
            id, answered.reply, answered.replied_by, answered.replied_on,
            dump_replies(answered.replies),
        ],
    )  # fmt: skip
    is_ours = finding.kind is FindingKind.RECOMMENDATION
    happening = Happening.RECOMMENDATION_ANSWERED if is_ours else Happening.FINDING_ANSWERED
    tell(tx, activity, happening, viewer, now, finding=id, partner=whose if answering else "")
    return answered


def _answer(finding: Finding, partner: str, words: str, viewer: Viewer, day: date) -> Finding:
    """The finding with an answer: of one partner among all, or of whom it is addressed to."""
    if not partner:
        return replace(finding, reply=words, replied_by=viewer.name, replied_on=day)
    others = (each for each in finding.replies if each.partner != partner)
    return replace(finding, replies=(*others, Reply(partner, words, viewer.name, day)))


def _visible(viewer: Viewer, first_parameter: int) -> Condition:
    condition, params = visible_activity(viewer, "a", first_parameter)
    if any(viewer.can(permission) for permission in _READERS):
        return condition, params
    number = first_parameter + len(params)
    kinds, own = f"${number}", f"${number + 1}"
    narrowed = f"f.kind = ANY({kinds}::TEXT[]) AND f.organisation = ANY({own}::TEXT[])"
    return f"({condition} AND {narrowed})", [
        *params, sorted(SAID_TO_ORGANISATION), sorted(viewer.organisations - {""}),
    ]  # fmt: skip


def _keeping(
    tx: Transaction, id: str, kind: FindingKind, viewer: Viewer, context: Context
) -> Activity:
    """The activity, when the viewer may keep such findings of it; raises NotAllowedError."""
    activity = find_activity(tx, id, viewer)
    refusal = may_keep(mechanism_of(tx, activity, context), activity, viewer, kind)
    if refusal:
        raise NotAllowedError("keep findings here", refusal)
    return activity


def _clean(finding: Finding) -> Finding:
    words = clean_text(finding.text).strip()
    if not words:
        raise StepRefusedError("Write what was seen.")
    reason = clean_text(finding.no_action_reason).strip()
    return replace(finding, text=words, no_action_reason=reason)


def _values(finding: Finding) -> tuple[object, ...]:
    return (
        finding.id, finding.activity, finding.step, finding.kind, finding.text, finding.on,
        finding.standard, finding.theme, finding.aim, finding.organisation, finding.source,
        finding.rating, finding.by, finding.reply, finding.replied_by, finding.replied_on,
        finding.no_action_reason, dump_replies(finding.replies),
    )  # fmt: skip


def _finding(row: Row) -> Finding:
    return Finding(
        id=row["id"],
        activity=row["activity"],
        kind=FindingKind(row["kind"]),
        text=row["text"],
        on=row["day"],
        step=row["step"],
        standard=row["standard"],
        theme=row["theme"],
        aim=row["aim"],
        organisation=row["organisation"],
        source=row["source"],
        rating=row["rating"],
        by=row["by_whom"],
        reply=row["reply"],
        replied_by=row["replied_by"],
        replied_on=row["replied_on"],
        no_action_reason=row["no_action_reason"],
        replies=tuple(
            Reply(partner, text, by, date.fromisoformat(on))
            for partner, text, by, on in json.loads(row["replies"])
        ),
    )


def dump_replies(replies: Iterable[Reply]) -> str:
    """The answers of partners as JSON, as they are kept beside a finding."""
    listed = [[each.partner, each.text, each.by, each.on.isoformat()] for each in replies]
    return json.dumps(listed, ensure_ascii=False)
