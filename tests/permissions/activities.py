"""Activities: how each function of theirs is called, and who gets anything."""

# ruff: noqa: ARG005 (all are called alike)

from __future__ import annotations

from datetime import date
from typing import Any

from db import (
    activities,
    activity_forms,
    findings,
    form_removals,
    officer_days,
    open_steps,
    step_drafts,
    step_files,
    steps,
)
from db.connection import Transaction
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Holder
from scrutiny.evidence import Scan
from scrutiny.finding import Finding, FindingKind
from scrutiny.officer_day import OfficerDay
from tests.pages.small_partnership import TEAM
from tests.permissions.calling import Call
from tests.permissions.visits import NOW, OPEN, REFERENCE, TODAY, begin, take
from tests.permissions.who import TAKERS
from tests.scrutiny.mechanism_examples import CONTEXT, mechanism


def _change(name: str, **given: Any) -> Call:
    """A call that changes the visit by a function of db.activities."""
    return lambda t, v, o, i: getattr(activities, name)(
        t, id=REFERENCE, viewer=v, now=NOW, context=CONTEXT, **given
    )


def _id(tx: Transaction) -> str:
    return activities.get_activity(tx, REFERENCE, viewer=TEAM).id


def _find(tx: Transaction, viewer: Viewer, kind: FindingKind, organisation: str) -> Finding:
    found = Finding("", _id(tx), kind, "F", TODAY, organisation=organisation)
    return findings.add_finding(tx, finding=found, viewer=viewer, now=NOW, context=CONTEXT)


def _found(tx: Transaction) -> str:
    return _find(tx, TEAM, FindingKind.IMPROVEMENT, "school-1").id


def _list_findings(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> Any:
    _found(tx)
    return findings.list_findings(tx, viewer=viewer)


def _remove(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> bool:
    findings.remove_finding(tx, id=_found(tx), viewer=viewer, now=NOW, context=CONTEXT)
    return True


def _answer(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> Any:
    asked = _find(tx, TEAM, FindingKind.RECOMMENDATION, "health")
    return findings.answer_finding(tx, id=asked.id, reply="R", viewer=viewer, now=NOW)


def _start(tx: Transaction, viewer: Viewer) -> Any:
    return activity_forms.start_activity_form(
        tx, id=REFERENCE, step="update", viewer=viewer, now=NOW, context=CONTEXT, reference="S-1"
    )


def _may_answer(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> bool:
    made, activity = mechanism(OPEN), activities.get_activity(tx, REFERENCE, viewer=TEAM)
    activity_forms.require_answer(made, made.by_id["update"], activity, viewer, "")
    return True


def _remove_form(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> bool:
    agency = make_viewer("organisation", name="Head", organisations=frozenset({"school-1"}))
    begun = _start(tx, agency)
    form_removals.remove_form(
        tx, id=REFERENCE, step="update", case=begun.id, viewer=viewer, now=NOW, context=CONTEXT
    )
    return True


def _list_forms(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> Any:
    agency = make_viewer("organisation", name="Head", organisations=frozenset({"school-1"}))
    _start(tx, agency)
    return activity_forms.list_activity_forms(tx, id=REFERENCE, viewer=viewer, context=CONTEXT)


def _remove_day(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> bool:
    id = tx.query("SELECT id FROM officer_day")[0]["id"]
    officer_days.remove_officer_day(tx, id=id, viewer=viewer, now=NOW)
    return True


def _refused(tx: Transaction, viewer: Viewer, _o: str, _i: dict[str, str]) -> bool:
    steps.record_step_refused(tx, id=REFERENCE, step="arrange", viewer=viewer, now=NOW)
    return True


#: How each is called.
CALLS: dict[str, Call] = {
    "activities.get_activity": lambda t, v, o, i: activities.get_activity(t, REFERENCE, viewer=v),
    "activities.get_run": lambda t, v, o, i: activities.get_run(
        t, REFERENCE, viewer=v, context=CONTEXT),
    "activities.list_activities": lambda t, v, o, i: activities.list_activities(t, viewer=v),
    "activities.pause_activity": _change("pause_activity", reason="Why"),
    "activities.rename_activity": _change("rename_activity", title="T"),
    "activities.resume_activity": _change("resume_activity", reason="Why"),
    "activities.set_holders": _change("set_holders", holders=[Holder("officer", "X")]),
    "activities.set_parties": _change("set_parties", parties=[]),
    "activities.take_up_version": _change("take_up_version", version="1"),
    "activities.withdraw_activity": _change("withdraw_activity", reason="Why"),
    "activity_forms.list_activity_forms": _list_forms,
    "activity_forms.require_answer": _may_answer,
    "activity_forms.start_activity_form": lambda t, v, o, i: _start(t, v),
    "beginnings.add_activity": lambda t, v, o, i: begin(t, v, OPEN, "T", "school-1"),
    "form_removals.remove_form": _remove_form,
    "findings.add_finding": lambda t, v, o, i: _find(t, v, FindingKind.STRATEGIC, ""),
    "findings.answer_finding": _answer,
    "findings.change_finding": lambda t, v, o, i: findings.change_finding(
        t, id=_found(t), text="T", viewer=v, now=NOW, context=CONTEXT),
    "findings.get_finding": lambda t, v, o, i: findings.get_finding(t, _found(t), viewer=v),
    "findings.list_findings": _list_findings,
    "findings.remove_finding": _remove,
    "officer_days.add_officer_day": lambda t, v, o, i: officer_days.add_officer_day(
        t, day=OfficerDay("", "", TODAY, 1, "events"), viewer=v, now=NOW),
    "officer_days.list_officer_days": lambda t, v, o, i: officer_days.list_officer_days(
        t, viewer=v),
    "officer_days.remove_officer_day": _remove_day,
    "officer_days.total_days": lambda t, v, o, i: officer_days.total_days(t, viewer=v, year=2026),
    "open_steps.list_for_me": lambda t, v, o, i: open_steps.list_for_me(t, viewer=v, today=TODAY),
    "open_steps.list_open_steps": lambda t, v, o, i: open_steps.list_open_steps(
        t, viewer=v, first=TODAY, last=date(2027, 1, 1)),
    "step_drafts.find_step_draft": lambda t, v, o, i: step_drafts.find_step_draft(
        t, activity="any", step="s", viewer=v
    ),
    "step_drafts.forget_step_draft": lambda t, v, o, i: step_drafts.forget_step_draft(
        t, activity="any", step="s", viewer=v
    ),
    "step_drafts.save_step_draft": lambda t, v, o, i: step_drafts.save_step_draft(
        t, activity="any", step="s", answers={"why": "x"}, viewer=v, now=NOW
    ),
    "step_files.add_step_file": lambda t, v, o, i: step_files.add_step_file(
        t, activity=REFERENCE, step="update", name="a.pdf", kind="application/pdf",
        content=b"%PDF", scan=Scan.NOT_SCANNED, viewer=v, now=NOW,
    ),
    "step_files.get_step_file": lambda t, v, o, i: step_files.get_step_file(
        t, "step-file", viewer=v
    ),
    "steps.record_step_refused": _refused,
    "steps.take_step": lambda t, v, o, i: take(t, v, "prepare", 4),
}  # fmt: skip

SEEING = "team officer partner portfolio organisation"
READING = "team officer partner portfolio"
#: Who gets anything.
TABLE: dict[str, str] = {
    **{name: "team" for name in CALLS if name.startswith("activities.")},
    "activities.get_activity": SEEING,
    "activities.get_run": SEEING,
    "activities.list_activities": f"{SEEING} chair space_lead",  # a request began an activity
    "activity_forms.list_activity_forms": SEEING,
    "activity_forms.require_answer": "organisation",
    "activity_forms.start_activity_form": "organisation",
    "beginnings.add_activity": "team",
    "form_removals.remove_form": "organisation",
    "findings.add_finding": "team officer partner",
    "findings.answer_finding": "team partner",
    "findings.change_finding": "team officer partner",
    "findings.get_finding": READING,
    "findings.list_findings": READING,
    "findings.remove_finding": "team officer partner",
    "officer_days.add_officer_day": "team officer",
    "officer_days.list_officer_days": READING,
    "officer_days.remove_officer_day": "team officer",
    "officer_days.total_days": READING,
    "open_steps.list_for_me": "organisation officer partner space_lead",
    "open_steps.list_open_steps": f"{SEEING} chair space_lead",
    "step_drafts.find_step_draft": "team",  # whose it is
    "step_drafts.forget_step_draft": TAKERS,
    "step_drafts.save_step_draft": TAKERS,
    "step_files.add_step_file": SEEING,
    "step_files.get_step_file": SEEING,
    "steps.record_step_refused": SEEING,
    "steps.take_step": "officer partner",
}
