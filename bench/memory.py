"""What one more open page costs the server in memory."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path

from bench.figure import Figure, Run, Target
from bench.rerun import prepare_screen
from bench.server import Server, Side, bare_app, our_app, serving
from bench.visitor import visiting

_WARM = 5  # pages opened first, so that modules and caches are not counted
_SETTLE = 1.0  # seconds for the server to finish what the last page began
_MOST = Target(most=1.0)


def measure_memory(run: Run) -> list[Figure]:
    """MiB for each session on the home page and on a screen of forty questions."""
    path = run.folder / "memory.duckdb"
    query = prepare_screen(path)
    places = (
        ("Memory of a session on the home page", "", "", "hello"),
        ("Memory of a session on 40 questions", "fill", query, "screen"),
    )
    many = run.sizes.sessions
    return [
        Figure(
            words, "MiB",
            _grow(our_app(path), run.folder, page, query, many),
            _grow(bare_app(script), run.folder, "", "", many),
            _MOST,
        )
        for words, page, query, script in places
    ]  # fmt: skip


def _grow(side: Side, folder: Path, page: str, query: str, many: int) -> float | None:
    """MiB for each of many sessions, all open at once; None where it cannot be read."""
    with serving(side, folder) as server, ExitStack() as open_pages:
        for _ in range(_WARM):
            open_pages.enter_context(visiting(server, page, query))
        before = resident(server)
        for _ in range(many):
            open_pages.enter_context(visiting(server, page, query))
        after = resident(server)
    return None if before is None or after is None else (after - before) / many


def resident(server: Server) -> float | None:
    """MiB that the server holds in memory; None where the system does not say."""
    time.sleep(_SETTLE)
    status = Path(f"/proc/{server.process}/status")
    if not status.is_file():
        return None
    line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
