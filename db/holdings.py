"""What the scrutiny framework holds that falls due, and what goes together once it is old.

An activity is kept and destroyed as one, with its documents and actions, once nothing of it is
open. Documents, actions, meetings, days and memberships of no single activity fall due by
themselves, all that is old of a kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import Row, Transaction
from db.held import Held, Old, list_old
from db.registered import REGISTERED, REMOVE_REGISTERED
from db.removals import (
    remove_actions,
    remove_meetings,
    remove_members,
    remove_officer_days,
    remove_papers,
)
from scrutiny.action import OPEN
from scrutiny.retention import ACTIVITY, Holding, Rule, due_day


@dataclass(frozen=True, slots=True)
class Ended:
    """An activity of which nothing is open, and the last day on which something of it ended."""

    id: str
    reference: str
    title: str
    response: str
    since: date


def list_ended(tx: Transaction) -> list[Ended]:
    """The activities that ended and of which no action is open."""
    rows = tx.query(
        """SELECT a.id, a.reference, a.title, a.is_restricted, a.response, a.ended,
            (SELECT max(COALESCE(p.issued_on, p.approved_on, CAST(p.written AS DATE)))
                FROM paper p WHERE p.activity = a.id) AS last_paper,
            (SELECT max(COALESCE(c.assured_on, u.day, c.added)) FROM action c LEFT JOIN (
                SELECT action, max(day) AS day FROM action_update GROUP BY action) u
                ON u.action = c.id WHERE c.activity = a.id) AS last_action
        FROM activity a WHERE a.ended IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM action o WHERE o.activity = a.id AND o.status = ANY($1::TEXT[]))
        ORDER BY a.reference""",
        [sorted(OPEN)],
    )
    return [_ended(row) for row in rows]


def list_activity_holdings(tx: Transaction, held: Held) -> list[Holding]:
    """Each activity that nobody's request began; those belong to their request."""
    requested = {
        row["id"]
        for row in tx.query("SELECT a.id FROM activity a JOIN response r ON r.id = a.response")
    }
    return [
        Holding(
            ACTIVITY, each.reference, each.title, each.since, 1, int(each.id in held.activities)
        )
        for each in list_ended(tx)
        if each.id not in requested
    ]


def list_old_holdings(
    tx: Transaction, held: Held, rules: Mapping[str, Rule], today: date
) -> list[Holding]:
    """For each kind that falls due together, all that is old by now; none that is not held."""
    found = []
    for key, (title, read) in _KINDS.items():
        records = read(tx, held)
        if key in rules and records:
            old = [each for each in records if due_day(rules[key], each.since) <= today]
            first = min(each.since for each in records)
            found.append(
                Holding(key, key, title, first, len(old), sum(each.is_held for each in old))
            )
    return found


def clear_old(tx: Transaction, held: Held, rule: Rule, today: date) -> dict[str, int]:
    """Remove what is old of one kind and under no hold; returns how many rows of each table."""
    _, read = _KINDS[rule.key]
    ids = [
        each.id
        for each in read(tx, held)
        if not each.is_held and due_day(rule, each.since) <= today
    ]
    return dict(_REMOVE[rule.key](tx, ids))


def find_form_days(
    tx: Transaction, accepted: Mapping[str, Sequence[str]]
) -> dict[str, date | None]:
    """For each form answered in an activity, by id, from which day on its rule counts.

    `accepted` are the steps by kind of form. None while the activity goes on unaccepted.
    """
    steps = [(kind, step) for kind, listed in accepted.items() for step in listed]
    rows = tx.query(
        """SELECT r.id, r.submitted, r.started, a.ended, (SELECT max(t.day) FROM taking t
            WHERE t.activity = a.id
                AND r.kind || ' ' || a.mechanism || '/' || t.step = ANY($1::TEXT[])) AS accepted
        FROM response r JOIN activity a ON a.id = r.activity WHERE r.round = ''""",
        [[f"{kind} {step}" for kind, step in steps]],
    )
    found = {}
    for row in rows:
        end = row["accepted"] or row["ended"]
        found[row["id"]] = max(end, row["submitted"] or row["started"]) if end else None
    return found


def find_request_days(tx: Transaction) -> dict[str, date | None]:
    """For each response that began an activity, the day on which all of that ended, or None."""
    ended = {each.id: each.since for each in list_ended(tx)}
    found: dict[str, date | None] = {}
    for row in tx.query("SELECT id, response FROM activity WHERE response <> '' ORDER BY id"):
        day, before = ended.get(row["id"]), found.get(row["response"], date.min)
        found[row["response"]] = max(day, before) if day and before else None
    return found


def _ended(row: Row) -> Ended:
    days = [row[name] for name in ("ended", "last_paper", "last_action") if row[name]]
    # Who destroys it need not be among those who may know what a restricted one is about.
    title = "restricted" if row["is_restricted"] else row["title"]
    return Ended(
        row["id"], row["reference"], f"{row['reference']}, {title}", row["response"], max(days)
    )


def _read_actions(tx: Transaction, held: Held) -> list[Old]:
    return list_old(
        tx,
        """SELECT c.id, COALESCE(c.assured_on, u.day, c.added) AS since,
            c.organisation = ANY($1::TEXT[]) OR c.response = ANY($2::TEXT[])
                OR c.round = ANY($3::TEXT[]) AS is_held
        FROM action c LEFT JOIN (
            SELECT action, max(day) AS day FROM action_update GROUP BY action) u
            ON u.action = c.id
        WHERE NOT c.status = ANY($4::TEXT[])
            AND NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = c.activity)""",
        [held.organisations, held.responses, held.rounds, sorted(OPEN)],
    )


def _read_papers(tx: Transaction, held: Held) -> list[Old]:
    return list_old(
        tx,
        """SELECT p.id, COALESCE(p.issued_on, p.approved_on, CAST(p.written AS DATE)) AS since,
            p.subject = ANY($1::TEXT[]) OR p.subject = ANY($2::TEXT[]) OR EXISTS (
                SELECT 1 FROM paper_copy c
                WHERE c.paper = p.id AND c.acts_for = ANY($1::TEXT[])) AS is_held
        FROM paper p WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = p.activity)""",
        [held.organisations, held.rounds],
    )


def _read_meetings(tx: Transaction, held: Held) -> list[Old]:
    return list_old(
        tx,
        """SELECT m.id, m.day AS since, EXISTS (SELECT 1 FROM agenda_item i
            WHERE i.meeting = m.id AND i.activity = ANY($1::TEXT[])) AS is_held FROM meeting m""",
        [held.activities],
    )


def _read_days(tx: Transaction, _: Held) -> list[Old]:
    return list_old(
        tx,
        """SELECT d.id, d.day AS since, FALSE AS is_held FROM officer_day d
        WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = d.activity)""",
        [],
    )


def _read_members(tx: Transaction, held: Held) -> list[Old]:
    return list_old(
        tx,
        """SELECT id, ended AS since, organisation = ANY($1::TEXT[]) AS is_held
        FROM group_member WHERE ended IS NOT NULL
        UNION ALL SELECT DISTINCT a.id, a.ended, a.id = ANY($2::TEXT[])
        FROM activity a JOIN activity_holder h ON h.activity = a.id WHERE a.ended IS NOT NULL
        UNION ALL SELECT key_hash, ended, acts_for = ANY($1::TEXT[])
        FROM calendar_key WHERE ended IS NOT NULL""",
        [held.organisations, held.activities],
    )


_KINDS: Mapping[str, tuple[str, Callable[[Transaction, Held], list[Old]]]] = {
    "action": ("Old actions of no activity", _read_actions),
    "document": ("Old documents of no activity", _read_papers),
    "meeting": ("Old meetings", _read_meetings),
    "officer_day": ("Old days of no activity", _read_days),
    "membership": ("Memberships that ended", _read_members),
    **REGISTERED,
}
_REMOVE = {
    "action": remove_actions,
    "document": remove_papers,
    "meeting": remove_meetings,
    "officer_day": remove_officer_days,
    "membership": remove_members,
    **REMOVE_REGISTERED,
}
#: The rules under which all that is old of a kind goes together.
TOGETHER = frozenset(_KINDS)
