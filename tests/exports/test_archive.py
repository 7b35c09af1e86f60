"""A ZIP of several files, the same bytes for the same moment."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from exports.archive import render_zip

MADE = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


def test_the_files_come_back_under_their_paths() -> None:
    made = render_zip({"a.html": b"<p>", "records/b.csv": "ü".encode()}, made=MADE)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.namelist() == ["a.html", "records/b.csv"]
        assert archive.read("records/b.csv").decode() == "ü"
        assert archive.testzip() is None


def test_a_pinned_clock_gives_the_same_bytes() -> None:
    assert render_zip({"a": b"1"}, made=MADE) == render_zip({"a": b"1"}, made=MADE)
