"""Timing in turns, A B A B, so that whatever else the machine does meets both sides."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

Work = Callable[[], object]


def seconds(work: Work) -> float:
    """How long one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def in_turns(ours: Work, bare: Work, *, times: int) -> tuple[float, float]:
    """The medians of both, in seconds, after one call of each that is not counted."""
    ours()
    bare()
    taken = [(seconds(ours), seconds(bare)) for _ in range(times)]
    return median(mine for mine, _ in taken), median(theirs for _, theirs in taken)


def repeated(work: Work, *, times: int) -> float:
    """The median in seconds, after one call that is not counted."""
    work()
    return median(seconds(work) for _ in range(times))
