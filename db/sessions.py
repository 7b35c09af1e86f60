"""Who is signed in: a session by the hash of its cookie's token, never the token itself.

The session of somebody on the people register also ends when they have not been seen for
a while, and holds only for as long as the register gives them its role.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import Transaction
from db.days import local_day

_COLUMNS = "role, name, organisation, opened, expires, person, authenticated, last_seen"


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in visitor; `organisation` is the id of who they act for, or empty.

    `person` is the id of somebody on the people register, or empty; `authenticated` is
    when they last proved who they are, as far as that is known.
    """

    role: str
    name: str
    organisation: str
    opened: datetime
    expires: datetime
    person: str = ""
    authenticated: datetime | None = None
    last_seen: datetime | None = None


def open_session(
    tx: Transaction,
    *,
    token_hash: str,
    role: str,
    name: str,
    organisation: str,
    now: datetime,
    expires: datetime,
    person: str = "",
    authenticated: datetime | None = None,
) -> None:
    """Sign somebody in, and forget the sessions that have run out."""
    tx.execute("DELETE FROM session WHERE expires <= $1", [now])
    tx.execute(
        f"INSERT INTO session (token_hash, {_COLUMNS}) "  # noqa: S608 - our own words
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            token_hash, role, name, organisation, now, expires, person, authenticated,
            now if person else None,
        ],
    )  # fmt: skip


def find_session(
    tx: Transaction, *, token_hash: str, now: datetime, idle: timedelta | None = None
) -> Session | None:
    """The session of a token, or None when there is none or it has run out.

    A person's session has also run out after `idle` without a sign of life, and once the
    register no longer gives them its role.
    """
    row = tx.one(
        f"SELECT {_COLUMNS} FROM session "  # noqa: S608 - our own words
        "WHERE token_hash = $1 AND expires > $2",
        [token_hash, now],
    )
    if row is None:
        return None
    session = Session(**row)
    if session.person and not (_is_lively(session, now, idle) and _holds(tx, session, now)):
        return None
    return session


def touch_session(tx: Transaction, *, token_hash: str, now: datetime) -> None:
    """Note a sign of life."""
    tx.execute("UPDATE session SET last_seen = $2 WHERE token_hash = $1", [token_hash, now])


def close_session(tx: Transaction, *, token_hash: str) -> None:
    """Sign out; a session that is gone already is fine."""
    tx.execute("DELETE FROM session WHERE token_hash = $1", [token_hash])


def close_sessions_of(tx: Transaction, *, person: str) -> None:
    """Sign somebody on the register out, in every browser."""
    tx.execute("DELETE FROM session WHERE person = $1 AND person <> ''", [person])


def _is_lively(session: Session, now: datetime, idle: timedelta | None) -> bool:
    seen = session.last_seen or session.opened
    return idle is None or now - seen < idle


def _holds(tx: Transaction, session: Session, now: datetime) -> bool:
    day = local_day(now)
    row = tx.one(
        "SELECT person.id FROM person JOIN person_role ON person_role.person = person.id "
        "WHERE person.id = $1 AND person_role.role = $2 AND person_role.acts_for = $3 "
        "AND person.starts <= $4 AND (person.ended IS NULL OR person.ended > $4)",
        [session.person, session.role, session.organisation, day],
    )
    return row is not None
