"""Drafts: saved part by part with a history, and never overwritten by a second tab."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from db.activities import get_activity
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, PaperRefusedError, StaleDraftError
from db.events import Happening, list_events
from db.papers import (
    get_paper,
    list_versions,
    replace_parts,
    save_paper,
    send_for_approval,
    take_back_version,
)
from scrutiny.access import Viewer
from scrutiny.paper import Paper, PaperState, find_words
from tests.db.paper_examples import (
    AGENCY,
    LEAD,
    NOW,
    OFFICER,
    TEAM,
    begin,
    draft,
    fill,
)


@pytest.fixture
def letter(database: Database) -> tuple[Database, Paper]:
    database.write(fill)
    return database, draft(database, begin(database))


def save(
    held: tuple[Database, Paper], words: str, *, viewer: Viewer = TEAM, minutes: int = 0,
    before: str | None = None, part: str = "summary",
) -> Paper:  # fmt: skip
    database, paper = held
    standing = database.read(get_paper, paper.id, viewer=TEAM)
    seen = find_words(standing, part) if before is None else before
    return database.write(
        save_paper, id=paper.id, part=part, words=words, before=seen or "", viewer=viewer,
        now=NOW + timedelta(minutes=minutes),
    )  # fmt: skip


def test_a_draft_holds_what_was_drafted_and_who_did(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    assert database.read(get_paper, paper.id, viewer=TEAM) == paper
    assert (paper.state, paper.version, paper.written_by) == (PaperState.DRAFT, 1, "Max Team")
    assert paper.title == "Findings letter: Trent Health"
    names = [each.name for each in database.read(list_events, subject=paper.id)]
    assert names == [Happening.PAPER_DRAFTED]


def test_one_draft_of_a_kind_at_a_time(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    with pytest.raises(PaperRefusedError, match="There is a draft of it already"):
        draft(database, database.read(get_activity, paper.activity, viewer=TEAM))


def test_saves_of_one_sitting_are_one_version(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    save(letter, "One")
    save(letter, "Two", minutes=59)
    assert [v.number for v in database.read(list_versions, id=paper.id, viewer=TEAM)] == [1]
    save(letter, "Three", minutes=61)
    save(letter, "Four", viewer=OFFICER, minutes=62)
    found = database.read(list_versions, id=paper.id, viewer=TEAM)
    assert [(v.number, v.written_by, find_words(v.paper, "summary")) for v in found] == [
        (3, "Ira Officer", "Four"), (2, "Max Team", "Three"), (1, "Max Team", "Two"),
    ]  # fmt: skip


def test_a_second_tab_is_told_and_overwrites_nothing(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    seen = find_words(paper, "summary") or ""
    save(letter, "From the first tab")
    with pytest.raises(StaleDraftError) as told:
        save(letter, "From the second tab", before=seen)
    assert told.value.theirs == "From the first tab"
    save(letter, "Another part", part="thanks", before="Thank you.")
    kept = database.read(get_paper, paper.id, viewer=TEAM)
    assert find_words(kept, "summary") == "From the first tab"
    assert find_words(kept, "thanks") == "Another part"


def test_the_head_is_edited_like_a_part(letter: tuple[Database, Paper]) -> None:
    assert save(letter, "Letter to Trent", part="/title").title == "Letter to Trent"
    with pytest.raises(NotFoundError):
        save(letter, "x", part="/state")


def test_an_earlier_version_is_taken_back_as_a_new_one(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    save(letter, "First", minutes=1)
    save(letter, "Second", viewer=OFFICER, minutes=2)
    back = database.write(take_back_version, id=paper.id, number=1, viewer=TEAM, now=NOW)
    assert (back.version, find_words(back, "summary")) == (3, "First")
    with pytest.raises(NotFoundError):
        database.write(take_back_version, id=paper.id, number=9, viewer=TEAM, now=NOW)


def test_a_part_is_replaced_by_what_is_drawn_anew(letter: tuple[Database, Paper]) -> None:
    database, paper = letter
    table = next(part for part in paper.parts if part.key == "actions")
    drawn = replace(table, rows=(("Do it", "Head", "May"),))
    changed = database.write(replace_parts, id=paper.id, parts=[drawn], viewer=TEAM, now=NOW)
    assert next(p for p in changed.parts if p.key == "actions").rows == drawn.rows
    again = database.write(replace_parts, id=paper.id, parts=[drawn], viewer=TEAM, now=NOW)
    assert again.revision == changed.revision


def test_others_do_not_write_and_nobody_writes_what_is_sent(
    letter: tuple[Database, Paper],
) -> None:
    database, paper = letter
    for viewer in (LEAD, AGENCY):
        with pytest.raises(NotAllowedError):
            save(letter, "x", viewer=viewer)
    database.write(send_for_approval, id=paper.id, viewer=TEAM, now=NOW)
    with pytest.raises(PaperRefusedError, match="with those who approve it"):
        save(letter, "x")
