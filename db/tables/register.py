"""Organisations, forms, cycles, campaigns, settings and sessions."""

from __future__ import annotations

REGISTER = (
    """CREATE TABLE organisation (
        id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, urn TEXT UNIQUE,
        phase TEXT NOT NULL, trust TEXT NOT NULL, locality TEXT NOT NULL,
        contact_name TEXT NOT NULL, contact_email TEXT NOT NULL, ended DATE)""",
    """CREATE TABLE form_version (
        form TEXT NOT NULL, version TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,
        source TEXT NOT NULL, published TIMESTAMP NOT NULL, PRIMARY KEY (form, version))""",
    """CREATE TABLE cycle (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, opens DATE NOT NULL, closes DATE NOT NULL, extended_to DATE,
        previous TEXT NOT NULL)""",
    """CREATE TABLE cycle_organisation (
        cycle TEXT NOT NULL, organisation TEXT NOT NULL, exempt_reason TEXT, response TEXT,
        PRIMARY KEY (cycle, organisation))""",
    """CREATE TABLE campaign (
        id TEXT PRIMARY KEY, form TEXT NOT NULL, form_version TEXT NOT NULL,
        title TEXT NOT NULL, service TEXT NOT NULL, agency TEXT NOT NULL,
        place_type TEXT NOT NULL, code TEXT NOT NULL UNIQUE, opens DATE NOT NULL,
        closes DATE NOT NULL, mechanism TEXT NOT NULL, announced BOOLEAN NOT NULL,
        lead_adult TEXT NOT NULL, safeguarding_reader TEXT NOT NULL,
        minimum_group INTEGER NOT NULL, response_due DATE)""",
    "CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE session (
        token_hash TEXT PRIMARY KEY, role TEXT NOT NULL, name TEXT NOT NULL,
        organisation TEXT NOT NULL, opened TIMESTAMP NOT NULL, expires TIMESTAMP NOT NULL)""",
)
