"""The documents of invented activities: each as far as the steps that were taken brought it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from hashlib import sha256
from itertools import cycle

from scrutiny.activity import Taking
from scrutiny.approval import is_by_each, say_names
from scrutiny.drafting import Material, draft_paper
from scrutiny.drafting.filling import GAP
from scrutiny.mechanism import Deed, DocumentPlan, DocumentWork, Publication
from scrutiny.paper import (
    HEAD,
    Approval,
    Paper,
    PaperState,
    make_seal,
    say_approvers,
)
from scrutiny.template import Template, load_templates

#: What stands in an invented document where a person would have written.
SENTENCE = "Practice is careful and children are heard; what is agreed is not always written down."
_TITLES = "an earlier draft, which named the wrong day"
_STATES: Mapping[Deed, PaperState] = {
    Deed.DRAFT: PaperState.DRAFT,
    Deed.WRITE: PaperState.DRAFT,
    Deed.APPROVE: PaperState.APPROVED,
    Deed.ISSUE: PaperState.ISSUED,
    Deed.PRESENT: PaperState.PRESENTED,
    Deed.PUBLISH: PaperState.ISSUED,
}
_ORDER = tuple(PaperState)


def write_papers(
    materials: Iterable[Material],
    gather: Callable[[Material, Template], Material] = lambda material, _: material,
) -> Iterator[Paper]:
    """The documents of activities, whatever these are; and one that was withdrawn.

    `gather` adds what a template puts together over many activities. Of the drafts that
    somebody has to approve, every other one waits for it, and the others have it.
    """
    has_withdrawn, agreed = False, cycle((PaperState.FOR_APPROVAL, PaperState.APPROVED))
    for material in materials:
        for plan in material.mechanism.documents.values() if material.mechanism else ():
            written = _write(material, plan, gather)
            if written is None:
                continue
            if written.state is PaperState.DRAFT and written.needs_approval:
                written = _agree(written, next(agreed))
            yield written
            if not has_withdrawn and written.is_frozen:
                has_withdrawn = True
                yield _withdraw(written)


def _agree(paper: Paper, state: PaperState) -> Paper:
    """A draft that has gone to those who approve it, or has come back from them approved."""
    agreed = replace(_fill_gaps(paper), state=state)
    if state is PaperState.FOR_APPROVAL or paper.written_at is None:
        return agreed
    by = say_approvers(paper)
    named = replace(agreed, approved_by=by, approved_on=paper.written_at.date())
    return replace(named, seal=make_seal(named))


def _write(
    material: Material, plan: DocumentPlan, gather: Callable[[Material, Template], Material]
) -> Paper | None:
    """The document of a plan, where a step that drafts it was taken."""
    template = load_templates().templates.get(plan.template)
    done = _list_done(material, plan)
    if template is None or not done:
        return None
    begun = done.get(Deed.DRAFT) or next(iter(done.values()))
    drafted = replace(
        draft_paper(template, gather(material, template), id=_id(material, plan), plan=plan),
        written_by=begun.by or "Children's MARS team",
        written_at=_moment(begun.day),
    )
    state = max((_STATES[deed] for deed in done), key=_ORDER.index)
    if state is PaperState.DRAFT:
        return _fill_gaps(drafted) if Deed.WRITE in done else drafted
    return _finish(drafted, state, done, material)


def _list_done(material: Material, plan: DocumentPlan) -> dict[Deed, Taking]:
    """What was done to a document, each with the step that did it."""
    taken = material.activity.taken if material.activity else ()
    steps = material.mechanism.by_id if material.mechanism else {}
    return {
        work.deed: taking
        for taking in taken
        if taking.step in steps
        for work in steps[taking.step].documents
        if work.document == plan.key
    }


def _finish(
    paper: Paper, state: PaperState, done: Mapping[Deed, Taking], material: Material
) -> Paper:
    """A document that was frozen, with the days and names of the steps that did it."""
    approved = done.get(Deed.APPROVE) or next(iter(done.values()))
    given = _list_approvals(paper, material)
    finished = replace(
        _fill_gaps(paper),
        state=state,
        approved_by=say_names(given) or approved.by or paper.written_by,
        approvals=given,
        approved_on=approved.day,
        issued_on=_day(done, Deed.ISSUE, Deed.PRESENT),
        presented_on=_day(done, Deed.PRESENT),
    )
    if (published := done.get(Deed.PUBLISH)) and finished.may_publish:
        finished = replace(
            finished, published_by=published.by or "Portfolio lead", published_on=published.day,
            publication_reason=_say_why(material),
        )  # fmt: skip
    return replace(finished, seal=make_seal(finished))


def _list_approvals(paper: Paper, material: Material) -> tuple[Approval, ...]:
    """The approval of each, where each has to give their own."""
    steps = material.mechanism.by_id if material.mechanism else {}
    work = DocumentWork(paper.plan, Deed.APPROVE)
    return tuple(
        Approval(taking.part, taking.by, taking.day)
        for taking in (material.activity.taken if material.activity else ())
        if is_by_each(paper.approvers) and taking.step in steps
        and work in steps[taking.step].documents
    )  # fmt: skip


def _say_why(material: Material) -> str:
    is_rule = material.mechanism and material.mechanism.publication is Publication.YES
    return "" if is_rule else "Others can learn from it, and nobody can be known from it."


def _day(done: Mapping[Deed, Taking], *deeds: Deed) -> date | None:
    return next((done[deed].day for deed in deeds if deed in done), None)


def _withdraw(paper: Paper) -> Paper:
    return replace(
        paper, id=f"{paper.id}-w", state=PaperState.WITHDRAWN, published_on=None, seal="",
        published_by="", publication_reason="", approval_note=f"This is {_TITLES}.",
        issued_on=None, presented_on=None,
    )  # fmt: skip


def _fill_gaps(paper: Paper) -> Paper:
    head = {name: getattr(paper, name).replace(GAP, "as agreed") for name in HEAD}
    parts = tuple(
        replace(part, words=SENTENCE if part.words == GAP else part.words.replace(GAP, "as agreed"))
        for part in paper.parts
    )
    return replace(paper, parts=parts, **head)


def _id(material: Material, plan: DocumentPlan) -> str:
    """The same id for the same activity and document at each run."""
    activity = material.activity.id if material.activity else ""
    return sha256(f"{activity}/{plan.key}".encode()).hexdigest()[:16]


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(10), UTC)
