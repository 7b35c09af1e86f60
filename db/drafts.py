"""Which device began which anonymous draft, so that a reload finds it again.

The device is known by the hash of a random cookie alone, and the tie is deleted when the
draft is submitted, so that no device can be joined to an answer.
"""

from __future__ import annotations

from datetime import datetime

from db.connection import Transaction
from db.days import local_day


def remember_draft(tx: Transaction, *, device: str, response: str, now: datetime) -> None:
    """Tie a draft to the device that it is being written on; a later one takes its place."""
    tx.execute(
        "INSERT INTO draft_device (device, round, response, day) "
        "SELECT $1, r.round, r.id, $3 FROM response r WHERE r.id = $2 "
        "ON CONFLICT (device, round) "
        "DO UPDATE SET response = excluded.response, day = excluded.day",
        [device, response, local_day(now)],
    )


def find_draft(tx: Transaction, *, device: str, round: str) -> str | None:
    """The id of the draft that this device has in a campaign, or None."""
    row = tx.one(
        "SELECT response FROM draft_device WHERE device = $1 AND round = $2", [device, round]
    )
    return str(row["response"]) if row else None


def forget_draft(tx: Transaction, *, response: str) -> None:
    """Cut the tie between a device and its draft."""
    tx.execute("DELETE FROM draft_device WHERE response = $1", [response])


def forget_device(tx: Transaction, *, device: str) -> None:
    """Throw away the unsent drafts of a device, and every tie to it: somebody left quickly."""
    tied = [
        row["response"]
        for row in tx.query(
            "SELECT r.id AS response FROM draft_device d JOIN response r ON r.id = d.response "
            "WHERE d.device = $1 AND r.is_anonymous AND r.submitted IS NULL",
            [device],
        )
    ]
    tx.execute("DELETE FROM draft_device WHERE device = $1", [device])
    tx.execute("DELETE FROM response WHERE id = ANY($1::TEXT[])", [tied])
