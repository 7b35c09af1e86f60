"""The figures as one table, in plain text."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence

import duckdb

from bench.figure import Figure

_HEADS = ("Measure", "Ours", "Bare", "Ratio", "Target", "")


def describe_machine() -> str:
    """What it ran on."""
    cores = os.cpu_count() or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    return (
        f"{usable} core{'s' * (usable > 1)}, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}"
    )


def render_table(figures: Sequence[Figure]) -> str:
    """One line a figure; numbers stand to the right."""
    rows = [_HEADS, *map(_cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADS))]
    lines = [_line(row, widths) for row in rows]
    rule = "-" * max(map(len, lines))
    notes = [f"{figure.measure}: {figure.note}" for figure in figures if figure.note]
    return "\n".join([lines[0], rule, *lines[1:], rule, *notes])


def _cells(figure: Figure) -> tuple[str, ...]:
    verdicts = {None: "", True: "met", False: "missed"}
    verdict = "not measured" if figure.ours is None else verdicts[figure.is_met]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    ours, bare = (_say(amount, figure.unit) for amount in (figure.ours, figure.bare))
    return figure.measure, ours, bare, ratio, figure.target.words(figure.unit), verdict


def _say(amount: float | None, unit: str) -> str:
    if amount is None:
        return ""
    digits = 0 if abs(amount) >= 100 or not unit else 1 if abs(amount) >= 10 else 3
    return f"{amount:,.{digits}f} {unit}".rstrip()


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    words = [
        cell.rjust(width) if 1 <= column <= 3 else cell.ljust(width)
        for column, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(words).rstrip()
