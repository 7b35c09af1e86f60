"""Activities: runs of mechanisms, their people, their steps and what they found."""

from __future__ import annotations

# Activities are runs of mechanisms. What they are at is derived from their takings; `open_step`
# holds what follows from them, so that "for me" and the calendar are one scan. It is written
# anew with each taking, in the same transaction.
AT_WORK = (
    """CREATE TABLE mechanism_version (
        mechanism TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL,
        source TEXT NOT NULL, effective DATE, published TIMESTAMP NOT NULL,
        PRIMARY KEY (mechanism, version))""",
    """CREATE TABLE activity (
        id TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, mechanism TEXT NOT NULL,
        version TEXT NOT NULL, title TEXT NOT NULL, began DATE NOT NULL, status TEXT NOT NULL,
        state TEXT NOT NULL, subject TEXT NOT NULL, for_group TEXT NOT NULL,
        response TEXT NOT NULL, parent TEXT NOT NULL, ended DATE, reason TEXT NOT NULL,
        begun_by TEXT NOT NULL, is_restricted BOOLEAN NOT NULL, takings INTEGER NOT NULL,
        content TEXT NOT NULL)""",
    """CREATE TABLE activity_party (
        activity TEXT NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL,
        is_excluded BOOLEAN NOT NULL, reason TEXT NOT NULL)""",
    """CREATE TABLE activity_holder (
        activity TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, person TEXT NOT NULL,
        email TEXT NOT NULL)""",
    """CREATE TABLE taking (
        activity TEXT NOT NULL, number INTEGER NOT NULL, step TEXT NOT NULL,
        part TEXT NOT NULL, outcome TEXT NOT NULL, content TEXT NOT NULL, reason TEXT NOT NULL,
        by_whom TEXT NOT NULL, role TEXT NOT NULL, known_from TEXT NOT NULL,
        day DATE NOT NULL, taken TIMESTAMP, PRIMARY KEY (activity, number))""",
    """CREATE TABLE open_step (
        activity TEXT NOT NULL, step TEXT NOT NULL, title TEXT NOT NULL, part TEXT NOT NULL,
        held_by TEXT NOT NULL, acts_for TEXT NOT NULL, person TEXT NOT NULL,
        progress TEXT NOT NULL, due DATE, due_words TEXT NOT NULL, is_target BOOLEAN NOT NULL)""",
    """CREATE TABLE finding (
        id TEXT PRIMARY KEY, activity TEXT NOT NULL, step TEXT NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, day DATE NOT NULL, standard TEXT NOT NULL, theme TEXT NOT NULL,
        aim TEXT NOT NULL, organisation TEXT NOT NULL, source TEXT NOT NULL,
        rating TEXT NOT NULL, by_whom TEXT NOT NULL, reply TEXT NOT NULL,
        replied_by TEXT NOT NULL, replied_on DATE, no_action_reason TEXT NOT NULL)""",
    """CREATE TABLE officer_day (
        id TEXT PRIMARY KEY, activity TEXT NOT NULL, officer TEXT NOT NULL, day DATE NOT NULL,
        days DOUBLE PRECISION NOT NULL, kind TEXT NOT NULL, is_counted BOOLEAN NOT NULL,
        note TEXT NOT NULL, by_whom TEXT NOT NULL)""",
)
AT_WORK_INDEXES = (
    "CREATE INDEX ON activity (mechanism)",
    "CREATE INDEX ON activity_party (activity)",
    "CREATE INDEX ON activity_holder (activity)",
    "CREATE INDEX ON open_step (activity)",
    "CREATE INDEX ON finding (activity)",
)

FINDING_REPLIES = ("ALTER TABLE finding ADD COLUMN replies TEXT DEFAULT '[]'",)

# Who has a part in an activity: of a role, acting for a place, or a person. Empty columns
# narrow nothing; written anew with each change of an activity's people.
ACTIVITY_SEATS = (
    """CREATE TABLE activity_seat (
        activity TEXT NOT NULL, role TEXT NOT NULL, acts_for TEXT NOT NULL,
        person TEXT NOT NULL, name TEXT NOT NULL)""",
)
ACTIVITY_SEATS_INDEXES = (
    "CREATE INDEX ON activity_seat (activity)",
    "CREATE INDEX ON taking (activity)",
    "CREATE INDEX ON open_step (held_by, progress)",
)

STEP_DRAFTS = (
    """CREATE TABLE step_draft (
        activity TEXT NOT NULL, step TEXT NOT NULL, part TEXT NOT NULL,
        writer TEXT NOT NULL, content TEXT NOT NULL, day DATE NOT NULL,
        PRIMARY KEY (activity, step, part, writer))""",
)

# Files that came with a step: a person's own until it is taken, then those of that taking.
STEP_FILES = (
    """CREATE TABLE step_file (
        id TEXT PRIMARY KEY, activity TEXT NOT NULL, step TEXT NOT NULL, part TEXT NOT NULL,
        writer TEXT NOT NULL, taking INTEGER, name TEXT NOT NULL, kind TEXT NOT NULL,
        content BYTEA NOT NULL, added TIMESTAMP NOT NULL, scan TEXT NOT NULL)""",
)
STEP_FILES_INDEXES = ("CREATE INDEX ON step_file (activity)",)
