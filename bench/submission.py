"""Submissions a second against the bare commit of the same answer rows.

Ours checks the draft, lays it out, locks it, writes its answers, receipt and event, and
forgets the draft; the bare side writes the answers' rows into two bare tables of another
file. Both commit durably, from as many threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import duckdb

from bench.figure import Figure, Run, Target
from bench.samples import ROUND, audit_answers, audit_source, parse_sample
from bench.stock import NOW, TYPES, start_one, stocked, viewer_of
from bench.turns import seconds
from db.answers import counted_keys
from db.connection import Database, Transaction
from db.responses import submit
from forms.journey import walk
from forms.storage import lay_out
from scrutiny.submission import prepare_submission

_TURNS = 3
_FORM = audit_source()
_COLUMNS = """(round VARCHAR, slice VARCHAR, response VARCHAR, question VARCHAR,
    instance INTEGER, value_text VARCHAR, value_number DOUBLE)"""
_INSERT = """INSERT INTO {} SELECT unnest($1::VARCHAR[]), unnest($2::VARCHAR[]),
    unnest($3::VARCHAR[]), unnest($4::VARCHAR[]), unnest($5::INTEGER[]),
    unnest($6::VARCHAR[]), unnest($7::DOUBLE[])"""
#: Does the work of one response, known by its number.
Send = Callable[[int], object]


def measure_submission(run: Run) -> list[Figure]:
    """Submissions a second from one thread and from many."""
    sizes = run.sizes
    return [
        _measure(run.folder, threads, amount)
        for threads, amount in ((1, sizes.sent_alone), (sizes.threads, sizes.sent_together))
    ]


def _measure(folder: Path, threads: int, amount: int) -> Figure:
    with _ours(folder / f"sent-{threads}.duckdb", amount * (_TURNS + 1)) as ours, _bare(
        folder / f"bare-{threads}.duckdb"
    ) as bare:
        rates = [
            tuple(_rate(send, threads, range(first, first + amount)) for send in (ours, bare))
            for first in range(0, amount * (_TURNS + 1), amount)
        ][1:]
    return Figure(
        f"Submissions from {threads} thread{'s' * (threads > 1)}", "/s",
        median(mine for mine, _ in rates), median(theirs for _, theirs in rates),
        Target(least_ratio=0.5),
    )  # fmt: skip


def _rate(send: Send, threads: int, numbers: Sequence[int]) -> float:
    with ThreadPoolExecutor(threads) as pool:
        return len(numbers) / seconds(lambda: list(pool.map(send, numbers)))


@contextmanager
def _ours(path: Path, drafts: int) -> Iterator[Send]:
    """Send a finished draft as the fill page does."""
    with stocked(path) as database:
        database.write(_add_drafts, drafts)
        yield lambda number: send_draft(database, f"draft-{number}")


def send_draft(database: Database, id: str) -> None:
    """Check and submit one stored draft as the fill page does when Send is pressed."""
    form = parse_sample(_FORM)
    journey = walk(form, audit_answers(), today=NOW.date())
    if journey.problems:
        raise ValueError(str(journey.problems[0]))
    prepared = prepare_submission(form, journey)
    database.write(
        submit, id=id, revision=0, viewer=viewer_of(id), stored=prepared.stored,
        actions=prepared.actions, answers=journey.answers, now=NOW,
    )  # fmt: skip


def _add_drafts(tx: Transaction, drafts: int) -> None:
    for number in range(drafts):
        start_one(tx, f"draft-{number}")


@contextmanager
def _bare(path: Path) -> Iterator[Send]:
    """Commit the same rows and nothing else."""
    connection = duckdb.connect(str(path))
    tables = ("answer", "answer_text")
    try:
        for table in tables:
            connection.execute(f"CREATE TABLE {table} {_COLUMNS}")
        rows = _rows()

        def send(number: int) -> None:
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                for table, part in zip(tables, rows, strict=True):
                    cursor.execute(_INSERT.format(table), _columns(part, f"draft-{number}"))
                cursor.execute("COMMIT")

        yield send
    finally:
        connection.close()


def _rows() -> tuple[list[Any], list[Any]]:
    form = parse_sample(_FORM)
    keys = counted_keys(form).choices
    stored = lay_out(form, audit_answers(), today=NOW.date())
    return [r for r in stored if r.question in keys], [r for r in stored if r.question not in keys]


def _columns(rows: list[Any], response: str) -> list[list[Any]]:
    many = len(rows)
    return [
        [ROUND] * many, [TYPES[0]] * many, [response] * many, [row.question for row in rows],
        [row.instance for row in rows], [row.value_text for row in rows],
        [row.value_number for row in rows],
    ]  # fmt: skip
