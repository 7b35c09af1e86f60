"""What the legal holds that stand cover, and single records with the day they count from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from db.connection import Transaction
from scrutiny.retention import Hold, Scope


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


def list_old(tx: Transaction, sql: str, params: Sequence[object]) -> list[Old]:
    """The records that a query names by `id`, `since` and `is_held`; those without a day stay."""
    return [Old(**row) for row in tx.query(sql, params) if row["since"]]
