"""The same work from many threads at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor


def at_once(threads: int, work: Callable[[int], object]) -> None:
    """Call `work` with 0, 1, ... from as many threads; raises what the first of them raised."""
    start = threading.Barrier(threads)

    def run(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(run, number) for number in range(threads)]
    for done in running:
        done.result()
