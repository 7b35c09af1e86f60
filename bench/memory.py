"""What one more open page costs the server in memory.

As many pages are opened beforehand as are then measured: the first ones load modules and
fill caches. The median of several steps is taken, because the server may give back in any
one of them what it needed at its start.
"""

from __future__ import annotations

import time
from contextlib import ExitStack
from itertools import pairwise
from statistics import median

from bench.figure import Figure, Run, Sizes, Target
from bench.rerun import prepare_screen
from bench.server import Server, await_rest, bare_app, our_app, resident, serving
from bench.visitor import visiting

_STEPS = 5
_PAUSE = 0.5  # seconds for the server to finish what the last page began


def measure_memory(run: Run) -> list[Figure]:
    """MiB for each session on the home page and on a screen of forty questions."""
    path = run.folder / "memory.duckdb"
    query = prepare_screen(path)
    with serving(our_app(path), run.folder) as server:
        if run.sizes.awaits_rest:
            await_rest(server)
        ours = [_grow(server, run.sizes), _grow(server, run.sizes, "fill", query)]
    bare = []
    for script in ("hello", "screen"):
        with serving(bare_app(script), run.folder) as server:
            bare.append(_grow(server, run.sizes))
    words = ("the home page", "40 questions")
    return [
        Figure(
            f"Memory of a session on {place}", "MiB", mine, theirs, Target(most=1),
            note="" if mine is not None else "Only Linux says what a process holds",
        )
        for place, mine, theirs in zip(words, ours, bare, strict=True)
    ]  # fmt: skip


def _grow(server: Server, sizes: Sizes, page: str = "", query: str = "") -> float | None:
    """MiB for each of many sessions, all open at once; None where it cannot be read."""
    step = max(1, sizes.sessions // _STEPS)
    pause = _PAUSE if sizes.awaits_rest else 0.0
    held = []
    with ExitStack() as open_pages:
        for _ in range(2 * _STEPS):
            for _ in range(step):
                open_pages.enter_context(visiting(server, page, query))
            time.sleep(pause)
            held.append(resident(server))
    known = [size for size in held if size is not None]
    if len(known) < len(held):
        return None
    return median(after - before for before, after in pairwise(known[_STEPS - 1 :])) / step
