"""People read from CSV: good ones, and what is wrong with the others.

Columns: name, e-mail, role, acts for, starts; in any order, named as people name them. A
row is one role of one person, so that somebody with two roles has two rows. Every bad
cell is one problem with its row (as the spreadsheet numbers it), column and cure; a
person with a bad row is left out whole.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from forms.problem import Problem
from scrutiny.imported_table import (
    UnreadableFileError,
    check_shape,
    decode,
    name_column,
    plain_words,
)
from scrutiny.organisation import Organisation
from scrutiny.partnership import Partnership
from scrutiny.person import (
    Held,
    Person,
    check_held,
    check_person,
    plain_email,
    roles_for_people,
)

COLUMNS = ("name", "email", "role", "acts_for", "starts")
REQUIRED = ("name", "email", "role")
MOST_ROWS = 2_000
LARGEST_CELL = 2_000
_SYNONYMS = {
    "e_mail": "email", "e_mail_address": "email", "email_address": "email", "person": "name",
    "full_name": "name", "group": "acts_for", "organisation": "acts_for", "for": "acts_for",
    "group_or_organisation": "acts_for", "start": "starts", "start_date": "starts",
    "from": "starts",
}  # fmt: skip
_DATES = ("%Y-%m-%d", "%d/%m/%Y")

#: One row by column, and the number that the spreadsheet gives it.
NumberedRow = tuple[int, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class ImportedPeople:
    """What a file holds: people without their ids, every problem, and how many are named."""

    people: tuple[Person, ...]
    problems: tuple[Problem, ...]
    named: int


def read_people(content: bytes) -> list[NumberedRow]:
    """The rows of the file; raises UnreadableFileError when it is no table of ours."""
    try:
        lines = list(csv.reader(io.StringIO(decode(content)), strict=True))
    except csv.Error as error:
        raise UnreadableFileError(
            "This file could not be read as a table. Save it as CSV and try again"
        ) from error
    if not lines:
        raise UnreadableFileError("This file is empty. The first row must name the columns")
    names = [name_column(cell, _SYNONYMS) for cell in lines[0]]
    check_shape(names, rows=len(lines) - 1, required=REQUIRED, known=COLUMNS, most=MOST_ROWS)
    return [
        (number, _row(names, line))
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]


def check_people(
    rows: Sequence[NumberedRow],
    partnership: Partnership,
    organisations: Iterable[Organisation],
    *,
    today: date,
) -> ImportedPeople:
    """The good people, each with all their roles, and a problem for each bad cell."""
    places = _places(partnership, organisations)
    people: dict[str, Person] = {}
    problems: list[Problem] = []
    bad: set[str] = set()
    names: dict[str, str] = {}
    for number, row in rows:
        email = plain_email(row["email"])
        found, person = _read_row(row, places, today)
        other = people.get(email)
        if other and person and person.name != other.name:
            found.append(Problem("name", f"This address is {other.name}'s in another row",
                                 "Write one name for one address"))  # fmt: skip
        if row["name"] and names.setdefault(plain_words(row["name"]), email) != email:
            found.append(Problem("name", "Another address has the same name",
                                 "Add something to tell the two apart"))  # fmt: skip
        problems += [_at(number, row, each) for each in found]
        if found or person is None:
            bad.add(email)
        else:
            people[email] = _join(other, person)
    good = tuple(person for email, person in people.items() if email not in bad)
    return ImportedPeople(
        good, tuple(problems), len({plain_email(row["email"]) for _, row in rows})
    )


def leave_out_known(
    taken: Iterable[Person], known: Iterable[Person]
) -> tuple[list[Person], list[Person]]:
    """Those who are new, and those whose address or name is on the register already."""
    listed = list(known)
    addresses = {each.email for each in listed}
    names = {plain_words(each.name) for each in listed}
    new: list[Person] = []
    old: list[Person] = []
    for each in taken:
        is_known = each.email in addresses or plain_words(each.name) in names
        (old if is_known else new).append(each)
    return new, old


def _read_row(
    row: Mapping[str, str], places: Mapping[str, Mapping[str, str]], today: date
) -> tuple[list[Problem], Person | None]:
    starts = _date(row["starts"], today)
    role = _roles().get(plain_words(row["role"]), row["role"])
    kind = roles_for_people()[role].acts_for if role in roles_for_people() else ""
    acts_for = places.get(kind, {}).get(plain_words(row["acts_for"]), row["acts_for"])
    held = Held(role, acts_for)
    person = Person("", row["name"], plain_email(row["email"]), starts or today, (held,))
    problems = list(check_person(person))
    wrong = check_held(
        held,
        groups=set(places["group"].values()),
        organisations=set(places["organisation"].values()),
        partners=set(places["partner"].values()),
    )
    if wrong:
        problems.append(wrong)
    if starts is None:
        problems.append(Problem("starts", "This is not a date", "Write it like 2026-09-01"))
    return problems, None if problems else person


def _join(other: Person | None, person: Person) -> Person:
    """The same person of two rows: both roles, from the earlier day."""
    if other is None:
        return person
    held = tuple(sorted({*other.roles, *person.roles}))
    return Person("", other.name, other.email, min(other.starts, person.starts), held)


def _at(number: int, row: Mapping[str, str], problem: Problem) -> Problem:
    cell = row.get(problem.place, "")
    shown = f'"{cell[:60]}": ' if cell else ""
    message = problem.message if cell else f"This is empty. {problem.message}"
    return Problem(f"row {number}, {problem.place}", f"{shown}{message}", problem.cure)


def _places(
    partnership: Partnership, organisations: Iterable[Organisation]
) -> dict[str, dict[str, str]]:
    """What people write for a group, an organisation or a partner: its key, name or number."""
    groups = {
        plain_words(word): group.key
        for group in partnership.active_groups
        for word in (group.key, group.label, group.short)
        if word
    }
    named: dict[str, str] = {}
    twice: set[str] = set()
    for each in organisations:
        if each.ended is None:
            for word in filter(None, (each.id, each.urn, each.name)):
                plain = plain_words(word)
                if named.setdefault(plain, each.id) != each.id:
                    twice.add(plain)
    certain = {word: id for word, id in named.items() if word not in twice}
    partners = {
        plain_words(word): key
        for key, label in partnership.places("partner").items()
        for word in (key, label)
    }
    return {"group": groups, "organisation": certain, "partner": partners}


def _roles() -> dict[str, str]:
    return {
        plain_words(word): key
        for key, role in roles_for_people().items()
        for word in (key, role.label)
    }


def _date(words: str, today: date) -> date | None:
    if not words:
        return today
    for form in _DATES:
        try:
            return datetime.strptime(words, form).date()
        except ValueError:
            continue
    return None


def _row(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    given = dict(zip(names, (cell.strip()[:LARGEST_CELL] for cell in cells), strict=False))
    return {name: given.get(name, "") for name in COLUMNS}
