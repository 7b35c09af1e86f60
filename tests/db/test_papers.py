"""Documents in lists: what each may see, and what waits for whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

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
from scrutiny.access import Viewer
from scrutiny.paper import CopyPart, PaperCopy, PaperState, make_print
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
