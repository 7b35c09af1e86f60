"""The INSERT of many rows."""

from __future__ import annotations

from db.sql import insert_rows

COLUMNS = {"a": "TEXT", "b": "INTEGER"}


def test_insert_rows_gives_a_shared_value_once() -> None:
    assert insert_rows("t", COLUMNS, [["x", "x"], [1, 2]]) == (
        "INSERT INTO t (a, b) SELECT $1::TEXT, unnest($2::INTEGER[])",
        ["x", [1, 2]],
    )


def test_insert_rows_that_are_all_equal_says_how_many() -> None:
    assert insert_rows("t", COLUMNS, [["x", "x"], [1, 1]]) == (
        "INSERT INTO t (a, b) SELECT unnest($1::TEXT[]), $2::INTEGER",
        [["x", "x"], 1],
    )


def test_insert_rows_of_one_row_needs_no_list() -> None:
    assert insert_rows("t", COLUMNS, [["x"], [1]]) == (
        "INSERT INTO t (a, b) SELECT $1::TEXT, $2::INTEGER",
        ["x", 1],
    )
