"""The agencies that a step says take part from then on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from db.activity_rows import write_people
from db.connection import Transaction
from db.errors import StepRefusedError
from scrutiny.activity import Activity, Party, PartyKind
from scrutiny.mechanism import Mechanism, Step


def set_chosen_agencies(
    tx: Transaction,
    mechanism: Mechanism,
    activity: Activity,
    step: Step,
    chosen: Collection[str] | None,
) -> Activity:
    """The activity with the agencies that were chosen in a step, where it chooses them.

    None leaves them as they are. Those that were left out with a reason stay on record.
    Raises StepRefusedError when none is chosen or one is not on the register.
    """
    if not step.chooses_agencies or chosen is None:
        return activity
    wanted = set(chosen)
    if not wanted:
        raise StepRefusedError("Choose at least one agency that takes part.")
    rows = tx.query(
        "SELECT id, name FROM organisation WHERE id = ANY($1::TEXT[])", [sorted(wanted)]
    )
    if len(rows) != len(wanted):
        raise StepRefusedError("An agency that was chosen is not on the register. Choose again.")
    kept = [party for party in activity.parties if not _goes(party, wanted)]
    there = {party.key for party in kept}
    new = [
        Party(PartyKind.AGENCY, row["id"], row["name"]) for row in rows if row["id"] not in there
    ]
    changed = replace(activity, parties=tuple(sorted([*kept, *new])))
    if changed != activity:
        write_people(tx, mechanism, changed)
    return changed


def _goes(party: Party, wanted: Collection[str]) -> bool:
    """Whether a party is an agency that is not chosen any more, or one left out that is now."""
    is_wanted = party.key in wanted
    return party.kind is PartyKind.AGENCY and is_wanted is party.is_excluded
