"""Who on the people register may be named on an activity, for those who run activities."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from db.access import require
from db.connection import Transaction
from scrutiny.access import Permission, Viewer


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who holds one of the roles asked for."""

    person: str
    name: str
    email: str


def list_colleagues(
    tx: Transaction, *, roles: Collection[str], viewer: Viewer, today: date
) -> list[Colleague]:
    """Those who hold one of these roles today, by name, each once."""
    require(viewer, Permission.RUN_ACTIVITIES, to="see who may be named")
    rows = tx.query(
        "SELECT DISTINCT p.id AS person, p.name, p.email FROM person p "
        "JOIN person_role r ON r.person = p.id "
        "WHERE r.role = ANY($1::TEXT[]) AND p.starts <= $2 AND (p.ended IS NULL OR p.ended > $2) "
        "ORDER BY p.name, p.id",
        [sorted(roles), today],
    )
    return [Colleague(**row) for row in rows]
