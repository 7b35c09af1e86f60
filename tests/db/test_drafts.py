"""The tie between a device and its anonymous draft."""

from __future__ import annotations

from db.connection import Database
from db.drafts import find_draft, forget_device, forget_draft, remember_draft
from tests.db.examples import NOW, begin, set_up


def test_find_draft_gives_the_devices_draft_of_that_campaign(database: Database) -> None:
    set_up(database)
    begin(database, "v1", round="clinic", form="voice")
    database.write(remember_draft, device="hash", response="v1", now=NOW)
    assert database.read(find_draft, device="hash", round="clinic") == "v1"
    assert database.read(find_draft, device="hash", round="other") is None
    assert database.read(find_draft, device="other", round="clinic") is None


def test_remember_draft_again_takes_the_place_of_the_first(database: Database) -> None:
    set_up(database)
    for id in ("v1", "v2"):
        begin(database, id, round="clinic", form="voice")
        database.write(remember_draft, device="hash", response=id, now=NOW)
    assert database.read(find_draft, device="hash", round="clinic") == "v2"


def test_remember_draft_keeps_the_day_alone(database: Database) -> None:
    set_up(database)
    begin(database, "v1", round="clinic", form="voice")
    database.write(remember_draft, device="hash", response="v1", now=NOW)
    row = database.read(lambda tx: tx.one("SELECT * FROM draft_device"))
    assert row == {"device": "hash", "round": "clinic", "response": "v1", "day": NOW.date()}


def test_forget_draft_cuts_the_tie(database: Database) -> None:
    set_up(database)
    begin(database, "v1", round="clinic", form="voice")
    database.write(remember_draft, device="hash", response="v1", now=NOW)
    database.write(forget_draft, response="v1")
    assert database.read(find_draft, device="hash", round="clinic") is None


def test_forget_device_throws_away_what_was_begun_and_nothing_that_was_sent(
    database: Database,
) -> None:
    set_up(database)
    for id, device in (("v1", "hash"), ("v2", "other")):
        begin(database, id, round="clinic", form="voice")
        database.write(remember_draft, device=device, response=id, now=NOW)
    database.write(forget_device, device="hash")
    left = database.read(lambda tx: tx.query("SELECT id FROM response ORDER BY id"))
    assert left == [{"id": "v2"}]
    assert database.read(find_draft, device="hash", round="clinic") is None
    assert database.read(find_draft, device="other", round="clinic") == "v2"
