"""What the scrutiny framework holds that falls due, and what a legal hold covers of it.

An activity is kept and destroyed as one, with its documents and actions, once nothing of it is
open. Documents, actions, meetings, days and memberships of no single activity fall due by
themselves, all that is old of a kind together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import Row, Transaction
from db.removals import (
    remove_actions,
    remove_meetings,
    remove_members,
    remove_officer_days,
    remove_papers,
)
from scrutiny.action import OPEN
from scrutiny.retention import ACTIVITY, Hold, Holding, Rule, Scope, due_day


@dataclass(frozen=True, slots=True)
class Held:
    """What standing holds name: ids of organisations, responses, rounds and activities.

    Responses and activities also hold those that hang on what is named.
    """

    organisations: list[str]
    responses: list[str]
    rounds: list[str]
    activities: list[str]


@dataclass(frozen=True, slots=True)
class Ended:
    """An activity of which nothing is open, and the last day on which something of it ended."""

    id: str
    reference: str
    title: str
    response: str
    since: date


@dataclass(frozen=True, slots=True)
class Old:
    """One record of a kind that falls due together."""

    id: str
    since: date
    is_held: bool


def find_held(tx: Transaction, holds: Iterable[Hold]) -> Held:
    """What the holds that stand name, and what belongs to it."""
    standing = [hold for hold in holds if not hold.lifted_on]
    named = {scope: [h.subject for h in standing if h.scope is scope] for scope in Scope}
    organisations, responses = named[Scope.ORGANISATION], named[Scope.RESPONSE]
    activities = tx.query(
        """SELECT a.id, a.response, a.reference = ANY($4::TEXT[]) AS is_named FROM activity a
        WHERE a.reference = ANY($4::TEXT[]) OR a.subject = ANY($1::TEXT[])
            OR a.subject = ANY($3::TEXT[]) OR a.response = ANY($2::TEXT[])
            OR EXISTS (SELECT 1 FROM activity_party p
                WHERE p.activity = a.id AND p.key = ANY($1::TEXT[]))
            OR EXISTS (SELECT 1 FROM finding f
                WHERE f.activity = a.id AND f.organisation = ANY($1::TEXT[]))
            OR EXISTS (SELECT 1 FROM action c
                WHERE c.activity = a.id AND c.organisation = ANY($1::TEXT[]))
            OR EXISTS (SELECT 1 FROM response r WHERE r.activity = a.id
                AND (r.id = ANY($2::TEXT[]) OR r.organisation = ANY($1::TEXT[])))""",
        [organisations, responses, named[Scope.ROUND], named[Scope.ACTIVITY]],
    )
    forms = tx.query(
        "SELECT id FROM response WHERE activity = ANY($1::TEXT[])",
        [[row["id"] for row in activities if row["is_named"]]],
    )
    more = {row["response"] for row in activities} | {row["id"] for row in forms}
    return Held(
        organisations,
        sorted({*responses, *more} - {""}),
        named[Scope.ROUND],
        [row["id"] for row in activities],
    )


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
    return _old(
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
    return _old(
        tx,
        """SELECT p.id, COALESCE(p.issued_on, p.approved_on, CAST(p.written AS DATE)) AS since,
            p.subject = ANY($1::TEXT[]) OR p.subject = ANY($2::TEXT[]) OR EXISTS (
                SELECT 1 FROM paper_copy c
                WHERE c.paper = p.id AND c.acts_for = ANY($1::TEXT[])) AS is_held
        FROM paper p WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = p.activity)""",
        [held.organisations, held.rounds],
    )


def _read_meetings(tx: Transaction, held: Held) -> list[Old]:
    return _old(
        tx,
        """SELECT m.id, m.day AS since, EXISTS (SELECT 1 FROM agenda_item i
            WHERE i.meeting = m.id AND i.activity = ANY($1::TEXT[])) AS is_held FROM meeting m""",
        [held.activities],
    )


def _read_days(tx: Transaction, _: Held) -> list[Old]:
    return _old(
        tx,
        """SELECT d.id, d.day AS since, FALSE AS is_held FROM officer_day d
        WHERE NOT EXISTS (SELECT 1 FROM activity a WHERE a.id = d.activity)""",
        [],
    )


def _read_members(tx: Transaction, held: Held) -> list[Old]:
    return _old(
        tx,
        """SELECT id, ended AS since, organisation = ANY($1::TEXT[]) AS is_held
        FROM group_member WHERE ended IS NOT NULL
        UNION ALL SELECT DISTINCT a.id, a.ended, a.id = ANY($2::TEXT[])
        FROM activity a JOIN activity_holder h ON h.activity = a.id WHERE a.ended IS NOT NULL
        UNION ALL SELECT key_hash, ended, acts_for = ANY($1::TEXT[])
        FROM calendar_key WHERE ended IS NOT NULL""",
        [held.organisations, held.activities],
    )


def _old(tx: Transaction, sql: str, params: Sequence[object]) -> list[Old]:
    return [Old(**row) for row in tx.query(sql, params) if row["since"]]


_KINDS: Mapping[str, tuple[str, Callable[[Transaction, Held], list[Old]]]] = {
    "action": ("Old actions of no activity", _read_actions),
    "document": ("Old documents of no activity", _read_papers),
    "meeting": ("Old meetings", _read_meetings),
    "officer_day": ("Old days of no activity", _read_days),
    "membership": ("Memberships that ended", _read_members),
}
_REMOVE = {
    "action": remove_actions,
    "document": remove_papers,
    "meeting": remove_meetings,
    "officer_day": remove_officer_days,
    "membership": remove_members,
}
#: The rules under which all that is old of a kind goes together.
TOGETHER = frozenset(_KINDS)
