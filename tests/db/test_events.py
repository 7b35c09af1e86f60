"""Events: in the order they happened, and of anonymous voices the day alone."""

from __future__ import annotations

from datetime import UTC, datetime

from db.connection import Database
from db.events import Event, Happening, add_event, list_events
from tests.db.examples import NOW, TODAY


def test_list_events_is_first_to_last(database: Database) -> None:
    for question in ("a", "b", "c"):
        database.write(
            add_event, name=Happening.DRAFT_SAVED, subject="r1", now=NOW, actor="Jo", role="",
            detail={"questions": [question]},
        )  # fmt: skip
    database.write(add_event, name=Happening.DRAFT_SAVED, subject="r2", now=NOW, role="")
    events = database.read(list_events, subject="r1")
    assert [event.detail for event in events] == [{"questions": [q]} for q in "abc"]
    assert events[0] == Event(Happening.DRAFT_SAVED, "r1", TODAY, NOW, "Jo", {"questions": ["a"]})


def test_event_of_a_voice_keeps_no_time_and_no_actor(database: Database) -> None:
    database.write(
        add_event, name=Happening.RESPONSE_SUBMITTED, subject="clinic", now=NOW, actor="Jo",
        role="", is_day_only=True,
    )  # fmt: skip
    assert database.read(list_events, subject="clinic") == [
        Event(Happening.RESPONSE_SUBMITTED, "clinic", TODAY)
    ]
    row = database.read(lambda tx: tx.one("SELECT id FROM event"))
    assert row is not None
    assert len(row["id"]) == 16  # random alone: it says nothing of when


def test_event_counts_its_day_as_it_is_here(database: Database) -> None:
    summer_night = datetime(2026, 6, 1, 23, 30, tzinfo=UTC)
    database.write(add_event, name=Happening.CYCLE_ADDED, subject="c", now=summer_night, role="")
    (event,) = database.read(list_events, subject="c")
    assert (event.day.isoformat(), event.happened) == ("2026-06-02", summer_night)
