"""Flags that a text of the voice raised."""

from __future__ import annotations

FLAGS = (
    """CREATE TABLE flag (
        id TEXT PRIMARY KEY, campaign TEXT NOT NULL, question TEXT NOT NULL,
        kinds TEXT NOT NULL, text TEXT NOT NULL, day DATE NOT NULL,
        state TEXT NOT NULL, reader TEXT NOT NULL, read_at TIMESTAMP,
        decision TEXT NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL,
        decided_at TIMESTAMP, closed_by TEXT NOT NULL, closed_at TIMESTAMP,
        alerted BOOLEAN NOT NULL)""",
)

FLAG_DEPUTY = ("ALTER TABLE flag ADD COLUMN deputy_alerted BOOLEAN DEFAULT FALSE",)
