"""The tables, as an ordered list of named steps that are each applied once.

A step that has been released never changes: add another one below it, with its statements in
db/tables/. Every step is one transaction together with its record, so a failure in the middle
leaves nothing.

DuckDB has indexes on primary keys of small tables only: its scans need none, and an index
costs memory and writing. PostgreSQL gets the indexes that its plans need.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from db.tables import (
    accountability,
    actions,
    activities,
    flags,
    meetings,
    papers,
    people,
    reaching,
    register,
    responses,
    reviews,
)

if TYPE_CHECKING:
    from db.connection import Database, Transaction


@dataclass(frozen=True, slots=True)
class Migration:
    """One named step; `postgresql` are statements that only PostgreSQL needs."""

    name: str
    statements: tuple[str, ...]
    postgresql: tuple[str, ...] = ()


_RECORD = """CREATE TABLE IF NOT EXISTS migration (
    name TEXT PRIMARY KEY, applied TIMESTAMP NOT NULL)"""

MIGRATIONS: tuple[Migration, ...] = (
    Migration("register", register.REGISTER),
    Migration("responses", responses.RESPONSES, responses.RESPONSES_INDEXES),
    Migration("reviews", reviews.REVIEWS, reviews.REVIEWS_INDEXES),
    Migration("files", responses.FILES, responses.FILES_INDEXES),
    Migration(
        "accountability", accountability.ACCOUNTABILITY, accountability.ACCOUNTABILITY_INDEXES
    ),
    Migration("people", people.PEOPLE),
    Migration("life_of_a_return", responses.LIFE_OF_A_RETURN, responses.LIFE_OF_A_RETURN_INDEXES),
    Migration("reaching", reaching.REACHING, reaching.REACHING_INDEXES),
    Migration("flags", flags.FLAGS),
    Migration("evidence", responses.EVIDENCE),
    Migration("hand_out_codes", reaching.HAND_OUT_CODES, reaching.HAND_OUT_CODES_INDEXES),
    Migration("flag_deputy", flags.FLAG_DEPUTY),
    Migration(
        "scrutiny_at_work",
        (
            *activities.AT_WORK,
            *meetings.AT_WORK,
            *papers.AT_WORK,
            *actions.AT_WORK,
            *responses.AT_WORK,
        ),
        (
            *activities.AT_WORK_INDEXES,
            *meetings.AT_WORK_INDEXES,
            *papers.AT_WORK_INDEXES,
            *actions.AT_WORK_INDEXES,
            *responses.AT_WORK_INDEXES,
        ),
    ),
    Migration("activity_seats", activities.ACTIVITY_SEATS, activities.ACTIVITY_SEATS_INDEXES),
    Migration("languages_of_mails", reaching.LANGUAGES_OF_MAILS),
    Migration("refusals", accountability.REFUSALS),
    Migration("meetings", meetings.MEETINGS, meetings.MEETINGS_INDEXES),
    Migration("step_drafts", activities.STEP_DRAFTS),
    Migration("actions", actions.ACTIONS, actions.ACTIONS_INDEXES),
    Migration("papers", papers.PAPERS, papers.PAPERS_INDEXES),
    Migration("requests_as_activities", reviews.REQUESTS_AS_ACTIVITIES),
    Migration("many_forms", responses.MANY_FORMS),
    Migration("paper_asks", papers.PAPER_ASKS, papers.PAPER_ASKS_INDEXES),
    Migration("paper_uses", papers.PAPER_USES, papers.PAPER_USES_INDEXES),
    Migration("step_files", activities.STEP_FILES, activities.STEP_FILES_INDEXES),
    Migration("paper_approvals", papers.PAPER_APPROVALS),
    Migration("finding_replies", activities.FINDING_REPLIES),
)


def migrate(database: Database, migrations: Sequence[Migration] = MIGRATIONS) -> list[str]:
    """Apply what has not been applied, in order; returns the names of the new ones.

    The caller holds the engine's migration lock.
    """
    database.write(_start)
    done = database.read(_list_applied)
    new = [migration for migration in migrations if migration.name not in done]
    for migration in new:
        database.write(_apply, migration)
    return [migration.name for migration in new]


def find_installed(tx: Transaction) -> date:
    """The day on which the first tables were made here."""
    (row,) = tx.query("SELECT min(applied) AS applied FROM migration")
    first: datetime = row["applied"]
    return first.date()


def _start(tx: Transaction) -> None:
    tx.execute(_RECORD)


def _list_applied(tx: Transaction) -> frozenset[str]:
    return frozenset(row["name"] for row in tx.query("SELECT name FROM migration"))


def _apply(tx: Transaction, migration: Migration) -> None:
    extra = migration.postgresql if tx.kind == "postgresql" else ()
    for statement in (*migration.statements, *extra):
        tx.execute(statement)
    tx.execute(
        "INSERT INTO migration (name, applied) VALUES ($1, $2)",
        [migration.name, datetime.now(UTC)],
    )
