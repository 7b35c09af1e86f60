"""The agencies that take part from a step on, as whoever takes it chooses them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.activities import get_activity, set_parties
from db.connection import Database
from db.errors import StepRefusedError
from scrutiny.activity import Activity, PartyKind
from tests.db.activity_examples import NOW, TEAM, begin, set_up, take
from tests.scrutiny.mechanism_examples import CONTEXT, mechanism

SCOPE = """
id: visit
version: "1"
title: Audit
prefix: AV
subject: nothing
group: board
begun_by: [team]
roles:
  team: {label: Team, held_by: [mars_team]}
  agencies: {label: Agencies, held_by: [organisation], of: agencies}
steps:
  - {id: scope, title: Agree the scope, by: [team], chooses_agencies: true}
  - {id: answer, title: Each answers, by: [agencies], each: agencies}
"""


@pytest.fixture
def audit(database: Database) -> Activity:
    set_up(database, SCOPE)
    return begin(database, mechanism(SCOPE), subject="", answers={})


def _agencies(activity: Activity) -> list[tuple[str, bool]]:
    found = (party for party in activity.parties if party.kind is PartyKind.AGENCY)
    return [(party.key, party.is_excluded) for party in found]


def test_whoever_agrees_the_scope_says_which_agencies_take_part(
    database: Database, audit: Activity
) -> None:
    taken = take(database, audit, "scope", TEAM, agencies=["oak", "ash"])
    assert _agencies(taken) == [("ash", False), ("oak", False)]
    assert database.read(get_activity, audit.id, viewer=TEAM).parties == taken.parties


@pytest.mark.parametrize(
    ("chosen", "refusal"),
    [
        ([], "Choose at least one agency that takes part."),
        (["oak", "nowhere"], "An agency that was chosen is not on the register. Choose again."),
    ],
)
def test_nobody_or_somebody_unknown_is_refused(
    database: Database, audit: Activity, chosen: list[str], refusal: str
) -> None:
    with pytest.raises(StepRefusedError) as caught:
        take(database, audit, "scope", TEAM, agencies=chosen)
    assert str(caught.value) == refusal
    assert database.read(get_activity, audit.id, viewer=TEAM).taken == ()


def test_one_that_was_left_out_stays_on_record_until_it_is_chosen_again(
    database: Database, audit: Activity
) -> None:
    oak = take(database, audit, "scope", TEAM, agencies=["oak"]).parties[-1]
    left = replace(oak, is_excluded=True, reason="Not involved")
    database.write(set_parties, id=audit.id, parties=[left], viewer=TEAM, now=NOW, context=CONTEXT)
    assert _agencies(database.read(get_activity, audit.id, viewer=TEAM)) == [("oak", True)]


def test_a_step_that_chooses_none_leaves_them(database: Database) -> None:
    plain = SCOPE.replace(", chooses_agencies: true", "")
    set_up(database, plain)
    begun = begin(database, mechanism(plain), subject="", answers={})
    assert _agencies(take(database, begun, "scope", TEAM, agencies=["oak"])) == []
