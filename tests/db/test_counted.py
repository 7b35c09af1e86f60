"""Which returns a composite counts, and which stand in the final one."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from db.composites import count_answers, count_responses, count_returns
from db.connection import Database
from db.counted import Counted, include_accepted, list_counted
from db.errors import NotAllowedError
from db.life import take_step
from db.responses import get_response, submit
from db.sign_offs import ask_sign_off
from scrutiny.life import Step
from scrutiny.response import Status
from scrutiny.sign_off import SignOffRole
from scrutiny.tally import Filters, Return, Tally
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
    NOW,
    OAK_HEAD,
    OFFICER,
    RATED,
    SPACE_LEAD,
    TEAM,
    send,
    set_up,
)

LATER = NOW + timedelta(days=2)
FINAL = Filters(only_final=True)


@pytest.fixture
def partnership(database: Database) -> Database:
    """Oak and Ash have sent; Ash is accepted."""
    set_up(database)
    for name in ("oak", "ash"):
        send(database, name, organisation=name)
    for step in (Step.TAKE_UP, Step.ACCEPT):
        take(database, "ash", step)
    return database


def take(database: Database, id: str, step: Step) -> None:
    database.write(take_step, id=id, step=step, viewer=TEAM, now=LATER, reason="Look again")


def listed(database: Database) -> list[tuple[str, Status, int, datetime, datetime | None, str]]:
    found: list[Counted] = database.read(list_counted, cycle="this", viewer=OFFICER)
    return [(c.response, c.status, c.sending, c.sent, c.put_in, c.put_in_by) for c in found]


def count(database: Database, filters: Filters) -> int:
    return database.read(count_responses, viewer=BOARD, round="this", filters=filters)


def test_every_sent_return_counts_and_an_accepted_one_goes_into_the_final(
    partnership: Database,
) -> None:
    assert (count(partnership, Filters()), count(partnership, FINAL)) == (2, 0)
    put_in = partnership.write(include_accepted, cycle="this", viewer=TEAM, now=LATER)
    assert put_in == 1
    assert (count(partnership, Filters()), count(partnership, FINAL)) == (2, 1)
    assert listed(partnership) == [
        ("oak", Status.SUBMITTED, 1, NOW, None, ""),
        ("ash", Status.IN_COMPOSITE, 1, NOW, LATER, "Max Team"),
    ]
    assert partnership.write(include_accepted, cycle="this", viewer=TEAM, now=LATER) == 0


def test_a_return_that_is_back_counts_as_it_was_sent_last(partnership: Database) -> None:
    partnership.write(include_accepted, cycle="this", viewer=TEAM, now=LATER)
    take(partnership, "ash", Step.REOPEN)
    assert (count(partnership, Filters()), count(partnership, FINAL)) == (2, 0)
    assert listed(partnership)[1] == ("ash", Status.RETURNED, 1, NOW, None, "")
    draft = partnership.read(get_response, "ash", viewer=ASH_HEAD)
    partnership.write(
        submit, id="ash", revision=draft.revision, viewer=ASH_HEAD, now=LATER, actions=[],
        stored=[row for row in RATED if row.question != "a1"],
    )  # fmt: skip
    assert listed(partnership)[1] == ("ash", Status.RESUBMITTED, 2, LATER, None, "")
    tallies = partnership.read(count_answers, viewer=BOARD, round="this")
    assert [t for t in tallies if t.question == "a1"] == [Tally("a1", "academy", "fully_met", 1)]


def test_one_signed_again_after_it_came_back_still_stands_as_returned(
    partnership: Database,
) -> None:
    take(partnership, "oak", Step.TAKE_UP)
    take(partnership, "oak", Step.RETURN)
    draft = partnership.read(get_response, "oak", viewer=OAK_HEAD)
    partnership.write(
        ask_sign_off, id="oak", revision=draft.revision, viewer=OAK_HEAD, now=LATER,
        roles=[SignOffRole("head", "Head", "head")],
    )  # fmt: skip
    academies = Filters(types=frozenset({"academy"}))
    assert partnership.read(count_returns, viewer=BOARD, cycle="this", filters=academies) == [
        Return("", "", "academy", "returned", False)
    ]
    assert listed(partnership)[0] == ("oak", Status.READY_FOR_SIGN_OFF, 1, NOW, None, "")


def test_names_and_putting_in_are_for_reviewers(partnership: Database) -> None:
    for viewer in (BOARD, SPACE_LEAD, OAK_HEAD):
        with pytest.raises(NotAllowedError):
            partnership.read(list_counted, cycle="this", viewer=viewer)
        with pytest.raises(NotAllowedError):
            partnership.write(include_accepted, cycle="this", viewer=viewer, now=LATER)
