"""What one scan of the stored answers counted: the rows that composites are made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one value was answered: one row of the grouped scan.

    `slice` is the organisation type ("" for voice); `value` the stored text of a choice.
    """

    question: str
    slice: str
    value: str
    count: int
    total: float = 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """Matched pairs: organisations that answered a standard in both years.

    `standard` is the stable key; `before` and `now` the two stored values.
    """

    standard: str
    before: str
    now: str
    count: int


@dataclass(frozen=True, slots=True)
class NumberTally:
    """How one number question was answered: the quartiles of `count` answers.

    `slice` is the organisation type, or "" for all of them together. Neither the smallest
    nor the largest value is kept, since each belongs to one organisation.
    """

    question: str
    slice: str
    count: int
    lower: float
    median: float
    upper: float


@dataclass(frozen=True, slots=True)
class Return:
    """One organisation in scope of a cycle, and how its return stands."""

    organisation: str
    name: str
    type: str
    status: str
    late: bool
    response: str = ""
    submitted: str = ""
    progress: int = 0
    locality: str = ""
    phase: str = ""
    trust: str = ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a composite is narrowed to; empty means all.

    `only_final` leaves the returns that a reviewer has put into the final composite.
    """

    types: frozenset[str] = frozenset()
    phases: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()
    trusts: frozenset[str] = frozenset()
    registrations: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    include_late: bool = True
    only_final: bool = False

    @property
    def needs_organisations(self) -> bool:
        """Whether the answers must be joined to who gave them, beyond their type."""
        places = self.phases or self.localities or self.trusts or self.registrations
        return bool(places or not self.include_late or self.only_final)

    @property
    def narrows(self) -> bool:
        """Whether some organisations are left out."""
        return bool(self.types) or self.needs_organisations


#: No filter: the whole cycle.
EVERYTHING = Filters()
