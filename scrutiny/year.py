"""A year's scrutiny put together: what was planned, begun and done by each mechanism."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutiny.action import Action, ActionStatus
from scrutiny.activity import Activity, ActivityStatus
from scrutiny.mechanism import Mechanism, Rhythm

_WEEKS = 52


@dataclass(frozen=True, slots=True)
class YearRow:
    """One mechanism in a year; `planned` is None where it takes place as needed."""

    mechanism: str
    title: str
    planned: int | None
    begun: int
    ended: int
    officer_days: float
    findings: int
    actions: int
    assured: int


def planned_in(rhythm: Rhythm | None) -> int | None:
    """How many activities a rhythm asks for in a year; None for as needed."""
    if rhythm is None or rhythm.is_optional:
        return None
    if rhythm.every_weeks:
        return _WEEKS // rhythm.every_weeks
    return rhythm.a_year or len(rhythm.months) or None


def sum_up_year(
    mechanisms: Iterable[Mechanism],
    activities: Sequence[Activity],
    actions: Iterable[Action],
    *,
    findings: Mapping[str, int],
    officer_days: Mapping[str, float],
) -> tuple[YearRow, ...]:
    """A row for every mechanism in use, in their order.

    `activities` are those of the year; `findings` and `officer_days` count by activity.
    """
    rows = []
    of_activity = {each.id: each for each in activities}
    listed = [each for each in actions if each.activity in of_activity]
    for mechanism in mechanisms:
        ours = {each.id for each in activities if each.mechanism == mechanism.id}
        if not (mechanism.is_active or ours):
            continue
        acted = [each for each in listed if each.activity in ours]
        ended = (of_activity[id].status is ActivityStatus.ENDED for id in ours)
        assured = (each.status is ActionStatus.ASSURED for each in acted)
        rows.append(
            YearRow(
                mechanism.id, mechanism.title, planned_in(mechanism.rhythm), len(ours),
                sum(ended), sum(officer_days.get(id, 0.0) for id in ours),
                sum(findings.get(id, 0) for id in ours), len(acted), sum(assured),
            )
        )  # fmt: skip
    return tuple(rows)
