"""A table that somebody imports: its text, and what its first row must name."""

from __future__ import annotations

import pytest

from scrutiny.imported_table import UnreadableFileError, check_shape, decode


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_usual_encodings_are_read(encoding: str) -> None:
    assert decode("Café – club".encode(encoding)) == "Café – club"


def test_any_other_bytes_are_read_as_something() -> None:
    assert decode(b"\x81") == "\x81"


@pytest.mark.parametrize(
    ("names", "rows", "message"),
    [
        (["name"], 1, "The first row must name the columns. Missing: type"),
        (["name", "type", "name"], 1, "Two columns are both called name. Keep one of them"),
        (["name", "type"], 1_001, "More than 1,000 rows. Import them in several files"),
    ],
)
def test_a_table_of_another_shape_is_refused(names: list[str], rows: int, message: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        check_shape(names, rows=rows, required=("name", "type"), known=("name", "type"), most=1_000)
    assert str(caught.value) == message


def test_columns_that_nobody_knows_may_stand_twice() -> None:
    names = ["name", "type", "note", "note"]
    check_shape(names, rows=1, required=("name", "type"), known=("name", "type"), most=1)
