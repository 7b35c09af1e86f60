"""Hand-out codes: one answer each, kept as hashes, and whether they are used; nothing more.

No response, no order and no time stands beside a code, so that nothing here leads from a
code to what was answered with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.connection import Transaction
from db.errors import CodeUsedError


@dataclass(frozen=True, slots=True)
class HandOut:
    """One code, by its hash: the campaign that it opens, and whether it has."""

    code_hash: str
    campaign: str
    used: bool


def add_hand_outs(tx: Transaction, *, campaign: str, hashes: Iterable[str]) -> None:
    """Keep a campaign's codes, in an order that says nothing of the sheet's."""
    rows = [(code_hash, campaign, False) for code_hash in sorted(hashes)]
    tx.insert_many("hand_out_code", ("code_hash", "campaign", "used"), rows)


def find_hand_out(tx: Transaction, code_hash: str) -> HandOut | None:
    """The code with that hash, or None."""
    row = tx.one(
        "SELECT code_hash, campaign, used FROM hand_out_code WHERE code_hash = $1", [code_hash]
    )
    return HandOut(**row) if row else None


def count_hand_outs(tx: Transaction, campaign: str) -> int:
    """How many codes a campaign was given."""
    row = tx.one("SELECT COUNT(*) AS number FROM hand_out_code WHERE campaign = $1", [campaign])
    return int(row["number"]) if row else 0


def spend_hand_out(tx: Transaction, *, campaign: str, code_hash: str) -> None:
    """Mark a code used, where the campaign asks for one; raises CodeUsedError when it is.

    Of two transactions that spend one code the database lets one through; the other is run
    again and finds it used.
    """
    asks = tx.one("SELECT hand_out FROM campaign WHERE id = $1", [campaign])
    if asks is None or not asks["hand_out"]:
        return
    spent = tx.query(
        "UPDATE hand_out_code SET used = TRUE "
        "WHERE code_hash = $1 AND campaign = $2 AND NOT used RETURNING code_hash",
        [code_hash, campaign],
    )
    if not spent:
        raise CodeUsedError
