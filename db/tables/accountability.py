"""The log, holds, what was destroyed and kept, and what was refused."""

from __future__ import annotations

# The log and what is destroyed have to be accounted for. What is kept of a round whose
# answers are gone are counts alone, which composites read beside the answers that stand.
ACCOUNTABILITY = (
    """CREATE TABLE audit_head (
        id INTEGER PRIMARY KEY, number INTEGER NOT NULL, hash TEXT NOT NULL,
        before_number INTEGER NOT NULL, before_hash TEXT NOT NULL)""",
    """CREATE TABLE audit_entry (
        number INTEGER NOT NULL, moment TIMESTAMP NOT NULL, who TEXT NOT NULL,
        role TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL,
        previous TEXT NOT NULL, hash TEXT NOT NULL)""",
    """CREATE TABLE audit_waiting (
        id TEXT NOT NULL, moment TIMESTAMP NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
        what TEXT NOT NULL, subject TEXT NOT NULL, detail TEXT NOT NULL)""",
    """CREATE TABLE hold (
        id TEXT PRIMARY KEY, scope TEXT NOT NULL, subject TEXT NOT NULL, reason TEXT NOT NULL,
        set_by TEXT NOT NULL, set_on DATE NOT NULL, lifted_by TEXT NOT NULL, lifted_on DATE)""",
    """CREATE TABLE destruction (
        id TEXT PRIMARY KEY, happened TIMESTAMP NOT NULL, done_by TEXT NOT NULL,
        rule TEXT NOT NULL, subject TEXT NOT NULL, title TEXT NOT NULL, due DATE NOT NULL,
        destroyed TEXT NOT NULL, kept TEXT NOT NULL)""",
    """CREATE TABLE kept_count (
        round TEXT NOT NULL, slice TEXT NOT NULL, question TEXT NOT NULL, value TEXT NOT NULL,
        count INTEGER NOT NULL)""",
    """CREATE TABLE kept_theme (
        round TEXT NOT NULL, theme TEXT NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL)""",
    """CREATE TABLE kept_round (
        round TEXT NOT NULL, slice TEXT NOT NULL, responses INTEGER NOT NULL)""",
)
ACCOUNTABILITY_INDEXES = (
    "CREATE UNIQUE INDEX ON audit_entry (number)",
    "CREATE INDEX ON audit_entry (moment)",
    "CREATE INDEX ON kept_count (round)",
)

REFUSALS = (
    """CREATE TABLE refused (
        what TEXT NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL,
        minute TIMESTAMP NOT NULL, is_day_only BOOLEAN NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (what, who, role, minute))""",
)
