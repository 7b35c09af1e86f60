"""What happened: a past-tense event for every change, written in the same transaction."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from db.audit import add_entry
from db.connection import Row, Transaction
from db.days import local_day
from forms.model import Json


class Happening(StrEnum):
    """What can happen."""

    ORGANISATIONS_ADDED = "organisations_added"
    FORM_PUBLISHED = "form_published"
    MECHANISM_PUBLISHED = "mechanism_published"
    CYCLE_ADDED = "cycle_added"
    ORGANISATION_EXEMPTED = "organisation_exempted"
    CAMPAIGN_ADDED = "campaign_added"
    CAMPAIGN_STOPPED = "campaign_stopped"
    CYCLE_EXTENDED = "cycle_extended"
    CYCLE_STOPPED = "cycle_stopped"
    ORGANISATION_CHANGED = "organisation_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_ENDED = "contact_ended"
    LINK_OPENED = "link_opened"
    LINK_MADE_BY_HAND = "link_made_by_hand"
    LINK_REFUSED = "link_refused"
    LINK_ASKED = "link_asked"
    TRIES_LIMITED = "tries_limited"
    MAILS_QUEUED = "mails_queued"
    MAIL_CHANGED = "mail_changed"
    RESPONSE_STARTED = "response_started"
    DRAFT_SAVED = "draft_saved"
    RESPONSE_SUBMITTED = "response_submitted"
    RESPONSE_RETURNED = "response_returned"
    RESPONSE_TAKEN_UP = "response_taken_up"
    RESPONSE_ACCEPTED = "response_accepted"
    RESPONSE_INCLUDED = "response_included"
    RESPONSE_REOPENED = "response_reopened"
    RESPONSE_SIGNED_OFF = "response_signed_off"
    SIGN_OFF_ASKED = "sign_off_asked"
    SIGN_OFF_TAKEN_BACK = "sign_off_taken_back"
    SIGN_OFF_GIVEN = "sign_off_given"
    SIGN_OFF_REFUSED = "sign_off_refused"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_REMOVED = "evidence_removed"
    FILE_REFUSED = "file_refused"
    COMMENT_WRITTEN = "comment_written"
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
    FLAG_RAISED = "flag_raised"
    CONTACT_REQUESTED = "contact_requested"
    FLAG_READ = "flag_read"
    FLAG_DECIDED = "flag_decided"
    FLAG_CLOSED = "flag_closed"
    HOLD_SET = "hold_set"
    HOLD_LIFTED = "hold_lifted"
    RECORDS_DESTROYED = "records_destroyed"
    SUBJECT_ACCESS_GIVEN = "subject_access_given"
    PERSON_ADDED = "person_added"
    PERSON_CHANGED = "person_changed"
    PERSON_ENDED = "person_ended"
    PERSON_BROUGHT_BACK = "person_brought_back"
    ROLE_GIVEN = "role_given"
    ROLE_TAKEN = "role_taken"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere"
    ACTIVITY_BEGUN = "activity_begun"
    ACTIVITY_CHANGED = "activity_changed"
    ACTIVITY_PAUSED = "activity_paused"
    ACTIVITY_RESUMED = "activity_resumed"
    ACTIVITY_WITHDRAWN = "activity_withdrawn"
    ACTIVITY_ENDED = "activity_ended"
    ACTIVITY_UPDATED_VERSION = "activity_updated_version"
    STEP_TAKEN = "step_taken"
    STEP_REFUSED = "step_refused"
    FORM_REMOVED = "form_removed"
    FINDING_ADDED = "finding_added"
    FINDING_CHANGED = "finding_changed"
    FINDING_REMOVED = "finding_removed"
    RECOMMENDATION_ANSWERED = "recommendation_answered"
    FINDING_ANSWERED = "finding_answered"
    ACTION_ADDED = "action_added"
    ACTION_UPDATED = "action_updated"
    ACTION_ASSURED = "action_assured"
    ACTION_REOPENED = "action_reopened"
    ACTIONS_CARRIED = "actions_carried"
    MEMBER_ADDED = "member_added"
    MEMBER_CHANGED = "member_changed"
    MEMBER_ENDED = "member_ended"
    MEETING_ADDED = "meeting_added"
    MEETING_MOVED = "meeting_moved"
    MEETING_CHANGED = "meeting_changed"
    AGENDA_CHANGED = "agenda_changed"
    CALENDAR_KEY_MADE = "calendar_key_made"
    CALENDAR_KEY_ENDED = "calendar_key_ended"
    PAPER_DRAFTED = "paper_drafted"
    PAPER_EDITED = "paper_edited"
    PAPER_ASKED_FOR = "paper_asked_for"
    PAPER_USE_TOLD = "paper_use_told"
    PAPER_USE_REMOVED = "paper_use_removed"
    PAPER_SENT_FOR_APPROVAL = "paper_sent_for_approval"
    PAPER_SENT_BACK = "paper_sent_back"
    PAPER_APPROVED = "paper_approved"
    PAPER_APPROVED_BY_ONE = "paper_approved_by_one"  # of several who each have to
    PAPER_ISSUED = "paper_issued"
    PAPER_PRESENTED = "paper_presented"
    PAPER_WITHDRAWN = "paper_withdrawn"
    PAPER_PUBLISHED = "paper_published"
    OFFICER_DAYS_LOGGED = "officer_days_logged"


#: The role of what the app does by itself, such as reminders by the schedule.
APP = "app"

#: What does not go into the audit log: drafts, what the app does at a start, and exports,
#: which the route of documents logs.
_UNLOGGED = frozenset(
    {
        Happening.RESPONSE_STARTED,
        Happening.DRAFT_SAVED,
        Happening.FORM_PUBLISHED,
        Happening.MECHANISM_PUBLISHED,
        Happening.DATA_EXPORTED,
    }
)


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
    role: str,
    actor: str = "",
    detail: Mapping[str, Json] | None = None,
    is_day_only: bool = False,
    is_invented: bool = False,
) -> None:
    """Write one event; `is_day_only` keeps no time and no actor, for anonymous voices.

    Somebody's change, known by `actor` or at least by `role`, also goes into the audit
    log; an `is_invented` one of the demonstration does not. The `role` is APP for what the
    app does by itself, and "" for what nobody is to be logged for.
    """
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
    is_somebody = bool(actor or role) and not (is_day_only or is_invented)
    if is_somebody and name not in _UNLOGGED:
        add_entry(
            tx, who=actor, role=role, what=name, subject=subject, now=now, detail=detail or {}
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
