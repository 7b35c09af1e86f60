"""Drafts that keep a step waiting: who waits for which, and asking their writers."""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from db.activities import Run, get_run
from db.connection import Row, Transaction
from db.days import local_day
from db.errors import PaperRefusedError
from db.events import Happening, add_event
from db.outbox import add_mails
from db.paper_drafts import find_paper, list_writers
from db.paper_rows import to_paper, visible_paper
from db.paper_works import draft_for_step, make_for_step
from db.step_works import Taken
from scrutiny.access import Permission, Viewer, roles
from scrutiny.letter import Post
from scrutiny.mechanism import Deed, DocumentPlan, Step
from scrutiny.paper import Paper, PaperState
from scrutiny.paper_asking import (
    PaperAsk,
    Unfinished,
    is_unfinished,
    list_gaps,
    still_missing,
    write_ask,
)
from scrutiny.standing import Context
from scrutiny.taking_part import who_may
from scrutiny.turn import Addressee

#: What a step does to a document that has to be finished first.
_WAITS = frozenset({Deed.APPROVE, Deed.ISSUE, Deed.PRESENT, Deed.PUBLISH})


def list_unfinished(
    tx: Transaction, *, activity: str, viewer: Viewer, now: datetime, context: Context
) -> list[Unfinished]:
    """The drafts that keep a step of the viewer waiting; none for those who write documents.

    Of a draft they learn which parts are missing, and nothing of its words.
    """
    if viewer.can(Permission.WRITE_DOCUMENTS) or not viewer.can(Permission.TAKE_STEPS):
        return []
    run = get_run(tx, activity, viewer=viewer, context=context)
    return [found for _, found in _find_unfinished(tx, run, viewer, now)]


def ask_writers(
    tx: Transaction,
    *,
    activity: str,
    plan: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
    post: Post | None = None,
) -> int:
    """Ask the writers of a draft to finish it; returns how many are written to.

    One that nobody has drafted yet is drafted first. Raises PaperRefusedError where nothing
    is missing, or they have been asked today.
    """
    run = get_run(tx, activity, viewer=viewer, context=context)
    waiting = (
        [] if viewer.can(Permission.WRITE_DOCUMENTS) else _find_unfinished(tx, run, viewer, now)
    )
    found = next(((taken, each) for taken, each in waiting if each.plan == plan), None)
    if found is None:
        raise PaperRefusedError("Nothing is missing in it now. Look again at your step.")
    taken, unfinished = found
    if unfinished.asked_on == local_day(now):
        raise PaperRefusedError("Its writers have been asked today. Give them a day.")
    asked = unfinished if unfinished.paper else _draft_first(tx, unfinished, taken)
    return _ask(tx, asked, taken, post)


def list_asked(tx: Transaction, *, viewer: Viewer, today: date, paper: str = "") -> list[PaperAsk]:
    """What the writers of drafts were asked for and have still to write, the latest first.

    Of one document, or of all that are the viewer's to finish.
    """
    if not viewer.can(Permission.WRITE_DOCUMENTS):
        return []
    condition, params = visible_paper(viewer, "p", 3)
    rows = tx.query(
        "SELECT p.*, k.asked_by AS ask_by, k.asked AS ask_at, k.missing AS ask_missing "
        "FROM paper_ask k JOIN paper p ON p.id = k.paper "
        f"WHERE p.state = $1 AND ($2 = '' OR p.id = $2) AND {condition} "
        "ORDER BY k.asked DESC, p.id",
        [PaperState.DRAFT, paper, *params],
    )
    found: dict[str, PaperAsk] = {}
    for row in rows:
        ask = _read_ask(row)
        if ask and (paper or _is_theirs(tx, row["id"], viewer, today)):
            found.setdefault(ask.paper, ask)
    return list(found.values())


def _read_ask(row: Row) -> PaperAsk | None:
    left = still_missing(json.loads(row["ask_missing"]), to_paper(row))
    if left is None:
        return None
    return PaperAsk(row["id"], row["title"], row["ask_by"], local_day(row["ask_at"]), left)


def _is_theirs(tx: Transaction, id: str, viewer: Viewer, today: date) -> bool:
    """Whether the viewer wrote in it; or may go on with it, where no writer is there any more."""
    writers = list_writers(tx, id)
    return viewer.name in writers or not any(
        row["name"] in writers for row in _list_registered(tx, today)
    )


def _find_unfinished(
    tx: Transaction, run: Run, viewer: Viewer, now: datetime
) -> Iterator[tuple[Taken, Unfinished]]:
    """Each document once, with the step of the viewer that waits for it."""
    seen: set[str] = set()
    for step in _list_own_steps(run, viewer):
        taken = Taken(run.mechanism, run.activity, step, viewer, now)
        for work in step.documents:
            plan = run.mechanism.documents.get(work.document)
            if work.deed not in _WAITS or plan is None or plan.key in seen:
                continue
            seen.add(plan.key)
            if found := _look_at(tx, plan, taken):
                yield taken, found


def _list_own_steps(run: Run, viewer: Viewer) -> Iterator[Step]:
    """The open steps that it is the viewer's turn to take."""
    for standing in run.standing.open_steps if run.activity.is_running else ():
        step = run.mechanism.by_id[standing.step]
        parts = standing.parts or ("",)
        if any(not who_may(run.mechanism, step, run.activity, viewer, part=part) for part in parts):
            yield step


def _look_at(tx: Transaction, plan: DocumentPlan, taken: Taken) -> Unfinished | None:
    """What a document lacks, as it stands or as it would be drafted; None for nothing."""
    held = find_paper(tx, activity=taken.activity.id, plan=plan.key)
    paper = held or make_for_step(tx, plan=plan, taken=taken)
    if paper is None or not is_unfinished(paper):
        return None
    found = Unfinished(plan.key, plan.title, held.id if held else "", list_gaps(paper))
    ask = _find_ask(tx, held) if held else None
    return replace(found, asked_by=ask.asked_by, asked_on=ask.asked_on) if ask else found


def _find_ask(tx: Transaction, paper: Paper) -> PaperAsk | None:
    """The last time that its writers were asked for something that is still missing."""
    rows = tx.query(
        "SELECT asked_by, asked, missing FROM paper_ask WHERE paper = $1 ORDER BY asked DESC",
        [paper.id],
    )
    for row in rows:
        left = still_missing(json.loads(row["missing"]), paper)
        if left is not None:
            return PaperAsk(paper.id, paper.title, row["asked_by"], local_day(row["asked"]), left)
    return None


def _draft_first(tx: Transaction, found: Unfinished, taken: Taken) -> Unfinished:
    drafted = draft_for_step(tx, plan=taken.mechanism.documents[found.plan], taken=taken)
    return replace(found, paper=drafted.id) if drafted else found


def _ask(tx: Transaction, asked: Unfinished, taken: Taken, post: Post | None) -> int:
    """Keep that they were asked, and queue the mails."""
    viewer, now = taken.viewer, taken.now
    asker = viewer.name or roles()[viewer.role].label
    tx.insert_many(
        "paper_ask",
        ("paper", "asked_by", "role", "asked", "missing"),
        [(asked.paper, asker, viewer.role, now, json.dumps(asked.missing, ensure_ascii=False))],
    )
    add_event(
        tx, name=Happening.PAPER_ASKED_FOR, subject=asked.paper, now=now, actor=viewer.name,
        role=viewer.role, detail={"activity": taken.activity.id, "plan": asked.plan},
    )  # fmt: skip
    if post is None:
        return 0
    to = _list_addressees(tx, asked.paper, local_day(now)) or [
        Addressee(post.partnership.email, "")
    ]
    mails = [
        write_ask(post, asked, each, asker=asker, reference=taken.activity.reference,
                  today=local_day(now))
        for each in to
    ]  # fmt: skip
    return add_mails(tx, mails, now=now, actor=viewer.name or viewer.role, role=viewer.role)


def _list_addressees(tx: Transaction, id: str, today: date) -> list[Addressee]:
    """Its writers who are on the register; where none is, those who run activities."""
    rows, writers = _list_registered(tx, today), list_writers(tx, id)
    named = [row for row in rows if row["name"] in writers]
    runners = [row for row in rows if Permission.RUN_ACTIVITIES in roles()[row["role"]].may]
    by_email = {row["email"]: Addressee(row["email"], row["name"]) for row in named or runners}
    return sorted(by_email.values())


def _list_registered(tx: Transaction, today: date) -> list[Row]:
    """Those on the people register who write documents now, with an address."""
    writing = [key for key, role in roles().items() if Permission.WRITE_DOCUMENTS in role.may]
    return tx.query(
        "SELECT p.name, p.email, r.role FROM person p JOIN person_role r ON r.person = p.id "
        "WHERE r.role = ANY($1::TEXT[]) AND p.email <> '' AND p.starts <= $2 "
        "AND (p.ended IS NULL OR p.ended > $2) ORDER BY p.name, p.id",
        [writing, today],
    )
