"""Everything held about somebody is found, and nothing that an anonymous person said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.actions import add_action, update_action
from db.audit import add_entry, seal
from db.calendar_keys import add_calendar_key
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError
from db.files import add_file
from db.groups import add_member
from db.officer_days import add_officer_day
from db.organisations import set_organisation
from db.papers import draft_paper, issue_paper
from db.people import add_people
from db.reviews import add_moderated_rating, add_quote
from db.sessions import open_session
from db.step_drafts import save_step_draft
from db.subject_access import find_held
from forms.storage import StoredAnswer
from scrutiny.action import Action, ActionStatus
from scrutiny.activity import Holder, Party, PartyKind
from scrutiny.meeting import Member
from scrutiny.officer_day import OfficerDay
from scrutiny.paper import Paper, PaperCopy, PaperPart
from scrutiny.person import Held, Person
from scrutiny.review import Quote
from scrutiny.subject import Subject
from tests.db import activity_examples
from tests.db.examples import BOARD, NOW, OAK, OAK_HEAD, PEOPLE, TEAM, begin, send, set_up

ADMINISTRATOR = PEOPLE["administrator"]
MARK = "the-mark-of-a-cookie"


@pytest.fixture
def filled(database: Database) -> Database:
    """Two schools' returns and a voice, in all of which Ann Smith is named."""
    set_up(database)
    database.write(set_organisation, replace(OAK, contact_name="Ann Smith",
                                             contact_email="ann@oak.example"))  # fmt: skip
    for name in ("oak", "ash"):
        send(
            database, f"this-{name}", organisation=name, author="Ann Smith",
            actions=[Action("a2", "Train everyone", progress="ask ann smith")],
            comment="Ask Ann Smith",
        )  # fmt: skip
    database.write(
        add_moderated_rating, response="this-oak", question="a1", rating="not_met",
        comment="Weak", viewer=TEAM, now=NOW,
    )  # fmt: skip
    send(
        database, "voice-1", round="clinic", form="voice", words="Ann Smith was kind",
        stored=[StoredAnswer("words", 0, "Ann Smith was kind")],
    )  # fmt: skip
    quote = Quote("", "clinic", "words", "Ann Smith was kind", has_permission=True)
    database.write(add_quote, quote, viewer=TEAM, now=NOW)
    database.write(seal)
    return database


def find(database: Database, **subject: str) -> dict[str, int]:
    held = database.read(find_held, Subject(**subject), viewer=ADMINISTRATOR)
    return {found.table: len(found.rows) for found in held.tables}


def test_a_person_is_found_wherever_they_are_named(filled: Database) -> None:
    assert find(filled, name="ann smith") == {
        "action": 2, "event": 2, "organisation": 1, "response": 2,
    }  # fmt: skip
    assert find(filled, email="ann@oak.example") == {"organisation": 1}
    assert find(filled, name="Max Team") == {"audit_entry": 2, "event": 2, "review": 1}
    assert find(filled, name="Ann Smithson") == {}


def test_an_organisation_gets_all_that_hangs_on_it(filled: Database) -> None:
    begin(filled, "last-oak", organisation="oak", round="last")
    filled.write(
        add_file, response="last-oak", name="policy.pdf", kind="application/pdf",
        content=b"%PDF", viewer=OAK_HEAD, now=NOW,
    )  # fmt: skip
    held = filled.read(find_held, Subject(organisation="oak"), viewer=ADMINISTRATOR)
    counts = {found.table: len(found.rows) for found in held.tables}
    assert {name: counts[name] for name in ("organisation", "cycle_organisation", "response",
                                            "action", "review", "file")} == {
        "organisation": 1, "cycle_organisation": 2, "response": 2, "action": 1, "review": 1,
        "file": 1,
    }  # fmt: skip
    assert held.responses == ("last-oak", "this-oak")
    assert [(file.name, file.content) for file in held.files] == [("policy.pdf", b"%PDF")]
    said = repr(held)
    assert "this-ash" not in said
    assert "voice-1" not in said


def test_what_a_voice_said_is_never_given_out(filled: Database) -> None:
    for subject in (Subject("Ann Smith"), Subject("was kind"), Subject("Max Team")):
        held = filled.read(find_held, subject, viewer=ADMINISTRATOR)
        assert "was kind" not in repr(held)


def test_secrets_are_never_given_out(filled: Database) -> None:
    filled.write(
        open_session, token_hash=MARK, role="organisation", name="Ann Smith",
        organisation="oak", now=NOW, expires=NOW.replace(year=2030),
    )  # fmt: skip
    filled.write(add_entry, who="Ann Smith", role="organisation", what="signed_in",
                 subject="oak", now=NOW)  # fmt: skip
    filled.write(seal)
    held = filled.read(find_held, Subject("Ann Smith", "", "oak"), viewer=ADMINISTRATOR)
    assert {"session", "audit_entry"} <= {found.table for found in held.tables}
    assert not {"token_hash", "hash", "previous"} & {
        name for found in held.tables for name in found.columns
    }
    assert MARK not in repr(held)


def test_an_unknown_organisation_is_not_found(filled: Database) -> None:
    with pytest.raises(NotFoundError):
        find(filled, organisation="nothing")
    assert find(filled, name="%") == {}


@pytest.mark.parametrize("role", sorted(set(PEOPLE) - {"administrator"}))
def test_only_administrators_ask(filled: Database, role: str) -> None:
    with pytest.raises(NotAllowedError):
        filled.read(find_held, Subject("Ann Smith"), viewer=PEOPLE[role])


# The scrutiny framework at work.


@pytest.fixture
def at_work(database: Database) -> Database:
    """Ann Smith of Oak in every part that a person may have in the framework."""
    activity_examples.set_up(database)
    person = Person("", "Ann Smith", "ann@oak.example", NOW.date(), (Held("organisation", "oak"),))
    [known] = database.write(add_people, [person], viewer=ADMINISTRATOR, now=NOW)
    ann = replace(activity_examples.OAK, name="Ann Smith", person=known.id)
    begun = activity_examples.begin(
        database, holders=(Holder("officer", "Ann Smith", known.id, "ann@oak.example"),),
        parties=(Party(PartyKind.AGENCY, "oak", "Oak House"),),
    )  # fmt: skip
    activity_examples.take(
        database, begun, "endorse", activity_examples.TEAM, part="health", outcome="endorsed",
        known_from="Ann Smith rang",
    )  # fmt: skip
    write = activity_examples.TEAM
    member = Member("", "splig", "Ann Smith", organisation="oak", email="ann@oak.example")
    database.write(add_member, member=member, viewer=write, now=NOW)
    day = OfficerDay("", "Ann Smith", NOW.date(), 1, "events", activity=begun.id)
    database.write(add_officer_day, day=day, viewer=write, now=NOW)
    action = Action("", "Train", due=NOW.date(), organisation="oak", owner_email="ann@oak.example")
    added = database.write(add_action, action=action, viewer=write, now=NOW)
    database.write(
        update_action, id=added.id, status=ActionStatus.IN_PROGRESS, words="Begun",
        viewer=ann, now=NOW,
    )  # fmt: skip
    paper = Paper("", "letter", "Letter", (PaperPart("a", "A", words="Seen"),), subject="oak")
    paper = database.write(draft_paper, paper=paper, viewer=write, now=NOW)
    copies = [PaperCopy("The lead", "ann@oak.example", "oak"), PaperCopy("Ash", "", "ash")]
    database.write(issue_paper, id=paper.id, copies=copies, viewer=write, now=NOW)
    database.write(
        save_step_draft, activity=begun.id, step="update", answers={"update_words": "Half"},
        viewer=replace(ann, permissions=write.permissions), now=NOW,
    )  # fmt: skip
    database.write(
        add_calendar_key, key_hash=MARK, viewer=replace(BOARD, person=known.id, name=""), now=NOW
    )
    return database


def test_a_person_is_found_in_every_part_of_the_framework(at_work: Database) -> None:
    found = find(at_work, name="Ann Smith", email="ann@oak.example")
    wanted = (
        "action", "action_update", "activity_holder", "calendar_key", "group_member",
        "officer_day", "paper_copy", "person", "person_role", "step_draft",
        "taking",
    )  # fmt: skip
    assert {name: found[name] for name in wanted} == dict.fromkeys(wanted, 1)


def test_the_hash_of_a_calendar_address_is_never_given_out(at_work: Database) -> None:
    held = at_work.read(find_held, Subject("Ann Smith"), viewer=ADMINISTRATOR)
    assert MARK not in repr(held)
    [keys] = [found for found in held.tables if found.table == "calendar_key"]
    assert "key_hash" not in keys.columns


def test_an_organisation_gets_its_parts_findings_actions_and_documents(at_work: Database) -> None:
    tell = "INSERT INTO finding VALUES ('f', 'x', '', 'observation', 'Seen', $1, '', '', '', $2, \
'', '', '', '', '', NULL, '', '[]')"
    at_work.write(lambda tx: tx.execute(tell, [NOW.date(), "oak"]))
    found = find(at_work, organisation="oak")
    wanted = {
        "action": 1, "action_update": 2, "activity": 1, "activity_party": 1, "finding": 1,
        "group_member": 1, "paper": 1, "paper_copy": 2, "person_role": 1,
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert find(at_work, organisation="ash").keys() == {
        "organisation", "paper", "paper_copy", "paper_version",
    }  # fmt: skip
