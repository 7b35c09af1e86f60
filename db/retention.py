"""Retention: what is held, legal holds, destruction that leaves counts, and its proof.

What the scrutiny framework holds is found in `db.holdings`, and rows go in `db.removals`.
"""

# ruff: noqa: S608 (names of tables and columns are our own words)

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.access import VOICE_KIND, require
from db.audit import count_before, cut_before
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import NotDueError, NotFoundError
from db.events import Happening, add_event
from db.held import Held, find_held
from db.holdings import (
    TOGETHER,
    clear_old,
    find_form_days,
    find_request_days,
    list_activity_holdings,
    list_ended,
    list_old_holdings,
)
from db.removals import count_rows, remove_activities, remove_responses
from scrutiny.access import Permission, Viewer
from scrutiny.retention import (
    ACTIVITY,
    AUDIT_LOG,
    Due,
    Hold,
    Holding,
    Rule,
    Scope,
    add_months,
    list_due,
    retention_rules,
)

_HOLD_COLUMNS = "id, scope, subject, reason, set_by, set_on, lifted_by, lifted_on"


@dataclass(frozen=True, slots=True)
class Destruction:
    """The proof that records were destroyed: who, when, under which rule, how many."""

    id: str
    happened: datetime
    done_by: str
    rule: str
    subject: str
    title: str
    due: date
    destroyed: Mapping[str, int]
    kept: Mapping[str, int]


def list_falling_due(tx: Transaction, *, viewer: Viewer, today: date) -> list[Due]:
    """Everything that the table has a rule for, and when it falls due."""
    require(viewer, Permission.MANAGE_RETENTION, to="see what falls due")
    rules, holds = retention_rules(), _list_holds(tx)
    held = find_held(tx, holds)
    holdings = [*_rounds(tx, held), *_unanswered(tx), *_singles(tx, held, rules),
                *list_activity_holdings(tx, held), *list_old_holdings(tx, held, rules, today),
                *_log(tx, rules, today)]  # fmt: skip
    return list_due(holdings, rules, holds)


def list_holds(tx: Transaction, *, viewer: Viewer) -> list[Hold]:
    """Every hold, those that stand first."""
    require(viewer, Permission.MANAGE_RETENTION, to="see legal holds")
    return _list_holds(tx)


def set_hold(
    tx: Transaction, *, scope: Scope, subject: str, reason: str, viewer: Viewer, now: datetime
) -> Hold:
    """Freeze something; raises ValueError without a reason, NotFoundError for no such thing."""
    require(viewer, Permission.MANAGE_RETENTION, to="set a legal hold")
    if not reason.strip():
        raise ValueError("Say why")
    _check_subject(tx, scope, subject)
    hold = Hold(secrets.token_hex(8), scope, subject, reason.strip(), viewer.name, local_day(now))
    tx.execute(
        f"INSERT INTO hold ({_HOLD_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, '', NULL)",
        [hold.id, scope, subject, hold.reason, hold.set_by, hold.set_on],
    )
    add_event(
        tx, name=Happening.HOLD_SET, subject=subject or scope, now=now, actor=viewer.name,
        role=viewer.role, detail={"scope": scope, "hold": hold.id, "reason": hold.reason},
    )  # fmt: skip
    return hold


def lift_hold(tx: Transaction, *, id: str, viewer: Viewer, now: datetime) -> None:
    """Let go of what a hold froze; raises NotFoundError when it does not stand."""
    require(viewer, Permission.MANAGE_RETENTION, to="lift a legal hold")
    lifted = tx.query(
        "UPDATE hold SET lifted_by = $2, lifted_on = $3 WHERE id = $1 AND lifted_on IS NULL "
        "RETURNING scope, subject",
        [id, viewer.name, local_day(now)],
    )
    if not lifted:
        raise NotFoundError("legal hold", id)
    add_event(
        tx, name=Happening.HOLD_LIFTED, subject=lifted[0]["subject"] or lifted[0]["scope"],
        now=now, actor=viewer.name, role=viewer.role, detail={"hold": id},
    )  # fmt: skip


def destroy(
    tx: Transaction, *, rule: str, subject: str, viewer: Viewer, now: datetime
) -> Destruction:
    """Destroy what is due of one holding, all of it in one transaction; returns the proof.

    Raises NotDueError when there is nothing that may go.
    """
    today = local_day(now)
    due = next(
        (
            each
            for each in list_falling_due(tx, viewer=viewer, today=today)
            if (each.rule.key, each.holding.subject) == (rule, subject) and each.may_go(today)
        ),
        None,
    )
    if due is None:
        raise NotDueError(subject)
    destroyed, kept = _clear(tx, due, today)
    return _prove(tx, due, destroyed, kept, viewer, now)


def list_destructions(tx: Transaction, *, viewer: Viewer) -> list[Destruction]:
    """The proofs of all that was destroyed, latest first."""
    require(viewer, Permission.MANAGE_RETENTION, to="see proofs of destruction")
    rows = tx.query("SELECT * FROM destruction ORDER BY happened DESC, id")
    return [_destruction(row) for row in rows]


def find_destroyed(tx: Transaction, *, round: str) -> date | None:
    """The last day on which answers of a round were destroyed, or None."""
    row = tx.one(
        "SELECT happened FROM destruction WHERE subject = $1 ORDER BY happened DESC LIMIT 1",
        [round],
    )
    return local_day(row["happened"]) if row else None


# What is held.


def _rounds(tx: Transaction, held: Held) -> list[Holding]:
    rows = tx.query(
        """SELECT f.kind AS rule, e.id AS subject, e.title, e.since, count(r.id) AS records,
            count(r.id) FILTER (WHERE r.organisation = ANY($1::TEXT[])
                OR r.id = ANY($2::TEXT[])) AS held_records
        FROM (SELECT id, form, form_version, title, COALESCE(extended_to, closes) AS since
                FROM cycle
            UNION ALL SELECT id, form, form_version, title, closes FROM campaign) e
        JOIN form_version f ON f.form = e.form AND f.version = e.form_version
        JOIN response r ON r.round = e.id
        GROUP BY 1, 2, 3, 4""",
        [held.organisations, held.responses],
    )
    return [Holding(**row) for row in rows]


def _unanswered(tx: Transaction) -> list[Holding]:
    """Campaigns that nobody answered, of which the hashes of hand-out codes are left."""
    rows = tx.query(
        """SELECT f.kind AS rule, c.id AS subject, c.title, c.closes AS since,
            count(h.code_hash) AS records
        FROM campaign c JOIN form_version f ON f.form = c.form AND f.version = c.form_version
        JOIN hand_out_code h ON h.campaign = c.id
        WHERE NOT EXISTS (SELECT 1 FROM response r WHERE r.round = c.id)
        GROUP BY 1, 2, 3, 4"""
    )
    return [Holding(**row) for row in rows]


def _singles(tx: Transaction, held: Held, rules: Mapping[str, Rule]) -> list[Holding]:
    """Responses that belong to no round, each a record of its own.

    Those of an activity that goes on, which nobody has accepted, are not among them.
    """
    days = find_form_days(tx, {rule.key: rule.accepted for rule in rules.values()})
    days |= find_request_days(tx)
    rows = tx.query(
        """SELECT r.id, r.kind, f.title, r.receipt, r.submitted, r.started,
            (r.organisation <> '' AND r.organisation = ANY($1::TEXT[]))
                OR r.id = ANY($2::TEXT[]) AS is_held
        FROM response r JOIN form_version f ON f.form = r.form AND f.version = r.form_version
        WHERE r.round = ''""",
        [held.organisations, held.responses],
    )
    found = []
    for row in rows:
        own = row["submitted"] or row["started"]
        day = days.get(row["id"], own)
        title = f"{row['title']}, {row['receipt'] or 'draft'}"
        if day:
            since = max(day, own)
            found.append(Holding(row["kind"], row["id"], title, since, 1, int(row["is_held"])))
    return found


def _log(tx: Transaction, rules: Mapping[str, Rule], today: date) -> list[Holding]:
    rule = rules.get(AUDIT_LOG)
    oldest = tx.one("SELECT min(moment) AS moment FROM audit_entry")
    if rule is None or oldest is None or oldest["moment"] is None:
        return []
    old = count_before(tx, _limit(rule, today))
    return [Holding(AUDIT_LOG, AUDIT_LOG, "Old lines of the audit log",
                    local_day(oldest["moment"]), old)]  # fmt: skip


def _list_holds(tx: Transaction) -> list[Hold]:
    rows = tx.query(
        f"SELECT {_HOLD_COLUMNS} FROM hold ORDER BY lifted_on DESC NULLS FIRST, set_on DESC, id"
    )
    return [Hold(**{**row, "scope": Scope(row["scope"])}) for row in rows]


def _check_subject(tx: Transaction, scope: Scope, subject: str) -> None:
    found: Row | None = {}
    if scope is Scope.ROUND:
        found = {} if _is_round(tx, subject) else None
    elif scope is Scope.ORGANISATION:
        found = tx.one("SELECT id FROM organisation WHERE id = $1", [subject])
    elif scope is Scope.ACTIVITY:
        found = tx.one("SELECT id FROM activity WHERE reference = $1", [subject])
    elif scope is Scope.RESPONSE:
        found = tx.one(
            "SELECT id FROM response WHERE id = $1 AND kind <> $2", [subject, VOICE_KIND]
        )
    if found is None:
        raise NotFoundError(scope, subject)


def is_response_held(tx: Transaction, id: str) -> bool:
    """Whether a hold keeps a response; for what would take it away by itself."""
    held = find_held(tx, _list_holds(tx))
    row = tx.one("SELECT organisation FROM response WHERE id = $1", [id])
    return id in held.responses or bool(row and row["organisation"] in held.organisations)


# Destroying.


def _clear(tx: Transaction, due: Due, today: date) -> tuple[dict[str, int], dict[str, int]]:
    """Destroy what may go; returns how many rows went, and how many counts are kept."""
    subject = due.holding.subject
    if due.rule.key == AUDIT_LOG:
        return {"audit_entry": cut_before(tx, _limit(due.rule, today))}, {}
    held = find_held(tx, _list_holds(tx))
    if due.rule.key in TOGETHER:
        return clear_old(tx, held, due.rule, today), {}
    if due.rule.key == ACTIVITY:
        found = [each.id for each in list_ended(tx) if each.reference == subject]
        return dict(remove_activities(tx, found)), {}
    ids = _free_responses(tx, due, held)
    kept = _keep_counts(tx, subject, ids) if _is_round(tx, subject) else {}
    return dict(remove_responses(tx, subject, ids)), kept


def _limit(rule: Rule, today: date) -> date:
    """The day before which what is kept for so long may go."""
    return add_months(today, -(12 * rule.years + rule.months))


def _is_round(tx: Transaction, id: str) -> bool:
    return bool(
        tx.query(
            "SELECT id FROM cycle WHERE id = $1 UNION ALL SELECT id FROM campaign WHERE id = $1",
            [id],
        )
    )


def _free_responses(tx: Transaction, due: Due, held: Held) -> list[str]:
    rows = tx.query(
        "SELECT id FROM response WHERE (round = $1 OR id = $1) "
        "AND NOT (organisation <> '' AND organisation = ANY($2::TEXT[])) "
        "AND NOT id = ANY($3::TEXT[])",
        [due.holding.subject, held.organisations, held.responses],
    )
    return [row["id"] for row in rows]


def _keep_counts(tx: Transaction, round: str, ids: Sequence[str]) -> dict[str, int]:
    """Count the answers and themes that are about to go; returns how many counts are kept."""
    tx.execute(
        """INSERT INTO kept_count (round, slice, question, value, count)
        SELECT $1, slice, question, value_text, count(*) FROM answer
        WHERE round = $1 AND value_text IS NOT NULL AND response = ANY($2::TEXT[])
        GROUP BY slice, question, value_text""",
        [round, ids],
    )
    tx.execute(
        """INSERT INTO kept_theme (round, theme, kind, count)
        SELECT $1, theme, kind, count(DISTINCT response) FROM theme_code
        WHERE round = $1 AND response = ANY($2::TEXT[]) GROUP BY theme, kind""",
        [round, ids],
    )
    tx.execute(
        """INSERT INTO kept_round (round, slice, responses)
        SELECT $1, slice, count(*) FROM response
        WHERE round = $1 AND submitted IS NOT NULL AND id = ANY($2::TEXT[]) GROUP BY slice""",
        [round, ids],
    )
    return {
        table: count_rows(tx, f"SELECT count(*) AS n FROM {table} WHERE round = $1", [round])
        for table in ("kept_count", "kept_theme")
    }


def _prove(
    tx: Transaction,
    due: Due,
    destroyed: Mapping[str, int],
    kept: Mapping[str, int],
    viewer: Viewer,
    now: datetime,
) -> Destruction:
    rule = f"{due.rule.label}: {due.rule.keep_for}, from {due.rule.since}"
    proof = Destruction(
        secrets.token_hex(8), now, viewer.name, rule, due.holding.subject, due.holding.title,
        due.day, destroyed, kept,
    )  # fmt: skip
    tx.execute(
        "INSERT INTO destruction (id, happened, done_by, rule, subject, title, due, destroyed, "
        "kept) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            proof.id, now, viewer.name, rule, proof.subject, proof.title, proof.due,
            json.dumps(destroyed), json.dumps(kept),
        ],
    )  # fmt: skip
    add_event(
        tx, name=Happening.RECORDS_DESTROYED, subject=proof.subject, now=now,
        actor=viewer.name, role=viewer.role,
        detail={"proof": proof.id, "rule": due.rule.key, **destroyed},
    )  # fmt: skip
    return proof


def _destruction(row: Row) -> Destruction:
    read = {name: json.loads(row[name]) for name in ("destroyed", "kept")}
    return Destruction(**{**row, **read})
