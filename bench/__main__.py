"""`python -m bench` measures everything; `python -m bench composite` one measure.

It is no test: it ends well whatever the figures are, and says "missed" where one is. The
servers and files that it makes are gone when it ends, also when it is stopped.
"""

from __future__ import annotations

import argparse
import logging
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from bench.figure import Figure, Run, Sizes
from bench.measures import MEASURES
from bench.table import describe_machine, render_table

#: Enough to see that everything runs, and no figure to rely on.
SMALL = Sizes(
    scanned=(200,), documented=60, activities=20, actions=50, sent_alone=3, sent_together=6,
    threads=3, repeats=1, reruns=2, starts=1, sessions=5, awaits_rest=False,
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Measure what is named, or everything, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=main.__doc__)
    parser.add_argument("measures", nargs="*", metavar="measure", help=", ".join(MEASURES))
    parser.add_argument("--small", action="store_true", help="tiny sizes, to see that it runs")
    given = parser.parse_args(arguments)
    unknown = sorted(set(given.measures) - set(MEASURES))
    if unknown:
        parser.error(f"there is no measure {', '.join(unknown)}: choose from {', '.join(MEASURES)}")
    figures = measure(given.measures or list(MEASURES), SMALL if given.small else Sizes())
    print(describe_machine(), render_table(figures), sep="\n\n")
    return 0


def measure(names: Sequence[str], sizes: Sizes) -> list[Figure]:
    """The figures of the named measures; one that fails is a row that says why."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        for name in names:
            started = time.monotonic()
            figures += _measure_one(name, Run(sizes, Path(folder)))
            print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return figures


def _measure_one(name: str, run: Run) -> list[Figure]:
    try:
        return MEASURES[name](run)
    except Exception as error:  # noqa: BLE001 - the other measures are worth having all the same
        words = str(error).strip().splitlines() or [type(error).__name__]
        return [Figure(name, "", None, note=words[0])]


def _stop(*_: object) -> None:
    raise SystemExit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _stop)  # so that every `with` ends what it began
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    sys.exit(main(sys.argv[1:]))
