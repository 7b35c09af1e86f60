"""Files kept with a response: given only to those who may read it."""

from __future__ import annotations

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError
from db.files import add_file, get_file
from scrutiny.access import Viewer
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, TEAM, begin, set_up


def keep(database: Database, viewer: Viewer = OAK_HEAD, name: str = "plan.pdf") -> str:
    kept = database.write(
        add_file,
        response="r1",
        name=name,
        kind="application/pdf",
        content=b"%PDF\x00\xff",
        viewer=viewer,
        now=NOW,
    )
    assert isinstance(kept, dict)
    return str(kept["id"])


def test_a_file_comes_back_byte_for_byte(database: Database) -> None:
    set_up(database)
    begin(database, "r1", organisation="oak")
    found = database.read(get_file, keep(database), viewer=OAK_HEAD)
    assert (found.name, found.content) == ("plan.pdf", b"%PDF\x00\xff")


def test_a_file_is_not_given_to_those_who_may_not_read_the_response(database: Database) -> None:
    set_up(database)
    begin(database, "r1", organisation="oak")
    id = keep(database)
    for viewer in (ASH_HEAD, TEAM):  # the team reads what was sent, and this is a draft
        with pytest.raises(NotFoundError):
            database.read(get_file, id, viewer=viewer)


def test_nobody_adds_a_file_to_somebody_elses_draft(database: Database) -> None:
    set_up(database)
    begin(database, "r1", organisation="oak")
    with pytest.raises((NotAllowedError, NotFoundError)):
        keep(database, viewer=ASH_HEAD)


def test_a_long_name_keeps_its_end(database: Database) -> None:
    set_up(database)
    begin(database, "r1", organisation="oak")
    found = database.read(get_file, keep(database, name="x" * 300 + ".pdf"), viewer=OAK_HEAD)
    assert (len(found.name), found.name[-4:]) == (200, ".pdf")
