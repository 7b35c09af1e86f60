"""Groups, their meetings and agendas, and the keys of calendars."""

from __future__ import annotations

AT_WORK = (
    """CREATE TABLE group_member (
        id TEXT PRIMARY KEY, for_group TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
        organisation TEXT NOT NULL, email TEXT NOT NULL, person TEXT NOT NULL, starts DATE,
        ended DATE)""",
    """CREATE TABLE meeting (
        id TEXT PRIMARY KEY, for_group TEXT NOT NULL, day DATE NOT NULL, kind TEXT NOT NULL,
        starts_at TEXT NOT NULL, place TEXT NOT NULL, status TEXT NOT NULL,
        follows TEXT NOT NULL, notes TEXT NOT NULL)""",
    """CREATE TABLE agenda_item (
        id TEXT PRIMARY KEY, meeting TEXT NOT NULL, title TEXT NOT NULL,
        position INTEGER NOT NULL, activity TEXT NOT NULL, step TEXT NOT NULL,
        document TEXT NOT NULL, lead TEXT NOT NULL, purpose TEXT NOT NULL,
        outcome TEXT NOT NULL)""",
    """CREATE TABLE calendar_key (
        key_hash TEXT PRIMARY KEY, owner TEXT NOT NULL, role TEXT NOT NULL,
        acts_for TEXT NOT NULL, made DATE NOT NULL, ended DATE)""",
)
AT_WORK_INDEXES = (
    "CREATE INDEX ON agenda_item (meeting)",
    "CREATE INDEX ON meeting (for_group, day)",
)

MEETINGS = (
    "ALTER TABLE meeting ADD COLUMN ends_at TEXT DEFAULT ''",
    "ALTER TABLE meeting ADD COLUMN sequence INTEGER DEFAULT 0",
    "ALTER TABLE meeting ADD COLUMN changed TIMESTAMP",
    "ALTER TABLE agenda_item ADD COLUMN for_group TEXT DEFAULT ''",
    "ALTER TABLE agenda_item ADD COLUMN kind TEXT DEFAULT ''",
    "ALTER TABLE agenda_item ADD COLUMN earliest DATE",
    "ALTER TABLE agenda_item ADD COLUMN asked TEXT DEFAULT ''",
    "ALTER TABLE calendar_key ADD COLUMN name TEXT DEFAULT ''",
)
MEETINGS_INDEXES = (
    "CREATE INDEX ON agenda_item (for_group)",
    "CREATE INDEX ON group_member (for_group)",
)
