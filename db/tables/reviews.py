"""What reviewers add to the answers of a round."""

from __future__ import annotations

REVIEWS = (
    """CREATE TABLE action (
        id TEXT PRIMARY KEY, response TEXT NOT NULL, round TEXT NOT NULL,
        organisation TEXT NOT NULL, question TEXT NOT NULL, standard TEXT NOT NULL,
        instance INTEGER NOT NULL, text TEXT NOT NULL, owner TEXT NOT NULL, due DATE,
        status TEXT NOT NULL, progress TEXT NOT NULL, assured_by TEXT NOT NULL)""",
    """CREATE TABLE review (
        id TEXT PRIMARY KEY, number INTEGER NOT NULL, response TEXT NOT NULL,
        round TEXT NOT NULL, question TEXT NOT NULL, rating TEXT NOT NULL,
        comment TEXT NOT NULL, reviewer TEXT NOT NULL, day DATE NOT NULL)""",
    """CREATE TABLE theme_code (
        response TEXT NOT NULL, round TEXT NOT NULL, question TEXT NOT NULL,
        theme TEXT NOT NULL, kind TEXT NOT NULL, coder TEXT NOT NULL, day DATE,
        PRIMARY KEY (response, question, theme, kind))""",
    """CREATE TABLE quote (
        id TEXT PRIMARY KEY, round TEXT NOT NULL, question TEXT NOT NULL, text TEXT NOT NULL,
        theme TEXT NOT NULL, has_permission BOOLEAN NOT NULL, checked_by TEXT NOT NULL,
        checked_again_by TEXT NOT NULL)""",
    """CREATE TABLE narrative (
        round TEXT NOT NULL, slot TEXT NOT NULL, text TEXT NOT NULL, author TEXT NOT NULL,
        revision INTEGER NOT NULL, updated DATE, PRIMARY KEY (round, slot))""",
    """CREATE TABLE request (
        response TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
        for_group TEXT NOT NULL, chair TEXT NOT NULL, status TEXT NOT NULL, requested DATE,
        lead_person TEXT NOT NULL, support TEXT NOT NULL, decision TEXT NOT NULL,
        decided DATE, reason TEXT NOT NULL, alternative TEXT NOT NULL,
        scope_note TEXT NOT NULL, deferred_until DATE, starts DATE, fieldwork DATE,
        draft_due DATE, final_due DATE, days_estimate DOUBLE PRECISION,
        conflicts TEXT NOT NULL, parent TEXT NOT NULL, steps INTEGER NOT NULL,
        updated TIMESTAMP)""",
)
REVIEWS_INDEXES = (
    "CREATE INDEX ON action (response)",
    "CREATE INDEX ON action (round)",
    "CREATE INDEX ON review (round)",
    "CREATE INDEX ON review (response)",
    "CREATE INDEX ON theme_code (round)",
    "CREATE INDEX ON quote (round)",
)

# The activities took over what a request has.
REQUESTS_AS_ACTIVITIES = ("DROP TABLE request",)
