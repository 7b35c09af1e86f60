"""Who works with the app: a person, the roles they hold, and what each is held for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from forms.problem import Problem
from scrutiny.access import Permission, Role, roles

LONGEST_NAME = 200
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """One role of a person, and the id of the group or organisation it is held for."""

    role: str
    acts_for: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the people register.

    `email` is lower case and nobody else's. From the day `ended` on, they may not sign in.
    """

    id: str
    name: str
    email: str
    starts: date
    roles: tuple[Held, ...] = ()
    ended: date | None = None

    def is_active(self, day: date) -> bool:
        """Whether they may sign in on that day."""
        return self.starts <= day and (self.ended is None or day < self.ended)

    def keeps_register(self, day: date) -> bool:
        """Whether they are an administrator now, with no end in sight."""
        return self.starts <= day and self.ended is None and any(map(is_keeper, self.roles))


def is_keeper(held: Held) -> bool:
    """Whether the role is one that may change the people register."""
    role = roles().get(held.role)
    return role is not None and Permission.MANAGE_PEOPLE in role.may


def plain_email(words: str) -> str:
    """An e-mail address as it is kept and compared: trimmed, in lower case."""
    return words.strip().lower()


def is_email(words: str) -> bool:
    """Whether it looks like one e-mail address."""
    return len(words) <= LONGEST_EMAIL and _EMAIL.fullmatch(words) is not None


def roles_for_people() -> Mapping[str, Role]:
    """The roles that a person may hold: all but those that are for the anonymous."""
    by_link = {Permission.GIVE_VOICE, Permission.CONTRIBUTE}
    return {key: row for key, row in roles().items() if not row.may & by_link}


def check_person(person: Person) -> tuple[Problem, ...]:
    """What is wrong with a person's own particulars; places are name, email and ended."""
    problems = []
    if not 1 <= len(person.name) <= LONGEST_NAME:
        problems.append(
            Problem("name", f"A name has 1 to {LONGEST_NAME} characters", "Write the full name")
        )
    if not is_email(person.email):
        problems.append(
            Problem("email", "This is not an e-mail address", "Write it like name@example.org")
        )
    if person.ended and person.ended < person.starts:
        problems.append(Problem("ended", "The last day is before the first", "Choose a later day"))
    return tuple(problems)


def check_held(
    held: Held,
    *,
    groups: Collection[str],
    organisations: Collection[str],
    partners: Collection[str] = (),
) -> Problem | None:
    """What is wrong with a role as it is to be held; places are role and acts_for."""
    role = roles_for_people().get(held.role)
    if role is None:
        labels = ", ".join(row.label for row in roles_for_people().values())
        return Problem("role", "This role is not known", f"Use one of: {labels}")
    places = {"group": groups, "organisation": organisations, "partner": partners}
    known = places.get(role.acts_for, ())
    if role.acts_for and held.acts_for not in known:
        return Problem(
            "acts_for",
            f"This role is held for one {role.acts_for}",
            f"Name one {role.acts_for} that is on the register",
        )
    if not role.acts_for and held.acts_for:
        return Problem("acts_for", "This role is not held for anything", "Leave it empty")
    return None


def say_roles(held: Iterable[Held], names: Mapping[str, str]) -> str:
    """The roles in words: "Administrator; Partnership group chair (Audit Group)"."""
    return "; ".join(say_role(each, names) for each in sorted(held))


def say_role(held: Held, names: Mapping[str, str]) -> str:
    """One role in words, with what it is held for."""
    row = roles().get(held.role)
    label = row.label if row else held.role
    return f"{label} ({names.get(held.acts_for, held.acts_for)})" if held.acts_for else label
