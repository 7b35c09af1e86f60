"""Evidence files: kept and removed while the return may be changed, and shown to its readers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from db.connection import Database
from db.errors import (
    AlreadySubmittedError,
    NotAllowedError,
    NotFoundError,
    TooManyFilesError,
)
from db.events import Happening, list_events
from db.evidence import add_evidence, list_evidence, record_refusal, remove_evidence
from db.files import add_file, get_file
from db.life import take_step
from db.responses import get_response, submit
from scrutiny.access import Viewer, make_viewer
from scrutiny.evidence import EvidenceFile, Scan
from scrutiny.life import Step
from tests.db.at_once import at_once
from tests.db.examples import ASH_HEAD, NOW, OAK_HEAD, TEAM, begin, set_up

LATER = NOW + timedelta(hours=1)
CONTRIBUTOR = replace(
    make_viewer("contributor", responses=frozenset({"r1"})), questions=frozenset({"a1"})
)


def keep(
    database: Database, viewer: Viewer = OAK_HEAD, *, supports: str = "a1", most: int = 5,
    name: str = "plan.pdf", now=NOW,
) -> EvidenceFile:  # fmt: skip
    return database.write(
        add_evidence,
        response="r1", name=name, kind="application/pdf", content=b"%PDF\x00\xff",
        supports=supports, scan=Scan.CLEAN, most=most, viewer=viewer, now=now,
    )  # fmt: skip


def listed(database: Database, viewer: Viewer = OAK_HEAD) -> list[str]:
    return [f.name for f in database.read(list_evidence, response="r1", viewer=viewer)]


def remove(database: Database, id: str, viewer: Viewer = OAK_HEAD) -> None:
    database.write(remove_evidence, response="r1", id=id, viewer=viewer, now=NOW)


def start(database: Database) -> None:
    set_up(database)
    begin(database, "r1", organisation="oak")


def send(database: Database, now=NOW) -> None:
    revision = database.read(get_response, "r1", viewer=OAK_HEAD).revision
    database.write(submit, id="r1", revision=revision, viewer=OAK_HEAD, stored=[], actions=[],
                   now=now)  # fmt: skip


def test_a_file_is_kept_with_what_it_supports_and_how_it_was_scanned(database: Database) -> None:
    start(database)
    kept = keep(database)
    (found,) = database.read(list_evidence, response="r1", viewer=OAK_HEAD)
    assert (found.id, found.name, found.size) == (kept.id, "plan.pdf", 6)
    assert (found.supports, found.scan) == ("a1", Scan.CLEAN)
    assert database.read(get_file, kept.id, viewer=OAK_HEAD).content == b"%PDF\x00\xff"


def test_a_file_of_an_answer_is_no_evidence(database: Database) -> None:
    start(database)
    database.write(add_file, response="r1", name="a.pdf", kind="application/pdf", content=b"%PDF-",
                   viewer=OAK_HEAD, now=NOW)  # fmt: skip
    assert listed(database) == []


def test_adding_and_removing_are_events_that_do_not_tell_the_name(database: Database) -> None:
    start(database)
    kept = keep(database, name="Kim Child.pdf")
    remove(database, kept.id)
    remove(database, kept.id)  # gone already
    assert listed(database) == []
    with pytest.raises(NotFoundError):
        database.read(get_file, kept.id, viewer=OAK_HEAD)
    events = [e for e in database.read(list_events, subject="r1") if "evidence" in e.name]
    assert [e.name for e in events] == [Happening.EVIDENCE_ADDED, Happening.EVIDENCE_REMOVED]
    assert "Kim" not in json.dumps([dict(e.detail) for e in events])


def test_a_refusal_is_recorded(database: Database) -> None:
    start(database)
    database.write(record_refusal, response="r1", reason="A program", viewer=OAK_HEAD, now=NOW)
    event = database.read(list_events, subject="r1")[-1]
    assert (event.name, event.detail) == (Happening.FILE_REFUSED, {"reason": "A program"})


def test_nobody_else_adds_lists_or_removes(database: Database) -> None:
    start(database)
    kept = keep(database)
    with pytest.raises(NotFoundError):
        keep(database, ASH_HEAD)
    with pytest.raises(NotFoundError):
        remove(database, kept.id, ASH_HEAD)
    assert (listed(database, ASH_HEAD), listed(database, TEAM)) == ([], [])


def test_a_contributor_keeps_files_for_their_own_questions_alone(database: Database) -> None:
    start(database)
    whole = keep(database, supports="")
    keep(database, CONTRIBUTOR, supports="a1")
    for supports in ("", "a2"):
        with pytest.raises(NotAllowedError):
            keep(database, CONTRIBUTOR, supports=supports)
    with pytest.raises(NotAllowedError):
        remove(database, whole.id, CONTRIBUTOR)


def test_there_are_never_more_than_the_most_even_at_once(database: Database) -> None:
    start(database)
    refused = []

    def add(_: int) -> None:
        try:
            keep(database, most=3)
        except TooManyFilesError:
            refused.append(1)

    at_once(6, add)
    assert (len(listed(database)), len(refused)) == (3, 3)


def test_what_was_sent_is_locked_and_shown_to_reviewers(database: Database) -> None:
    start(database)
    kept = keep(database)
    send(database)
    assert listed(database, TEAM) == ["plan.pdf"]
    assert database.read(get_file, kept.id, viewer=TEAM).name == "plan.pdf"
    with pytest.raises(AlreadySubmittedError):
        keep(database)
    with pytest.raises(AlreadySubmittedError):
        remove(database, kept.id)


def test_a_file_added_after_a_return_for_changes_is_the_writers_own(database: Database) -> None:
    start(database)
    keep(database)
    send(database)
    database.write(take_step, id="r1", step=Step.RETURN, viewer=TEAM, now=NOW, reason="More")
    new = keep(database, name="new.pdf", now=LATER)
    assert listed(database) == ["plan.pdf", "new.pdf"]
    assert listed(database, TEAM) == ["plan.pdf"]
    with pytest.raises(NotFoundError):
        database.read(get_file, new.id, viewer=TEAM)
    send(database, LATER)
    assert listed(database, TEAM) == ["plan.pdf", "new.pdf"]
