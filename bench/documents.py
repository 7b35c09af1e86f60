"""The two documents that read most: a cycle's report as PDF, and all its answers as CSV.

Each is made by the handler of its address, as for a person who downloads it: queries,
suppression, the document and its file. The report compares with last year's cycle of the
same size. What a dashboard keeps between visits does not count: a response is changed
before each turn.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.figure import Figure, Run, Target
from bench.samples import ROUND
from bench.stock import add_rounds, stocked
from bench.turns import Work, seconds
from db.connection import Transaction
from pages.components.documents.answers import make_answers
from pages.components.documents.composite import make_composite
from pages.components.server.runtime import Runtime, close_runtime, runtime
from scrutiny.access import make_viewer

_TURNS = 3


def measure_documents(run: Run) -> list[Figure]:
    """Seconds to make each document."""
    many = run.sizes.documented
    path = run.folder / "documents.duckdb"
    with stocked(path) as database:
        database.write(add_rounds, many)
    viewer = make_viewer("mars_team", name="Bench")
    with _running(path) as held:
        report = _time(held, lambda: make_composite(viewer, ROUND, "pdf", {}))
        answers = _time(held, lambda: make_answers(viewer, ROUND, "csv", {}))
    path.unlink()
    return [
        Figure(f"Report of {many:,} responses as PDF", "s", report, target=Target(most=2)),
        Figure(f"{many:,} responses × 40 answers as CSV", "s", answers, target=Target(most=5)),
    ]


def _time(held: Runtime, work: Work) -> float:
    taken = []
    for _ in range(_TURNS + 1):
        held.database.write(_change_one)
        taken.append(seconds(work))
    return median(taken[1:])


def _change_one(tx: Transaction) -> None:
    tx.execute(
        "UPDATE response SET revision = revision + 1 "
        "WHERE id = (SELECT min(id) FROM response WHERE round = $1)",
        [ROUND],
    )


@contextmanager
def _running(path: Path) -> Iterator[Runtime]:
    """The app's own runtime in this process, on that database."""
    before = dict(os.environ)
    os.environ.update(MARS_DATABASE=str(path), MARS_DEMONSTRATION="1")
    close_runtime()
    try:
        yield runtime()
    finally:
        close_runtime()
        os.environ.clear()
        os.environ.update(before)
