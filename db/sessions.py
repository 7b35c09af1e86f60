"""Who is signed in: a session by the hash of its cookie's token, never the token itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from db.connection import Transaction


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in visitor; `organisation` is the id of who they act for, or empty."""

    role: str
    name: str
    organisation: str
    opened: datetime
    expires: datetime


def open_session(
    tx: Transaction,
    *,
    token_hash: str,
    role: str,
    name: str,
    organisation: str,
    now: datetime,
    expires: datetime,
) -> None:
    """Sign somebody in, and forget the sessions that have run out."""
    tx.execute("DELETE FROM session WHERE expires <= $1", [now])
    tx.execute(
        "INSERT INTO session (token_hash, role, name, organisation, opened, expires) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        [token_hash, role, name, organisation, now, expires],
    )


def find_session(tx: Transaction, *, token_hash: str, now: datetime) -> Session | None:
    """The session of a token, or None when there is none or it has run out."""
    row = tx.one(
        "SELECT role, name, organisation, opened, expires FROM session "
        "WHERE token_hash = $1 AND expires > $2",
        [token_hash, now],
    )
    return Session(**row) if row else None


def close_session(tx: Transaction, *, token_hash: str) -> None:
    """Sign out; a session that is gone already is fine."""
    tx.execute("DELETE FROM session WHERE token_hash = $1", [token_hash])
