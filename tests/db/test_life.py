"""The review steps: each once, with who and when; what was sent before is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.life import list_history, list_queue, list_sendings, take_step
from db.responses import get_response, list_returns, save_draft, submit
from db.sent import move_sent
from scrutiny.life import Step, Taken
from scrutiny.response import Response, Status
from tests.db.at_once import at_once
from tests.db.examples import (
    ASH_HEAD,
    NOW,
    OAK_HEAD,
    OFFICER,
    PEOPLE,
    RATED,
    TEAM,
    begin,
    send,
    set_up,
)

LATER = NOW + timedelta(days=2)


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def step(database: Database, which: Step, *, viewer=TEAM, reason: str = "") -> Response:  # type: ignore[no-untyped-def]
    return database.write(take_step, id="r1", step=which, viewer=viewer, now=LATER, reason=reason)


def send_again(database: Database, **answers: str) -> None:
    draft = database.read(get_response, "r1", viewer=OAK_HEAD)
    revision = database.write(
        save_draft, id="r1", answers=answers, revision=draft.revision, viewer=OAK_HEAD, now=LATER
    )
    database.write(
        submit, id="r1", revision=revision, viewer=OAK_HEAD, stored=RATED, actions=[], now=LATER
    )


def test_a_return_is_taken_up_accepted_and_counted(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    assert step(partnership, Step.TAKE_UP).status == Status.UNDER_REVIEW
    assert step(partnership, Step.ACCEPT, viewer=OFFICER).status == Status.ACCEPTED
    assert step(partnership, Step.INCLUDE).status == Status.IN_COMPOSITE
    assert partnership.read(list_history, id="r1", viewer=OAK_HEAD) == [
        Taken("Started", NOW),
        Taken("Submitted", NOW),
        Taken("Taken up for review", LATER, "Max Team"),
        Taken("Accepted", LATER, "Ira Officer"),
        Taken("In the final composite", LATER, "Max Team"),
    ]


def test_a_step_that_is_not_open_is_refused_in_words(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    with pytest.raises(StepRefusedError, match="only for one that is under review"):
        step(partnership, Step.ACCEPT)
    step(partnership, Step.TAKE_UP)
    with pytest.raises(StepRefusedError, match=r"^This return is under review, by Max Team\."):
        step(partnership, Step.TAKE_UP, viewer=OFFICER)


def test_two_reviewers_at_once_have_one_winner(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    won: list[str] = []
    told: list[str] = []

    def try_it(number: int) -> None:
        try:
            won.append(step(partnership, Step.TAKE_UP, viewer=[TEAM, OFFICER][number % 2]).id)
        except StepRefusedError as error:
            told.append(str(error))

    at_once(6, try_it)
    assert (won, len(told)) == (["r1"], 5)
    history = partnership.read(list_history, id="r1", viewer=TEAM)
    assert [taken.words for taken in history].count("Taken up for review") == 1


def test_a_return_for_changes_or_a_reopening_needs_a_reason(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    with pytest.raises(StepRefusedError, match="Say why in a few words"):
        step(partnership, Step.RETURN, reason=" ")
    step(partnership, Step.TAKE_UP)
    step(partnership, Step.ACCEPT)
    with pytest.raises(StepRefusedError, match="Say why in a few words"):
        step(partnership, Step.REOPEN)
    assert step(partnership, Step.REOPEN, reason="A wrong number").status == Status.RETURNED
    last = partnership.read(list_history, id="r1", viewer=OAK_HEAD)[-1]
    assert last == Taken("Reopened", LATER, "Max Team", "A wrong number")


def test_only_who_moderates_takes_review_steps(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    for role in set(PEOPLE) - {"mars_team", "scrutiny_officer"}:
        with pytest.raises(NotAllowedError):
            step(partnership, Step.TAKE_UP, viewer=PEOPLE[role])
    begin(partnership, "r2", organisation="ash")
    for id in ("r2", "none"):
        with pytest.raises(NotFoundError):
            partnership.write(take_step, id=id, step=Step.TAKE_UP, viewer=TEAM, now=NOW)


def test_the_team_reads_what_was_sent_while_it_is_being_changed(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak", a1="fully_met")
    step(partnership, Step.RETURN, reason="Say more")
    draft = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    partnership.write(
        save_draft, id="r1", answers={"a1": "not_met"}, revision=draft.revision,
        viewer=OAK_HEAD, now=LATER,
    )  # fmt: skip
    partnership.write(move_sent)  # as when the app starts again
    own = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    team = partnership.read(get_response, "r1", viewer=TEAM)
    assert (own.answers, team.answers) == ({"a1": "not_met"}, {"a1": "fully_met"})
    assert team.is_sent is True


def test_every_sending_is_kept(partnership: Database) -> None:
    first = send(partnership, "r1", organisation="oak", a1="fully_met")
    step(partnership, Step.RETURN, reason="Say more")
    send_again(partnership, a1="not_met", comment="More words")
    step(partnership, Step.RETURN, reason="And more")
    assert [s.number for s in partnership.read(list_sendings, id="r1", viewer=TEAM)] == [1, 2]
    send_again(partnership, a1="fully_met")
    found = partnership.read(list_sendings, id="r1", viewer=TEAM)
    assert [(s.number, s.answers) for s in found] == [
        (1, {"a1": "fully_met"}),
        (2, {"a1": "not_met", "comment": "More words"}),
        (3, {"a1": "fully_met", "comment": "More words"}),
    ]
    assert (found[0].sent, found[0].receipt) == (NOW, first.receipt)
    with pytest.raises(NotFoundError):
        partnership.read(list_sendings, id="r1", viewer=ASH_HEAD)


def test_the_queue_has_the_oldest_that_nobody_took_up_first(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    send(partnership, "r2", organisation="ash", now=NOW + timedelta(hours=1))
    send(partnership, "r3", organisation="fir", now=NOW + timedelta(hours=2))
    step(partnership, Step.TAKE_UP)
    queue = partnership.read(list_queue, viewer=TEAM)
    assert [(q.name, q.status, q.by) for q in queue] == [
        ("Ash School", Status.SUBMITTED, ""),
        ("Fir College", Status.SUBMITTED, ""),
        ("Oak Academy", Status.UNDER_REVIEW, "Max Team"),
    ]
    assert queue[2].moved == LATER
    assert [q.name for q in partnership.read(list_queue, viewer=TEAM, type="college")] == [
        "Fir College"
    ]
    assert partnership.read(list_queue, viewer=TEAM, form="other") == []
    step(partnership, Step.RETURN, reason="Say more")
    assert len(partnership.read(list_queue, viewer=TEAM)) == 2
    with pytest.raises(NotAllowedError):
        partnership.read(list_queue, viewer=OAK_HEAD)


def test_a_returned_one_is_still_counted_as_sent(partnership: Database) -> None:
    send(partnership, "r1", organisation="oak")
    step(partnership, Step.RETURN, reason="Say more")
    found = partnership.read(list_returns, cycle="this", viewer=TEAM)
    assert [(row.status, row.submitted) for row in found if row.organisation == "oak"] == [
        ("returned", "2025-11-03")
    ]
