"""One organisation changed by hand: checked against what was seen, told, and its ways in ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db.activities import get_activity
from db.connection import Database
from db.contacts import add_contact
from db.errors import DuplicateError, NotAllowedError, StaleDetailsError, StepRefusedError
from db.organisation_changes import change_organisation, list_organisation_changes
from db.organisations import add_organisations, get_organisation, list_organisations
from scrutiny.access import make_viewer
from scrutiny.invitation import Contact
from scrutiny.organisation import Organisation
from tests.db.examples import ASH, FIR, NOW, OAK
from tests.db.paper_examples import begin
from tests.db.paper_examples import fill as fill_papers

TEAM = make_viewer("mars_team", name="Max Team")


@pytest.fixture
def register(database: Database) -> Database:
    database.write(add_organisations, [OAK, ASH, FIR])
    return database


def change(
    register: Database, changed: Organisation, seen: Organisation = OAK, reason: str = ""
) -> Organisation:
    return register.write(
        change_organisation, changed=changed, seen=seen, reason=reason, viewer=TEAM, now=NOW
    )


def test_details_are_written_over_and_told_without_what_they_were(register: Database) -> None:
    new = replace(OAK, name="  Oak Free School ", urn="ey100009", trust="The Trust")
    saved = change(register, new)
    assert saved == replace(OAK, name="Oak Free School", urn="EY100009", trust="The Trust")
    assert register.read(get_organisation, OAK.id) == saved
    (told,) = register.read(list_organisation_changes, organisation=OAK.id, viewer=TEAM)
    assert (told.actor, told.detail) == (
        "Max Team", {"changed": ["name", "urn", "trust"], "reason": ""},
    )  # fmt: skip


def test_nothing_changed_is_nothing_told(register: Database) -> None:
    assert change(register, OAK) == OAK
    assert register.read(list_organisation_changes, organisation=OAK.id, viewer=TEAM) == []


def test_who_comes_second_is_told_what_stands_now(register: Database) -> None:
    first = change(register, replace(OAK, trust="The Trust"))
    with pytest.raises(StaleDetailsError, match="Somebody else changed") as refused:
        change(register, replace(OAK, name="Oak"))
    assert refused.value.theirs == first
    assert change(register, replace(first, name="Oak"), seen=first).trust == "The Trust"


def test_the_end_needs_a_reason_and_a_day_that_has_come(register: Database) -> None:
    today = NOW.date()
    with pytest.raises(StepRefusedError, match="Write why"):
        change(register, replace(OAK, ended=today), reason=" ")
    with pytest.raises(StepRefusedError, match="still to come"):
        change(register, replace(OAK, ended=today + timedelta(2)), reason="It closes")
    ended = change(register, replace(OAK, ended=date(2025, 8, 31)), reason="It closed")
    assert register.read(list_organisations, include_ended=False) == [ASH, FIR]
    back = change(register, replace(ended, ended=None), seen=ended, reason="A mistake")
    assert back == OAK
    told = register.read(list_organisation_changes, organisation=OAK.id, viewer=TEAM)
    assert [each.detail.get("reason") for each in told] == ["A mistake", "It closed"]


def test_ways_in_end_with_the_organisation(register: Database) -> None:
    register.write(
        add_contact, Contact("c1", OAK.id, "Kim", "kim@oak.example"), viewer=TEAM, now=NOW
    )
    register.write(
        lambda tx: tx.execute(
            "INSERT INTO session (token_hash, role, name, organisation, opened, expires) "
            "VALUES ('h', 'organisation', '', $1, $2, $2)",
            [OAK.id, NOW],
        )
    )
    change(register, replace(OAK, ended=NOW.date()), reason="It closed")
    assert register.read(lambda tx: tx.query("SELECT * FROM session")) == []


def test_another_ones_number_is_refused(register: Database) -> None:
    with pytest.raises(DuplicateError, match="URN '100002'"):
        change(register, replace(OAK, urn="100002"))


def test_an_activity_goes_on_under_the_new_name(database: Database) -> None:
    database.write(fill_papers)
    activity = begin(database)
    place = database.read(get_organisation, activity.subject)
    change(database, replace(place, name="Trent Health Renamed"), seen=place)
    again = database.read(get_activity, activity.id, viewer=TEAM)
    assert (again.subject, again.title, again.status) == (
        activity.subject, activity.title, activity.status,
    )  # fmt: skip


def test_an_organisation_may_not_change_the_register(register: Database) -> None:
    own = make_viewer("organisation", organisations=frozenset({OAK.id}))
    with pytest.raises(NotAllowedError):
        register.write(
            change_organisation, changed=replace(OAK, name="X"), seen=OAK, viewer=own, now=NOW
        )
