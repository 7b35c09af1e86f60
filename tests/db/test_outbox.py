"""The outbox: each mail is sent once, or shown as not delivered."""

# ruff: noqa: S106 (hashes of no secret)

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.connection import Database
from db.contacts import add_contact
from db.errors import NotAllowedError, StepError
from db.invitations import Entry, look_up_link
from db.organisations import get_organisation, set_organisation
from db.outbox import (
    BACK_OFF,
    LEASE,
    add_mails,
    get_mail,
    hand_over,
    list_mails,
    mark_returned,
    mark_sent,
    put_back,
    refuse_mail,
    refuse_stale,
    send_again,
    take_mail,
    withdraw_mail,
)
from scrutiny.invitation import Contact, LinkRefusal
from scrutiny.mail import Mail, MailKind, MailState
from tests.db.at_once import at_once
from tests.db.examples import NOW, OAK_HEAD, PEOPLE, TEAM, set_up

JO = Contact("jo", "oak", "Jo Deputy", "jo@oak.example")
MAIL = Mail(
    "m1", MailKind.INVITATION, "Jo Deputy", "jo@oak.example", "Please answer",
    "Open ⟦personal link⟧",
    once="invitation:this:jo", contact="jo", organisation="oak", round="this", link_hours=24,
    actor="Max Team",
)  # fmt: skip


@pytest.fixture
def post(database: Database) -> Database:
    """One mail that waits."""
    set_up(database)
    database.write(add_contact, JO, viewer=OAK_HEAD, now=NOW)
    assert database.write(add_mails, [MAIL], now=NOW, actor="Max Team") == 1
    return database


def state(database: Database, id: str = "m1") -> tuple[MailState, str]:
    mail = database.read(get_mail, id)
    return mail.state, mail.reason


def test_mail_waits_is_taken_with_its_link_and_sent(post: Database) -> None:
    waiting = replace(MAIL, due=NOW, made=NOW)
    assert post.read(list_mails, viewer=TEAM) == [waiting]
    taken = post.write(take_mail, token_hash="h", now=NOW)
    assert taken == replace(waiting, state=MailState.SENDING, attempts=1, due=NOW + LEASE)
    assert post.read(look_up_link, token_hash="h", now=NOW) == Entry(JO, "Oak Academy", "this")
    end = NOW + timedelta(hours=24)
    assert post.read(look_up_link, token_hash="h", now=end) is LinkRefusal.EXPIRED
    assert post.write(take_mail, token_hash="h2", now=NOW) is None
    post.write(mark_sent, "m1", now=NOW)
    assert post.read(get_mail, "m1").sent == NOW
    assert state(post) == (MailState.SENT, "")
    assert post.write(take_mail, token_hash="h3", now=end) is None


def test_the_same_mail_is_queued_once(post: Database) -> None:
    assert post.write(add_mails, [replace(MAIL, id="m2")], now=NOW) == 0
    assert [mail.id for mail in post.read(list_mails, viewer=TEAM)] == ["m1"]


def test_a_mail_is_taken_by_one_of_many(post: Database) -> None:
    more = [replace(MAIL, id=f"n{n}", once=str(n)) for n in range(5)]
    post.write(add_mails, more, now=NOW)
    taken: list[str] = []

    def take(number: int) -> None:
        for turn in range(3):
            mail = post.write(take_mail, token_hash=f"h{number}{turn}", now=NOW)
            taken.extend([mail.id] if mail else [])

    at_once(4, take)
    assert sorted(taken) == ["m1", "n0", "n1", "n2", "n3", "n4"]


def test_what_could_not_be_handed_over_waits_longer_each_time_and_is_then_refused(
    post: Database,
) -> None:
    now = NOW
    for number, pause in enumerate(BACK_OFF):
        taken = post.write(take_mail, token_hash=f"h{number}", now=now)
        assert taken is not None
        post.write(put_back, "m1", reason="Busy.", now=now)
        assert state(post) == (MailState.WAITING, "Busy.")
        just_before = now + pause - timedelta(seconds=1)
        assert post.write(take_mail, token_hash="early", now=just_before) is None
        now += pause
    post.write(take_mail, token_hash="last", now=now)
    post.write(put_back, "m1", reason="Busy.", now=now)
    assert state(post) == (MailState.REFUSED, "Given up after 7 attempts. Busy.")


def test_what_was_begun_and_never_finished_is_not_sent_again_by_itself(post: Database) -> None:
    post.write(take_mail, token_hash="h", now=NOW)
    assert post.write(refuse_stale, now=NOW + LEASE - timedelta(seconds=1)) == 0
    assert post.write(refuse_stale, now=NOW + LEASE) == 1
    assert state(post) == (
        MailState.REFUSED,
        "Sending stopped half-way, so it may or may not have arrived. Ask, or send it again.",
    )
    post.write(mark_sent, "m1", now=NOW)
    assert state(post)[0] is MailState.REFUSED


def test_refused_mail_is_sent_again_once_to_the_address_that_stands_now(post: Database) -> None:
    oak = post.read(get_organisation, "oak")
    at_oak = replace(oak, contact_name="Head", contact_email="old@oak.example")
    post.write(set_organisation, at_oak)
    to_head = replace(MAIL, id="m2", once="2", contact="register-oak", to_email="old@oak.example")
    post.write(add_mails, [to_head], now=NOW - timedelta(days=1))
    with pytest.raises(StepError):
        post.write(send_again, "m2", viewer=TEAM, now=NOW)
    assert post.write(take_mail, token_hash="h", now=NOW) is not None
    post.write(refuse_mail, "m2", reason="550 no such box")
    post.write(set_organisation, replace(at_oak, contact_email="new@oak.example"))
    post.write(send_again, "m2", viewer=TEAM, now=NOW)
    post.write(send_again, "m2", viewer=TEAM, now=NOW)
    found = [(m.to_email, m.state.value) for m in post.read(list_mails, viewer=TEAM, round="this")]
    assert sorted(found) == [
        ("jo@oak.example", "waiting"), ("new@oak.example", "waiting"),
        ("old@oak.example", "refused"),
    ]  # fmt: skip


def test_mail_that_came_back_is_shown_and_its_link_is_void(post: Database) -> None:
    post.write(take_mail, token_hash="h", now=NOW)
    post.write(mark_sent, "m1", now=NOW)
    post.write(mark_returned, "m1", reason="Box full", viewer=TEAM, now=NOW)
    assert state(post) == (MailState.REFUSED, "It came back: Box full")
    assert post.read(look_up_link, token_hash="h", now=NOW) is LinkRefusal.EXPIRED


def test_withdrawn_mail_is_never_sent(post: Database) -> None:
    post.write(withdraw_mail, "m1", viewer=TEAM, now=NOW)
    assert state(post) == (MailState.REFUSED, "Withdrawn by Max Team")
    assert post.write(take_mail, token_hash="h", now=NOW) is None
    with pytest.raises(StepError):
        post.write(withdraw_mail, "m1", viewer=TEAM, now=NOW)


def test_link_given_by_hand_takes_the_place_of_the_mail(post: Database) -> None:
    post.write(hand_over, "m1", token_hash="h", viewer=TEAM, now=NOW)
    assert post.read(look_up_link, token_hash="h", now=NOW) == Entry(JO, "Oak Academy", "this")
    assert state(post) == (
        MailState.SENT, "Not sent: its link was made by Max Team, to be given by hand"
    )  # fmt: skip
    assert post.write(take_mail, token_hash="h2", now=NOW) is None


@pytest.mark.parametrize(
    "key", [key for key in PEOPLE if key not in ("mars_team", "administrator")]
)
def test_others_neither_read_nor_change_mails(post: Database, key: str) -> None:
    who = PEOPLE[key]
    with pytest.raises(NotAllowedError):
        post.read(list_mails, viewer=who)
    for change in (withdraw_mail, send_again):
        with pytest.raises(NotAllowedError):
            post.write(change, "m1", viewer=who, now=NOW)
    with pytest.raises(NotAllowedError):
        post.write(mark_returned, "m1", reason="", viewer=who, now=NOW)
    with pytest.raises(NotAllowedError):
        post.write(hand_over, "m1", token_hash="h", viewer=who, now=NOW)
