"""Forms that each party of a step answers many times: one a case, until it says it has finished.

They are responses like any other form of an activity; `reference` tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from db.connection import Transaction
from db.errors import StepRefusedError
from scrutiny.activity import Activity
from scrutiny.many import list_cases, why_not_finished
from scrutiny.mechanism import Mechanism, Step
from scrutiny.response import OPEN, Status
from scrutiny.standing import facts

#: More than this a party does not begin in one step.
MOST = 200


@dataclass(frozen=True, slots=True)
class PartForm:
    """One of the forms that a party has begun in a step."""

    id: str
    reference: str
    status: Status

    @property
    def is_sent(self) -> bool:
        """Whether it is sent and not back with its writer."""
        return self.status not in OPEN


def list_part_forms(tx: Transaction, step: Step, activity: Activity, part: str) -> list[PartForm]:
    """What a party has begun in a step, for the engine itself."""
    rows = tx.query(
        "SELECT id, reference, status FROM response WHERE activity = $1 AND form = $2 "
        "AND (NOT $3::BOOLEAN OR organisation = $4) ORDER BY reference, id",
        [activity.id, step.form, step.each is not None, part],
    )
    return [PartForm(row["id"], row["reference"] or "", Status(row["status"])) for row in rows]


def cases_of(mechanism: Mechanism, step: Step, activity: Activity) -> list[str]:
    """The references of the cases that were chosen before, where the step names them."""
    return list_cases(step, mechanism.questions, facts(mechanism, activity))


def count_here(
    tx: Transaction, mechanism: Mechanism, step: Step, activity: Activity, part: str
) -> Mapping[str, int]:
    """How far a party is with its forms, for the step's own questions; nothing for one form."""
    if not step.many:
        return {}
    begun = list_part_forms(tx, step, activity, part)
    return say_here(mechanism, step, activity, begun)


def say_here(
    mechanism: Mechanism, step: Step, activity: Activity, begun: list[PartForm]
) -> Mapping[str, int]:
    """The same, of forms that are known already."""
    left = set(cases_of(mechanism, step, activity)) - {each.reference for each in begun}
    return {"sent_here": sum(each.is_sent for each in begun), "left_here": len(left)}


def require_finished(
    tx: Transaction, step: Step, activity: Activity, part: str, *, is_recorded: bool
) -> None:
    """Raise StepRefusedError while a party has something open, or has sent too few.

    Who records it for them may know that they came in another way, so only what is open counts.
    """
    if not step.many:
        return
    begun = list_part_forms(tx, step, activity, part)
    refusal = why_not_finished(
        step.many,
        sent=step.many.at_least if is_recorded else sum(each.is_sent for each in begun),
        unfinished=[each.reference for each in begun if not each.is_sent],
    )
    if refusal:
        raise StepRefusedError(refusal)
