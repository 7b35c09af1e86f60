"""A register of organisations read from CSV or XLSX: good rows, and what is wrong with others.

Columns: URN, name, type, phase, trust, locality, contact name, contact e-mail; in any
order, named as people name them. Every bad cell is one problem with its row (as the
spreadsheet numbers it), column and cure; a row with a problem is left out whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from forms.problem import Problem
from scrutiny.imported_table import plain_words, read_spreadsheet
from scrutiny.organisation import Organisation
from scrutiny.partnership import Named, Partnership

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "urn", "name", "type", "phase", "trust", "locality", "contact_name", "contact_email",
)  # fmt: skip
REQUIRED = ("name", "type")
MOST_ROWS = 10_000
_SYNONYMS = {
    "school": "name", "setting": "name", "organisation": "name", "organisation_name": "name",
    "setting_name": "name", "school_name": "name", "unique_reference_number": "urn",
    "setting_type": "type", "organisation_type": "type", "area": "locality",
    "email": "contact_email", "e_mail": "contact_email", "contact_e_mail": "contact_email",
    "contact": "contact_name",
    "trust_name": "trust", "trust_or_group": "trust",
}  # fmt: skip
_URN = r"^([0-9]{6,7}|[A-Za-z]{2}[0-9]{6})?$"
_EMAIL = r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$"


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds: organisations without their ids, by row, and every problem."""

    organisations: tuple[Organisation, ...]
    problems: tuple[Problem, ...]
    rows: int


def read_register(content: bytes, file_name: str) -> pd.DataFrame:
    """The file as text columns; raises UnreadableFileError when it is no table of ours.

    A contact that is an e-mail address, and no name, is the address to write to.
    """
    frame = read_spreadsheet(
        content, file_name, columns=COLUMNS, required=REQUIRED, synonyms=_SYNONYMS,
        most_rows=MOST_ROWS,
    )  # fmt: skip
    is_address = frame["contact_name"].str.contains("@") & (frame["contact_email"] == "")
    frame.loc[is_address, "contact_email"] = frame.loc[is_address, "contact_name"]
    frame.loc[is_address, "contact_name"] = ""
    return frame


def check_register(frame: pd.DataFrame, partnership: Partnership) -> Imported:
    """The good rows as organisations, and a problem for each bad cell."""
    from pandera.errors import SchemaErrors

    frame = frame.copy()
    for column, words in _vocabulary(partnership).items():
        frame[column] = frame[column].map(
            lambda cell, words=words: words.get(plain_words(cell), cell)
        )
    problems: list[Problem] = []
    bad: set[Any] = set()
    try:
        _schema(partnership).validate(frame, lazy=True)
    except SchemaErrors as errors:
        for failure in errors.failure_cases.to_dict("records"):
            bad.add(failure["index"])
            problems.append(_problem(failure, frame, partnership))
    for index in _find_same_names(frame):
        bad.add(index)
        problems.append(_same_name(index, str(frame.loc[index, "name"])))
    good = frame.drop(index=[index for index in bad if index in frame.index])
    organisations = tuple(
        Organisation(id="", **{name: row[name] for name in COLUMNS})
        for row in good.to_dict("records")
    )
    ordered = sorted(problems, key=lambda p: int(re.sub(r"\D", "", p.place.split(",")[0]) or 0))
    return Imported(organisations, tuple(ordered), len(frame))


def check_organisation(one: Organisation, partnership: Partnership) -> tuple[Problem, ...]:
    """What is wrong with one organisation's details; the place is the column's name."""
    import pandas as pd

    frame = pd.DataFrame([{name: getattr(one, name) for name in COLUMNS}], dtype=object)
    found = check_register(frame, partnership).problems
    return tuple(replace(each, place=each.place.partition(", ")[2]) for each in found)


def leave_out_known(
    taken: Iterable[Organisation], known: Iterable[Organisation]
) -> list[Organisation]:
    """Those not on the register yet, by URN or, where there is none, by name and type."""
    marks = {mark for each in known for mark in _marks(each)}
    return [each for each in taken if not marks & set(_marks(each))]


def _marks(each: Organisation) -> list[tuple[str, str]]:
    named = (plain_words(each.name), each.type)
    return [("urn", each.urn.upper())] if each.urn else [named]


def _schema(partnership: Partnership) -> Any:
    import pandera.pandas as pa

    def known(names: object) -> Any:
        return pa.Check.isin(["", *names], error="known")  # type: ignore[misc] # any iterable

    return pa.DataFrameSchema(
        {
            "urn": pa.Column(
                str,
                [
                    pa.Check.str_matches(_URN, error="urn"),
                    pa.Check(
                        lambda column: ~(column.duplicated(keep=False) & (column != "")),
                        error="unique",
                    ),
                ],
            ),
            "name": pa.Column(str, pa.Check.str_length(1, 200, error="name")),
            "type": pa.Column(str, pa.Check.isin([*partnership.organisation_types], error="type")),
            "phase": pa.Column(str, known(p.key for p in partnership.phases)),
            "trust": pa.Column(str, pa.Check.str_length(0, 200, error="length")),
            "locality": pa.Column(str, known(p.key for p in partnership.localities)),
            "contact_name": pa.Column(str, pa.Check.str_length(0, 200, error="length")),
            "contact_email": pa.Column(str, pa.Check.str_matches(_EMAIL, error="email")),
        },
        index=None,
    )


def _find_same_names(frame: pd.DataFrame) -> list[Any]:
    """The rows that nothing tells apart: no URN, and the name and type of another such row."""
    unnumbered = frame[(frame["urn"] == "") & (frame["name"] != "")]
    marks = unnumbered["name"].map(plain_words) + "/" + unnumbered["type"]
    return [*unnumbered.index[marks.duplicated(keep=False)]]


def _same_name(index: Any, name: str) -> Problem:
    message = f'"{name[:60]}": this name and type stand in more than one row without a URN'
    return Problem(f"row {int(index) + 2}, name", message, "Keep one, or give each its URN")


def _problem(failure: Mapping[str, Any], frame: pd.DataFrame, partnership: Partnership) -> Problem:
    column = str(failure["column"])
    row = int(failure["index"]) + 2  # the spreadsheet counts from 1, and its first row is names
    cell = str(frame.loc[failure["index"], column])
    message, cure = _SENTENCES.get(str(failure["check"]), ("This cannot be used", "Put it right"))
    listed = {
        "type": ", ".join(kind.label for kind in partnership.organisation_types.values()),
        "phase": ", ".join(p.label for p in partnership.phases),
        "locality": ", ".join(p.label for p in partnership.localities),
    }.get(column, "")
    if not cell and column in REQUIRED:
        message, cure = (
            "This is empty",
            "Every organisation needs one" + (f": {listed}" if listed else ""),
        )
        listed = ""
    shown = f'"{cell[:60]}": ' if cell else ""
    return Problem(f"row {row}, {column}", f"{shown}{message}", cure.format(listed=listed))


_SENTENCES = {
    "urn": ("a URN is six or seven digits, or two letters and six digits", "Check the number"),
    "unique": ("this URN stands in more than one row", "Keep one of the rows"),
    "name": ("a name has 1 to 200 characters", "Shorten it"),
    "length": ("this is longer than 200 characters", "Shorten it"),
    "type": ("this type is not known", "Use one of: {listed}"),
    "known": ("this is not on the partnership's list", "Use one of: {listed}, or leave it empty"),
    "email": ("this is not an e-mail address", "Write it like name@example.org"),
}


def _vocabulary(partnership: Partnership) -> dict[str, dict[str, str]]:
    """What people write for each key: the key itself, its label or its plural."""
    types: dict[str, str] = {}
    for key, kind in partnership.organisation_types.items():
        types |= {plain_words(word): key for word in (key, kind.label, kind.plural)}
    return {
        "type": types,
        "phase": _words_for(partnership.phases),
        "locality": _words_for(partnership.localities),
    }


def _words_for(listed: Iterable[Named]) -> dict[str, str]:
    return {plain_words(word): each.key for each in listed for word in (each.key, each.label)}
