"""Personal links and the people they are made for, on both databases."""

# ruff: noqa: S106 (hashes of no secret)

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.audit import list_entries, seal
from db.connection import Database
from db.contacts import add_contact, end_contact, find_contacts, list_contacts
from db.errors import DuplicateError, NotAllowedError
from db.events import Happening, list_events
from db.invitations import Entry, add_link, look_up_link, note_refusal, use_link, void_links
from db.organisations import get_organisation, set_organisation
from db.responses import get_response, save_draft, submit
from db.sessions import find_session, open_session
from scrutiny.access import make_viewer
from scrutiny.invitation import Contact, ContactKind, LinkRefusal
from tests.db.at_once import at_once
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, PEOPLE, TEAM, begin, set_up

JO = Contact("jo", "oak", "Jo Deputy", "jo@oak.example")
SAM = Contact(
    "sam", "oak", "Sam Bursar", "sam@oak.example", ContactKind.CONTRIBUTOR, "this", ("all",)
)
LATER = NOW + timedelta(days=28)


@pytest.fixture
def links(database: Database) -> Database:
    """Oak with two people, each with a link."""
    set_up(database)
    for contact in (JO, SAM):
        database.write(add_contact, contact, viewer=OAK_HEAD, now=NOW)
        database.write(
            add_link, token_hash=f"hash-{contact.id}", contact=contact.id, mail="", now=NOW,
            expires=LATER,
        )  # fmt: skip
    return database


def test_link_opens_once(links: Database) -> None:
    entry = Entry(JO, "Oak Academy")
    assert links.read(look_up_link, token_hash="hash-jo", now=NOW) == entry
    assert links.read(look_up_link, token_hash="hash-jo", now=NOW) == entry
    assert links.write(use_link, token_hash="hash-jo", now=NOW) == entry
    assert links.write(use_link, token_hash="hash-jo", now=NOW) is LinkRefusal.USED
    assert links.read(look_up_link, token_hash="hash-jo", now=NOW) is LinkRefusal.USED
    happened = links.read(list_events, subject="oak")
    assert [event.name for event in happened].count(Happening.LINK_OPENED) == 1


def test_link_opens_once_for_many_at_the_same_moment(links: Database) -> None:
    came: list[object] = []
    at_once(6, lambda _: came.append(links.write(use_link, token_hash="hash-jo", now=NOW)))
    assert sorted(map(str, came)) == sorted([str(Entry(JO, "Oak Academy")), *["used"] * 5])


def test_link_that_is_unknown_or_has_run_out_or_was_voided(links: Database) -> None:
    assert links.write(use_link, token_hash="altered", now=NOW) is LinkRefusal.UNKNOWN
    assert links.write(use_link, token_hash="hash-jo", now=LATER) is LinkRefusal.EXPIRED
    links.write(void_links, mail="", now=NOW)
    assert links.read(look_up_link, token_hash="hash-jo", now=NOW) is LinkRefusal.EXPIRED


def test_link_of_a_person_who_has_left_opens_nothing_and_ends_their_session(
    links: Database,
) -> None:
    links.write(
        open_session, token_hash="s", role="contributor", name="Sam", organisation="sam", now=NOW,
        expires=LATER,
    )  # fmt: skip
    links.write(end_contact, "sam", viewer=OAK_HEAD, now=NOW)
    assert links.read(look_up_link, token_hash="hash-sam", now=NOW) is LinkRefusal.WITHDRAWN
    assert links.read(find_session, token_hash="s", now=NOW) is None


def test_link_of_an_organisation_that_has_closed_opens_nothing(links: Database) -> None:
    oak = links.read(get_organisation, "oak")
    links.write(set_organisation, replace(oak, ended=NOW.date()))
    assert links.read(look_up_link, token_hash="hash-jo", now=NOW) is LinkRefusal.WITHDRAWN


def test_refused_link_is_recorded_without_its_hash(links: Database) -> None:
    links.write(note_refusal, token_hash="altered", now=NOW)
    links.write(seal)
    entry = links.read(list_entries, viewer=PEOPLE["administrator"]).entries[0]
    assert (entry.who, entry.role, entry.what, entry.subject, entry.detail) == (
        "Somebody", "nobody", "link_refused", "personal_link", '{"why":"unknown"}',
    )  # fmt: skip
    assert entry.moment == NOW


def test_contacts_begin_with_the_register(links: Database) -> None:
    oak = links.read(get_organisation, "oak")
    named = replace(oak, contact_name="Head Teacher", contact_email=" Head@Oak.example ")
    links.write(set_organisation, named)
    head = Contact("register-oak", "oak", "Head Teacher", "head@oak.example")
    listed = links.read(list_contacts, viewer=TEAM, organisations=["oak", "ash"])
    assert listed == [head, JO, SAM]
    assert links.read(find_contacts, "HEAD@oak.example") == [head]
    assert links.read(find_contacts, " jo@oak.example") == [JO]
    assert links.read(find_contacts, "nobody@oak.example") == []
    assert links.read(find_contacts, "") == []


def test_the_same_person_is_added_once(links: Database) -> None:
    with pytest.raises(DuplicateError, match=r"jo@oak\.example"):
        links.write(
            add_contact, replace(JO, id="two", email="JO@oak.example"), viewer=OAK_HEAD, now=NOW
        )


@pytest.mark.parametrize("key", [key for key in PEOPLE if key not in
                                 ("organisation", "mars_team", "administrator")])  # fmt: skip
def test_others_neither_see_nor_change_who_answers(links: Database, key: str) -> None:
    for viewer in (PEOPLE[key], ASH_HEAD):
        with pytest.raises(NotAllowedError):
            links.read(list_contacts, viewer=viewer, organisations=["oak"])
        with pytest.raises(NotAllowedError):
            links.write(add_contact, replace(JO, id="new"), viewer=viewer, now=NOW)
        with pytest.raises(NotAllowedError):
            links.write(end_contact, "jo", viewer=viewer, now=NOW)


def test_contributor_answers_the_given_questions_alone_and_sends_nothing(links: Database) -> None:
    draft = begin(links, "r1", organisation="oak", a1={"rating": "not_met"})
    viewer = replace(
        make_viewer("contributor", name="Sam", responses=frozenset({"r1"})),
        questions=frozenset({"pupils"}),
    )
    assert links.read(get_response, "r1", viewer=viewer).answers == draft.answers
    links.write(save_draft, id="r1", answers={"pupils": 4}, revision=0, viewer=viewer, now=NOW)
    for answers in ({"a1": None}, {"pupils": 5, "comment": "x"}):
        with pytest.raises(NotAllowedError):
            links.write(save_draft, id="r1", answers=answers, revision=1, viewer=viewer, now=NOW)
    with pytest.raises(NotAllowedError):
        links.write(submit, id="r1", revision=1, viewer=viewer, stored=[], actions=[], now=NOW)
    kept = links.read(get_response, "r1", viewer=OAK_HEAD)
    assert kept.answers == {"a1": {"rating": "not_met"}, "pupils": 4}
