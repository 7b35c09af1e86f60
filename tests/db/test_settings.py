"""Small facts about a database."""

from __future__ import annotations

from db.connection import Database
from db.settings import find_setting, set_setting


def test_setting_is_the_last_value_written(database: Database) -> None:
    assert database.read(find_setting, "demonstration") is None
    database.write(set_setting, "demonstration", "1")
    database.write(set_setting, "demonstration", "2")
    assert database.read(find_setting, "demonstration") == "2"
