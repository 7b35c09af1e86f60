"""The register: found by id and URN, added all or none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.connection import Database
from db.errors import DuplicateError, NotFoundError
from db.events import list_events
from db.organisations import (
    add_organisations,
    find_organisation_by_urn,
    get_organisation,
    list_organisations,
    set_organisation,
)
from scrutiny.organisation import Organisation
from tests.db.examples import ASH, FIR, NOW, OAK


@pytest.fixture
def register(database: Database) -> Database:
    database.write(add_organisations, [OAK, ASH, FIR])
    return database


def test_organisations_come_back_as_they_were_added(register: Database) -> None:
    assert register.read(list_organisations) == [ASH, FIR, OAK]
    assert register.read(list_organisations, types={"academy", "college"}) == [FIR, OAK]
    assert register.read(list_organisations, types=[]) == []
    assert register.read(get_organisation, "oak") == OAK


def test_list_organisations_may_leave_out_the_ended(register: Database) -> None:
    register.write(set_organisation, replace(ASH, ended=date(2025, 8, 31)))
    assert register.read(list_organisations, include_ended=False) == [FIR, OAK]


def test_find_organisation_by_urn_never_finds_the_empty(register: Database) -> None:
    assert register.read(find_organisation_by_urn, "100002") == ASH
    assert register.read(find_organisation_by_urn, "999999") is None
    assert register.read(find_organisation_by_urn, "") is None


def test_get_organisation_that_is_not_there(register: Database) -> None:
    with pytest.raises(NotFoundError, match="organisation 'elm'"):
        register.read(get_organisation, "elm")


@pytest.mark.parametrize(
    ("first", "second", "key"),
    [
        (Organisation("elm", "Elm", "college"), OAK, "oak"),
        (Organisation("elm", "Elm", "college"), replace(OAK, id="new"), "100001"),
        (Organisation("elm", "Elm", "college"), Organisation("elm", "Twin", "college"), "elm"),
        (
            Organisation("elm", "Elm", "college", urn="1"),
            Organisation("yew", "Yew", "college", urn="1"),
            "1",
        ),
    ],
)
def test_add_organisations_is_all_or_none(
    register: Database, first: Organisation, second: Organisation, key: str
) -> None:
    with pytest.raises(DuplicateError) as refused:
        register.write(add_organisations, [first, second])
    assert refused.value.key == key
    assert len(register.read(list_organisations)) == 3


def test_add_organisations_of_the_nameless_and_many(register: Database) -> None:
    many = [Organisation(f"o{n}", f"Org {n:04}", "childminder") for n in range(1000)]
    register.write(add_organisations, many, now=NOW, actor="Max")
    assert register.read(list_organisations, types={"childminder"}) == many
    (event,) = register.read(list_events, subject="organisation")
    assert (event.actor, event.detail) == ("Max", {"count": 1000})


def test_set_organisation_writes_over(register: Database) -> None:
    moved = replace(OAK, name="Oak Free School", urn="100009", contact_email="a@b.uk")
    register.write(set_organisation, moved)
    assert register.read(get_organisation, "oak") == moved


def test_set_organisation_refuses_another_ones_urn(register: Database) -> None:
    with pytest.raises(DuplicateError, match="URN '100002'"):
        register.write(set_organisation, replace(OAK, urn="100002"))
    with pytest.raises(NotFoundError):
        register.write(set_organisation, Organisation("elm", "Elm", "college"))
