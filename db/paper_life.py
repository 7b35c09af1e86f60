"""The life of a document once drafted: approved, sealed, issued, presented, published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from db.access import require
from db.connection import Transaction
from db.days import local_day
from db.errors import NotAllowedError, PaperRefusedError
from db.events import Happening, add_event
from db.outbox import add_mails
from db.paper_drafts import list_acts_for, list_writers, update_paper
from db.paper_order import why_too_early
from db.paper_rows import get_paper_row
from forms.model import Json
from scrutiny.access import Permission, Viewer
from scrutiny.approval import ActsFor, find_part, is_by_each, list_left, say_names, say_notes
from scrutiny.letter import Post, write_document
from scrutiny.paper import (
    Approval,
    CopyPart,
    Paper,
    PaperCopy,
    PaperPart,
    PaperState,
    make_print,
    make_seal,
    with_drawn,
)
from scrutiny.paper_life import (
    PaperDeed,
    is_approver,
    why_not_approve,
    why_not_finish,
    why_not_go_out,
    why_not_now,
    why_not_publish,
    why_not_send,
    why_not_send_back,
)

#: How long commissioners are written to after the agency's own lead.
AGENCY_FIRST = timedelta(minutes=30)
_CHANGED = "It has changed since you opened it. Read it again, then approve it."


def send_for_approval(
    tx: Transaction, *, id: str, tables: Sequence[PaperPart] = (), viewer: Viewer, now: datetime
) -> Paper:
    """Hand a draft to those who approve it, with its tables as they are drawn now."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="send documents on")
    paper = get_paper_row(tx, id, viewer)
    drawn = with_drawn(paper, tables)
    _refuse(why_not_send(drawn, viewer))
    if not paper.needs_approval:
        raise PaperRefusedError("Nobody has to approve it. Issue it when it is ready.")
    sent = replace(drawn, state=PaperState.FOR_APPROVAL, approval_note="")
    return _keep(tx, paper, sent, Happening.PAPER_SENT_FOR_APPROVAL, viewer, now)


def approve_paper(
    tx: Transaction,
    *,
    id: str,
    seen: str,
    tables: Sequence[PaperPart] = (),
    note: str = "",
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Approve a document, which fixes its words and tables and seals them.

    Where several each have to approve it, the first approval fixes what the others read, and
    the last one seals it.
    `seen` is the print of what the approver read (`scrutiny.paper.make_print`), `tables`
    are drawn once more. Raises PaperRefusedError when the two do not agree.
    """
    paper = get_paper_row(tx, id, viewer)
    acts_for = list_acts_for(tx, paper.activity)
    writers = list_writers(tx, id)
    why = why_not_approve(paper, viewer, writers=writers, acts_for=acts_for)
    if not is_approver(paper.approvers, viewer, acts_for):
        raise NotAllowedError("approve this document", why)
    _refuse(why)
    drawn = paper if paper.is_held else with_drawn(paper, tables)
    if make_print(drawn) != seen:
        raise PaperRefusedError(_CHANGED)
    if is_by_each(paper.approvers):
        return _approve_for_one(tx, paper, drawn, note.strip(), acts_for, viewer, now)
    frozen = replace(_freeze(drawn, viewer, now), approval_note=note.strip())
    return _keep(tx, paper, frozen, Happening.PAPER_APPROVED, viewer, now)


def _approve_for_one(
    tx: Transaction,
    paper: Paper,
    drawn: Paper,
    note: str,
    acts_for: ActsFor,
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Keep the approval of one of several; the last of them fixes and seals the document."""
    part = find_part(paper.approvers, paper.approvals, acts_for, viewer)
    given = (*paper.approvals, Approval(part, viewer.name, local_day(now), note))
    held, detail = replace(drawn, approvals=given), {"for": part}
    if list_left(paper.approvers, given, acts_for):
        return _keep(tx, paper, held, Happening.PAPER_APPROVED_BY_ONE, viewer, now, detail=detail)
    frozen = replace(
        _freeze(held, viewer, now), approved_by=say_names(given), approval_note=say_notes(given)
    )
    return _keep(tx, paper, frozen, Happening.PAPER_APPROVED, viewer, now, detail=detail)


def send_back(tx: Transaction, *, id: str, reason: str, viewer: Viewer, now: datetime) -> Paper:
    """Make it a draft again, with a reason; its writers may take it back themselves."""
    paper = get_paper_row(tx, id, viewer)
    acts_for = list_acts_for(tx, paper.activity)
    why = why_not_send_back(paper, viewer, acts_for=acts_for)
    if not (
        viewer.can(Permission.WRITE_DOCUMENTS) or is_approver(paper.approvers, viewer, acts_for)
    ):
        raise NotAllowedError("send this document back", why)
    _refuse(why)
    words = _reason(reason, "Write what has to be changed.")
    back = replace(paper, state=PaperState.DRAFT, approval_note=words, approvals=())
    return _keep(tx, paper, back, Happening.PAPER_SENT_BACK, viewer, now)


def take_back(
    tx: Transaction, paper: Paper, *, reason: str, viewer: Viewer, now: datetime
) -> Paper:
    """Make it a draft again because its activity went back; for what has checked who asks.

    What has gone out already stays as it is.
    """
    if paper.state not in (PaperState.FOR_APPROVAL, PaperState.APPROVED) or paper.is_published:
        return paper
    back = replace(
        paper, state=PaperState.DRAFT, approval_note=reason, approved_by="", approved_on=None,
        seal="", approvals=(),
    )  # fmt: skip
    return _keep(tx, paper, back, Happening.PAPER_SENT_BACK, viewer, now)


def issue_paper(
    tx: Transaction,
    *,
    id: str,
    copies: Sequence[PaperCopy],
    tables: Sequence[PaperPart] = (),
    post: Post | None = None,
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Send a document out: record who gets a copy, and write to those with an address.

    The agency's own lead is written to before commissioners are. What nobody has to
    approve is fixed and sealed first. More copies of an issued one may follow.
    """
    require(viewer, Permission.WRITE_DOCUMENTS, to="send documents out")
    paper = get_paper_row(tx, id, viewer)
    fixed = _fix_if_free(paper, tables, viewer, now)
    _refuse(why_not_go_out(fixed, viewer, PaperDeed.ISSUE))
    if not list_new_copies(tx, id, copies):
        raise PaperRefusedError("Say who gets a copy: at least one person who has none yet.")
    return issue_now(tx, paper, copies, tables=tables, post=post, viewer=viewer, now=now)


def issue_now(
    tx: Transaction,
    paper: Paper,
    copies: Sequence[PaperCopy],
    *,
    tables: Sequence[PaperPart] = (),
    post: Post | None = None,
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Issue a document; for what has checked who asks."""
    fixed = _fix_if_free(paper, tables, viewer, now)
    _refuse(why_not_now(fixed, PaperDeed.ISSUE))
    new, day, id = list_new_copies(tx, paper.id, copies), local_day(now), paper.id
    _refuse(_why_not_in_order(tx, id, new))
    add_copies(tx, paper.id, new, day=day)
    if post:
        _write_to(tx, fixed, new, post, viewer, now)
    is_first = fixed.state is PaperState.APPROVED
    issued = replace(fixed, state=PaperState.ISSUED, issued_on=day) if is_first else fixed
    return _keep(
        tx, paper, issued, Happening.PAPER_ISSUED, viewer, now, detail={"copies": len(new)}
    )


def add_copies(tx: Transaction, id: str, copies: Sequence[PaperCopy], *, day: date) -> None:
    """Keep who got a copy of a document; for what has checked who asks."""
    tx.insert_many(
        "paper_copy",
        ("paper", "recipient", "email", "day", "acts_for", "part"),
        [(id, each.recipient, each.email, day, each.acts_for, each.part) for each in copies],
    )


def present_paper(
    tx: Transaction,
    *,
    id: str,
    viewer: Viewer,
    now: datetime,
    meeting: str = "",
    on: date | None = None,
    tables: Sequence[PaperPart] = (),
) -> Paper:
    """Record that a meeting considered it; `on` is the day where the meeting is not on record."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="send documents out")
    paper = get_paper_row(tx, id, viewer)
    fixed = _fix_if_free(paper, tables, viewer, now)
    _refuse(why_not_go_out(fixed, viewer, PaperDeed.PRESENT))
    return present_now(tx, paper, tables=tables, meeting=meeting, on=on, viewer=viewer, now=now)


def present_now(
    tx: Transaction,
    paper: Paper,
    *,
    tables: Sequence[PaperPart] = (),
    meeting: str = "",
    on: date | None = None,
    viewer: Viewer,
    now: datetime,
) -> Paper:
    """Record that a document was presented; for what has checked who asks."""
    fixed = _fix_if_free(paper, tables, viewer, now)
    _refuse(why_not_now(fixed, PaperDeed.PRESENT))
    row = tx.one("SELECT day FROM meeting WHERE id = $1", [meeting]) if meeting else None
    if meeting and row is None:
        raise PaperRefusedError("There is no such meeting. Choose one from the list.")
    day = row["day"] if row else on or local_day(now)
    if day > local_day(now):
        raise PaperRefusedError("That meeting has not taken place yet. Record it afterwards.")
    shown = replace(
        fixed, state=PaperState.PRESENTED, meeting=meeting or fixed.meeting, presented_on=day
    )
    return _keep(tx, paper, shown, Happening.PAPER_PRESENTED, viewer, now)


def publish_paper(
    tx: Transaction, *, id: str, viewer: Viewer, now: datetime, reason: str = ""
) -> Paper:
    """Approve by name that anybody may read it; refused where its kind is never published."""
    require(viewer, Permission.PUBLISH, to="approve that a document is published")
    paper = get_paper_row(tx, id, viewer)
    _refuse(why_not_publish(paper, viewer, reason=reason) or why_too_early(tx, paper))
    published = replace(
        paper, published_by=viewer.name, published_on=local_day(now),
        publication_reason=reason.strip(),
    )  # fmt: skip
    return _keep(tx, paper, published, Happening.PAPER_PUBLISHED, viewer, now)


def withdraw_paper(
    tx: Transaction, *, id: str, reason: str, viewer: Viewer, now: datetime
) -> Paper:
    """Take a document out of use, with a reason; it is kept, and no longer published."""
    require(viewer, Permission.WRITE_DOCUMENTS, to="withdraw documents")
    paper = get_paper_row(tx, id, viewer)
    _refuse(why_not_go_out(paper, viewer, PaperDeed.WITHDRAW))
    words = _reason(reason, "Write why it is withdrawn.")
    gone = replace(paper, state=PaperState.WITHDRAWN, approval_note=words)
    return _keep(tx, paper, gone, Happening.PAPER_WITHDRAWN, viewer, now)


def _refuse(words: str) -> None:
    if words:
        raise PaperRefusedError(words)


def _reason(reason: str, otherwise: str) -> str:
    if not reason.strip():
        raise PaperRefusedError(otherwise)
    return reason.strip()


def _freeze(paper: Paper, viewer: Viewer, now: datetime) -> Paper:
    frozen = replace(
        paper, state=PaperState.APPROVED, approved_by=viewer.name, approved_on=local_day(now)
    )
    return replace(frozen, seal=make_seal(frozen))


def _fix_if_free(paper: Paper, tables: Sequence[PaperPart], viewer: Viewer, now: datetime) -> Paper:
    """A draft that nobody has to approve, fixed and sealed; anything else as it is."""
    if paper.needs_approval or paper.state is not PaperState.DRAFT:
        return paper
    drawn = with_drawn(paper, tables)
    _refuse(why_not_finish(drawn))
    return _freeze(drawn, viewer, now)


def list_new_copies(tx: Transaction, id: str, copies: Sequence[PaperCopy]) -> list[PaperCopy]:
    """Those who have none yet, each once, without empty names.

    A partner and an agency of the same name are two, by whom they act for.
    """
    held = _held(tx, id)
    new: list[PaperCopy] = []
    for each in copies:
        name = (each.recipient.strip().casefold(), each.email.strip().casefold())
        places = {place for place, *called in held if tuple(called) == name}
        if not name[0] or places & {each.acts_for, ""} or (places and not each.acts_for):
            continue
        held.add((each.acts_for, *name))
        new.append(each)
    return new


def _held(tx: Transaction, id: str) -> set[tuple[str, str, str]]:
    """Who has one, in lower case: whom they act for, their name and their address."""
    rows = tx.query("SELECT acts_for, recipient, email FROM paper_copy WHERE paper = $1", [id])
    return {(r["acts_for"], r["recipient"].casefold(), r["email"].casefold()) for r in rows}


def _why_not_in_order(tx: Transaction, id: str, new: Sequence[PaperCopy]) -> str:
    """Why commissioners may not get it yet: the agency itself hears first (R058)."""
    parts = {each.part for each in new}
    if CopyPart.COMMISSIONER not in parts or CopyPart.LEAD in parts:
        return ""
    lead = tx.one(
        "SELECT paper FROM paper_copy WHERE paper = $1 AND part = $2 LIMIT 1", [id, CopyPart.LEAD]
    )
    return "" if lead else "The agency hears first. Add its lead, and commissioners follow."


def _write_to(
    tx: Transaction,
    paper: Paper,
    copies: Sequence[PaperCopy],
    post: Post,
    viewer: Viewer,
    now: datetime,
) -> None:
    """Queue a notice to each who has an address; nothing of the document is in it."""
    for each in copies:
        if each.email.strip():
            later = AGENCY_FIRST if each.part is CopyPart.COMMISSIONER else timedelta()
            mail = write_document(post, paper, each)
            add_mails(tx, [mail], now=now + later, actor=viewer.name or viewer.role)


def _keep(
    tx: Transaction,
    before: Paper,
    after: Paper,
    name: Happening,
    viewer: Viewer,
    now: datetime,
    *,
    detail: Mapping[str, Json] | None = None,
) -> Paper:
    kept = replace(after, revision=before.revision + 1)
    update_paper(tx, kept, before=before.revision)
    add_event(
        tx, name=name, subject=kept.id, now=now, actor=viewer.name, role=viewer.role,
        detail={
            "activity": kept.activity, "plan": kept.plan, "version": kept.version,
            **(detail or {}),
        },
    )  # fmt: skip
    return kept
