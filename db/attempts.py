"""How often somebody tried something in this hour: by a hash, forgotten a day later."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from db.connection import Transaction

#: How long a count of tries is kept.
KEPT = timedelta(days=1)


class Try(StrEnum):
    """What is counted."""

    LINK_ASKED_FOR_ADDRESS = "link_asked_for_address"
    LINK_ASKED_BY_BROWSER = "link_asked_by_browser"
    CONTACT_ASKED_BY_BROWSER = "contact_asked_by_browser"
    WRONG_CODE_BY_BROWSER = "wrong_code_by_browser"
    WRONG_TRY_BY_NETWORK = "wrong_try_by_network"
    CALENDAR_BY_KEY = "calendar_by_key"


def count_attempt(tx: Transaction, *, kind: Try, who: str, now: datetime) -> int:
    """Count one more; returns how many there have been in this hour with this one.

    `who` is a hash, or "" for whoever cannot be told apart: they share one count.
    """
    tx.execute("DELETE FROM attempt WHERE hour < $1", [now - KEPT])
    rows = tx.query(
        "INSERT INTO attempt (kind, who, hour, count) VALUES ($1, $2, $3, 1) "
        "ON CONFLICT (kind, who, hour) DO UPDATE SET count = attempt.count + 1 RETURNING count",
        [kind, who, _hour(now)],
    )
    return int(rows[0]["count"])


def get_attempts(tx: Transaction, *, kind: Try, who: str, now: datetime) -> int:
    """How many there have been in this hour."""
    row = tx.one(
        "SELECT count FROM attempt WHERE kind = $1 AND who = $2 AND hour = $3",
        [kind, who, _hour(now)],
    )
    return int(row["count"]) if row else 0


def _hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)
