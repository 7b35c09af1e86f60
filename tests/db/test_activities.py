"""Activities run from their beginning to their end, seen by who may."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from db.activities import (
    add_activity,
    get_activity,
    get_run,
    list_activities,
    list_for_me,
    take_step,
)
from db.connection import Database, Transaction
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from scrutiny.access import make_viewer
from scrutiny.activity import Activity, ActivityStatus
from scrutiny.organisation import Organisation
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEAM = make_viewer("mars_team", name="Max Team")
OFFICER = make_viewer("scrutiny_officer", name="Ira")
AGENCY = make_viewer("organisation", name="Oak", organisations=frozenset({"oak"}))
PARTNERS = {
    key: make_viewer("partner", name=key, organisations=frozenset({key}))
    for key in ("council", "health", "police")
}


@pytest.fixture
def partnership(database: Database) -> Database:
    database.write(_fill)
    return database


def _fill(tx: Transaction) -> None:
    add_organisations(tx, [Organisation("oak", "Oak House", "care_board")])
    publish_mechanism(tx, mechanism=mechanism(), source=VISIT, now=NOW)


def begin(database: Database) -> Activity:
    return database.write(
        add_activity,
        mechanism=mechanism(),
        title="Oak House",
        viewer=TEAM,
        now=NOW,
        context=CONTEXT,
        subject="oak",
        answers={"why": "New"},
    )


def take(database, activity, step, viewer, **given):
    return database.write(
        take_step,
        id=activity.id,
        step=step,
        viewer=viewer,
        now=NOW,
        seen=len(activity.taken),
        context=CONTEXT,
        **given,
    )


def test_whole(partnership):
    a = begin(partnership)
    assert a.reference == "AV-2026-001"
    assert a.subject_partner == "health"
    assert [
        s.step for s in partnership.read(list_for_me, viewer=PARTNERS["police"], today=NOW.date())
    ] == ["endorse"]
    for key in ("council", "health"):
        a = take(partnership, a, "endorse", PARTNERS[key], outcome="endorsed")
    a = take(
        partnership,
        a,
        "endorse",
        TEAM,
        outcome="endorsed",
        part="police",
        known_from="E-mail of today",
    )
    run = partnership.read(get_run, a.id, viewer=TEAM, context=CONTEXT)
    print(run.standing)
    assert run.activity == a
    a = take(
        partnership,
        a,
        "arrange",
        TEAM,
        answers={"event_on": "2026-05-01", "is_update_needed": "yes"},
    )
    print(partnership.read(list_for_me, viewer=AGENCY, today=NOW.date()))
    a = take(partnership, a, "update", AGENCY, answers={"update_words": "x"})
    a = take(partnership, a, "visit", OFFICER, answers={"seen": "x"})
    a = take(partnership, a, "agree", OFFICER, outcome="agreed")
    a = take(partnership, a, "board", TEAM)
    assert a.status is ActivityStatus.ENDED
    print(partnership.read(list_activities, viewer=AGENCY))
    assert partnership.read(get_activity, "AV-2026-001", viewer=AGENCY) == a
