"""Submissions a second against bare commits of the same rows.

Ours checks the draft, lays it out, locks it and writes its answers, receipt and event, as
the fill page does. The bare sides repeat the writing statements that one such submission
made, on drafts of other databases, with nothing of ours around them: no check, no reading,
no laying out. The target is set against the one that repeats all of them; the other repeats
those of the answers alone, to tell what the lock, receipt, event and audit cost. All commit
durably, from as many threads.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.figure import Figure, Run, Target
from bench.stock import send_prepared, start_one, stocked
from bench.turns import seconds
from db.connection import Database, Transaction

_TURNS = 3
_WRITES = frozenset({"INSERT", "UPDATE", "DELETE"})
_ANSWERS = re.compile(r"INSERT INTO answer(_text)? ")
#: A statement and its parameters.
Statement = tuple[str, list[Any]]

#: Does the work of one response, known by its number.
Send = Callable[[int], object]


def measure_submission(run: Run) -> list[Figure]:
    """Submissions a second from one thread and from many."""
    sizes = run.sizes
    return [
        figure
        for threads, amount in ((1, sizes.sent_alone), (sizes.threads, sizes.sent_together))
        for figure in _measure(run.folder, threads, amount)
    ]


def _measure(folder: Path, threads: int, amount: int) -> list[Figure]:
    turns = range(0, amount * (_TURNS + 1), amount)
    with ExitStack() as open_sides:
        sides = [
            open_sides.enter_context(side(folder / f"{side.__name__}-{threads}.duckdb", turns.stop))
            for side in (_ours, _rows, _answers)
        ]
        taken = [
            [_rate(send, threads, range(first, first + amount)) for send in sides]
            for first in turns
        ]
    ours, rows, answers = (median(rates) for rates in zip(*taken[1:], strict=True))
    words = f"Submissions from {threads} thread{'s' * (threads > 1)}, against the bare commit of"
    return [
        Figure(f"{words} the same rows", "/s", ours, rows, Target(least_ratio=0.5)),
        Figure(f"{words} its answers alone", "/s", ours, answers),
    ]


def _rate(send: Send, threads: int, numbers: Sequence[int]) -> float:
    with ThreadPoolExecutor(threads) as pool:
        return len(numbers) / seconds(lambda: list(pool.map(send, numbers)))


@contextmanager
def _drafted(path: Path, drafts: int) -> Iterator[Database]:
    with stocked(path) as database:
        database.write(_add_drafts, drafts)
        yield database


def _add_drafts(tx: Transaction, drafts: int) -> None:
    for number in range(drafts):
        start_one(tx, _name(number))


def _name(number: int) -> str:
    return f"draft-{number}"


@contextmanager
def _ours(path: Path, drafts: int) -> Iterator[Send]:
    """Send a finished draft."""
    with _drafted(path, drafts) as database:
        yield lambda number: send_prepared(database, _name(number))


@contextmanager
def _rows(path: Path, drafts: int) -> Iterator[Send]:
    """Write all that a submission writes."""
    with _drafted(path, drafts + 1) as database:
        yield _repeating(database, listen(database, _name(drafts)), _name(drafts))


@contextmanager
def _answers(path: Path, drafts: int) -> Iterator[Send]:
    """Write a submission's answers and nothing beside."""
    with _drafted(path, drafts + 1) as database:
        heard = listen(database, _name(drafts))
        yield _repeating(database, [row for row in heard if _ANSWERS.match(row[0])], _name(drafts))


def _repeating(database: Database, statements: list[Statement], first: str) -> Send:
    def send(number: int) -> None:
        id = _name(number)
        with database._engine.lease() as cursor:  # DuckDB's own cursor
            cursor.execute("BEGIN TRANSACTION")
            for sql, params in statements:
                cursor.execute(sql, [id if value == first else value for value in params])
            cursor.execute("COMMIT")

    return send


def listen(database: Database, id: str) -> list[Statement]:
    """Send one draft; returns the statements that wrote something."""
    engine = _Listening(database._engine)
    send_prepared(Database(engine), id)
    return engine.heard


class _Listening:
    """An engine whose cursors note what they write."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.heard: list[Statement] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    @contextmanager
    def lease(self) -> Iterator[Any]:
        with self._engine.lease() as cursor:
            yield _Cursor(cursor, self.heard)


class _Cursor:
    """A cursor that notes what it writes."""

    def __init__(self, cursor: Any, heard: list[Statement]) -> None:
        self._cursor = cursor
        self._heard = heard

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, statement: Any, params: list[Any] | None = None) -> Any:
        sql = getattr(statement, "query", statement)  # DuckDB's, parsed before, or the words
        if sql.split(maxsplit=1)[0] in _WRITES:
            self._heard.append((sql, params or []))
        return self._cursor.execute(statement, params)
