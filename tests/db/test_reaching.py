"""Who is asked in a cycle, and what they have been told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.connection import Database
from db.cycles import exempt
from db.errors import NotAllowedError
from db.organisations import get_organisation, set_organisation
from db.outbox import add_mails
from db.reaching import list_reach
from scrutiny.invitation import Contact
from scrutiny.mail import Mail, MailKind, MailState
from scrutiny.reach import Reach, Told, list_uninvited
from scrutiny.response import Status
from tests.db.examples import NOW, TEAM, TODAY, begin, send, set_up

HEAD = Contact("register-ash", "ash", "Head", "head@ash.example")


def test_reach_has_people_mails_and_where_the_return_stands(database: Database) -> None:
    set_up(database)
    ash = database.read(get_organisation, "ash")
    named = replace(ash, contact_name="Head", contact_email="head@ash.example")
    database.write(set_organisation, named)
    send(database, "r1", organisation="oak")
    begin(database, "r2", organisation="ash")
    database.write(exempt, cycle="this", organisation="fir", reason="New", viewer=TEAM, now=NOW)
    before = database.read(list_reach, cycle="this", viewer=TEAM)
    ash_row = Reach("ash", "Ash School", "maintained_school", "south", Status.IN_PROGRESS,
                    contacts=(HEAD,))  # fmt: skip
    fir_row = Reach("fir", "Fir College", "college", "south", Status.NOT_STARTED, "New")
    oak_row = Reach("oak", "Oak Academy", "academy", "north", Status.SUBMITTED)
    assert before == [ash_row, fir_row, oak_row]
    assert list_uninvited(before) == [(HEAD, ash_row)]
    mail = Mail("m", MailKind.INVITATION, "Head", HEAD.email, "S", "B", once="1",
                contact=HEAD.id, organisation="ash", round="this")  # fmt: skip
    database.write(add_mails, [mail], now=NOW)
    told = Told(HEAD.id, MailKind.INVITATION, MailState.WAITING, TODAY)
    after = database.read(list_reach, cycle="this", viewer=TEAM)
    assert after == [replace(ash_row, told=(told,)), fir_row, oak_row]
    assert list_uninvited(after) == []


def test_only_who_runs_cycles_sees_it(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        database.read(list_reach, cycle="this", viewer=replace(TEAM, permissions=frozenset()))
