"""The demonstration's documents: whatever activities there are, as far as their steps went."""

from __future__ import annotations

from datetime import timedelta

from db.connection import Database
from db.demonstration_papers import write_demonstration_papers
from db.papers import list_copies, list_papers
from scrutiny.paper import PaperState
from tests.db.paper_examples import NOW, TEAM, begin, fill, take


def test_activities_without_documents_get_theirs_once(database: Database) -> None:
    database.write(fill)
    event = begin(database)
    event = take(database, event, "plan", TEAM, answers={"event_on": "2026-03-02"})
    take(database, event, "write", TEAM)
    database.write(lambda tx: tx.execute("DELETE FROM paper"))
    database.write(lambda tx: tx.execute("DELETE FROM paper_version"))
    database.write(lambda tx: tx.execute("DELETE FROM paper_copy"))
    later = NOW + timedelta(days=1)
    assert database.write(write_demonstration_papers, now=later) == 3
    found = database.read(list_papers, viewer=TEAM)
    assert {(row.plan, row.state) for row in found} == {
        ("programme", PaperState.ISSUED), ("programme", PaperState.WITHDRAWN),
        ("letter", PaperState.FOR_APPROVAL),
    }  # fmt: skip
    issued = next(row for row in found if row.state is PaperState.ISSUED)
    copies = database.read(list_copies, id=issued.id, viewer=TEAM)
    assert {copy.recipient for copy in copies} == {"Ira Officer", "Tia Lead"}
    assert database.write(write_demonstration_papers, now=later) == 0
