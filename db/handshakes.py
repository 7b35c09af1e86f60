"""What stands between leaving for the sign-in provider and coming back.

Where a browser goes on to, and which of the provider's answers have been used.
"""

from __future__ import annotations

from datetime import datetime

from db.connection import Transaction


def use_handshake(tx: Transaction, *, mark: str, now: datetime, expires: datetime) -> bool:
    """Take one answer of the provider, which can be taken once; whether it was still free.

    It is remembered until it would be too old to be taken anyway.
    """
    tx.execute("DELETE FROM handshake WHERE expires <= $1", [now])
    if is_used(tx, mark=mark):
        return False
    tx.execute("INSERT INTO handshake (mark, expires) VALUES ($1, $2)", [mark, expires])
    return True


def is_used(tx: Transaction, *, mark: str) -> bool:
    """Whether that answer has been taken."""
    return tx.one("SELECT mark FROM handshake WHERE mark = $1", [mark]) is not None


def keep_onward(
    tx: Transaction, *, visitor: str, address: str, now: datetime, expires: datetime
) -> None:
    """Remember where a browser goes on to; `visitor` is the hash of its cookie."""
    tx.execute("DELETE FROM onward WHERE expires <= $1", [now])
    tx.execute(
        "INSERT INTO onward (visitor, address, expires) VALUES ($1, $2, $3) "
        "ON CONFLICT (visitor) DO UPDATE SET address = excluded.address, "
        "expires = excluded.expires",
        [visitor, address, expires],
    )


def take_onward(tx: Transaction, *, visitor: str, now: datetime) -> str:
    """Where that browser wanted to go on to, or nothing; forgotten once it is taken."""
    address = find_onward(tx, visitor=visitor, now=now)
    tx.execute("DELETE FROM onward WHERE visitor = $1", [visitor])
    return address


def find_onward(tx: Transaction, *, visitor: str, now: datetime) -> str:
    """Where that browser wanted to go on to, or nothing."""
    row = tx.one("SELECT address FROM onward WHERE visitor = $1 AND expires > $2", [visitor, now])
    return str(row["address"]) if row else ""
