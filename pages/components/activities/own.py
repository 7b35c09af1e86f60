"""What the party whose turn it is has to do itself before it takes a step."""

from __future__ import annotations

from collections.abc import Mapping

from pages.components.acting.adding import list_of_activity
from pages.components.activities.opening import Opened, Turn
from scrutiny.mechanism import OWN, Step
from scrutiny.standing import is_own, list_own_unmet


def count_own(opened: Opened, step: Step, part: str) -> Mapping[str, int]:
    """How much is left of what a party has to do itself, of what the viewer may see of it."""
    looks = any(is_own(opened.mechanism, need) for need in step.needs)
    rows = list_of_activity(opened.page, opened.activity.id) if looks and part else ()
    left = [row for row in rows if row.action.is_owed_at_once and row.action.organisation == part]
    return {**dict.fromkeys(OWN, 0), "own_immediate": len(left)}


def list_first(opened: Opened, turn: Turn | None) -> tuple[str, ...]:
    """What the party that takes the step has to do first; nothing where it is not chosen yet."""
    if turn is None or not turn.part:
        return ()
    known = {**opened.known, **count_own(opened, turn.step, turn.part)}
    return list_own_unmet(opened.mechanism, turn.step, known, opened.page.today)
