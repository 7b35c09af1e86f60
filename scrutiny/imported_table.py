"""A table that somebody imports: its text, and whether its first row names what is needed."""

from __future__ import annotations

from collections.abc import Sequence


class UnreadableFileError(ValueError):
    """The file is not a table of ours; the message says what to do."""


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
