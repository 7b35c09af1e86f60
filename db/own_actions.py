"""What is left of what a party of an activity has to do itself, for the step that it takes."""

from __future__ import annotations

from collections.abc import Mapping

from db.connection import Transaction
from scrutiny.action import OWED, ActionKind
from scrutiny.activity import Activity
from scrutiny.mechanism import Step


def count_own(tx: Transaction, step: Step, activity: Activity, part: str) -> Mapping[str, int]:
    """By name (see `scrutiny.mechanism.OWN`), how much is left; nothing where a role takes it."""
    if step.each is None:
        return {}
    row = tx.one(
        "SELECT count(*) AS left_over FROM action WHERE activity = $1 AND organisation = $2 "
        "AND kind = $3 AND status = ANY($4::TEXT[])",
        [activity.id, part, ActionKind.IMMEDIATE, sorted(OWED)],
    )
    return {"own_immediate": int(row["left_over"])} if row else {}
