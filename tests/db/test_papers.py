"""Documents in lists: what each may see, and what waits for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from db import groups, people
from db.connection import Database
from db.papers import (
    approve_paper,
    get_paper,
    issue_paper,
    list_papers,
    list_waiting,
    publish_paper,
    send_for_approval,
)
from scrutiny.access import Viewer, make_viewer
from scrutiny.meeting import Member
from scrutiny.paper import CopyPart, PaperCopy, PaperState, make_print
from scrutiny.person import Held, Person
from tests.db.paper_examples import (
    AGENCY,
    BOARD,
    LEAD,
    NOBODY,
    NOW,
    OFFICER,
    OTHER,
    PARTNER,
    TEAM,
    begin,
    draft,
    fill,
)

ADMIN = make_viewer("administrator", name="Ada")
HEAD = PaperCopy("Tia Lead", acts_for="trent", part=CopyPart.LEAD)


@pytest.fixture
def partnership(database: Database) -> Database:
    """A letter for approval, highlights that are published, and a programme in draft."""
    database.write(fill)
    activity = begin(database)
    letter = draft(database, activity)
    database.write(send_for_approval, id=letter.id, viewer=TEAM, now=NOW)
    highlights = draft(database, activity, "highlights", OFFICER)
    database.write(issue_paper, id=highlights.id, copies=[HEAD], viewer=TEAM, now=NOW)
    database.write(publish_paper, id=highlights.id, viewer=PARTNER, reason="Learning", now=NOW)
    draft(database, activity, "programme", OFFICER)
    return database


def plans(database: Database, viewer: Viewer, **given: object) -> set[str]:
    return {row.plan for row in database.read(list_papers, viewer=viewer, **given)}


def test_each_sees_what_is_theirs_to_see(partnership: Database) -> None:
    everything = {"letter", "highlights", "programme"}
    assert plans(partnership, TEAM) == plans(partnership, OFFICER) == everything
    assert plans(partnership, LEAD) == {"letter", "highlights"}
    for viewer in (PARTNER, AGENCY, OTHER, BOARD, NOBODY):
        assert plans(partnership, viewer) == {"highlights"}


def test_a_member_of_a_group_reads_what_the_group_got(partnership: Database) -> None:
    listed = partnership.read(list_papers, viewer=TEAM)
    [row] = [each for each in listed if each.plan == "letter"]
    seen = make_print(partnership.read(get_paper, row.id, viewer=LEAD))
    partnership.write(approve_paper, id=row.id, seen=seen, viewer=LEAD, now=NOW)
    to_board = PaperCopy("The Board", acts_for="mars_board")
    partnership.write(issue_paper, id=row.id, copies=[HEAD, to_board], viewer=TEAM, now=NOW)
    day = date(2020, 1, 1)
    people_there = [
        Person("", name, f"{name}@mars.example", day, (Held("board_reader"),))
        for name in ("bo", "al", "ed")
    ]
    register = partnership.write(people.add_people, people_there, viewer=ADMIN, now=NOW)
    partnership.write(
        groups.add_member, member=Member("", "mars_board", "Bo", email="BO@mars.example"),
        viewer=TEAM, now=NOW,
    )  # fmt: skip
    gone = Member("", "mars_board", "Ed", email="ed@mars.example", starts=day, ended=day)
    partnership.write(groups.add_member, member=gone, viewer=TEAM, now=NOW)
    seen = {
        person.name: plans(partnership, replace(BOARD, name=person.name, person=person.id))
        for person in register
    }
    assert seen == {
        "bo": {"letter", "highlights"}, "al": {"highlights"}, "ed": {"highlights"},
    }  # fmt: skip


def test_a_list_is_narrowed_by_state_kind_and_activity(partnership: Database) -> None:
    assert plans(partnership, TEAM, states=[PaperState.DRAFT]) == {"programme"}
    assert plans(partnership, TEAM, template="findings_letter") == {"letter"}
    assert plans(partnership, TEAM, is_published=True) == {"highlights"}
    assert plans(partnership, TEAM, activity="none") == set()
    [row] = partnership.read(list_papers, viewer=TEAM, template="findings_letter")
    assert (row.reference, row.mechanism, row.activity_title) == (
        "PX-2026-001", "event", "Event at Trent",
    )  # fmt: skip


def test_what_waits_is_to_approve_or_to_finish(partnership: Database) -> None:
    def waiting(viewer: Viewer) -> set[str]:
        return {row.plan for row in partnership.read(list_waiting, viewer=viewer)}

    assert waiting(LEAD) == {"letter"}
    assert waiting(OFFICER) == {"programme"}
    assert waiting(TEAM) == waiting(PARTNER) == waiting(AGENCY) == set()
    [letter] = [r for r in partnership.read(list_papers, viewer=TEAM) if r.plan == "letter"]
    seen = make_print(partnership.read(get_paper, letter.id, viewer=LEAD))
    partnership.write(approve_paper, id=letter.id, seen=seen, viewer=LEAD, now=NOW)
    assert waiting(LEAD) == set()
    assert waiting(TEAM) == {"letter"}  # to be issued


def test_a_restricted_activity_keeps_its_documents_to_those_with_a_part(
    partnership: Database,
) -> None:
    partnership.write(lambda tx: tx.execute("UPDATE activity SET is_restricted = TRUE"))
    assert plans(partnership, TEAM) == {"letter", "highlights", "programme"}
    assert plans(partnership, replace(OFFICER, name="Another officer", role="other")) == {
        "highlights"
    }
