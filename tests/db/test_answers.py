"""What of a form may be counted: every question type has its place."""

from __future__ import annotations

from db.answers import CHOICE_TYPES, NUMBER_TYPES, CountedKeys, counted_keys, get_counted_keys
from db.connection import Database
from db.forms import publish_form
from forms.library import load_library
from forms.parsing import parse_form
from forms.types import REGISTRY
from tests.db.examples import AUDIT, NOW, VOICE, set_up

#: Types whose answers a person types or that hold no answer; never counted.
NEVER_COUNTED = {
    "date", "email", "file", "hidden", "long_text", "note", "postcode", "repeat",
    "short_text", "time", "urn",
}  # fmt: skip

REPEATED = """
id: repeated
version: "1"
title: Repeated
kind: visit
sections:
  - id: all
    title: All
    questions:
      - id: rooms
        type: repeat
        text: Rooms
        questions:
          - {id: clean, type: select_one, text: Clean, choices: [{value: 'yes', label: Y}]}
          - {id: name, type: short_text, text: Name}
          - {id: size, type: number, text: Size}
      - id: grid
        type: matrix
        text: Grid
        rows: [{value: one, label: One}, {value: two, label: Two}]
        choices: [{value: good, label: Good}, {value: bad, label: Bad}]
"""


def test_every_question_type_is_counted_or_never_is() -> None:
    assert set(REGISTRY) == CHOICE_TYPES | NUMBER_TYPES | NEVER_COUNTED


def test_counted_keys_of_an_audit() -> None:
    assert _keys(AUDIT) == CountedKeys(
        choices=frozenset(
            {"a1", "a1.best_practice", "a1.may_name", "a2", "a2.best_practice", "a2.may_name",
             "topics"}
        ),
        numbers=frozenset({"pupils"}),
        texts=frozenset({"comment"}),
    )  # fmt: skip


def test_counted_keys_of_voices_hold_no_words() -> None:
    assert _keys(VOICE) == CountedKeys(choices=frozenset({"heard"}), texts=frozenset({"words"}))


def test_counted_keys_within_repeats_and_matrices() -> None:
    assert _keys(REPEATED) == CountedKeys(
        choices=frozenset({"rooms.clean", "grid.one", "grid.two"}),
        numbers=frozenset({"rooms.size"}),
        texts=frozenset({"rooms.name"}),
    )


def test_counted_keys_of_the_library_hold_nothing_typed() -> None:
    for form in load_library().forms.values():
        keys = counted_keys(form)
        typed = {q.id for q in form.questions.values() if q.type in NEVER_COUNTED}
        assert not typed & (keys.choices | keys.numbers)


def test_get_counted_keys_of_a_form_that_is_published(database: Database) -> None:
    set_up(database)
    keys = database.read(get_counted_keys, "audit", "1")
    assert keys == _keys(AUDIT)
    assert database.read(get_counted_keys, "audit", "1") is keys


def test_get_counted_keys_of_a_broken_form_counts_nothing(database: Database) -> None:
    database.write(
        publish_form, form_id="bad", version="1", title="", kind="visit", source="id: bad", now=NOW
    )
    assert database.read(get_counted_keys, "bad", "1") == CountedKeys()


def _keys(source: str) -> CountedKeys:
    form = parse_form(source, "form.yaml").form
    assert form is not None
    return counted_keys(form)
