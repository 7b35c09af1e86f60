"""Published versions never change."""

from __future__ import annotations

import pytest

from db.connection import Database
from db.errors import NotFoundError
from db.forms import PublishedForm, get_form_source, list_forms, publish_form
from forms.problem import Problem
from tests.db.examples import NOW


def test_publish_form_keeps_the_source_word_for_word(database: Database) -> None:
    source = "id: audit\ntitle: Größe 👋\r\n"
    assert _publish(database, "1", source) is None
    assert database.read(get_form_source, "audit", "1") == source


def test_publish_form_again_is_nothing(database: Database) -> None:
    _publish(database, "1", "a: b")
    assert _publish(database, "1", "a: b") is None
    assert database.read(list_forms) == [
        PublishedForm("audit", "1", "Audit", "self_assessment", NOW)
    ]


def test_publish_form_with_other_words_is_a_problem(database: Database) -> None:
    _publish(database, "1", "a: b")
    assert _publish(database, "1", "a: c") == Problem(
        "audit.yaml",
        "Version 1 is published already with other words",
        "Give the changed form a new version; answers keep the version they were given to.",
    )
    assert database.read(get_form_source, "audit", "1") == "a: b"


def test_list_forms_has_every_version(database: Database) -> None:
    _publish(database, "1", "a: b")
    _publish(database, "2", "a: c")
    assert [form.version for form in database.read(list_forms)] == ["2", "1"]


def test_get_form_source_that_is_not_there(database: Database) -> None:
    with pytest.raises(NotFoundError, match="form 'audit 9'"):
        database.read(get_form_source, "audit", "9")


def _publish(database: Database, version: str, source: str) -> Problem | None:
    return database.write(
        publish_form, form_id="audit", version=version, title="Audit",
        kind="self_assessment", source=source, now=NOW,
    )  # fmt: skip
