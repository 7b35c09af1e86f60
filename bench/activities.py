"""What is for me, and the register of actions, among thousands of activities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

from bench.figure import Figure, Run, Target
from bench.postgresql import postgresql_server
from bench.stock import NOW, stocked
from bench.turns import repeated
from db import action_register, open_steps
from db.activity_rows import store_standing, write_people
from db.connection import Database, Transaction
from db.mechanisms import publish_mechanism
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Party, PartyKind
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import context_of
from scrutiny.mechanism_parsing import ANYTHING, parse_mechanism
from scrutiny.partnership import partnership
from scrutiny.standing import stand

TODAY = NOW.date()
WITHIN = 0.1  # seconds
SOURCE = """
id: visit
version: "1"
title: Visit
prefix: AV
subject: organisation
group: mars_board
begun_by: [team]
roles:
  team: {label: Team, held_by: [mars_team]}
  officer: {label: Officer, held_by: [scrutiny_officer]}
  partner: {label: Partner, held_by: [partner], of: parties}
  agency: {label: Agency, held_by: [organisation], of: subject}
steps:
  - {id: endorse, title: Endorse, by: [partner], each: partners, due: {after: start, days: 20}}
  - {id: prepare, title: Prepare, by: [team, officer], after: [], due: {after: start, weeks: 6}}
  - {id: update, title: Update, by: [agency], after: [], due: {after: start, months: 2}}
  - {id: visit, title: Visit, by: [officer], due: {after: start, months: 4}}
  - {id: letter, title: Letter, by: [team], due: {after: visit, working_days: 10}}
"""
#: What is different in each of many activities like the one that was really begun, by table.
_SPREAD = "replace(acts_for, 'o0', 'o' || i % 500)"
_CHANGED: Mapping[str, Mapping[str, str]] = {
    "activity": {
        "id": "'a' || i", "reference": "'AV-2026-' || i", "subject": "'o' || i % 500",
        "began": "began - CAST(i % 300 AS INTEGER)",
    },
    "activity_party": {"activity": "'a' || i"},
    "activity_seat": {"activity": "'a' || i", "acts_for": _SPREAD},
    "open_step": {
        "activity": "'a' || i", "acts_for": _SPREAD, "due": "due - CAST(i % 300 AS INTEGER)",
    },
}  # fmt: skip
_ACTIONS = """INSERT INTO action (id, response, round, organisation, question, standard, instance,
        text, owner, due, status, progress, assured_by, reference, kind, activity, mechanism, added)
    SELECT 'x' || i, '', '', 'o' || i % 500, '', '', 0, 'Do what was agreed, number ' || i, 'Head',
        CAST($2 AS DATE) + CAST(i % 400 - 200 AS INTEGER),
        CASE i % 4 WHEN 0 THEN 'not_started' WHEN 1 THEN 'in_progress' WHEN 2 THEN 'done'
            ELSE 'assured' END, '', '', 'ACT-' || i,
        CASE i % 3 WHEN 0 THEN 'required' WHEN 1 THEN 'immediate' ELSE 'strategic' END,
        'a' || i % $3::BIGINT, 'visit', CAST($2 AS DATE) - 100
    FROM generate_series(0, $1::BIGINT - 1) t(i)"""


def measure_activities(run: Run) -> list[Figure]:
    """Seconds of "for me", of the calendar of a month, and of the register, on both databases."""
    path = run.folder / "activities.duckdb"
    figures = _measure(run, path, "DuckDB")
    path.unlink()
    with postgresql_server() as url:
        return figures + _measure(run, url, "PostgreSQL")


def _measure(run: Run, address: Path | str, engine: str) -> list[Figure]:
    amount, actions_amount = run.sizes.activities, run.sizes.actions
    with stocked(address) as database:
        database.write(fill, amount, actions_amount)
        works = make_works(database)
        taken = {name: repeated(work, times=run.sizes.repeats) for name, work in works.items()}
    size = f"{amount:,} activities and {actions_amount:,} actions"
    return [
        Figure(f"{name}, {size}, {engine}", "s", seconds, target=Target(most=WITHIN))
        for name, seconds in taken.items()
    ]


def make_works(database: Database) -> dict[str, Callable[[], object]]:
    """What is timed, by name."""
    agency = make_viewer("organisation", name="O", organisations=frozenset({"o7"}))
    officer, team = make_viewer("scrutiny_officer", name="I"), make_viewer("mars_team", name="M")

    def for_me(viewer: Viewer) -> Callable[[], object]:
        return lambda: database.read(open_steps.list_for_me, viewer=viewer, today=TODAY)

    def calendar() -> object:
        return database.read(
            open_steps.list_open_steps, viewer=officer, first=TODAY,
            last=TODAY + timedelta(30), today=TODAY,
        )  # fmt: skip

    return {
        "For me, an agency": for_me(agency),
        "For me, the team": for_me(team),
        "Calendar of a month": calendar,
        "Register of actions": lambda: database.read(
            action_register.list_register, viewer=team, today=TODAY
        ),
    }


def fill(tx: Transaction, amount: int, actions_amount: int) -> None:
    """Begin one visit, and make it many, with their open steps, parties, seats and actions."""
    made = parse_mechanism(SOURCE, "visit.yaml", known=ANYTHING).mechanism
    if made is None:
        raise ValueError("The mechanism of the bench cannot be read")
    publish_mechanism(tx, mechanism=made, source=SOURCE, now=NOW)
    _begin(tx, made)
    for table in _CHANGED:
        _repeat(tx, table, amount)
    tx.execute(_ACTIONS, [actions_amount, TODAY, amount])
    tx.execute("ANALYZE")  # as PostgreSQL does by itself within a minute


def _repeat(tx: Transaction, table: str, amount: int) -> None:
    """Write the rows of the first activity again for each of the others, a little changed."""
    columns = [
        row["column_name"]
        for row in tx.query(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_name = $1 AND table_schema = current_schema() ORDER BY ordinal_position",
            [table],
        )
    ]
    changed = _CHANGED[table]
    values = ", ".join(changed.get(name, name) for name in columns)
    key = "id" if table == "activity" else "activity"
    tx.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} "
        f"FROM generate_series(1, $1::BIGINT - 1) t(i), "
        f"(SELECT * FROM {table} WHERE {key} = 'a0') pattern",
        [amount],
    )


def _begin(tx: Transaction, mechanism: Mechanism) -> None:
    context = context_of(partnership())
    parties = tuple(Party(PartyKind.PARTNER, p.key, p.label) for p in context.partners)
    activity = Activity(
        "a0", "AV-2026-0", "visit", "1", "A visit", TODAY, subject="o0", group="mars_board",
        parties=parties,
    )  # fmt: skip
    tx.execute(
        "INSERT INTO activity VALUES ('a0', 'AV-2026-0', 'visit', '1', 'A visit', $1, "
        "'under_way', '', 'o0', 'mars_board', '', '', NULL, '', '', FALSE, 0, '{}')",
        [TODAY],
    )
    write_people(tx, mechanism, activity)
    standing = stand(mechanism, activity, partners=context.partners, holidays=context.holidays)
    store_standing(tx, mechanism, activity, standing)
