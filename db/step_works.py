"""What a step brings about elsewhere: agenda items and documents, by the modules that keep them.

The modules are looked up when they are needed, so that neither side imports the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from db.connection import Transaction
from db.days import local_day
from scrutiny.access import Viewer
from scrutiny.activity import Activity
from scrutiny.agenda import list_groups
from scrutiny.mechanism import AgendaWork, Deed, DocumentPlan, Mechanism, Step
from scrutiny.meeting import Meeting


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that has just been done, as the works of it are told."""

    mechanism: Mechanism
    activity: Activity
    step: Step
    viewer: Viewer
    now: datetime


#: By deed, the function of db.papers that does it. Each takes
#: (tx, *, plan: DocumentPlan, taken: Taken) and may refuse with an error's sentence.
PAPER_WORKS: dict[Deed, str] = {
    Deed.DRAFT: "draft_for_step",
    Deed.WRITE: "write_for_step",
    Deed.APPROVE: "approve_for_step",
    Deed.ISSUE: "issue_for_step",
    Deed.PRESENT: "present_for_step",
    Deed.PUBLISH: "publish_for_step",
}


def do_works(tx: Transaction, taken: Taken) -> None:
    """Do the documents' and agendas' work of a step."""
    for document in taken.step.documents:
        plan = taken.mechanism.documents[document.document]
        _do_paper(tx, document.deed, plan, taken)
    for work in taken.step.agenda:
        for group in list_groups(taken.mechanism, work, taken.activity):
            _add_item(tx, group, work, taken)


def check_part(tx: Transaction, taken: Taken, part: str) -> None:
    """Refuse a party's taking of a step that approves a document which it has not approved."""
    check = _find("db.papers", "approve_for_part")
    for document in taken.step.documents if part else ():
        if check and document.deed is Deed.APPROVE:
            check(tx, plan=taken.mechanism.documents[document.document], taken=taken, part=part)


def undo_works(tx: Transaction, taken: Taken, undone: Collection[str], reason: str) -> None:
    """Let what is written and approved in steps that are to be taken anew be written once more."""
    again = _find("db.papers", "reopen_for_step")
    plans = {
        work.document
        for step in taken.mechanism.steps
        if step.id in undone
        for work in step.documents
        if work.deed in (Deed.WRITE, Deed.APPROVE)
    }
    if again is None:
        return
    for key in sorted(plans):
        again(tx, plan=taken.mechanism.documents[key], taken=taken, reason=reason)


def list_meetings(tx: Transaction) -> list[Meeting]:
    """Every meeting of every group."""
    find = _find("db.meetings", "all_meetings")
    return list(find(tx)) if find else []


def _do_paper(tx: Transaction, deed: Deed, plan: DocumentPlan, taken: Taken) -> None:
    work = _find("db.papers", PAPER_WORKS[deed])
    if work:
        work(tx, plan=plan, taken=taken)


def _add_item(tx: Transaction, group: str, work: AgendaWork, taken: Taken) -> None:
    add = _find("db.meetings", "add_agenda_item")
    if add:
        presented = (w.document for w in taken.step.documents if w.deed is Deed.PRESENT)
        add(
            tx,
            group=group,
            title=f"{work.title}: {taken.activity.title}",
            on_or_after=local_day(taken.now),
            activity=taken.activity.id,
            step=taken.step.id,
            document=next(presented, ""),
            now=taken.now,
            actor=taken.viewer.name,
        )


def _find(module: str, name: str) -> Callable[..., Any] | None:
    found = import_module(module) if find_spec(module) else None
    function: Callable[..., Any] | None = getattr(found, name, None)
    return function
