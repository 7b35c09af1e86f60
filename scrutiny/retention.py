"""How long records are kept, what falls due when, and what a legal hold freezes."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from forms.source import load_yaml

AUDIT_LOG = "audit_log"
ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table.

    `by_hand` says what to do where the app cannot know the day, `by_itself` when the app
    throws it away without being asked. `accepted` are steps as "mechanism/step": forms of an
    activity are kept from the day of their last taking, or of the activity's end.
    """

    key: str
    label: str
    since: str = ""
    years: int = 0
    months: int = 0
    whole_years: bool = False
    leaves: str = ""
    why: str = ""
    by_hand: str = ""
    by_itself: str = ""
    accepted: tuple[str, ...] = ()
    approved_by: str = ""
    approved_on: str = ""

    @property
    def is_listed(self) -> bool:
        """Whether it falls due on a day that the app knows, and waits for an administrator."""
        return not (self.by_hand or self.by_itself)

    @property
    def keep_for(self) -> str:
        """How long, in words."""
        if not self.is_listed:
            words = self.by_hand or self.by_itself
            return words[0].upper() + words[1:]
        if self.whole_years:
            return f"The current year and {self.years} more"
        count, unit = (self.years, "year") if self.years else (self.months, "month")
        return f"{count} {unit}{'s' * (count != 1)}"

    @property
    def is_approved(self) -> bool:
        """Whether information governance has agreed to it."""
        return bool(self.approved_by and self.approved_on)


class Scope(StrEnum):
    """What a legal hold may freeze."""

    EVERYTHING = "everything"
    ROUND = "round"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"
    RESPONSE = "response"
    LOG = "log"


SCOPE_LABELS = {
    Scope.EVERYTHING: "Everything",
    Scope.ROUND: "One cycle or campaign",
    Scope.ORGANISATION: "One organisation",
    Scope.ACTIVITY: "One scrutiny activity",
    Scope.RESPONSE: "One record",
    Scope.LOG: "The audit log",
}


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: nothing that it covers is destroyed until it is lifted."""

    id: str
    scope: Scope
    subject: str
    reason: str
    set_by: str
    set_on: date
    lifted_by: str = ""
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept and destroyed together: a round, an activity, a record, or all that is old.

    `held_records` of its `records` belong to an organisation under a hold, or are held
    one by one.
    """

    rule: str
    subject: str
    title: str
    since: date
    records: int
    held_records: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """When a holding falls due, and the holds that freeze the whole of it."""

    holding: Holding
    rule: Rule
    day: date
    holds: tuple[Hold, ...] = ()

    @property
    def free_records(self) -> int:
        """How many records no hold freezes."""
        return 0 if self.holds else self.holding.records - self.holding.held_records

    def may_go(self, today: date) -> bool:
        """Whether there is something in it that may be destroyed now."""
        return self.day <= today and self.free_records > 0

    def state(self, today: date) -> str:
        """Where it stands, in words."""
        if self.day > today:
            return "Not yet due"
        if not self.free_records:
            return "Due, and under a hold"
        return "Due, in part under a hold" if self.holding.held_records else "Due"


@lru_cache(maxsize=1)
def retention_rules() -> Mapping[str, Rule]:
    """The table of retention.yaml, in its order."""
    source = load_yaml(Path(__file__).with_name("retention.yaml").read_text("utf-8"))
    return {key: _rule(key, row) for key, row in source["rules"].items()}


@lru_cache(maxsize=1)
def rules_of_tables() -> Mapping[str, tuple[str, ...] | str]:
    """For each table the keys of the rules under which its rows go, or why it has none."""
    source = load_yaml(Path(__file__).with_name("retention.yaml").read_text("utf-8"))
    return {
        table: tuple(row) if isinstance(row, list | tuple) else str(row)
        for table, row in source["tables"].items()
    }


@lru_cache(maxsize=1)
def year_end() -> tuple[int, int]:
    """The month and day with which a year ends here."""
    source = load_yaml(Path(__file__).with_name("retention.yaml").read_text("utf-8"))
    month, _, day = source["year_ends"].partition("-")
    return int(month), int(day)


def _rule(key: str, row: Mapping[str, object]) -> Rule:
    words = {
        name: str(row.get(name, ""))
        for name in (
            "label", "since", "leaves", "why", "by_hand", "by_itself", "approved_by", "approved_on",
        )
    }  # fmt: skip
    keep = row.get("keep") or {}
    if not isinstance(keep, Mapping):
        raise TypeError(f"retention.yaml, {key}: keep must name years or months")
    years, months = int(keep.get("years", 0)), int(keep.get("months", 0))
    if not (words["by_hand"] or words["by_itself"] or years or months):
        raise ValueError(f"retention.yaml, {key}: say how many years or months, or by_hand")
    is_whole = row.get("whole_years") in (True, "true")
    return Rule(
        key=key, years=years, months=months, whole_years=is_whole,
        accepted=_read_steps(key, row.get("accepted") or ()), **words,
    )  # fmt: skip


def _read_steps(key: str, steps: object) -> tuple[str, ...]:
    """Steps as "mechanism/step"; raises ValueError for anything else."""
    listed = tuple(map(str, steps)) if isinstance(steps, list | tuple) else (str(steps),)
    if wrong := [step for step in listed if step.count("/") != 1]:
        raise ValueError(f"retention.yaml, {key}: write {wrong[0]} as mechanism/step")
    return listed


def due_day(rule: Rule, since: date) -> date:
    """The first day on which a record of that day may be destroyed."""
    start = _end_of_year(since) if rule.whole_years else since
    return add_months(start, 12 * rule.years + rule.months)


def _end_of_year(day: date) -> date:
    month, last = year_end()
    end = date(day.year, month, last)
    return end if day <= end else date(day.year + 1, month, last)


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last of a shorter month; backwards too."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def list_due(
    holdings: Iterable[Holding], rules: Mapping[str, Rule], holds: Sequence[Hold]
) -> list[Due]:
    """When each holding falls due, the soonest first; records without a rule are left out."""
    found = [
        Due(
            holding,
            rules[holding.rule],
            due_day(rules[holding.rule], holding.since),
            tuple(hold for hold in holds if _freezes(hold, holding)),
        )
        for holding in holdings
        if holding.rule in rules and rules[holding.rule].is_listed
    ]
    return sorted(found, key=lambda due: (due.day, due.holding.title, due.holding.subject))


def _freezes(hold: Hold, holding: Holding) -> bool:
    if hold.lifted_on is not None:
        return False
    if hold.scope is Scope.EVERYTHING:
        return True
    if hold.scope is Scope.LOG:
        return holding.rule == AUDIT_LOG
    names_it = hold.scope in (Scope.ROUND, Scope.ACTIVITY, Scope.RESPONSE)
    return names_it and hold.subject == holding.subject
