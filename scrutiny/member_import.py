"""Members of groups read from CSV or XLSX: good rows, and what is wrong with the others.

Columns: group, name, role, organisation, e-mail, starts, ends; in any order, named as
people name them. Every bad cell is one problem with its row (as the spreadsheet numbers
it), column and cure; a row with a problem is left out whole. A row that says what stands
already changes nothing, so that the list of members may be taken out, put right, and
brought in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from forms.problem import Problem
from forms.types.base import AnswerError
from forms.types.moments import read_date
from scrutiny.imported_table import plain_words, read_spreadsheet
from scrutiny.meeting import Member
from scrutiny.organisation import Organisation
from scrutiny.partnership import Partnership
from scrutiny.person import LONGEST_NAME, is_email

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("group", "name", "role", "organisation", "email", "starts", "ends")
REQUIRED = ("group", "name")
MOST_ROWS = 5_000
_SYNONYMS = {
    "board": "group", "group_name": "group", "full_name": "name", "member": "name",
    "person": "name", "role_in_the_group": "role", "agency": "organisation",
    "represents": "organisation", "whom_they_represent": "organisation", "e_mail": "email",
    "e_mail_address": "email", "email_address": "email", "work_e_mail_address": "email",
    "start": "starts", "start_date": "starts", "first_day": "starts", "from": "starts",
    "end": "ends", "end_date": "ends", "until": "ends", "ended": "ends",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ImportedMembers:
    """What a file holds: members without their ids, every problem, and how many rows it has."""

    members: tuple[Member, ...]
    problems: tuple[Problem, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Changes:
    """What a list of members would change: who is new, and who stands otherwise than it says."""

    new: tuple[Member, ...]
    changed: tuple[Member, ...]
    same: int


def read_members(content: bytes, file_name: str) -> pd.DataFrame:
    """The file as text columns; raises UnreadableFileError when it is no table of ours."""
    return read_spreadsheet(
        content, file_name, columns=COLUMNS, required=REQUIRED, synonyms=_SYNONYMS,
        most_rows=MOST_ROWS,
    )  # fmt: skip


def check_members(
    frame: pd.DataFrame, partnership: Partnership, organisations: Iterable[Organisation]
) -> ImportedMembers:
    """The good rows as members, and a problem for each bad cell.

    A member may represent a safeguarding partner or one of the `organisations`.
    """
    from pandera.errors import SchemaErrors

    frame = frame.copy()
    words = _vocabulary(partnership, organisations)
    for column, known in words.items():
        frame[column] = [known.get(plain_words(cell), cell) for cell in frame[column]]
    for column in ("starts", "ends"):
        frame[column] = [_plain_day(cell) for cell in frame[column]]
    frame["email"] = frame["email"].str.lower()
    failures: list[Mapping[str, Any]] = []
    try:
        _schema(words, frame).validate(frame, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases.to_dict("records")
    failures.sort(key=lambda each: (each["index"], COLUMNS.index(each["column"])))
    good = frame.drop(index=sorted({each["index"] for each in failures}))
    return ImportedMembers(
        tuple(_member(row) for row in good.to_dict("records")),
        tuple(_problem(each, frame, partnership) for each in failures),
        len(frame),
    )


def compare_members(taken: Iterable[Member], known: Iterable[Member]) -> Changes:
    """What the rows would change of the members on record.

    An empty cell leaves what stands. Somebody whose time has ended comes back with a first
    day on or after that end alone.
    """
    standing: dict[tuple[str, str, str], list[Member]] = {}
    for each in known:
        standing.setdefault(_mark(each), []).append(each)
    new: list[Member] = []
    changed: list[Member] = []
    same = 0
    for row in sorted(taken, key=lambda each: each.starts or date.min):
        found = _find(row, standing.get(_mark(row), ()))
        if found is None:
            new.append(row)
        elif (after := _after(found, row)) != found:
            changed.append(after)
        else:
            same += 1
    return Changes(tuple(new), tuple(changed), same)


def _find(row: Member, records: Iterable[Member]) -> Member | None:
    """The time in the group of which the row tells, or None when it is a new one."""
    may_be = [each for each in records if not _is_before(row, each)]
    for each in may_be:
        if each.starts == row.starts:
            return each
    for each in may_be:
        if each.ended is None:
            return each
    last = max(may_be, key=lambda each: each.ended or date.max, default=None)
    if last and last.ended and row.starts and row.starts >= last.ended:
        return None
    return last


def _is_before(row: Member, record: Member) -> bool:
    return bool(row.ended and record.starts and row.ended <= record.starts)


def _after(found: Member, row: Member) -> Member:
    return replace(
        found, role=row.role or found.role, email=row.email or found.email,
        starts=row.starts or found.starts, ended=row.ended or found.ended,
    )  # fmt: skip


def _mark(member: Member) -> tuple[str, str, str]:
    return member.group, plain_words(member.name), member.organisation


def _member(row: Mapping[Any, Any]) -> Member:
    starts, ends = (date.fromisoformat(row[n]) if row[n] else None for n in ("starts", "ends"))
    return Member(
        "", row["group"], row["name"], row["role"], row["organisation"], row["email"],
        starts=starts, ended=ends,
    )  # fmt: skip


def _schema(words: Mapping[str, Mapping[str, str]], frame: pd.DataFrame) -> Any:
    import pandera.pandas as pa

    def known(column: str, *others: str) -> Any:
        return pa.Check.isin([*others, *words[column].values()], error=column)

    day = pa.Check.str_matches(r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", error="day")
    in_order = pa.Check(lambda _: ~_ends_first(frame), error="order")
    once = pa.Check(lambda _: ~_overlaps(frame), error="twice")
    return pa.DataFrameSchema(
        {
            "group": pa.Column(str, known("group")),
            "name": pa.Column(str, [pa.Check.str_length(1, LONGEST_NAME, error="name"), once]),
            "role": pa.Column(str, known("role", "")),
            "organisation": pa.Column(str, known("organisation", "")),
            "email": pa.Column(
                str, pa.Check(lambda cell: not cell or is_email(cell), element_wise=True,
                              error="email"),
            ),
            "starts": pa.Column(str, day),
            "ends": pa.Column(str, [day, in_order]),
        },
        index=None,
    )  # fmt: skip


def _ends_first(frame: pd.DataFrame) -> pd.Series[bool]:
    return (frame["starts"] != "") & (frame["ends"] != "") & (frame["ends"] < frame["starts"])


def _overlaps(frame: pd.DataFrame) -> pd.Series[bool]:
    """Which rows tell of the same person in the same group at the same time as one above."""
    named = frame["name"].map(plain_words)
    order = frame.assign(name=named).sort_values(["group", "name", "organisation", "starts"])
    before = order.groupby(["group", "name", "organisation"])["ends"].shift()
    overlaps = before.notna() & ((before == "") | (before > order["starts"]))
    return overlaps.reindex(frame.index)


def _problem(failure: Mapping[str, Any], frame: pd.DataFrame, partnership: Partnership) -> Problem:
    check = str(failure["check"])
    column = str(failure["column"])
    row = int(failure["index"]) + 2  # the spreadsheet counts from 1, and its first row is names
    cell = str(frame.loc[failure["index"], column])
    message, cure = _SENTENCES[check]
    if not cell:
        message = "This is empty"
    shown = f'"{cell[:60]}": ' if cell else ""
    listed = {
        "group": ", ".join(group.name for group in partnership.groups),
        "role": ", ".join(partnership.member_roles),
    }.get(check, "")
    return Problem(f"row {row}, {column}", f"{shown}{message}", cure.format(listed=listed))


_SENTENCES = {
    "group": ("this group is not known", "Use one of: {listed}"),
    "name": (f"a name has 1 to {LONGEST_NAME} characters", "Write the full name"),
    "role": ("this role in a group is not known", "Use one of: {listed}, or leave it empty"),
    "organisation": (
        "no such agency is on the register, or more than one",
        "Write its name or number as it stands on the register, or leave it empty",
    ),
    "email": ("this is not an e-mail address", "Write it like name@example.org"),
    "day": ("this is not a date", "Write it like 2026-09-01 or 1 September 2026"),
    "order": ("the last day is before the first", "Put one of the two right"),
    "twice": (
        "the same person is in this group at the same time in another row",
        "Keep one of the rows, or write when the earlier time ended",
    ),
}


def _vocabulary(
    partnership: Partnership, organisations: Iterable[Organisation]
) -> dict[str, dict[str, str]]:
    """What people write for each key: the key itself, its name or its number."""
    places: dict[str, set[str]] = {}
    for key, label in partnership.places("partner").items():
        for word in (key, label):
            places.setdefault(plain_words(word), set()).add(key)
    for each in organisations:
        for word in filter(None, (each.id, each.urn, each.name)):
            places.setdefault(plain_words(word), set()).add(each.id)
    return {
        "group": {
            plain_words(word): group.key
            for group in partnership.groups
            for word in (group.key, group.label, group.short)
            if word
        },
        "role": {plain_words(role): role for role in partnership.member_roles},
        "organisation": {word: min(ids) for word, ids in places.items() if len(ids) == 1},
    }


def _plain_day(cell: str) -> str:
    """The day as 2026-09-01 however it is written, or the cell when it is no day."""
    try:
        return read_date(cell.removesuffix(" 00:00:00")).isoformat() if cell else ""
    except AnswerError:
        return cell
