"""Who has answered: returns by organisation type, on time, late and missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutiny.response import SENT, Status
from scrutiny.tally import Return

_STARTED = frozenset({Status.IN_PROGRESS, Status.READY_FOR_SIGN_OFF, Status.SIGNED_OFF})


@dataclass(frozen=True, slots=True)
class ReturnCounts:
    """How many of one type (or of all) stand where; the exempt are not in scope."""

    key: str
    label: str
    on_time: int = 0
    late: int = 0
    in_progress: int = 0
    not_started: int = 0
    exempt: int = 0

    @property
    def sent(self) -> int:
        """How many were submitted, on time or late."""
        return self.on_time + self.late

    @property
    def in_scope(self) -> int:
        """How many are expected to answer."""
        return self.sent + self.in_progress + self.not_started


@dataclass(frozen=True, slots=True)
class ReturnStatus:
    """Returns by type, in the order of the types, and over all of them.

    `standing` is how many of those that were sent stand where in their review.
    """

    rows: tuple[ReturnCounts, ...]
    total: ReturnCounts
    standing: tuple[tuple[Status, int], ...] = ()


def count_return_status(returns: Iterable[Return], types: Mapping[str, str]) -> ReturnStatus:
    """The returns counted by type and state."""
    returns = tuple(returns)
    places: dict[str, dict[str, int]] = {}
    for item in returns:
        counts = places.setdefault(item.type, {})
        place = place_of(item)
        counts[place] = counts.get(place, 0) + 1
    order = [name for name in types if name in places] + sorted(set(places) - set(types))
    rows = tuple(ReturnCounts(name, types.get(name, name), **places[name]) for name in order)
    return ReturnStatus(rows, _total(rows), _standing(returns))


def _standing(returns: Iterable[Return]) -> tuple[tuple[Status, int], ...]:
    counts = Counter(Status(item.status) for item in returns)
    return tuple((status, counts[status]) for status in Status
                 if status in SENT and counts[status])  # fmt: skip


def place_of(item: Return) -> str:
    """Which of the five columns a return stands in."""
    status = Status(item.status)
    if status is Status.EXEMPT:
        return "exempt"
    if status in SENT or item.submitted:
        return "late" if item.late else "on_time"
    return "in_progress" if status in _STARTED else "not_started"


def _total(rows: Iterable[ReturnCounts]) -> ReturnCounts:
    rows = tuple(rows)
    return ReturnCounts(
        "all",
        "All",
        on_time=sum(row.on_time for row in rows),
        late=sum(row.late for row in rows),
        in_progress=sum(row.in_progress for row in rows),
        not_started=sum(row.not_started for row in rows),
        exempt=sum(row.exempt for row in rows),
    )
