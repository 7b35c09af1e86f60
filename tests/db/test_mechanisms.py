"""Versions of mechanisms: what an activity runs on never changes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.connection import Database
from db.errors import NotFoundError
from db.mechanisms import find_current, get_mechanism, list_versions, publish_mechanism
from forms.problem import Problem
from tests.db.activity_examples import NOW, begin, set_up
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

CHANGED = VISIT.replace("working_days: 10", "working_days: 5")
SECOND = CHANGED.replace('version: "1"', 'version: "2"')


def publish(database: Database, text: str, *, later: int = 0) -> Problem | None:
    return database.write(
        publish_mechanism, mechanism=mechanism(text), source=text, now=NOW + timedelta(later)
    )


def test_a_version_is_read_as_it_was_published(database: Database):
    assert publish(database, VISIT) is None
    assert publish(database, VISIT) is None
    assert database.read(get_mechanism, "visit", "1", CONTEXT) == mechanism()


def test_a_version_may_change_until_an_activity_begins_with_it(database: Database):
    set_up(database)
    assert publish(database, CHANGED) is None
    assert database.read(get_mechanism, "visit", "1", CONTEXT) == mechanism(CHANGED)
    begin(database, mechanism(CHANGED))
    assert publish(database, VISIT) == Problem(
        "visit.yaml",
        "Version 1 was changed after activities began with it",
        "Give the changed file a new version; running activities keep theirs.",
    )
    assert database.read(get_mechanism, "visit", "1", CONTEXT) == mechanism(CHANGED)
    assert publish(database, SECOND) is None


def test_the_current_version_is_the_one_published_last(database: Database):
    publish(database, VISIT)
    publish(database, SECOND, later=1)
    assert database.read(find_current, "visit", CONTEXT) == mechanism(SECOND)
    assert database.read(list_versions, "visit") == ["2", "1"]
    assert database.read(find_current, "dance", CONTEXT) is None


def test_a_version_that_is_not_there(database: Database):
    with pytest.raises(NotFoundError, match="mechanism 'visit 9'"):
        database.read(get_mechanism, "visit", "9", CONTEXT)
