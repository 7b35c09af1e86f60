"""A year of scrutiny: what each mechanism was to do, what it did, and against which aims."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutiny.finding import FindingCount, FindingKind
from scrutiny.mechanism import Mechanism, Rhythm

_WEEKS = 52


@dataclass(frozen=True, slots=True)
class MechanismCount:
    """What was counted of one mechanism's activities in a year.

    `begun` began in it, `ended` ended in it, `under_way` go on at its end. `documents` were
    issued, `days` of the scrutiny officers were spent, `open_actions` are not yet assured.
    """

    mechanism: str
    begun: int = 0
    ended: int = 0
    under_way: int = 0
    documents: int = 0
    days: float = 0.0
    actions: int = 0
    open_actions: int = 0
    assured: int = 0


@dataclass(frozen=True, slots=True)
class MechanismYear:
    """One row of the overview: a mechanism with what was planned and what was done.

    `planned` is how many its rhythm asks for in a year, None where it runs as needed.
    """

    key: str
    title: str
    planned: int | None
    count: MechanismCount
    is_active: bool = True

    @property
    def is_behind(self) -> bool:
        """Whether fewer were begun than a year's rhythm asks for."""
        return self.planned is not None and self.count.begun < self.planned

    @property
    def planned_words(self) -> str:
        """How many were planned, in words."""
        return "as needed" if self.planned is None else str(self.planned)


@dataclass(frozen=True, slots=True)
class AimYear:
    """One aim, and what the year's findings say of it."""

    key: str
    label: str
    activities: int
    praised: int
    worried: int
    other: int


def planned_in_a_year(rhythm: Rhythm | None) -> int | None:
    """How many activities a rhythm asks for in a year; None for as needed or not adopted."""
    if rhythm is None or rhythm.is_optional:
        return None
    if rhythm.every_weeks:
        return _WEEKS // rhythm.every_weeks
    return rhythm.a_year or len(rhythm.months) or None


def sum_up(
    mechanisms: Iterable[Mechanism], counts: Iterable[MechanismCount]
) -> tuple[MechanismYear, ...]:
    """A row for each mechanism that is active or was used, in the order of the library."""
    found = {each.mechanism: each for each in counts}
    return tuple(
        MechanismYear(
            key=each.id,
            title=each.title,
            planned=planned_in_a_year(each.rhythm) if each.is_active else None,
            count=found.get(each.id, MechanismCount(each.id)),
            is_active=each.is_active,
        )
        for each in mechanisms
        if each.is_active or each.id in found
    )


def sum_up_aims(
    aims: Mapping[str, str],
    mechanisms: Sequence[Mechanism],
    counts: Iterable[MechanismCount],
    findings: Iterable[FindingCount],
) -> tuple[AimYear, ...]:
    """A row for each aim: activities of the mechanisms that serve it, and findings about it."""
    begun = {each.mechanism: each.begun for each in counts}
    listed = list(findings)
    return tuple(
        AimYear(
            key=key,
            label=label,
            activities=sum(begun.get(m.id, 0) for m in mechanisms if key in m.aims),
            praised=_count(listed, key, {FindingKind.BEST_PRACTICE}),
            worried=_count(listed, key, _WORRIES),
            other=_count(listed, key, set(FindingKind) - _WORRIES - {FindingKind.BEST_PRACTICE}),
        )
        for key, label in aims.items()
    )


_WORRIES = {FindingKind.IMPROVEMENT, FindingKind.STRATEGIC, FindingKind.IMMEDIATE}


def _count(findings: Iterable[FindingCount], aim: str, kinds: set[FindingKind]) -> int:
    return sum(each.count for each in findings if each.aim == aim and each.kind in kinds)
