"""Responses, their answers and files, and what happens to a return."""

from __future__ import annotations

# A response's content changes at every answer, and DuckDB rewrites the whole row group
# (120,000 rows) in which a text changed. So what was sent is moved out to `submission`, a
# table that is only added to, each time the database is opened.
RESPONSES = (
    """CREATE TABLE response (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        kind TEXT NOT NULL, is_anonymous BOOLEAN NOT NULL, round TEXT NOT NULL,
        organisation TEXT NOT NULL, slice TEXT NOT NULL, status TEXT NOT NULL,
        revision INTEGER NOT NULL, language TEXT NOT NULL, started DATE NOT NULL,
        updated TIMESTAMP NOT NULL, submitted DATE, receipt TEXT NOT NULL,
        late BOOLEAN NOT NULL, author TEXT NOT NULL, progress INTEGER NOT NULL,
        content TEXT)""",
    "CREATE TABLE submission (response TEXT NOT NULL, content TEXT NOT NULL)",
    """CREATE TABLE draft_device (
        device TEXT NOT NULL, round TEXT NOT NULL, response TEXT NOT NULL, day DATE NOT NULL,
        PRIMARY KEY (device, round))""",
    """CREATE TABLE answer (
        round TEXT NOT NULL, slice TEXT NOT NULL, response TEXT NOT NULL,
        question TEXT NOT NULL, instance INTEGER NOT NULL, value_text TEXT,
        value_number DOUBLE PRECISION)""",
    """CREATE TABLE answer_text (
        round TEXT NOT NULL, slice TEXT NOT NULL, response TEXT NOT NULL,
        question TEXT NOT NULL, instance INTEGER NOT NULL, value_text TEXT,
        value_number DOUBLE PRECISION)""",
    """CREATE TABLE event (
        id TEXT NOT NULL, day DATE NOT NULL, happened TIMESTAMP, name TEXT NOT NULL,
        subject TEXT NOT NULL, actor TEXT NOT NULL, detail TEXT NOT NULL)""",
)
RESPONSES_INDEXES = (
    "CREATE INDEX ON response (round, organisation)",
    "CREATE INDEX ON response (organisation)",
    "CREATE INDEX ON submission (response)",
    "CREATE INDEX ON draft_device (response)",
    "CREATE INDEX ON answer (round, question)",
    "CREATE INDEX ON answer (response)",
    "CREATE INDEX ON answer_text (round, question)",
    "CREATE INDEX ON answer_text (response)",
    "CREATE INDEX ON event (subject)",
)

FILES = (
    """CREATE TABLE file (
        id TEXT PRIMARY KEY, response TEXT NOT NULL, name TEXT NOT NULL,
        kind TEXT NOT NULL, content BYTEA NOT NULL, added TIMESTAMP NOT NULL)""",
)
FILES_INDEXES = ("CREATE INDEX ON file (response)",)

LIFE_OF_A_RETURN = (
    """CREATE TABLE sign_off (
        id TEXT NOT NULL, response TEXT NOT NULL, role TEXT NOT NULL, asked TIMESTAMP NOT NULL,
        asked_by TEXT NOT NULL, name TEXT NOT NULL, position TEXT NOT NULL,
        minute TEXT NOT NULL, decision TEXT NOT NULL, note TEXT NOT NULL, filled TEXT NOT NULL,
        decided TIMESTAMP, stands BOOLEAN NOT NULL)""",
    """CREATE TABLE earlier_submission (
        response TEXT NOT NULL, number INTEGER NOT NULL, sent TIMESTAMP NOT NULL,
        receipt TEXT NOT NULL, content TEXT NOT NULL)""",
    """CREATE TABLE comment (
        id TEXT NOT NULL, response TEXT NOT NULL, question TEXT NOT NULL, kind TEXT NOT NULL,
        text TEXT NOT NULL, author TEXT NOT NULL, written TIMESTAMP NOT NULL)""",
    """CREATE TABLE carried_answer (
        response TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL)""",
)
LIFE_OF_A_RETURN_INDEXES = (
    "CREATE INDEX ON sign_off (id)",
    "CREATE INDEX ON sign_off (response)",
    "CREATE INDEX ON earlier_submission (response)",
    "CREATE INDEX ON comment (response)",
    "CREATE INDEX ON carried_answer (response)",
)

EVIDENCE = (
    "ALTER TABLE file ADD COLUMN supports TEXT",
    "ALTER TABLE file ADD COLUMN scan TEXT DEFAULT 'not_scanned'",
)

AT_WORK = ("ALTER TABLE response ADD COLUMN activity TEXT DEFAULT ''",)
AT_WORK_INDEXES = ("CREATE INDEX ON response (activity)",)

# Which of the many forms that a party answers in one step of an activity it is.
MANY_FORMS = ("ALTER TABLE response ADD COLUMN reference TEXT DEFAULT ''",)
