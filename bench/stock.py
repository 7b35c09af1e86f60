"""Databases filled by SQL in seconds, as hundreds of thousands of responses leave them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from bench.samples import (
    EARLIER,
    QUESTIONS,
    RATINGS,
    ROUND,
    audit_answers,
    audit_source,
    parse_sample,
)
from db.connection import Database, Transaction, open_database
from db.cycles import add_cycle
from db.forms import publish_form
from db.responses import start_response, submit
from forms.journey import walk
from forms.model import Answers, Form
from scrutiny.access import make_viewer
from scrutiny.cycle import Cycle
from scrutiny.response import Response
from scrutiny.submission import Submission, prepare_submission

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TYPES = (
    "maintained_school", "academy", "independent_school", "special_school", "college",
    "alternative_provision", "day_nursery", "pre_school", "childminder", "out_of_school",
)  # fmt: skip

_ORGANISATIONS = """INSERT INTO organisation (id, name, type, urn, phase, trust, locality,
        contact_name, contact_email, ended)
    SELECT 'o' || i, 'School ' || i, $1[1 + i::INTEGER % len($1)], NULL, 'primary', '',
        'brigg_and_wolds', '', '', NULL FROM range($2) t(i)"""
#: Many like the one that was really sent, so that no column is left to guess.
_RESPONSES = """INSERT INTO response SELECT pattern.* REPLACE (
        left(md5($1 || i), 24) AS id, $1 AS round, 'o' || i AS organisation,
        $2[1 + i::INTEGER % len($2)] AS slice, 'SA-' || i AS receipt)
    FROM range($4) t(i), (SELECT * FROM response WHERE id = $3) pattern"""
_SEATS = """INSERT INTO cycle_organisation
    SELECT round, organisation, NULL, id FROM response WHERE round = $1"""
_ANSWERS = """INSERT INTO answer
    SELECT $1, slice, id, question, 0, $4[1 + (hash(id, question) % len($4))::INTEGER], NULL
    FROM (SELECT left(md5($1 || i), 24) AS id, $2[1 + i::INTEGER % len($2)] AS slice,
        unnest($3) AS question FROM range($5) t(i))"""


@contextmanager
def stocked(address: Path | str) -> Iterator[Database]:
    """A new database at an address, with its tables and the sample audit published."""
    database = open_database(str(address))
    try:
        database.migrate()
        database.write(publish, parse_sample(audit_source()), audit_source())
        yield database
    finally:
        database.close()


def publish(tx: Transaction, form: Form, source: str) -> None:
    """Publish one form."""
    publish_form(
        tx, form_id=form.id, version=form.version, title=form.title.say(), kind=form.kind,
        source=source, now=NOW,
    )  # fmt: skip


def add_rows(tx: Transaction, round: str, responses: int) -> None:
    """Forty counted answers for each response to the sample audit, and nothing beside."""
    questions = [f"q{number:02d}" for number in range(QUESTIONS)]
    tx.execute(_ANSWERS, [round, list(TYPES), questions, list(RATINGS), responses])


def add_rounds(tx: Transaction, responses: int) -> None:
    """Two cycles, of this year and the last, answered by as many organisations each."""
    tx.execute(_ORGANISATIONS, [list(TYPES), responses])
    send_one(tx, "pattern")
    for round, year, previous in ((EARLIER, 2025, ""), (ROUND, 2026, EARLIER)):
        cycle = Cycle(
            id=round, form="bench_audit", form_version="1", title=f"Audit {year}",
            opens=date(year, 9, 1), closes=date(year, 11, 30), previous=previous,
        )  # fmt: skip
        add_cycle(tx, cycle, ())
        tx.execute(_RESPONSES, [round, list(TYPES), "pattern", responses])
        tx.execute(_SEATS, [round])
        add_rows(tx, round, responses)


def start_one(tx: Transaction, id: str) -> None:
    """Begin a response to the sample audit that is answered in full."""
    response = Response(id, "bench_audit", "1", answers=audit_answers())
    start_response(tx, response=response, now=NOW)


def send_one(tx: Transaction, id: str) -> None:
    """Begin a response to the sample audit, and send it."""
    start_one(tx, id)
    _submit(tx, id, *_prepare())


def send_prepared(database: Database, id: str) -> None:
    """Check and send a draft of the sample audit as the fill page does."""
    database.write(_submit, id, *_prepare())


def _prepare() -> tuple[Submission, Answers]:
    form = parse_sample(audit_source())
    journey = walk(form, audit_answers(), today=NOW.date())
    if journey.problems:
        raise ValueError(str(journey.problems[0]))
    return prepare_submission(form, journey), journey.answers


def _submit(tx: Transaction, id: str, prepared: Submission, answers: Answers) -> None:
    viewer = make_viewer("organisation", responses=frozenset({id}))
    submit(
        tx, id=id, revision=0, viewer=viewer, stored=prepared.stored, actions=prepared.actions,
        answers=answers, now=NOW,
    )  # fmt: skip
