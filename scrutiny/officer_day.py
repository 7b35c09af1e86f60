"""The days of an Independent Scrutiny Officer: what they went on, and how many are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class OfficerDay:
    """Time that an officer spent; `days` may be a half, `kind` is one of the settings' keys.

    What `is_counted` goes against the days agreed for the year; other work by agreement
    does not. `activity` is empty for work that belongs to none.
    """

    id: str
    officer: str
    on: date
    days: float
    kind: str
    activity: str = ""
    is_counted: bool = True
    note: str = ""
    by: str = ""


#: The questions of a mechanism that say how many days were agreed for a piece of work, and
#: what kind of work it is.
AGREED_FOR_WORK, KIND_OF_WORK = "days_agreed", "activity_type"
#: The setting that says how many days a year are agreed.
AGREED_DAYS = "scrutiny_officer_days_a_year"


@dataclass(frozen=True, slots=True)
class OfficerTotal:
    """One officer's year: the days that count, and other days by agreement."""

    officer: str
    counted: float
    other: float

    def left(self, agreed: float) -> float:
        """How many of the agreed days are left; below nothing when there were more."""
        return agreed - self.counted
