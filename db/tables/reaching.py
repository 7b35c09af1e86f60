"""Contacts, links, e-mails and codes that are handed out."""

from __future__ import annotations

REACHING = (
    """CREATE TABLE contact (
        id TEXT PRIMARY KEY, organisation TEXT NOT NULL, name TEXT NOT NULL,
        email TEXT NOT NULL, kind TEXT NOT NULL, cycle TEXT NOT NULL, sections TEXT NOT NULL,
        language TEXT NOT NULL, ended DATE)""",
    """CREATE TABLE personal_link (
        token_hash TEXT PRIMARY KEY, contact TEXT NOT NULL, mail TEXT NOT NULL,
        made TIMESTAMP NOT NULL, expires TIMESTAMP NOT NULL, used TIMESTAMP)""",
    """CREATE TABLE outbox (
        id TEXT PRIMARY KEY, kind TEXT NOT NULL, to_name TEXT NOT NULL, to_email TEXT NOT NULL,
        subject TEXT NOT NULL, body TEXT NOT NULL, once TEXT NOT NULL UNIQUE,
        contact TEXT NOT NULL, organisation TEXT NOT NULL, round TEXT NOT NULL,
        link_hours INTEGER NOT NULL, actor TEXT NOT NULL, state TEXT NOT NULL,
        attempts INTEGER NOT NULL, due TIMESTAMP NOT NULL, made TIMESTAMP NOT NULL,
        sent TIMESTAMP, reason TEXT NOT NULL)""",
    """CREATE TABLE attempt (
        kind TEXT NOT NULL, who TEXT NOT NULL, hour TIMESTAMP NOT NULL, count INTEGER NOT NULL,
        PRIMARY KEY (kind, who, hour))""",
    "ALTER TABLE cycle ADD COLUMN stopped DATE",
    "ALTER TABLE campaign ADD COLUMN stopped DATE",
)
REACHING_INDEXES = (
    "CREATE INDEX ON contact (organisation)",
    "CREATE INDEX ON outbox (state, due)",
    "CREATE INDEX ON outbox (round)",
)

HAND_OUT_CODES = (
    "ALTER TABLE campaign ADD COLUMN hand_out BOOLEAN DEFAULT FALSE",
    """CREATE TABLE hand_out_code (
        code_hash TEXT PRIMARY KEY, campaign TEXT NOT NULL, used BOOLEAN NOT NULL)""",
)
HAND_OUT_CODES_INDEXES = ("CREATE INDEX ON hand_out_code (campaign)",)

LANGUAGES_OF_MAILS = ("ALTER TABLE organisation ADD COLUMN contact_language TEXT DEFAULT 'en'",)
