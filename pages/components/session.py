"""Who is looking: cookies to a server-side session to a viewer, and the session's keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

import streamlit as st
from streamlit import config

from db import audit, sessions
from db.connection import Transaction
from pages.components.server.cookies import (
    VISITOR,
    find_cookie,
    hash_token,
    make_token,
)
from pages.components.server.runtime import Runtime, runtime
from scrutiny.access import NOBODY, Viewer, make_viewer
from scrutiny.audit import What

SESSION_HOURS = 8
TICKET_SECONDS = 60
#: How often a sign of life is written down; one more often would only be work.
TOUCH = timedelta(minutes=1)


class Key(StrEnum):
    """The names under which the shell keeps things in st.session_state."""

    COOKIES = "shell_cookies"  # only AppTest, which has no browser
    CLAIMS = "shell_claims"  # only AppTest, which has no sign-in provider
    NEXT = "shell_next"  # where to go after signing in


@dataclass(frozen=True, slots=True)
class Visit:
    """One browser: who it is signed in as, and the hashes of its two cookies."""

    viewer: Viewer
    visitor: str
    device: str


def read_cookie(name: str) -> str:
    """The token in one of our cookies as this browser sent it, or ""."""
    if config.get_option("global.appTest"):
        cookies: Mapping[str, str] = st.session_state.get(Key.COOKIES, {})
    else:
        cookies = st.context.cookies
    return find_cookie(cookies, name, secure=runtime().is_secure)


def find_viewer(held: Runtime, token: str) -> Viewer:
    """The viewer whose session a visitor cookie opens; NOBODY without one."""
    found = find_session(held, token)
    if found is None:
        return NOBODY
    organisations = frozenset({found.organisation} if found.organisation else ())
    viewer = make_viewer(found.role, name=found.name, organisations=organisations)
    return replace(viewer, person=found.person)


def find_session(held: Runtime, token: str) -> sessions.Session | None:
    """The session that a visitor cookie opens; asking for a person's is a sign of life."""
    if not token:
        return None
    mark, now = hash_token(token), held.clock()
    found = held.database.read(
        sessions.find_session, token_hash=mark, now=now, idle=held.settings.staff.idle
    )
    if found and found.last_seen and now - found.last_seen >= TOUCH:
        held.database.write(sessions.touch_session, token_hash=mark, now=now)
    return found


def make_ticket(
    *,
    role: str,
    name: str,
    organisation: str = "",
    person: str = "",
    authenticated: datetime | None = None,
) -> str:
    """A one-time ticket that lets this browser, and no other, start a session.

    The route /session/start takes it and gives the browser a new cookie, so that a
    cookie that somebody planted before never becomes a signed-in one.
    """
    held, ticket, now = runtime(), make_token(), runtime().clock()
    held.database.write(
        sessions.open_session,
        token_hash=_hash_ticket(ticket, read_cookie(VISITOR)),
        role=role,
        name=name,
        organisation=organisation,
        now=now,
        expires=now + timedelta(seconds=TICKET_SECONDS),
        person=person,
        authenticated=authenticated,
    )
    return ticket


def redeem_ticket(held: Runtime, *, ticket: str, visitor: str) -> str:
    """A new visitor token with the session that the ticket stands for, or ""."""
    if not (ticket and visitor):
        return ""
    token = make_token()
    has_begun = held.database.write(
        _exchange,
        spent=_hash_ticket(ticket, visitor),
        before=hash_token(visitor),
        token_hash=hash_token(token),
        now=held.clock(),
    )
    return token if has_begun else ""


def _exchange(tx: Transaction, *, spent: str, before: str, token_hash: str, now: datetime) -> bool:
    found = sessions.find_session(tx, token_hash=spent, now=now)
    if found is None:
        return False
    sessions.close_session(tx, token_hash=spent)
    sessions.close_session(tx, token_hash=before)
    sessions.open_session(
        tx,
        token_hash=token_hash,
        role=found.role,
        name=found.name,
        organisation=found.organisation,
        now=now,
        expires=now + timedelta(hours=SESSION_HOURS),
        person=found.person,
        authenticated=found.authenticated,
    )
    _log(tx, found, What.SIGNED_IN, now)
    return True


def end_session(held: Runtime, visitor: str) -> None:
    """Close the session of a visitor cookie, in every tab."""
    if visitor:
        held.database.write(_end, token_hash=hash_token(visitor), now=held.clock())


def _end(tx: Transaction, *, token_hash: str, now: datetime) -> None:
    found = sessions.find_session(tx, token_hash=token_hash, now=now)
    sessions.close_session(tx, token_hash=token_hash)
    if found:
        _log(tx, found, What.SIGNED_OUT, now)


def _log(tx: Transaction, found: sessions.Session, what: What, now: datetime) -> None:
    viewer = make_viewer(found.role, name=found.name)
    audit.record(tx, viewer=viewer, what=what, subject=found.organisation, now=now)


def _hash_ticket(ticket: str, visitor: str) -> str:
    return hash_token(f"{ticket}.{visitor}")
