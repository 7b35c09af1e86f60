"""Who is looking: cookies to a server-side session to a viewer, and the session's keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import streamlit as st
from streamlit import config

from db import sessions
from db.connection import Transaction
from pages.components.server.cookies import (
    VISITOR,
    find_cookie,
    hash_token,
    make_token,
)
from pages.components.server.runtime import Runtime, runtime
from scrutiny.access import NOBODY, Viewer, make_viewer

SESSION_HOURS = 8
TICKET_SECONDS = 60


class Key(StrEnum):
    """The names under which the shell keeps things in st.session_state."""

    COOKIES = "shell_cookies"  # only AppTest, which has no browser
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
    if not token:
        return NOBODY
    found = held.database.read(
        sessions.find_session, token_hash=hash_token(token), now=held.clock()
    )
    if found is None:
        return NOBODY
    organisations = frozenset({found.organisation} if found.organisation else ())
    return make_viewer(found.role, name=found.name, organisations=organisations)


def make_ticket(*, role: str, name: str, organisation: str = "") -> str:
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
        token_hash=hash_token(token),
        now=held.clock(),
    )
    return token if has_begun else ""


def _exchange(tx: Transaction, *, spent: str, token_hash: str, now: datetime) -> bool:
    found = sessions.find_session(tx, token_hash=spent, now=now)
    if found is None:
        return False
    sessions.close_session(tx, token_hash=spent)
    sessions.open_session(
        tx,
        token_hash=token_hash,
        role=found.role,
        name=found.name,
        organisation=found.organisation,
        now=now,
        expires=now + timedelta(hours=SESSION_HOURS),
    )
    return True


def end_session(held: Runtime, visitor: str) -> None:
    """Close the session of a visitor cookie, in every tab."""
    if visitor:
        held.database.write(sessions.close_session, token_hash=hash_token(visitor))


def _hash_ticket(ticket: str, visitor: str) -> str:
    return hash_token(f"{ticket}.{visitor}")
