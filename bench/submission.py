"""Submissions a second against bare commits of the same rows.

Ours checks the draft, lays it out, locks it and writes its answers, receipt and event, as
the fill page does. The bare sides commit ready-made rows to the same tables of other
databases with nothing of ours around the statements: one of them all the rows that a
submission writes, the other its answers alone. All commit durably, from as many threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.figure import Figure, Run, Target
from bench.samples import ROUND, audit_answers, audit_source, parse_sample
from bench.stock import NOW, TYPES, send_prepared, start_one, stocked
from bench.turns import seconds
from db.answers import counted_keys
from db.connection import Database, Transaction
from forms.storage import lay_out

_TURNS = 3
_ANSWERS = """INSERT INTO {} (round, slice, response, question, instance, value_text)
    SELECT $1, $2, $3, unnest($4::VARCHAR[]), 0, unnest($5::VARCHAR[])"""
_LOCK = """UPDATE response SET status = 'submitted', revision = 1, submitted = $2,
    receipt = 'SA-AAAA-BBBB' WHERE id = $1"""
_EVENT = """INSERT INTO event (id, day, happened, name, subject, actor, detail)
    VALUES ($1, $2, $3, 'response_submitted', $1, '', '{}')"""

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
        Figure(f"{words} its answers alone", "/s", ours, answers, Target(least_ratio=0.5)),
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
    """Commit a submission's rows: its answers, the lock and receipt, and the event."""
    with _drafted(path, drafts) as database:
        yield _committing(database, beside=True)


@contextmanager
def _answers(path: Path, drafts: int) -> Iterator[Send]:
    """Commit a submission's answers and nothing beside."""
    with _drafted(path, drafts) as database:
        yield _committing(database, beside=False)


def _committing(database: Database, *, beside: bool) -> Send:
    parts = _split_answers()

    def send(number: int) -> None:
        id = _name(number)
        with database._engine.lease() as cursor:  # DuckDB's own cursor
            cursor.execute("BEGIN TRANSACTION")
            if beside:
                cursor.execute(_LOCK, [id, NOW.date()])
                cursor.execute(_EVENT, [id, NOW.date(), NOW.replace(tzinfo=None)])
            for table, (questions, values) in parts.items():
                cursor.execute(_ANSWERS.format(table), [ROUND, TYPES[0], id, questions, values])
            cursor.execute("COMMIT")

    return send


def _split_answers() -> dict[str, tuple[list[str], list[str | None]]]:
    """The questions and values of the sample that go to each table."""
    form = parse_sample(audit_source())
    counted = counted_keys(form).choices
    stored = lay_out(form, audit_answers(), today=NOW.date())
    return {
        table: (
            [row.question for row in stored if (row.question in counted) is is_counted],
            [row.value_text for row in stored if (row.question in counted) is is_counted],
        )
        for table, is_counted in (("answer", True), ("answer_text", False))
    }
