"""Rows as files: CSV, XLSX and Parquet, safe to open in a spreadsheet program.

A cell whose text begins with = + - @, a tab or a line end could be run as a formula by
the program that opens it. In CSV such a text gets an apostrophe in front, unless it is a
plain number ("-3.5"); in XLSX it is stored as text, unchanged and never run. Control
characters that the formats forbid are left out, and half characters become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from exports.document import Cell, Table

#: What a cell may hold.
Value = str | int | float | bool | date | datetime | time | None
Row = Sequence[Value]

#: First characters that a spreadsheet program may take for a formula, wide forms too.
_FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
_RISKY = r"=+\-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_CONTROL_PATTERN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_CONTROL = re.compile(_CONTROL_PATTERN)
_SURROGATE = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
_BATCH = 20_000
_LONGEST_CELL = 32_767  # Excel's own limit


# CSV.


def render_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The rows as one CSV file: UTF-8 with a mark for Excel, RFC 4180, formulas defused."""
    return b"".join(stream_csv(columns, _batches(rows)))


def render_csv_frame(frame: pd.DataFrame) -> bytes:
    """A frame as the same CSV file, by column and so many times faster than by row."""
    names = [_defuse(_storable(str(name))) for name in frame.columns]
    columns = [_csv_column(_array(values)) for _, values in _frame_columns(frame)]
    buffer = io.BytesIO()
    buffer.write(_BOM)
    buffer.write(_csv_bytes([names]))
    if len(frame):
        options = pa_csv.WriteOptions(include_header=False, eol="\r\n")
        pa_csv.write_csv(pa.Table.from_arrays(columns, names=names), buffer, options)
    return buffer.getvalue()


def _csv_column(values: pa.Array) -> pa.Array:
    """The column as it is written: texts defused, days as days, moments to the second."""
    if pa.types.is_timestamp(values.type):
        days = values.cast(pa.date32(), safe=False)
        is_day = values.type.tz is None and pc.all(pc.equal(days.cast(values.type), values)).as_py()
        return days if is_day else values.cast(pa.timestamp("s", values.type.tz), safe=False)
    is_text = pa.types.is_string(values.type) or pa.types.is_large_string(values.type)
    if not is_text or values.null_count == len(values):
        return values
    values = pc.replace_substring_regex(values, _CONTROL_PATTERN, "")
    risky = pc.match_substring_regex(values, f"^ *[{_RISKY}]")
    if not pc.any(risky).as_py():
        return values
    number = pc.match_substring_regex(values, f"^(?:{_NUMBER.pattern})$")
    quoted = pc.binary_join_element_wise(
        pa.scalar("'", values.type), values, pa.scalar("", values.type)
    )
    return pc.if_else(pc.and_not(risky, number), quoted, values)


def stream_csv(columns: Sequence[str], batches: Iterable[Iterable[Row]]) -> Iterator[bytes]:
    """The CSV file in pieces, a batch of rows at a time, for what is too large to hold."""
    yield _BOM + _csv_bytes([columns])
    for batch in batches:
        piece = _csv_bytes(batch)
        if piece:
            yield piece


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        yield batch


def _csv_bytes(rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    starts = _FORMULA_STARTS | {" "}
    writer.writerows(
        [_defuse(value) if type(value) is str and value[:1] in starts else value for value in row]
        for row in rows
    )
    text = buffer.getvalue()
    return _storable(text).encode("utf-8")


def _defuse(text: str) -> str:
    """The text, with an apostrophe before what could be run and is no plain number."""
    if text.lstrip(" ")[:1] not in _FORMULA_STARTS or _NUMBER.fullmatch(text):
        return text
    return f"'{text}"


def _storable(text: str) -> str:
    """The text without what a file may not hold."""
    if _CONTROL.search(text):
        text = _CONTROL.sub("", text)
    return _SURROGATE.sub("\ufffd", text) if _SURROGATE.search(text) else text


# XLSX.


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook: a name, its header, and its rows."""

    title: str
    columns: Sequence[str]
    rows: Iterable[Row]


def table_sheet(table: Table) -> Sheet:
    """A document's table as a sheet, its plain numbers as numbers."""
    rows = [
        [
            _number(_text(cell)) if at in table.numeric else _text(cell)
            for at, cell in enumerate(row)
        ]
        for row in table.rows
    ]
    return Sheet(table.caption or "Table", table.columns, rows)


def _text(cell: str | Cell) -> str:
    return cell.text if isinstance(cell, Cell) else cell


def _number(text: str) -> Value:
    plain = text.replace(",", "")
    if not _NUMBER.fullmatch(plain):
        return text
    return float(plain) if "." in plain else int(plain)


def render_xlsx(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as a workbook: headers frozen and filterable, columns as wide as their words."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for sheet in sheets:
        name = sheet_name(sheet.title, taken)
        taken.add(name.casefold())
        _write_sheet(book.create_sheet(name), sheet)
    if not taken:
        book.create_sheet("Empty")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def sheet_name(title: str, taken: Iterable[str] = ()) -> str:
    """A name that Excel accepts: at most 31 characters, none forbidden, none twice."""
    forbidden = set(taken)
    stem = re.sub(r"[\[\]:*?/\\]", " ", _storable(title))
    stem = " ".join(stem.split()).strip("'")[:31].strip() or "Sheet"
    stem = "History of changes" if stem.casefold() == "history" else stem
    name, number = stem, 2
    while name.casefold() in forbidden:
        tail = f" {number}"
        name, number = stem[: 31 - len(tail)].rstrip() + tail, number + 1
    return name


def _write_sheet(target: Any, sheet: Sheet) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, 200))
    target.freeze_panes = "A2"
    for at, column in enumerate(sheet.columns):
        letter = get_column_letter(at + 1)
        target.column_dimensions[letter].width = _column_width(column, [row[at] for row in first])
    target.append([_header_cell(target, column) for column in sheet.columns])
    count = 1
    for row in chain(first, rows):
        target.append([_cell(target, value) for value in row])
        count += 1
    if sheet.columns:
        target.auto_filter.ref = f"A1:{get_column_letter(len(sheet.columns))}{count}"


def _column_width(column: str, values: Sequence[Value]) -> float:
    longest = max((len(str(value)) for value in (column, *values) if value is not None), default=0)
    return float(min(max(longest + 3, 9), 60))


def _header_cell(target: Any, text: str) -> Any:
    cell = WriteOnlyCell(target, None)
    cell.value = _storable(text)
    cell.data_type = "s"
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="EEF2F5")
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(target: Any, value: Value) -> Any:
    """The value itself; a text that looks like a formula as a cell that is text."""
    if isinstance(value, float | datetime) and value != value:
        return None
    if isinstance(value, datetime) and value.tzinfo:
        return value.replace(tzinfo=None)  # Excel knows no zones; the clock time is kept
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if not isinstance(value, str):
        return value
    text = _storable(value)
    if len(text) > _LONGEST_CELL:
        text = text[: _LONGEST_CELL - 1] + "…"
    if text.lstrip(" ")[:1] not in _FORMULA_STARTS:
        return text
    cell = WriteOnlyCell(target, None)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell


# Parquet.


def render_parquet(data: pd.DataFrame | Mapping[str, Sequence[Value]]) -> bytes:
    """A frame, or columns by name, as a Parquet file; a column of mixed kinds becomes text."""
    columns = data.items() if isinstance(data, Mapping) else _frame_columns(data)
    arrays = {str(name): _array(values) for name, values in columns}
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays), buffer, compression="zstd")
    return buffer.getvalue()


def _frame_columns(frame: pd.DataFrame) -> Iterator[tuple[str, pd.Series[Any]]]:
    for at, name in enumerate(frame.columns):
        yield str(name), frame.iloc[:, at]


def _array(values: Sequence[Value] | pd.Series[Any]) -> pa.Array:
    try:
        return pa.array(values, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        return pa.array([_said(value) for value in values], type=pa.string())


def _said(value: Any) -> str | None:
    """A value as text; None for a missing one."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    return _storable(str(value))
