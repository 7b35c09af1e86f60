"""How long until the server answers that it is well, against a one-line Streamlit app.

The database holds the tables and forms of an earlier start, as it does at every start but
the first.
"""

from __future__ import annotations

from statistics import median

from bench.figure import Figure, Run, Target
from bench.server import Side, bare_app, our_app, serving
from bench.stock import stocked


def measure_start(run: Run) -> list[Figure]:
    """Seconds to the first healthy answer."""
    path = run.folder / "start.duckdb"
    with stocked(path):
        pass

    def start(side: Side) -> float:
        with serving(side, run.folder) as server:
            return server.start

    ours, bare = our_app(path), bare_app("hello")
    start(ours)  # the first start publishes the library and is not counted
    taken = [(start(ours), start(bare)) for _ in range(run.sizes.starts)]
    return [
        Figure(
            "Start to the first healthy answer", "s",
            median(mine for mine, _ in taken), median(theirs for _, theirs in taken),
            Target(most_ratio=1.5),
        )
    ]  # fmt: skip
