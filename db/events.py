"""What happened: a past-tense event for every change, written in the same transaction."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from db.connection import Row, Transaction
from db.days import local_day
from forms.model import Json


class Happening(StrEnum):
    """What can happen."""

    ORGANISATIONS_ADDED = "organisations_added"
    FORM_PUBLISHED = "form_published"
    CYCLE_ADDED = "cycle_added"
    ORGANISATION_EXEMPTED = "organisation_exempted"
    CAMPAIGN_ADDED = "campaign_added"
    RESPONSE_STARTED = "response_started"
    DRAFT_SAVED = "draft_saved"
    RESPONSE_SUBMITTED = "response_submitted"
    RESPONSE_RETURNED = "response_returned"
    ACTION_CHANGED = "action_changed"
    RATING_MODERATED = "rating_moderated"
    THEME_CODED = "theme_coded"
    THEME_REMOVED = "theme_removed"
    QUOTE_ADDED = "quote_added"
    QUOTE_CHECKED = "quote_checked"
    NARRATIVE_WRITTEN = "narrative_written"
    REQUEST_MADE = "request_made"
    REQUEST_MOVED = "request_moved"
    DATA_EXPORTED = "data_exported"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to `subject`; `happened` is None where only the day is kept."""

    name: Happening
    subject: str
    day: date
    happened: datetime | None = None
    actor: str = ""
    detail: Mapping[str, Json] = field(default_factory=dict)


def add_event(
    tx: Transaction,
    *,
    name: Happening,
    subject: str,
    now: datetime,
    actor: str = "",
    detail: Mapping[str, Json] | None = None,
    is_day_only: bool = False,
) -> None:
    """Write one event; `is_day_only` keeps no time and no actor, for anonymous voices."""
    tx.execute(
        "INSERT INTO event (id, day, happened, name, subject, actor, detail) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [
            _new_id(is_ordered=not is_day_only),
            local_day(now),
            None if is_day_only else now,
            name,
            subject,
            "" if is_day_only else actor,
            json.dumps(detail or {}, ensure_ascii=False),
        ],
    )


def list_events(tx: Transaction, *, subject: str) -> list[Event]:
    """What happened to one thing, first to last."""
    rows = tx.query("SELECT * FROM event WHERE subject = $1 ORDER BY day, happened, id", [subject])
    return [_event(row) for row in rows]


def _event(row: Row) -> Event:
    return Event(
        name=Happening(row["name"]),
        subject=row["subject"],
        day=row["day"],
        happened=row["happened"],
        actor=row["actor"],
        detail=json.loads(row["detail"]),
    )


def _new_id(*, is_ordered: bool) -> str:
    """An id that sorts as it was written, or one that says nothing of when that was."""
    return (f"{time.time_ns():016x}" if is_ordered else "") + secrets.token_hex(8)
