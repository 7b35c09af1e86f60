"""What the parts of an activity are called: parties, roles, days and how late something is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.types.moments import say_date
from scrutiny.activity import Activity, Party
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_words import say_count, say_list
from scrutiny.partnership import Partnership

IN_USE, NOT_IN_USE = "In use", "Not in use"


def group_names(partnership: Partnership, *, is_short: bool = False) -> dict[str, str]:
    """The partnership's groups by key, inactive ones too."""
    return {
        group.key: (group.short or group.label) if is_short else group.label
        for group in partnership.groups
    }


def partner_names(partnership: Partnership) -> dict[str, str]:
    """The safeguarding partners by key."""
    return {partner.key: partner.label for partner in partnership.safeguarding_partners}


def mechanism_state(mechanism: Mechanism) -> str:
    """Whether activities of it may be begun, in words."""
    return IN_USE if mechanism.is_active else NOT_IN_USE


@dataclass(frozen=True, slots=True)
class Names:
    """The words for keys: organisations, partners and groups, and an activity's own labels.

    A party keeps the label that it had when it was added, for when it leaves the register.
    """

    known: Mapping[str, str]
    kept: Mapping[str, str]

    def say(self, key: str) -> str:
        """What something is called now, else what it was called; else its key."""
        return self.known.get(key) or self.kept.get(key) or key

    def say_all(self, keys: Iterable[str]) -> str:
        """Several at once: "Council, health and police"."""
        return say_list(sorted(map(self.say, keys)))


def names_of(
    activity: Activity, partnership: Partnership, organisations: Mapping[str, str]
) -> Names:
    """The names that an activity's page needs; `organisations` are the register's by id."""
    known = {**organisations, **partner_names(partnership), **group_names(partnership)}
    return Names(known, {party.key: party.label for party in activity.parties})


def say_party(names: Names, party: Party) -> str:
    """A party's name, with the name that it had when that was another."""
    now = names.say(party.key)
    return now if party.label in ("", now) else f"{now} (then {party.label})"


def say_due_day(due: date | None, words: str, today: date) -> str:
    """By when, and how far off that is: "By 3 March 2026, in 4 days"; the rule when no day is."""
    if due is None:
        return f"{words[:1].upper()}{words[1:]}" if words else "No date is set"
    return f"By {say_date(due)}, {say_distance(due, today)}"


def say_distance(day: date, today: date) -> str:
    """How far a day is off: "today", "in 4 days", "9 days ago"."""
    days = (day - today).days
    if not days:
        return "today"
    return f"in {say_count(days, 'day')}" if days > 0 else f"{say_count(-days, 'day')} ago"


def say_late(due: date, today: date) -> str:
    """How late something is: "Late by 9 days"."""
    return f"Late by {say_count((today - due).days, 'day')}"
