"""What is thrown away without being asked: all that is of no use once its time has run out."""

# ruff: noqa: S608 (names of tables are our own words)

from __future__ import annotations

from datetime import datetime, timedelta

from db.attempts import KEPT
from db.connection import Transaction
from db.days import local_day
from db.step_drafts import forget_stale_drafts

_EXPIRE = ("session", "handshake", "onward")
_TIED = timedelta(days=1)


def forget_run_out(tx: Transaction, *, now: datetime) -> None:
    """Throw away run-out sessions, ways to sign in, counts of tries, ties and half-typed steps.

    A tie between a device and a voice that is not sent goes the day after it was made.
    """
    for table in _EXPIRE:
        tx.execute(f"DELETE FROM {table} WHERE expires <= $1", [now])
    tx.execute("DELETE FROM attempt WHERE hour < $1", [now - KEPT])
    tx.execute("DELETE FROM draft_device WHERE day < $1", [local_day(now) - _TIED])
    forget_stale_drafts(tx, now=now)
