"""The composite query against the same grouped scan without anything of ours around it."""

from __future__ import annotations

from bench.figure import Figure, Run, Target
from bench.samples import ROUND
from bench.stock import add_rows, stocked
from bench.turns import in_turns
from db.composites import count_answers
from db.connection import Database
from scrutiny.access import make_viewer

_BARE = "SELECT question, slice, value_text, count(*) FROM answer GROUP BY 1, 2, 3"
_WITHIN = {100_000: 0.15, 1_000_000: 1.0}


def measure_composite(run: Run) -> list[Figure]:
    """One figure for each number of responses."""
    return [_measure(run, responses) for responses in run.sizes.scanned]


def _measure(run: Run, responses: int) -> Figure:
    path = run.folder / f"composite-{responses}.duckdb"
    with stocked(path) as database:
        database.write(add_rows, ROUND, responses)
        ours, bare = compare(database, run.sizes.repeats)
    path.unlink()
    return Figure(
        f"Composite query, {responses:,} responses × 40 answers", "s", ours, bare,
        Target(most_ratio=1.5, most=_WITHIN.get(responses)),
    )  # fmt: skip


def compare(database: Database, repeats: int) -> tuple[float, float]:
    """Seconds of our query and of the bare scan."""
    viewer = make_viewer("mars_team")

    def ours() -> object:
        return database.read(count_answers, viewer=viewer, round=ROUND)

    def bare() -> object:
        with database._engine.lease() as cursor:  # DuckDB's own cursor on the same tables
            return cursor.execute(_BARE).fetchall()

    return in_turns(ours, bare, times=repeats)
