"""Rows as files, read back."""

import io
from datetime import date, datetime

import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from exports.document import Cell, Table
from exports.tables import (
    Sheet,
    render_csv,
    render_csv_frame,
    render_parquet,
    render_xlsx,
    sheet_name,
    stream_csv,
    table_sheet,
)
from forms.model import Tone


def read_csv(data: bytes) -> str:
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")


def test_csv_begins_with_the_mark_that_excel_needs():
    assert render_csv(["a"], [["b"]]) == b"\xef\xbb\xbfa\r\nb\r\n"


def test_csv_quotes_what_needs_it():
    rows = [['say "yes"', "a, b", "line\nend", None, 3.5, date(2026, 1, 31), True]]
    assert read_csv(render_csv(list("abcdefg"), rows)) == (
        'a,b,c,d,e,f,g\r\n"say ""yes""","a, b","line\nend",,3.5,2026-01-31,True\r\n'
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", " =", "＝"])
def test_csv_defuses_what_could_be_run(start):
    assert read_csv(render_csv(["a"], [[f"{start}cmd()"]])) == f"a\r\n'{start}cmd()\r\n"


@pytest.mark.parametrize("number", ["-3.5", "+44", "-1e5"])
def test_csv_leaves_plain_numbers(number):
    assert read_csv(render_csv(["a"], [[number]])) == f"a\r\n{number}\r\n"


def test_csv_drops_controls_and_marks_half_characters():
    assert read_csv(render_csv(["a"], [["x\x00y\ud800"]])) == "a\r\nxy\ufffd\r\n"


def test_csv_defuses_its_header():
    assert read_csv(render_csv(["=a"], [])) == "'=a\r\n"


def test_csv_streams_a_batch_at_a_time():
    pieces = list(stream_csv(["a"], ([[n]] for n in range(2))))
    assert pieces == [b"\xef\xbb\xbfa\r\n", b"0\r\n", b"1\r\n"]


def test_csv_of_a_frame_says_the_same():
    frame = pd.DataFrame(
        {
            "text": ["=cmd()", "-3.5", None, "é, 😀"],
            "number": [1, 2, 3, 4],
            "share": [0.5, None, 2.0, 3.25],
            "day": pd.to_datetime(["2026-01-31"] * 4),
        }
    )
    assert read_csv(render_csv_frame(frame)) == (
        "text,number,share,day\r\n"
        '"\'=cmd()",1,0.5,2026-01-31\r\n'
        '"-3.5",2,,2026-01-31\r\n'
        ",3,2,2026-01-31\r\n"
        '"é, 😀",4,3.25,2026-01-31\r\n'
    )


def test_csv_of_a_frame_takes_what_no_column_should_hold():
    frame = pd.DataFrame({"a": pd.Series(["x\ud800", 1, None, "@y\x00"], dtype=object)})
    assert read_csv(render_csv_frame(frame)) == 'a\r\n"x\ufffd"\r\n"1"\r\n\r\n"\'@y"\r\n'


def test_csv_of_an_empty_frame_is_its_header():
    assert read_csv(render_csv_frame(pd.DataFrame({"a": []}))) == "a\r\n"


def open_sheet(data: bytes):
    return load_workbook(io.BytesIO(data)).worksheets[0]


def test_xlsx_holds_values_of_their_kind():
    rows = [["Oak", 3, 0.5, date(2026, 1, 31), None, datetime(2026, 1, 31, 9, 30)]]
    sheet = open_sheet(render_xlsx([Sheet("Returns", list("abcdef"), rows)]))
    assert [cell.value for cell in sheet[2]] == [
        "Oak", 3, 0.5, datetime(2026, 1, 31), None, datetime(2026, 1, 31, 9, 30),
    ]  # fmt: skip


def test_xlsx_shows_a_day_without_a_time_of_day():
    rows = [[datetime(2026, 1, 31)], [datetime(2026, 1, 31, 9, 30)], [pd.NaT]]
    sheet = open_sheet(render_xlsx([Sheet("Returns", ["day"], rows)]))
    assert [cell.number_format for cell in sheet["A"][1:3]] == ["yyyy-mm-dd", "yyyy-mm-dd h:mm:ss"]
    assert sheet["A4"].value is None


def test_xlsx_keeps_a_formula_as_text():
    cell = open_sheet(render_xlsx([Sheet("a", ["=h()"], [["=cmd()"]])]))["A2"]
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", "=cmd()", True)


def test_xlsx_drops_what_it_may_not_hold():
    data = render_xlsx([Sheet("a", ["b"], [["x\x00\x0by\ud800"], [float("nan")], ["z" * 40_000]])])
    values = [row[0].value for row in open_sheet(data).iter_rows(min_row=2)]
    assert values == ["xy\ufffd", None, "z" * 32_766 + "…"]


def test_xlsx_freezes_and_filters_its_header():
    sheet = open_sheet(render_xlsx([Sheet("a", ["b", "c"], [[1, 2], [3, 4]])]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")


def test_sheet_names_are_what_excel_accepts():
    assert sheet_name("a/b: [c]*?") == "a b c"
    assert sheet_name("x" * 40) == "x" * 31
    assert sheet_name("'") == "Sheet"
    assert sheet_name("Returns", {"returns"}) == "Returns 2"


def test_a_workbook_without_sheets_still_opens():
    assert open_sheet(render_xlsx([])).title == "Empty"


def test_parquet_keeps_columns_and_types():
    data = render_parquet(pd.DataFrame({"a": [1, 2], "b": ["x", None]}))
    assert pq.read_table(io.BytesIO(data)).to_pydict() == {"a": [1, 2], "b": ["x", None]}


def test_parquet_makes_text_of_mixed_columns():
    data = render_parquet({"a": [1, "x", None, "\ud800"]})
    assert pq.read_table(io.BytesIO(data)).to_pydict() == {"a": ["1", "x", None, "\ufffd"]}


def test_a_documents_table_becomes_a_sheet():
    table = Table("Rates", ("Type", "n", "Rate"), (("Oak", "1,204", Cell("71%", Tone.GOOD)),),
                  numeric=frozenset({1, 2}))  # fmt: skip
    assert table_sheet(table) == Sheet("Rates", ("Type", "n", "Rate"), [["Oak", 1204, "71%"]])
