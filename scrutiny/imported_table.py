"""A table that somebody imports: its text, and whether its first row names what is needed."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

#: The apostrophe that our own CSV files put before what a program might run as a formula.
_DEFUSED = re.compile(r"^'(?= *[=+\-@])")


class UnreadableFileError(ValueError):
    """The file is not a table of ours; the message says what to do."""


def read_spreadsheet(
    content: bytes,
    file_name: str,
    *,
    columns: Sequence[str],
    required: Sequence[str],
    synonyms: Mapping[str, str],
    most_rows: int,
) -> pd.DataFrame:
    """The filled rows as trimmed text, "" where a cell or column is missing; row 0 is line 2.

    The first row names the columns, in any order and in any of the words of `synonyms`.
    Raises UnreadableFileError when it is no such table, or none of its rows holds anything.
    """
    import pandas as pd

    try:
        if file_name.lower().endswith((".xlsx", ".xlsm")):
            frame = pd.read_excel(io.BytesIO(content), dtype=str, engine="openpyxl")
        else:
            text = io.StringIO(decode(content))
            frame = pd.read_csv(text, dtype=str, skip_blank_lines=False)
    except Exception as error:  # whatever a broken file makes a reader raise
        raise UnreadableFileError(
            "This file could not be read as a table. Save it as CSV or XLSX and try again"
        ) from error
    frame.columns = [name_column(name, synonyms) for name in frame.columns]
    check_shape(
        list(frame.columns), rows=len(frame), required=required, known=columns, most=most_rows
    )
    frame = frame.reindex(columns=list(columns)).astype(object).fillna("")
    cleaned: pd.DataFrame = frame.apply(lambda column: column.astype(str).map(_clean))
    filled = cleaned[(cleaned != "").any(axis=1)].copy()
    if filled.empty:
        raise UnreadableFileError(
            "No row is filled in. Fill in one row for each, under the names of the columns"
        )
    return filled


def name_column(name: object, synonyms: Mapping[str, str]) -> str:
    """The column that a heading names, whatever its case and signs."""
    plain = plain_words(name)
    return synonyms.get(plain, plain)


def plain_words(words: object) -> str:
    """For comparing: lower case, and only what is letter or number in any script."""
    return re.sub(r"[\W_]+", "_", str(words).casefold()).strip("_")


def decode(content: bytes) -> str:
    """The text of a file, in whichever of the usual encodings a spreadsheet wrote it."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1")


def check_shape(
    names: Sequence[str], *, rows: int, required: Sequence[str], known: Sequence[str], most: int
) -> None:
    """Raises UnreadableFileError for a column that is missing or there twice, or too many rows."""
    missing = [name for name in required if name not in names]
    if missing:
        raise UnreadableFileError(
            f"The first row must name the columns. Missing: {', '.join(missing)}"
        )
    doubled = sorted({name for name in known if names.count(name) > 1})
    if doubled:
        raise UnreadableFileError(f"Two columns are both called {doubled[0]}. Keep one of them")
    if rows > most:
        raise UnreadableFileError(f"More than {most:,} rows. Import them in several files")


def _clean(cell: str) -> str:
    return _DEFUSED.sub("", cell.strip())
