"""The activities of the partnership: a visit that is open, and one that is restricted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from db import beginnings, officer_days, steps
from db.connection import Transaction
from db.mechanisms import publish_mechanism
from scrutiny.access import Viewer, make_viewer
from scrutiny.officer_day import OfficerDay
from tests.pages.small_partnership import TEAM
from tests.scrutiny.mechanism_examples import CONTEXT, PARTNERS, VISIT, mechanism

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = date(2026, 3, 2)
OPEN = VISIT.replace("by: [agency]\n", "by: [agency]\n    form: audit\n    many: true\n").replace(
    "    optional: true", "    optional: true\n    keeps: [findings, recommendations]"
)
INSIDE = VISIT.replace("id: visit\nversion", "id: inside\nversion").replace(
    "prefix: AV", "prefix: IV\nrestricted: true"
)
REFERENCE = "AV-2026-001"


def add_visits(tx: Transaction) -> None:
    """A visit to School 1 whose day is set, and one that only those with a part may know of."""
    for text in (OPEN, INSIDE):
        publish_mechanism(tx, mechanism=mechanism(text), source=text, now=NOW)
    begun = begin(tx, TEAM, OPEN, "Open visit", "school-1")
    for partner in PARTNERS:
        viewer = make_viewer("partner", name="P", organisations=frozenset({partner.key}))
        begun = take(tx, viewer, "endorse", len(begun.taken), outcome="endorsed")
    answers = {"event_on": "2026-05-01", "is_update_needed": "yes"}
    take(tx, TEAM, "arrange", len(begun.taken), answers=answers)
    tx.execute(
        "INSERT INTO step_file VALUES ('step-file', $1, 'arrange', '', 'w', 5, 'plan.pdf', "
        "'application/pdf', $2, $3, 'not_scanned')",
        [begun.id, b"%PDF", NOW],
    )
    begin(tx, TEAM, INSIDE, "Restricted visit", "school-2")
    officer = make_viewer("scrutiny_officer", name="Ira Officer")
    day = OfficerDay("", "", TODAY, 1, "events")
    officer_days.add_officer_day(tx, day=day, viewer=officer, now=NOW)


def begin(tx: Transaction, viewer: Viewer, text: str, title: str, subject: str) -> Any:
    """Begin an activity of a mechanism."""
    return beginnings.add_activity(
        tx, mechanism=mechanism(text), title=title, viewer=viewer, now=NOW, context=CONTEXT,
        subject=subject, answers={"why": "New"},
    )  # fmt: skip


def take(tx: Transaction, viewer: Viewer, step: str, seen: int, **given: Any) -> Any:
    """Take a step of the open visit, having seen so many takings."""
    return steps.take_step(
        tx, id=REFERENCE, step=step, viewer=viewer, now=NOW, seen=seen, context=CONTEXT, **given
    )
