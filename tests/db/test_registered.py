"""What is held of people who are gone falls due and goes; every table has its rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.activities import set_holders
from db.calendar_keys import add_calendar_key
from db.connection import Database, Transaction
from db.contacts import add_contact, end_contact
from db.errors import NotDueError
from db.events import list_events
from db.invitations import add_link
from db.organisations import get_organisation, set_organisation
from db.outbox import add_mails
from db.people import add_people, end_person, take_role
from db.retention import destroy, list_destructions, list_falling_due, set_hold
from db.subject_access import find_held
from scrutiny.access import make_viewer
from scrutiny.activity import Holder
from scrutiny.invitation import Contact
from scrutiny.mail import Mail, MailKind
from scrutiny.person import Held, Person
from scrutiny.retention import Scope, retention_rules, rules_of_tables
from scrutiny.subject import Subject
from tests.db import activity_examples
from tests.db.examples import NOW, TODAY, set_up

ADMINISTRATOR = make_viewer("administrator", name="Ada Min")
TEAM = make_viewer("mars_team", name="Tia")
TWO_YEARS_ON = date(TODAY.year + 2, TODAY.month, TODAY.day)
LATER = datetime(TWO_YEARS_ON.year, TWO_YEARS_ON.month, TWO_YEARS_ON.day, 12, tzinfo=UTC)
#: Columns that name somebody, or hold what somebody wrote.
PERSONAL = frozenset(
    {
        "email", "to_email", "contact_email", "to_name", "contact_name", "actor", "author", "who",
        "writer", "owner", "person", "reviewer", "coder", "by_whom", "begun_by", "written_by",
        "approved_by", "set_by", "done_by", "text", "words", "content", "note",
    }
)  # fmt: skip
IN_TEAM = Held("mars_team")


def due_by(database: Database, rule: str, day: date) -> tuple[str, int] | None:
    """What the list says of one rule on a day: its state, and how many records are free."""
    for due in database.read(list_falling_due, viewer=ADMINISTRATOR, today=day):
        if due.rule.key == rule:
            return due.state(day), due.free_records
    return None


def go(database: Database, rule: str, now: datetime = LATER) -> Counter[str]:
    proof = database.write(destroy, rule=rule, subject=rule, viewer=ADMINISTRATOR, now=now)
    return Counter(proof.destroyed)


def hold(database: Database, scope: Scope, subject: str) -> None:
    database.write(
        set_hold, scope=scope, subject=subject, reason="Inquiry", viewer=ADMINISTRATOR, now=NOW
    )


def register(database: Database, *names: str, role: Held = IN_TEAM) -> list[Person]:
    people = [Person("", each, f"{each}@one.example".lower(), TODAY, (role,)) for each in names]
    return database.write(add_people, people, viewer=ADMINISTRATOR, now=NOW)


def end(database: Database, person: Person) -> None:
    database.write(end_person, person.id, on=TODAY, viewer=ADMINISTRATOR, now=NOW)


def names(database: Database) -> list[str]:
    def read(tx: Transaction) -> list[str]:
        return [row["name"] for row in tx.query("SELECT name FROM person ORDER BY name")]

    return database.read(read)


def test_people_go_two_years_after_they_ended_or_lost_their_last_role(database: Database) -> None:
    ann, bo, _ = register(database, "Ann", "Bo", "Cy")
    end(database, ann)
    database.write(take_role, bo.id, IN_TEAM, viewer=ADMINISTRATOR, now=NOW)
    key = replace(make_viewer("mars_team", name="Ann"), person=ann.id)
    database.write(add_calendar_key, key_hash="0123456789", viewer=key, now=NOW)
    assert due_by(database, "person", TWO_YEARS_ON.replace(day=TODAY.day - 1)) == ("Not yet due", 0)
    assert due_by(database, "person", TWO_YEARS_ON) == ("Due", 2)
    gone = go(database, "person")
    assert gone == {"person": 2, "person_role": 1, "calendar_key": 1, "event": 4}
    assert names(database) == ["Cy"]
    assert database.read(list_events, subject=ann.id) == []


def test_the_proof_says_what_went_and_names_nobody(database: Database) -> None:
    end(database, *register(database, "Ann"))
    go(database, "person")
    [proof] = database.read(list_destructions, viewer=ADMINISTRATOR)
    assert proof.rule.startswith("People register")
    assert (proof.title, proof.destroyed["person"]) == ("People who no longer sign in", 1)
    assert "Ann" not in str(proof)


def test_somebody_of_a_held_organisation_stays(database: Database) -> None:
    set_up(database)
    [ann] = register(database, "Ann", role=Held("organisation", "oak"))
    [bo] = register(database, "Bo")
    end(database, ann)
    end(database, bo)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, "person", TWO_YEARS_ON) == ("Due, in part under a hold", 1)
    go(database, "person")
    assert names(database) == ["Ann"]


def test_somebody_named_on_a_held_activity_stays(database: Database) -> None:
    activity_examples.set_up(database)
    activity = activity_examples.begin(database)
    [ann] = register(database, "Ann")
    end(database, ann)
    holder = Holder("officer", "Ann", ann.id)
    database.write(
        set_holders, id=activity.id, holders=(holder,), viewer=TEAM, now=NOW,
        context=activity_examples.CONTEXT,
    )  # fmt: skip
    hold(database, Scope.ACTIVITY, activity.reference)
    assert due_by(database, "person", TWO_YEARS_ON) == ("Due, and under a hold", 0)


def contact(database: Database, id: str, organisation: str) -> None:
    new = Contact(id, organisation, "Kim", f"{id}@one.example")
    database.write(add_contact, new, viewer=TEAM, now=NOW)
    database.write(
        add_link, token_hash=f"hash-{id}", contact=id, mail="", now=NOW, expires=LATER
    )  # fmt: skip


def test_contacts_go_with_their_links_and_the_organisation_stays(database: Database) -> None:
    set_up(database)
    for id, organisation in (("c1", "oak"), ("c2", "oak"), ("c3", "ash")):
        contact(database, id, organisation)
    database.write(end_contact, "c1", viewer=TEAM, now=NOW)
    ash = database.read(get_organisation, "ash")
    ended = replace(ash, contact_name="Lee", contact_email="lee@ash.example", ended=TODAY)
    database.write(set_organisation, ended)
    gone = go(database, "contact")
    assert (gone["contact"], gone["personal_link"]) == (3, 2)
    after = database.read(get_organisation, "ash")
    assert (after.name, after.contact_name, after.contact_email) == (ash.name, "", "")
    held = database.read(find_held, Subject("Lee", "lee@ash.example"), viewer=ADMINISTRATOR)
    assert held.tables == ()


def test_a_contact_of_a_held_organisation_stays(database: Database) -> None:
    set_up(database)
    contact(database, "c1", "oak")
    database.write(end_contact, "c1", viewer=TEAM, now=NOW)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, "contact", TWO_YEARS_ON) == ("Due, and under a hold", 0)


def test_people_named_on_a_campaign_that_closed_are_emptied(database: Database) -> None:
    set_up(database)

    def name(tx: Transaction) -> None:
        tx.execute("UPDATE campaign SET lead_adult = 'Pat', safeguarding_reader = 'Lou'")

    def read(tx: Transaction) -> Iterable[tuple[str, str, str]]:
        return [
            (row["title"], row["lead_adult"], row["safeguarding_reader"])
            for row in tx.query("SELECT title, lead_adult, safeguarding_reader FROM campaign")
        ]

    database.write(name)
    [(title, *_)] = database.read(read)
    gone = go(database, "contact", datetime(2030, 1, 1, 12, tzinfo=UTC))
    assert gone["campaign_name"] == 1
    assert database.read(read) == [(title, "", "")]


def mail(id: str, organisation: str) -> Mail:
    return Mail(
        id=id, kind=MailKind.INVITATION, to_name="Kim", to_email="kim@one.example",
        subject="Words", body="Words", once=id, organisation=organisation,
    )  # fmt: skip


def test_mails_go_but_those_to_a_held_organisation(database: Database) -> None:
    set_up(database)
    database.write(add_mails, [mail("m1", "oak"), mail("m2", "ash")], now=NOW)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, "mail", TWO_YEARS_ON) == ("Due, in part under a hold", 1)
    assert go(database, "mail") == {"outbox": 1}
    with pytest.raises(NotDueError):
        go(database, "mail")


def test_events_of_registers_go_and_those_of_what_stands_stay(database: Database) -> None:
    set_up(database)
    contact(database, "c1", "oak")
    [ann] = register(database, "Ann")
    assert len(database.read(list_events, subject="oak")) == 1
    assert set(go(database, "event")) == {"event"}
    assert database.read(list_events, subject="oak") == []
    assert len(database.read(list_events, subject=ann.id)) == 1


def tables_of(database: Database) -> dict[str, set[str]]:
    def read(tx: Transaction) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for row in tx.query(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema()"
        ):
            found.setdefault(row["table_name"], set()).add(row["column_name"])
        return found

    return database.read(read)


def test_every_table_has_a_rule_or_a_reason_to_have_none(database: Database) -> None:
    """A new table fails here until `tables` in retention.yaml says when its rows go."""
    tables, rules = tables_of(database), rules_of_tables()
    assert set(rules) == set(tables)
    named = {key for row in rules.values() if not isinstance(row, str) for key in row}
    assert named == set(retention_rules()) - {"backup"}
    without = {table for table, row in rules.items() if isinstance(row, str)}
    assert {table: tables[table] & PERSONAL for table in without} == {
        table: set() for table in without
    }
