"""The ledger of the scrutiny officers' days."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.officer_days import add_officer_day, list_officer_days, remove_officer_day, total_days
from scrutiny.access import Viewer, make_viewer
from scrutiny.officer_day import OfficerDay, OfficerTotal
from tests.db.activity_examples import NOW, OAK, OFFICER, POLICE, TEAM, TODAY, begin, set_up


def log(database: Database, viewer: Viewer = OFFICER, **given: Any) -> OfficerDay:
    usual = {"id": "", "officer": "", "on": TODAY, "days": 0.5, "kind": "events"}
    return database.write(
        add_officer_day, day=OfficerDay(**{**usual, **given}), viewer=viewer, now=NOW
    )


def test_an_officer_writes_down_their_own_days(database: Database):
    added = log(database, note=" Visit ")
    assert added == OfficerDay(
        added.id, "Ira Officer", TODAY, 0.5, "events", note="Visit", by="Ira Officer"
    )
    assert database.read(list_officer_days, viewer=POLICE, year=2026) == [added]
    assert log(database, make_viewer("scrutiny_officer")).officer == "Independent Scrutiny Officer"
    with pytest.raises(NotAllowedError):
        log(database, officer="Somebody else")


def test_the_team_writes_down_anybodys_and_ties_them_to_an_activity(database: Database):
    begun = begin(set_up(database))
    added = log(database, TEAM, officer="Dr Ade", activity=begun.id)
    assert (added.officer, added.by) == ("Dr Ade", "Max Team")
    assert database.read(list_officer_days, viewer=TEAM, activity=begun.id) == [added]
    with pytest.raises(NotFoundError):
        log(database, TEAM, officer="Dr Ade", activity="none")


def test_what_counts_and_what_does_not_are_added_up_by_year(database: Database):
    log(database, days=2)
    log(database, days=1.5)
    log(database, days=1, kind="disputes", is_counted=False)
    log(database, days=3, on=date(2025, 12, 31))
    log(database, TEAM, officer="Dr Ade", days=1)
    totals = database.read(total_days, viewer=TEAM, year=2026)
    assert totals == [OfficerTotal("Dr Ade", 1, 0), OfficerTotal("Ira Officer", 3.5, 1)]
    assert totals[1].left(15) == 11.5


def test_a_day_is_not_written_down_before_it_is_worked(database: Database):
    with pytest.raises(StepRefusedError, match="Enter a day that has been"):
        log(database, on=TODAY + timedelta(1))


@pytest.mark.parametrize("days", [0, -1, 0.3, 8])
def test_days_that_cannot_be_are_refused(database: Database, days: float):
    with pytest.raises(StepRefusedError, match="quarters, halves or whole days, up to 7"):
        log(database, days=days)


def test_a_wrong_entry_is_taken_out_by_who_made_it_or_the_team(database: Database):
    mine, theirs = log(database), log(database, TEAM, officer="Ira Officer")
    with pytest.raises(NotAllowedError):
        database.write(remove_officer_day, id=theirs.id, viewer=OFFICER, now=NOW)
    database.write(remove_officer_day, id=mine.id, viewer=OFFICER, now=NOW)
    database.write(remove_officer_day, id=theirs.id, viewer=TEAM, now=NOW)
    assert database.read(list_officer_days, viewer=TEAM) == []
    with pytest.raises(NotFoundError):
        database.write(remove_officer_day, id=mine.id, viewer=TEAM, now=NOW)


def test_others_neither_write_nor_read_it(database: Database):
    with pytest.raises(NotAllowedError):
        log(database, POLICE)
    with pytest.raises(NotAllowedError):
        database.read(list_officer_days, viewer=OAK)
