"""The same work from many threads at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable


def at_once(threads: int, work: Callable[[int], object]) -> None:
    """Call `work` with 0, 1, ... from as many threads; raises what any of them raised."""
    failed: list[BaseException] = []
    start = threading.Barrier(threads)

    def run(number: int) -> None:
        try:
            start.wait()
            work(number)
        except BaseException as error:  # handed to the test, which fails with it
            failed.append(error)

    running = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    if failed:
        raise failed[0]
