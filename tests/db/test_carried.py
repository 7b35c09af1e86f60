"""Last year's answers wait beside the draft and count once they are confirmed."""

from __future__ import annotations

import pytest

from db.carried import carry_answer, confirm_carried, drop_carried, list_carried
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StaleDraftError
from db.responses import get_response, save_draft
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, TEAM, begin, set_up

LAST = {"rating": "fully_met", "evidence": "Minutes"}


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    begin(database, "r1", organisation="oak")
    database.write(carry_answer, response="r1", question="a1", value=LAST, viewer=OAK_HEAD)
    return database


def confirm(database: Database, revision: int = 0) -> int:
    return database.write(
        confirm_carried, response="r1", question="a1", revision=revision, viewer=OAK_HEAD, now=NOW
    )


def waiting(database: Database) -> object:
    return database.read(list_carried, response="r1", viewer=OAK_HEAD)


def answers(database: Database) -> object:
    return database.read(get_response, "r1", viewer=OAK_HEAD).answers


def test_what_is_carried_does_not_count_until_it_is_confirmed(partnership: Database) -> None:
    assert (waiting(partnership), answers(partnership)) == ({"a1": LAST}, {})
    assert confirm(partnership) == 1
    assert (waiting(partnership), answers(partnership)) == ({}, {"a1": LAST})


def test_it_can_be_dropped_and_carried_twice_is_once(partnership: Database) -> None:
    partnership.write(carry_answer, response="r1", question="a1", value="x", viewer=OAK_HEAD)
    assert waiting(partnership) == {"a1": "x"}
    partnership.write(drop_carried, response="r1", question="a1", viewer=OAK_HEAD)
    assert (waiting(partnership), answers(partnership)) == ({}, {})
    assert confirm(partnership) == 0


def test_confirming_over_a_newer_answer_is_told(partnership: Database) -> None:
    partnership.write(
        save_draft, id="r1", answers={"a1": "not_met"}, revision=0, viewer=OAK_HEAD, now=NOW
    )
    with pytest.raises(StaleDraftError):
        confirm(partnership)
    assert waiting(partnership) == {"a1": LAST}


def test_only_who_answers_carries(partnership: Database) -> None:
    for viewer in (ASH_HEAD, TEAM):
        with pytest.raises((NotAllowedError, NotFoundError)):
            partnership.write(carry_answer, response="r1", question="a1", value="x", viewer=viewer)
