"""Every function in db/ that takes a viewer, for every role and every owner."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest

import db
from db.connection import Database
from tests.permissions.calling import ask
from tests.permissions.hidden_words import check_secrets
from tests.permissions.tables import EACH, ONCE, PARTS, TABLE_EACH, TABLE_ONCE
from tests.permissions.world import OBJECTS, PEOPLE


def list_functions() -> set[str]:
    """Every public function in db/ that takes a viewer."""
    found = set()
    for module in pkgutil.iter_modules(db.__path__):
        code = importlib.import_module(f"db.{module.name}")
        for name, function in inspect.getmembers(code, inspect.isfunction):
            is_own = function.__module__ == code.__name__ and not name.startswith("_")
            if is_own and "viewer" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_function_that_takes_a_viewer_stands_in_the_table():
    assert {*TABLE_EACH, *TABLE_ONCE, *PARTS} == list_functions()
    assert (set(EACH), set(ONCE)) == (set(TABLE_EACH), set(TABLE_ONCE))


@pytest.mark.parametrize("name", sorted(TABLE_EACH))
def test_a_query_for_one_response(database: Database, name: str):
    found = {}
    for id in OBJECTS:
        answers = {who: ask(database, EACH[name], who, id) for who in PEOPLE}
        check_secrets(name, {who: said for who, (_, said) in answers.items()})
        found[id] = {who for who, (is_in, _) in answers.items() if is_in}
    assert found == {id: set(TABLE_EACH[name].get(id, "").split()) for id in OBJECTS}


@pytest.mark.parametrize("name", sorted(TABLE_ONCE))
def test_a_query_for_many(database: Database, name: str):
    answers = {who: ask(database, ONCE[name], who) for who in PEOPLE}
    check_secrets(name, {who: said for who, (_, said) in answers.items()})
    assert {who for who, (is_in, _) in answers.items() if is_in} == set(TABLE_ONCE[name].split())
