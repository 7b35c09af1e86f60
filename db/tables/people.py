"""People, their roles and how they sign in."""

from __future__ import annotations

PEOPLE = (
    """CREATE TABLE person (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
        starts DATE NOT NULL, ended DATE)""",
    """CREATE TABLE person_role (
        person TEXT NOT NULL, role TEXT NOT NULL, acts_for TEXT NOT NULL,
        PRIMARY KEY (person, role, acts_for))""",
    "CREATE TABLE handshake (mark TEXT PRIMARY KEY, expires TIMESTAMP NOT NULL)",
    """CREATE TABLE onward (
        visitor TEXT PRIMARY KEY, address TEXT NOT NULL, expires TIMESTAMP NOT NULL)""",
    "ALTER TABLE session ADD COLUMN person TEXT DEFAULT ''",
    "ALTER TABLE session ADD COLUMN authenticated TIMESTAMP",
    "ALTER TABLE session ADD COLUMN last_seen TIMESTAMP",
)
