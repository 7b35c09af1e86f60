"""SQL that both databases share, put together from our own names only."""

from __future__ import annotations

from collections.abc import Mapping


def insert_lists(table: str, columns: Mapping[str, str]) -> str:
    """An INSERT of any number of rows whose parameters are a list a column."""
    lists = ", ".join(
        f"unnest(${number}::{kind}[])" for number, kind in enumerate(columns.values(), start=1)
    )
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {lists}"
