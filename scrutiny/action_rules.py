"""How actions are followed in one partnership: data from partnership.yaml."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Band:
    """One band of ages: up to `below` days in the register, or all older ones (None)."""

    key: str
    label: str
    below: int | None = None


@dataclass(frozen=True, slots=True)
class ActionRules:
    """The settings of the action plan.

    Owners are reminded so many days before an action is due (0: on the day), and again
    each `remind_again_days` while it is overdue. `due_soon_days` is when it turns amber.
    """

    due_soon_days: int = 28
    remind_days_before: tuple[int, ...] = (14, 0)
    remind_again_days: int = 28
    link_days: int = 28
    priorities: Mapping[str, str] = field(default_factory=dict)
    age_bands: tuple[Band, ...] = ()

    def band_of(self, age: int) -> str:
        """The key of the band that an age in days falls into, or ""."""
        return next(
            (band.key for band in self.age_bands if band.below is None or age < band.below), ""
        )

    def days_of(self, band: str) -> tuple[int, int | None]:
        """From how many days on, and below how many, the ages of a band lie."""
        first = 0
        for each in self.age_bands:
            if each.key == band:
                return first, each.below
            first = each.below or first
        return 0, None

    def reminder_day(self, due: date, today: date) -> date | None:
        """The latest day up to today on which a reminder of that due date falls, or None."""
        if due < today:
            late = (today - due).days - 1
            return today - timedelta(late % self.remind_again_days)
        days = [due - timedelta(before) for before in self.remind_days_before]
        return max((day for day in days if day <= today), default=None)


def read_action_rules(raw: Mapping[str, Any]) -> ActionRules:
    """The settings as partnership.yaml gives them; raises ValueError for what cannot be."""
    bands = _bands(raw["age_bands"])
    again = int(raw["remind_again_days"])
    if again < 1:
        raise ValueError("actions: remind_again_days must be at least 1")
    return ActionRules(
        due_soon_days=int(raw["due_soon_days"]),
        remind_days_before=tuple(int(day) for day in raw["remind_days_before"]),
        remind_again_days=again,
        link_days=int(raw["link_days"]),
        priorities={row["key"]: row["label"] for row in raw["priorities"]},
        age_bands=bands,
    )


def _bands(rows: Iterable[Mapping[str, Any]]) -> tuple[Band, ...]:
    bands = tuple(Band(row["key"], row["label"], row.get("below_days")) for row in rows)
    ends = [band.below for band in bands[:-1]]
    if any(end is None for end in ends) or ends != sorted(ends, key=lambda end: end or 0):
        raise ValueError("actions: age_bands must rise, and only the last has no below_days")
    return bands
