"""Small facts about this database that belong to no other noun."""

from __future__ import annotations

from db.connection import Transaction


def find_setting(tx: Transaction, name: str) -> str | None:
    """The value of a setting, or None."""
    row = tx.one("SELECT value FROM setting WHERE name = $1", [name])
    return str(row["value"]) if row else None


def set_setting(tx: Transaction, name: str, value: str) -> None:
    """Write a setting, over an earlier value."""
    tx.execute(
        "INSERT INTO setting (name, value) VALUES ($1, $2) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [name, value],
    )
