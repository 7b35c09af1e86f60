"""Who may be named on an activity: those on the register who hold the role today."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from db.colleagues import list_colleagues
from db.connection import Database
from db.errors import NotAllowedError
from db.people import add_people
from scrutiny.access import make_viewer
from scrutiny.person import Held, Person

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
DAY = date(2026, 1, 1)


def test_colleagues_are_those_who_hold_a_role_today(database: Database):
    officer, chair = Held("scrutiny_officer"), Held("chair", "splig")
    staff = [
        Person("", "Ola", "ola@mars.example", DAY, (officer, chair)),
        Person("", "Ada", "ada@mars.example", DAY, (officer,)),
        Person("", "Gone", "gone@mars.example", DAY, (officer,), ended=NOW.date()),
        Person("", "Soon", "soon@mars.example", date(2027, 1, 1), (officer,)),
        Person("", "Other", "other@mars.example", DAY, (Held("board_reader"),)),
    ]
    keeper = make_viewer("administrator", name="Keeper")
    database.write(add_people, staff, viewer=keeper, now=NOW)
    team = make_viewer("mars_team", name="Max")
    roles = ("scrutiny_officer", "chair")
    found = database.read(list_colleagues, roles=roles, viewer=team, today=NOW.date())
    assert [(each.name, each.email) for each in found] == [
        ("Ada", "ada@mars.example"), ("Ola", "ola@mars.example"),
    ]  # fmt: skip
    for role in ("partner", "scrutiny_officer", "organisation", "board_reader"):
        with pytest.raises(NotAllowedError):
            database.read(list_colleagues, roles=roles, viewer=make_viewer(role), today=NOW.date())
