"""Documents, their versions and copies."""

from __future__ import annotations

AT_WORK = (
    """CREATE TABLE paper (
        id TEXT PRIMARY KEY, template TEXT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL,
        activity TEXT NOT NULL, plan TEXT NOT NULL, meeting TEXT NOT NULL,
        subject TEXT NOT NULL, addressee TEXT NOT NULL, version INTEGER NOT NULL,
        sensitivity TEXT NOT NULL, content TEXT NOT NULL, written_by TEXT NOT NULL,
        written TIMESTAMP, approved_by TEXT NOT NULL, approved_on DATE,
        approval_note TEXT NOT NULL, issued_on DATE, seal TEXT NOT NULL,
        may_publish BOOLEAN NOT NULL, published_by TEXT NOT NULL, published_on DATE,
        publication_reason TEXT NOT NULL)""",
    """CREATE TABLE paper_version (
        paper TEXT NOT NULL, version INTEGER NOT NULL, content TEXT NOT NULL,
        written_by TEXT NOT NULL, written TIMESTAMP NOT NULL, PRIMARY KEY (paper, version))""",
    """CREATE TABLE paper_copy (
        paper TEXT NOT NULL, recipient TEXT NOT NULL, email TEXT NOT NULL, day DATE NOT NULL)""",
)
AT_WORK_INDEXES = ("CREATE INDEX ON paper (activity)",)

PAPERS = (
    "ALTER TABLE paper ADD COLUMN approvers TEXT DEFAULT '[]'",
    "ALTER TABLE paper ADD COLUMN publication TEXT DEFAULT 'yes'",
    "ALTER TABLE paper ADD COLUMN is_restricted BOOLEAN DEFAULT FALSE",
    "ALTER TABLE paper ADD COLUMN revision INTEGER DEFAULT 0",
    "ALTER TABLE paper ADD COLUMN presented_on DATE",
    "ALTER TABLE paper_copy ADD COLUMN acts_for TEXT DEFAULT ''",
    "ALTER TABLE paper_copy ADD COLUMN part TEXT DEFAULT 'other'",
)
PAPERS_INDEXES = ("CREATE INDEX ON paper_copy (paper)",)

PAPER_APPROVALS = ("ALTER TABLE paper ADD COLUMN approvals TEXT DEFAULT '[]'",)

PAPER_ASKS = (
    """CREATE TABLE paper_ask (
        paper TEXT NOT NULL, asked_by TEXT NOT NULL, role TEXT NOT NULL,
        asked TIMESTAMP NOT NULL, missing TEXT NOT NULL)""",
)
PAPER_ASKS_INDEXES = ("CREATE INDEX ON paper_ask (paper)",)

PAPER_USES = (
    """CREATE TABLE paper_use (
        id TEXT PRIMARY KEY, paper TEXT NOT NULL, organisation TEXT NOT NULL,
        content TEXT NOT NULL, told_by TEXT NOT NULL, told DATE NOT NULL)""",
)
PAPER_USES_INDEXES = ("CREATE INDEX ON paper_use (paper)",)
