"""A partnership with one mechanism, in which activities are begun and their steps taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from db.activities import add_activity, take_step
from db.connection import Database, Transaction
from db.forms import publish_form
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity
from scrutiny.mechanism import Mechanism
from scrutiny.organisation import Organisation
from tests.db.examples import AUDIT
from tests.scrutiny.mechanism_examples import CONTEXT, PARTNERS, VISIT, mechanism

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TEAM = make_viewer("mars_team", name="Max Team")
OFFICER = make_viewer("scrutiny_officer", name="Ira Officer")
SPACE_LEAD = make_viewer("space_lead", name="Sam Lead")
OAK = make_viewer("organisation", name="Oak lead", organisations=frozenset({"oak"}))
ASH = make_viewer("organisation", name="Ash lead", organisations=frozenset({"ash"}))
COUNCIL, HEALTH, POLICE = (
    make_viewer("partner", name=f"{partner.key} rep", organisations=frozenset({partner.key}))
    for partner in PARTNERS
)
#: By step, who takes it and with what, from the beginning to the end.
WHOLE: tuple[tuple[str, Viewer, dict[str, Any]], ...] = (
    ("endorse", COUNCIL, {"outcome": "endorsed"}),
    ("endorse", HEALTH, {"outcome": "endorsed"}),
    ("endorse", POLICE, {"outcome": "endorsed"}),
    ("arrange", TEAM, {"answers": {"event_on": "2026-05-01", "is_update_needed": "yes"}}),
    ("update", OAK, {"answers": {"update_words": "A new lead"}}),
    ("visit", OFFICER, {"answers": {"seen": "Good practice"}}),
    ("agree", POLICE, {"outcome": "agreed"}),
    ("board", TEAM, {}),
)


def set_up(database: Database, *texts: str) -> Database:
    """Two agencies (Oak is the health partner itself), a form and the mechanisms of the texts."""
    database.write(_fill, texts or (VISIT,))
    return database


def _fill(tx: Transaction, texts: tuple[str, ...]) -> None:
    add_organisations(
        tx, [Organisation("oak", "Oak House", "care_board"), Organisation("ash", "Ash", "housing")]
    )
    publish_form(
        tx, form_id="audit", version="1", title="Audit", kind="case_audit", source=AUDIT, now=NOW
    )
    for text in texts:
        publish_mechanism(tx, mechanism=mechanism(text), source=text, now=NOW)


def begin(database: Database, made: Mechanism | None = None, **given: Any) -> Activity:
    """An activity about Oak House."""
    usual: dict[str, Any] = {
        "mechanism": made or mechanism(), "title": "Oak House", "viewer": TEAM, "now": NOW,
        "context": CONTEXT, "subject": "oak", "answers": {"why": "A new service"},
    }  # fmt: skip
    return database.write(add_activity, **{**usual, **given})


def take(
    database: Database, activity: Activity, step: str, viewer: Viewer, **given: Any
) -> Activity:
    """Take one step of an activity as it was last seen."""
    usual: dict[str, Any] = {"now": NOW, "seen": len(activity.taken), "context": CONTEXT}
    return database.write(
        take_step, **{**usual, "id": activity.id, "step": step, "viewer": viewer, **given}
    )


def take_until(database: Database, activity: Activity, last: str) -> Activity:
    """Take the steps in their order until one of them is done."""
    end = max(n for n, (step, _, _) in enumerate(WHOLE) if step == last)
    for step, viewer, given in WHOLE[len(activity.taken) : end + 1]:
        activity = take(database, activity, step, viewer, **given)
    return activity
