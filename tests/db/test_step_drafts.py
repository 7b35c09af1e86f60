"""Half-typed answers to a step: kept for who typed them, and for nobody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from db import step_drafts
from db.connection import Database
from db.errors import NotAllowedError
from forms.model import Json
from scrutiny.access import Viewer, make_viewer

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TEAM = make_viewer("mars_team", name="Max Team")
HEALTH = make_viewer("partner", name="Pat", organisations=frozenset({"health"}))
BOARD = make_viewer("board_reader", name="Bo")


def keep(
    database: Database, answers: dict[str, Json], viewer: Viewer = TEAM, now: datetime = NOW
) -> None:
    database.write(
        step_drafts.save_step_draft, activity="a1", step="endorse", answers=answers,
        viewer=viewer, now=now,
    )  # fmt: skip


def read(database: Database, viewer: Viewer = TEAM, **place: str) -> dict[str, Json]:
    where = {"activity": "a1", "step": "endorse", **place}
    return database.read(step_drafts.find_step_draft, viewer=viewer, **where)


def test_what_is_typed_last_is_what_is_found(database: Database) -> None:
    keep(database, {"why": "Because", "on": "2026-03-09"})
    keep(database, {"why": "🙂 Because it is time"})
    assert read(database) == {"why": "🙂 Because it is time", "on": "2026-03-09"}
    keep(database, {"on": None})
    assert read(database) == {"why": "🙂 Because it is time"}


def test_a_hundred_thousand_characters_are_kept(database: Database) -> None:
    keep(database, {"why": "x" * 100_000})
    assert len(str(read(database)["why"])) == 100_000


def test_each_person_step_and_part_has_its_own(database: Database) -> None:
    keep(database, {"why": "Mine"})
    keep(database, {"why": "Theirs"}, HEALTH)
    assert read(database) == {"why": "Mine"}
    assert read(database, HEALTH) == {"why": "Theirs"}
    assert read(database, replace(HEALTH, organisations=frozenset({"police"}))) == {}
    assert read(database, step="select") == {}
    assert read(database, part="health") == {}


def test_a_person_is_known_by_their_id_and_not_by_their_name(database: Database) -> None:
    keep(database, {"why": "Mine"}, replace(TEAM, person="p1"))
    assert read(database, replace(TEAM, person="p1", name="Max Married")) == {"why": "Mine"}
    assert read(database, replace(TEAM, person="p2")) == {}


def test_it_is_forgotten_once_it_is_recorded_or_emptied(database: Database) -> None:
    keep(database, {"why": "Mine"})
    database.write(step_drafts.forget_step_draft, activity="a1", step="endorse", viewer=TEAM)
    assert read(database) == {}
    keep(database, {"why": "Mine"})
    keep(database, {"why": None})
    assert read(database) == {}


def test_what_nobody_touches_is_thrown_away(database: Database) -> None:
    keep(database, {"why": "Old"}, HEALTH, NOW - step_drafts.KEPT - timedelta(days=2))
    keep(database, {"why": "New"})
    database.write(step_drafts.forget_stale_drafts, now=NOW)
    assert (read(database, HEALTH), read(database)) == ({}, {"why": "New"})


def test_who_takes_no_steps_keeps_no_draft(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        keep(database, {"why": "Mine"}, BOARD)
