"""People and how they are reached: how each function is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from dataclasses import replace

from db import colleagues, contacts, organisation_changes, outbox, people, reaching
from db.connection import Transaction
from db.events import Event, Happening, add_event
from db.organisations import get_organisation
from scrutiny.access import Viewer
from scrutiny.invitation import Contact
from scrutiny.person import Held, Person
from tests.permissions.calling import Call
from tests.permissions.visits import NOW
from tests.permissions.who import RUNNERS

MARK = "the mark of a link"


def _list_changes(tx: Transaction, viewer: Viewer) -> list[Event]:
    """The changes of a school of which one is on record."""
    add_event(tx, name=Happening.ORGANISATION_CHANGED, subject="school-1", now=NOW, role="")
    return organisation_changes.list_organisation_changes(
        tx, organisation="school-1", viewer=viewer
    )


#: How each is called.
CALLS: dict[str, Call] = {
    "colleagues.list_colleagues": lambda t, v, o, i: colleagues.list_colleagues(
        t, roles=["board_reader"], viewer=v, today=NOW.date()
    ),
    "contacts.add_contact": lambda t, v, o, i: contacts.add_contact(
        t, Contact("c", "school-1", "X", "x@y.example"), viewer=v, now=NOW),
    "contacts.end_contact": lambda t, v, o, i: contacts.end_contact(
        t, "contact-1", viewer=v, now=NOW),
    "contacts.list_contacts": lambda t, v, o, i: contacts.list_contacts(
        t, viewer=v, organisations=["school-1"]),
    "contacts.list_languages": lambda t, v, o, i: contacts.list_languages(t, viewer=v),
    "contacts.set_registered": lambda t, v, o, i: contacts.set_registered(
        t, organisation="school-1", name="N", email="n@y.example", language="en", viewer=v,
        now=NOW),
    "organisation_changes.change_organisation": lambda t, v, o, i: (
        organisation_changes.change_organisation(
            t, seen=get_organisation(t, "school-1"), viewer=v, now=NOW,
            changed=replace(get_organisation(t, "school-1"), trust="The Trust"),
        )
    ),
    "organisation_changes.list_organisation_changes": lambda t, v, o, i: _list_changes(t, v),
    "outbox.hand_over": lambda t, v, o, i: outbox.hand_over(
        t, i["outbox"], token_hash=MARK, viewer=v, now=NOW),
    "outbox.list_mails": lambda t, v, o, i: outbox.list_mails(t, viewer=v),
    "outbox.mark_returned": lambda t, v, o, i: outbox.mark_returned(
        t, i["outbox"], reason="Why", viewer=v, now=NOW),
    "outbox.send_again": lambda t, v, o, i: outbox.send_again(
        t, i["outbox"], viewer=v, now=NOW),
    "outbox.withdraw_mail": lambda t, v, o, i: outbox.withdraw_mail(
        t, i["outbox"], viewer=v, now=NOW),
    "people.add_people": lambda t, v, o, i: people.add_people(
        t, [Person("", "New", "new@mars.example", NOW.date())], viewer=v, now=NOW),
    "people.bring_back": lambda t, v, o, i: people.bring_back(t, i["person"], viewer=v, now=NOW),
    "people.change_person": lambda t, v, o, i: people.change_person(
        t, i["person"], name="Bo", email="b@mars.example", starts=NOW.date(), viewer=v, now=NOW),
    "people.end_person": lambda t, v, o, i: people.end_person(
        t, i["person"], on=NOW.date(), viewer=v, now=NOW),
    "people.get_person": lambda t, v, o, i: people.get_person(t, i["person"], viewer=v),
    "people.give_role": lambda t, v, o, i: people.give_role(
        t, i["person"], Held("space_lead"), viewer=v, now=NOW),
    "people.list_people": lambda t, v, o, i: people.list_people(t, viewer=v),
    "people.take_role": lambda t, v, o, i: people.take_role(
        t, i["person"], Held("board_reader"), viewer=v, now=NOW),
    "reaching.list_reach": lambda t, v, o, i: reaching.list_reach(t, cycle="this", viewer=v),
}  # fmt: skip

#: Who gets anything.
TABLE: dict[str, str] = {
    "colleagues.list_colleagues": "team",
    "contacts.add_contact": "organisation team admin",
    "contacts.end_contact": "organisation team admin",
    "contacts.list_contacts": "organisation team admin",
    "contacts.list_languages": RUNNERS,
    "contacts.set_registered": RUNNERS,
    "organisation_changes.change_organisation": RUNNERS,
    "organisation_changes.list_organisation_changes": RUNNERS,
    "outbox.hand_over": RUNNERS,
    "outbox.list_mails": RUNNERS,
    "outbox.mark_returned": RUNNERS,
    "outbox.send_again": RUNNERS,
    "outbox.withdraw_mail": RUNNERS,
    "people.add_people": "admin",
    "people.bring_back": "admin",
    "people.change_person": "admin",
    "people.end_person": "admin",
    "people.get_person": "admin",
    "people.give_role": "admin",
    "people.list_people": "admin",
    "people.take_role": "admin",
    "reaching.list_reach": RUNNERS,
}
