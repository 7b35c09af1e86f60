"""Signing off: asked, signed by each role once, ended when the answers are opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.connection import Database
from db.errors import (
    AlreadySubmittedError,
    NotFoundError,
    StepRefusedError,
)
from db.life import list_history, take_step
from db.responses import get_response, save_draft, submit
from db.sign_offs import ask_sign_off, list_sign_offs, refuse_sign_off, sign, take_back
from scrutiny.access import Viewer, make_viewer
from scrutiny.life import Step
from scrutiny.response import Status
from scrutiny.sign_off import Decision, SignOff, SignOffRole
from tests.db.at_once import at_once
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, TEAM, begin, set_up

GOVERNORS = SignOffRole("governors", "Governors", "signoff_governance")
LEADERS = SignOffRole("leadership", "Leaders", "signoff_leadership")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    begin(database, "r1", organisation="oak", a1="fully_met")
    return database


def ask(database: Database, *roles: SignOffRole) -> list[SignOff]:
    held = database.read(get_response, "r1", viewer=OAK_HEAD)
    return database.write(
        ask_sign_off, id="r1", revision=held.revision, roles=roles or (GOVERNORS, LEADERS),
        viewer=OAK_HEAD, now=NOW,
    )  # fmt: skip


def signer(response: str = "r1") -> Viewer:
    return make_viewer("sign_off", responses=frozenset({response}))


def agree(database: Database, asked: SignOff, name: str, viewer: Viewer | None = None) -> bool:
    return database.write(
        sign, id=asked.id, name=name, position="Chair", minute="7.2",
        fills={f"{asked.role}_name": name}, label=asked.role, viewer=viewer or signer(), now=LATER,
    )  # fmt: skip


def refuse(database: Database, asked: SignOff, note: str = "Look at A1 again") -> None:
    database.write(
        refuse_sign_off, id=asked.id, name="Jo", position="Chair", note=note, label="Governors",
        viewer=signer(), now=LATER,
    )  # fmt: skip


def status(database: Database) -> Status:
    return database.read(get_response, "r1", viewer=OAK_HEAD).status


def test_asking_locks_the_answers(partnership: Database) -> None:
    ask(partnership)
    assert status(partnership) == Status.READY_FOR_SIGN_OFF
    with pytest.raises(AlreadySubmittedError):
        partnership.write(
            save_draft, id="r1", answers={"a1": "x"}, revision=1, viewer=OAK_HEAD, now=NOW
        )
    with pytest.raises(AlreadySubmittedError):
        partnership.write(
            submit, id="r1", revision=1, viewer=OAK_HEAD, stored=[], actions=[], now=NOW
        )


def test_it_is_signed_off_when_everybody_has_signed_and_can_then_be_sent(
    partnership: Database,
) -> None:
    first, second = ask(partnership)
    assert agree(partnership, first, "Jo Ash") is False
    assert status(partnership) == Status.READY_FOR_SIGN_OFF
    assert agree(partnership, second, "Al Elm") is True
    held = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert (held.status, held.answers) == (
        Status.SIGNED_OFF,
        {"a1": "fully_met", "governors_name": "Jo Ash", "leadership_name": "Al Elm"},
    )
    sent = partnership.write(
        submit, id="r1", revision=held.revision, viewer=OAK_HEAD, stored=[], actions=[],
        now=LATER, needs_sign_off=True,
    )  # fmt: skip
    assert sent.status == Status.SUBMITTED
    history = partnership.read(list_history, id="r1", viewer=TEAM)
    assert [(t.words, t.actor, t.reason) for t in history] == [
        ("Started", "", ""),
        ("Sign-off asked for", "Oak head", ""),
        ("Signed", "Jo Ash, Chair", "governors"),
        ("Signed", "Al Elm, Chair", "leadership"),
        ("Signed off by everybody", "Al Elm, Chair", ""),
        ("Submitted", "Oak head", ""),
    ]


def test_one_person_does_not_sign_twice(partnership: Database) -> None:
    first, second = ask(partnership)
    agree(partnership, first, "Jo Ash")
    with pytest.raises(StepRefusedError, match="Jo Ash has answered this already"):
        agree(partnership, first, "Al Elm")
    with pytest.raises(StepRefusedError, match="Somebody else must sign this one"):
        agree(partnership, second, "JO ASH")


def test_two_who_sign_the_same_link_at_once_have_one_winner(partnership: Database) -> None:
    (asked,) = ask(partnership, GOVERNORS)
    won: list[str] = []
    told: list[str] = []

    def try_it(number: int) -> None:
        name = f"Person {number}"
        try:
            agree(partnership, asked, name)
            won.append(name)
        except StepRefusedError as error:
            told.append(str(error))

    at_once(5, try_it)
    assert (len(won), len(told)) == (1, 4)
    (kept,) = partnership.read(list_sign_offs, response="r1", viewer=OAK_HEAD)
    assert (kept.name, kept.decision) == (won[0], Decision.AGREED)


def test_all_who_sign_at_once_for_different_roles_are_kept(partnership: Database) -> None:
    asked = ask(partnership)
    at_once(2, lambda number: agree(partnership, asked[number], f"Person {number}"))
    assert status(partnership) == Status.SIGNED_OFF


def test_a_note_sends_it_back_and_ends_every_signature(partnership: Database) -> None:
    first, second = ask(partnership)
    agree(partnership, second, "Al Elm")
    with pytest.raises(StepRefusedError, match="Say why"):
        refuse(partnership, first, note=" ")
    refuse(partnership, first)
    held = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert (held.status, held.answers) == (Status.IN_PROGRESS, {"a1": "fully_met"})
    found = partnership.read(list_sign_offs, response="r1", viewer=OAK_HEAD)
    assert [(s.role, s.decision, s.note, s.stands) for s in found] == [
        ("governors", Decision.RETURNED, "Look at A1 again", False),
        ("leadership", Decision.AGREED, "", False),
    ]


def test_taking_it_back_makes_the_links_void(partnership: Database) -> None:
    first, second = ask(partnership)
    agree(partnership, first, "Jo Ash")
    partnership.write(take_back, id="r1", viewer=OAK_HEAD, now=LATER)
    held = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert (held.status, held.answers) == (Status.IN_PROGRESS, {"a1": "fully_met"})
    with pytest.raises(StepRefusedError, match="only for one that is ready for sign-off"):
        agree(partnership, second, "Al Elm")
    ask(partnership)
    with pytest.raises(StepRefusedError, match="You will get a new one"):
        agree(partnership, second, "Al Elm")


def test_asking_with_what_has_changed_since_is_refused(partnership: Database) -> None:
    partnership.write(
        save_draft, id="r1", answers={"a1": "not_met"}, revision=0, viewer=OAK_HEAD, now=NOW
    )
    with pytest.raises(StepRefusedError, match="Somebody changed an answer"):
        partnership.write(
            ask_sign_off, id="r1", revision=0, roles=(GOVERNORS,), viewer=OAK_HEAD, now=NOW
        )


def test_only_the_right_link_signs(partnership: Database) -> None:
    (asked,) = ask(partnership, GOVERNORS)
    for viewer in (signer("r2"), OAK_HEAD, TEAM):
        with pytest.raises(NotFoundError):
            agree(partnership, asked, "Jo", viewer)
    reader = make_viewer("organisation", responses=frozenset({"r1"}))
    with pytest.raises(StepRefusedError, match="Your role does not allow"):
        agree(partnership, asked, "Jo", reader)
    assert partnership.read(list_sign_offs, response="r1", viewer=ASH_HEAD) == []


def test_a_return_for_changes_ends_the_signatures(partnership: Database) -> None:
    (asked,) = ask(partnership, GOVERNORS)
    agree(partnership, asked, "Jo Ash")
    partnership.write(submit, id="r1", revision=2, viewer=OAK_HEAD, stored=[], actions=[], now=NOW)
    partnership.write(
        take_step, id="r1", step=Step.RETURN, reason="Say more", viewer=TEAM, now=LATER
    )
    held = partnership.read(get_response, "r1", viewer=OAK_HEAD)
    assert (held.status, held.answers) == (Status.RETURNED, {"a1": "fully_met"})
    ask(partnership, GOVERNORS)
    partnership.write(take_back, id="r1", viewer=OAK_HEAD, now=LATER)
    assert status(partnership) == Status.RETURNED
