"""Links to report on actions: for whom they were sent to, while that address is an owner's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db import outbox
from db.action_links import find_owner, find_person
from db.action_rows import add_actions
from db.connection import Database
from db.contacts import add_contact, end_contact
from db.organisations import set_organisation
from scrutiny.access import Permission
from scrutiny.action import Action
from scrutiny.invitation import Contact
from scrutiny.mail import Mail, MailKind
from tests.db.examples import NOW, OAK, TEAM, TODAY, set_up

MAIL = Mail(
    "m1", MailKind.ACTIONS, "Ruth", "ruth@oak.example", "S", "B", "once", organisation="oak"
)
MARK = "the mark of a link"
CONTACT = Contact("c1", "oak", "Ruth", "ruth@oak.example")


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def send(database: Database, mail: Mail = MAIL, *, is_sent: bool = True) -> None:
    database.write(outbox.add_mails, [mail], now=NOW)
    if is_sent:
        database.write(outbox.hand_over, mail.id, token_hash=MARK, viewer=TEAM, now=NOW)


def test_a_link_lets_its_owner_report_for_their_organisation_alone(partnership: Database) -> None:
    partnership.write(add_contact, CONTACT, viewer=TEAM, now=NOW)
    send(partnership)
    owner = partnership.read(find_owner, "m1")
    assert owner is not None
    assert (owner.role, owner.name, owner.organisations) == (
        "action_owner", "Ruth", frozenset({"oak"}),
    )  # fmt: skip
    assert owner.permissions == {Permission.UPDATE_ACTIONS}


def test_a_link_ends_when_the_person_does(partnership: Database) -> None:
    partnership.write(add_contact, CONTACT, viewer=TEAM, now=NOW)
    send(partnership)
    partnership.write(end_contact, "c1", viewer=TEAM, now=NOW)
    assert partnership.read(find_owner, "m1") is None


@pytest.mark.parametrize("by", ["register", "action"])
def test_an_address_on_the_register_or_on_an_action_will_do(partnership: Database, by: str) -> None:
    send(partnership)
    assert partnership.read(find_owner, "m1") is None
    if by == "register":
        partnership.write(set_organisation, replace(OAK, contact_email=" Ruth@Oak.example"))
    else:
        action = Action("", "Train", organisation="oak", owner_email="RUTH@oak.example")
        partnership.write(add_actions, [action], now=NOW)
    assert partnership.read(find_owner, "m1") is not None


def test_other_mails_and_those_that_came_back_open_nothing(partnership: Database) -> None:
    partnership.write(add_contact, CONTACT, viewer=TEAM, now=NOW)
    send(partnership, replace(MAIL, id="m2", once="2", kind=MailKind.SIGN_OFF))
    send(partnership, replace(MAIL, id="m3", once="3"), is_sent=False)
    send(partnership, replace(MAIL, id="m4", once="4"))
    partnership.write(outbox.mark_returned, "m4", reason="Full", viewer=TEAM, now=NOW)
    assert [partnership.read(find_owner, id) for id in ("m2", "m3", "m4", "?")] == [None] * 4


def test_an_organisation_that_closed_has_no_owners(partnership: Database) -> None:
    partnership.write(add_contact, CONTACT, viewer=TEAM, now=NOW)
    send(partnership)
    partnership.write(set_organisation, replace(OAK, ended=TODAY))
    assert partnership.read(find_owner, "m1") is None


def test_find_person_knows_the_register_and_those_who_answer(partnership: Database) -> None:
    partnership.write(add_contact, CONTACT, viewer=TEAM, now=NOW)
    partnership.write(
        set_organisation, replace(OAK, contact_name="Kim", contact_email="Kim@oak.example")
    )
    found = [
        partnership.read(find_person, "oak", email)
        for email in ("kim@oak.example", "ruth@oak.example", "x@oak.example")
    ]
    assert found == ["Kim", "Ruth", ""]
