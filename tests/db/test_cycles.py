"""Cycles and who is in their scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db.connection import Database
from db.cycles import (
    add_cycle,
    add_to_cycle,
    exempt,
    extend,
    get_cycle,
    list_cycles,
    list_cycles_of,
)
from db.errors import DuplicateError, NotAllowedError, NotFoundError
from db.organisations import add_organisations
from db.responses import list_returns
from scrutiny.organisation import Organisation
from tests.db.examples import LAST, NOW, PEOPLE, TEAM, THIS, TODAY, set_up


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def test_cycles_come_back_as_they_were_added(partnership: Database) -> None:
    assert partnership.read(list_cycles) == [THIS, LAST]
    assert partnership.read(list_cycles, form="other") == []
    assert partnership.read(get_cycle, "this") == THIS
    with pytest.raises(NotFoundError):
        partnership.read(get_cycle, "next")


def test_add_cycle_again_is_refused(partnership: Database) -> None:
    with pytest.raises(DuplicateError):
        partnership.write(add_cycle, THIS, [])


def test_add_cycle_for_the_unknown_is_refused(partnership: Database) -> None:
    with pytest.raises(NotFoundError, match="'elm'"):
        partnership.write(add_cycle, replace(THIS, id="next"), ["oak", "elm"])
    with pytest.raises(NotFoundError):
        partnership.read(get_cycle, "next")


def test_add_to_cycle_again_is_nothing(partnership: Database) -> None:
    partnership.write(add_organisations, [Organisation("elm", "Elm", "college")])
    partnership.write(add_to_cycle, "this", ["oak", "elm"])
    returns = partnership.read(list_returns, cycle="this", viewer=TEAM)
    assert sorted(r.organisation for r in returns) == ["ash", "elm", "fir", "oak"]


def test_list_cycles_of_an_organisation_are_the_open_ones(partnership: Database) -> None:
    assert partnership.read(list_cycles_of, "oak", TODAY) == [THIS, LAST]
    assert partnership.read(list_cycles_of, "oak", date(2025, 8, 31)) == [LAST]
    assert partnership.read(list_cycles_of, "elm", TODAY) == []


def test_exempt_takes_out_of_scope_and_back(partnership: Database) -> None:
    _exempt(partnership, "Closing")
    assert partnership.read(list_cycles_of, "oak", TODAY) == [LAST]
    assert _status(partnership) == "exempt"
    _exempt(partnership, "")
    assert partnership.read(list_cycles_of, "oak", TODAY) == [THIS, LAST]
    assert _status(partnership) == "not_started"


def test_exempt_is_for_who_manages(partnership: Database) -> None:
    for role in set(PEOPLE) - {"mars_team", "administrator"}:
        with pytest.raises(NotAllowedError):
            partnership.write(
                exempt, cycle="this", organisation="oak", reason="x", viewer=PEOPLE[role], now=NOW
            )
    with pytest.raises(NotFoundError):
        partnership.write(
            exempt, cycle="this", organisation="elm", reason="x", viewer=TEAM, now=NOW
        )


def test_extend_gives_a_later_deadline(partnership: Database) -> None:
    partnership.write(extend, cycle="this", to=date(2026, 1, 16), viewer=TEAM)
    assert partnership.read(get_cycle, "this").deadline == date(2026, 1, 16)
    with pytest.raises(NotAllowedError):
        partnership.write(extend, cycle="this", to=None, viewer=PEOPLE["organisation"])


def _exempt(database: Database, reason: str) -> None:
    database.write(exempt, cycle="this", organisation="oak", reason=reason, viewer=TEAM, now=NOW)


def _status(database: Database) -> str:
    returns = database.read(list_returns, cycle="this", viewer=PEOPLE["organisation"])
    return returns[0].status
