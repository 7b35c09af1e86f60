"""What was sent, kept apart from what still changes.

A module of its own, since every start of the app calls it and nothing else of submitting.
"""

from __future__ import annotations

from db.connection import Transaction
from scrutiny.response import OPEN


def move_sent(tx: Transaction) -> None:
    """Move what was sent out of the rows that change, to where it is only added to."""
    tx.execute(
        "INSERT INTO submission (response, content) SELECT id, content FROM response "
        "WHERE submitted IS NOT NULL AND content IS NOT NULL AND NOT status = ANY($1::TEXT[])",
        [sorted(OPEN)],
    )
    tx.execute(
        "UPDATE response SET content = NULL "
        "WHERE submitted IS NOT NULL AND content IS NOT NULL AND NOT status = ANY($1::TEXT[])",
        [sorted(OPEN)],
    )
