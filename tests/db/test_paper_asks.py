"""A chair whose step sends a draft out asks its writers, and they see what is missing."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from db import activities, outbox, people
from db.connection import Database, Transaction
from db.errors import NotFoundError, PaperRefusedError
from db.events import Happening, list_events
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from db.paper_asks import ask_writers, list_asked, list_unfinished
from db.papers import find_paper, save_paper, send_for_approval
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity
from scrutiny.drafting.filling import GAP
from scrutiny.letter import Post
from scrutiny.mail import load_mails
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import context_of
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.organisation import Organisation
from scrutiny.paper import Paper, find_words
from scrutiny.paper_asking import Unfinished, list_gaps
from scrutiny.partnership import partnership
from scrutiny.person import Held, Person
from tests.db.paper_examples import NOW, OFFICER, TEAM

CONTEXT = context_of(partnership())
CHAIR = make_viewer("chair", name="Rosa Chair", organisations=frozenset({"splig"}))
OTHER = make_viewer("chair", name="Ella Chair", organisations=frozenset({"chapp"}))
ADMIN = make_viewer("administrator", name="Ada")
POST = Post(partnership(), load_mails(), "https://mars.example.org", "Rosa Chair")
REVIEW = """
id: review
version: "1"
title: A review
prefix: RV
subject: organisation
group: splig
begun_by: [team]
roles:
  team: {label: Team, held_by: [mars_team]}
  splig: {label: Chair of SPLIG, held_by: [chair], of: group}
  portfolio: {label: Portfolio lead, held_by: [portfolio_lead]}
documents:
  progress: {title: The progress report, template: six_month_progress, goes_to: [splig]}
  letter: {title: The letter, template: findings_letter, approved_by: [portfolio]}
steps:
  - id: consider
    title: Consider it
    by: [splig]
    documents: [{issue: progress}, {present: letter}]
"""


def mechanism() -> Mechanism:
    found = parse_mechanism(REVIEW, "review.yaml", known=Known(), is_checked=True).mechanism
    assert found is not None
    return found


def begin_review(tx: Transaction, subject: str) -> Activity:
    """A review in which the chair's step sends out what nobody has drafted."""
    publish_mechanism(tx, mechanism=mechanism(), source=REVIEW, now=NOW)
    return activities.add_activity(
        tx, mechanism=mechanism(), title="Oak", viewer=TEAM, now=NOW, context=CONTEXT,
        subject=subject,
    )  # fmt: skip


@pytest.fixture
def review(database: Database) -> Activity:
    database.write(add_organisations, [Organisation("oak", "Oak", "academy")])
    return database.write(begin_review, "oak")


def unfinished(database: Database, review: Activity, viewer: Viewer = CHAIR) -> list[Unfinished]:
    return database.read(
        list_unfinished, activity=review.id, viewer=viewer, now=NOW, context=CONTEXT
    )


def ask(database: Database, review: Activity, now: datetime = NOW, **given: Any) -> int:
    usual = {"activity": review.id, "plan": "letter", "viewer": CHAIR, "context": CONTEXT}
    return database.write(ask_writers, now=now, post=POST, **{**usual, **given})


def letter(database: Database, review: Activity) -> Paper:
    paper = database.read(find_paper, activity=review.id, plan="letter")
    assert paper is not None
    return paper


def write(database: Database, paper: Paper, part: str, words: str, viewer: Viewer = TEAM) -> None:
    before = find_words(paper, part) or ""
    database.write(
        save_paper, id=paper.id, part=part, words=words, before=before, viewer=viewer, now=NOW
    )


def register(database: Database, *staff: tuple[str, str]) -> None:
    listed = [
        Person("", name, f"{name.split()[0].lower()}@mars.example", date(2020, 1, 1), (Held(role),))
        for name, role in staff
    ]
    database.write(people.add_people, listed, viewer=ADMIN, now=NOW)


def mailed(database: Database) -> list[str]:
    return sorted(mail.to_email for mail in database.read(outbox.list_mails, viewer=TEAM))


def test_the_chair_sees_what_keeps_the_step_waiting(database: Database, review: Activity) -> None:
    (found,) = unfinished(database, review)  # the progress report has no gap, and needs nobody
    assert (found.plan, found.title, found.paper, found.asked_on) == (
        "letter", "The letter", "", None,
    )  # fmt: skip
    assert found.missing
    assert unfinished(database, review, TEAM) == []
    with pytest.raises(NotFoundError):
        unfinished(database, review, OTHER)


def test_one_that_nobody_drafted_is_drafted_and_the_team_is_asked(
    database: Database, review: Activity
) -> None:
    register(database, ("Max Team", "mars_team"), ("Ira Officer", "scrutiny_officer"))
    assert ask(database, review) == 1
    assert mailed(database) == ["max@mars.example"]
    paper = letter(database, review)
    (found,) = unfinished(database, review)
    assert (found.paper, found.asked_by, found.asked_on) == (paper.id, "Rosa Chair", NOW.date())
    happened = [each.name for each in database.read(list_events, subject=paper.id)]
    assert happened == [Happening.PAPER_DRAFTED, Happening.PAPER_ASKED_FOR]


def test_its_writer_is_asked_and_sees_it_until_it_is_written(
    database: Database, review: Activity
) -> None:
    register(database, ("Max Team", "mars_team"), ("Ira Officer", "scrutiny_officer"))
    ask(database, review)
    write(database, letter(database, review), "positive", "They listen", OFFICER)
    ask(database, review, NOW + timedelta(days=1))
    assert mailed(database) == ["ira@mars.example", "max@mars.example"]
    today = NOW.date()
    (theirs,) = database.read(list_asked, viewer=OFFICER, today=today)
    assert theirs.asked_by == "Rosa Chair"
    assert theirs.missing == list_gaps(letter(database, review))
    assert database.read(list_asked, viewer=TEAM, today=today) == []  # somebody else's to finish
    paper = letter(database, review)
    assert database.read(list_asked, viewer=TEAM, today=today, paper=paper.id) == [theirs]
    assert database.read(list_asked, viewer=CHAIR, today=today) == []
    for part in paper.parts:
        if GAP in part.words:
            write(database, letter(database, review), part.key, "Written", OFFICER)
    for head in ("/addressee", "/salutation", "/farewell"):
        write(database, letter(database, review), head, "Written", OFFICER)
    assert database.read(list_asked, viewer=OFFICER, today=today) == []
    (left,) = unfinished(database, review)  # nothing is missing in it; it waits to be sent on
    assert (left.missing, left.asked_on) == ((), None)
    database.write(send_for_approval, id=paper.id, viewer=TEAM, now=NOW)
    assert unfinished(database, review) == []


def test_nobody_on_the_register_leaves_the_partnerships_own_address(
    database: Database, review: Activity
) -> None:
    assert ask(database, review) == 1
    assert mailed(database) == [partnership().email]
    assert len(database.read(list_asked, viewer=TEAM, today=NOW.date())) == 1


def test_they_are_asked_once_a_day_and_by_nobody_else(database: Database, review: Activity) -> None:
    ask(database, review)
    with pytest.raises(PaperRefusedError, match="asked today"):
        ask(database, review)
    for refused in ({"plan": "progress"}, {"plan": "none"}, {"viewer": TEAM}):
        with pytest.raises(PaperRefusedError, match="Nothing is missing"):
            ask(database, review, NOW + timedelta(days=1), **refused)
    with pytest.raises(NotFoundError):
        ask(database, review, viewer=OTHER)
