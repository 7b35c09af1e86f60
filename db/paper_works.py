"""What the steps of activities do to documents: drafted by a step, asked for by the next ones.

A step drafts a document that is not there yet, and sends out by itself what nobody has to
approve. What needs a person's own eyes (approving, issuing with its copies, publishing) is
done on the document's page; the step then asks for it and says what to do first.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace

from db.connection import Transaction
from db.errors import PaperRefusedError
from db.events import Happening, add_event
from db.organisations import list_organisations
from db.paper_drafts import add_papers, find_paper
from db.paper_life import issue_now, list_new_copies, present_now, send_for_approval, take_back
from db.paper_material import gather_for, material_of
from db.step_works import Taken
from scrutiny.access import Permission, Viewer
from scrutiny.activity import Activity, PartyKind
from scrutiny.agenda import groups_of
from scrutiny.approval import is_by_each
from scrutiny.drafting import Material, count_gaps, draft_paper, draw_anew
from scrutiny.mechanism import ActivityRole, Deed, DocumentPlan, Mechanism, Step
from scrutiny.organisation import Organisation
from scrutiny.paper import CopyPart, Paper, PaperCopy, PaperPart, PaperState, with_drawn
from scrutiny.partnership import Partnership
from scrutiny.template import load_templates

_GOES_OUT = frozenset({Deed.ISSUE, Deed.PRESENT})


def draft_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> Paper | None:
    """Draft a document that is not there yet; None where it is, or has no template."""
    drafted = make_for_step(tx, plan=plan, taken=taken)
    if drafted is None:
        return None
    add_papers(tx, [drafted])
    add_event(
        tx, name=Happening.PAPER_DRAFTED, subject=drafted.id, now=taken.now,
        actor=taken.viewer.name, role=taken.viewer.role,
        detail={"activity": drafted.activity, "plan": plan.key, "version": 1},
    )  # fmt: skip
    return drafted


def make_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> Paper | None:
    """The draft of a document that is not there yet, not kept; None as for `draft_for_step`."""
    template = load_templates().templates.get(plan.template)
    if template is None or find_paper(tx, activity=taken.activity.id, plan=plan.key):
        return None
    alone = material_of(tx, taken.activity, today=taken.now.date())
    material = gather_for(tx, alone, template)
    writes = taken.viewer.can(Permission.WRITE_DOCUMENTS)
    return replace(
        draft_paper(template, material, id=secrets.token_hex(8), plan=plan),
        written_by=taken.viewer.name if writes else "",
        written_at=taken.now,
    )


def write_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> None:
    """Send the document for approval where somebody approves it.

    Refuses the step while the document is not there, or still has gaps to be written.
    """
    paper = _get(tx, plan, taken)
    if paper is None or paper.state is not PaperState.DRAFT:
        return
    tables = _draw(tx, paper, material_of(tx, taken.activity, today=taken.now.date()))
    _require_whole(with_drawn(paper, tables), plan, taken.viewer)
    if paper.needs_approval and taken.viewer.can(Permission.WRITE_DOCUMENTS):
        send_for_approval(tx, id=paper.id, tables=tables, viewer=taken.viewer, now=taken.now)


def approve_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> None:
    """Refuse the step until the document has been approved on its own page."""
    paper = _get(tx, plan, taken)
    if paper is None or paper.is_frozen:
        return
    if paper.state is PaperState.DRAFT:
        raise PaperRefusedError(
            f"{plan.title} is still a draft. Open it, finish it and send it for approval; "
            "take this step when it is approved."
        )
    raise PaperRefusedError(
        f"{plan.title} waits for approval. Open it, read it and approve it there; "
        "then take this step."
    )


def approve_for_part(tx: Transaction, *, plan: DocumentPlan, taken: Taken, part: str) -> None:
    """Refuse one party's approving step until that party has approved the document itself."""
    paper = _get(tx, plan, taken)
    if paper is None or not is_by_each(paper.approvers):
        return
    if part not in {given.acts_for for given in paper.approvals}:
        approve_for_step(tx, plan=plan, taken=taken)


def reopen_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken, reason: str) -> None:
    """Let the document be written once more, where its activity went back to its writing.

    Raises PaperRefusedError while it is published: everybody reads it as agreed.
    """
    paper = find_paper(tx, activity=taken.activity.id, plan=plan.key)
    if paper and paper.is_published:
        raise PaperRefusedError(
            f"“{plan.title}” is published already. Ask those who write it to withdraw it on its "
            "own page, with a reason; then send it back here."
        )
    if paper:
        take_back(tx, paper, reason=reason, viewer=taken.viewer, now=taken.now)


def issue_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> None:
    """See that the document has gone out; one that is ready goes to whom its plan names.

    What an earlier step has issued goes to the groups on whose agendas this one puts it.
    """
    paper = draft_for_step(tx, plan=plan, taken=taken) or _get(tx, plan, taken)
    if paper is None:
        return
    material = material_of(tx, taken.activity, today=taken.now.date())
    tables = _draw(tx, paper, material)
    _require_ready(with_drawn(paper, tables), plan, taken.viewer)
    copies = list_proposed(
        plan, taken.mechanism, taken.activity, list_organisations(tx), material.partnership,
        until=taken.step,
    )  # fmt: skip
    if paper.state in (PaperState.ISSUED, PaperState.PRESENTED):
        before = groups_of(taken.mechanism, taken.step, taken.activity)
        copies = tuple(each for each in copies if each.acts_for in before)
        if not list_new_copies(tx, paper.id, copies):
            return
    issue_now(tx, paper, copies, tables=tables, viewer=taken.viewer, now=taken.now)


def present_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> None:
    """Record that the document was considered, once it has gone out or is ready to."""
    paper = draft_for_step(tx, plan=plan, taken=taken) or _get(tx, plan, taken)
    if paper is None or paper.state is PaperState.PRESENTED:
        return
    tables = _draw(tx, paper, material_of(tx, taken.activity, today=taken.now.date()))
    _require_ready(with_drawn(paper, tables), plan, taken.viewer)
    present_now(tx, paper, tables=tables, viewer=taken.viewer, now=taken.now)


def publish_for_step(tx: Transaction, *, plan: DocumentPlan, taken: Taken) -> None:
    """Refuse the step until somebody has approved by name that the document is published."""
    paper = _get(tx, plan, taken)
    if paper and not paper.is_published:
        raise PaperRefusedError(
            f"{plan.title} is not published yet. Open it and approve its publication there; "
            "then take this step."
        )


def _get(tx: Transaction, plan: DocumentPlan, taken: Taken) -> Paper | None:
    """The document of a plan; None where no template can draft it, which keeps nobody waiting."""
    paper = find_paper(tx, activity=taken.activity.id, plan=plan.key)
    if paper is None and plan.template in load_templates().templates:
        raise PaperRefusedError(
            f"There is no “{plan.title}” yet. Draft it under Documents; "
            "take this step when that is done."
        )
    return paper


def _require_ready(paper: Paper, plan: DocumentPlan, viewer: Viewer) -> None:
    if paper.is_frozen:
        return
    if paper.needs_approval:
        cure = (
            "Open it under Documents and send it for approval"
            if viewer.can(Permission.WRITE_DOCUMENTS)
            else "Ask those who write it to send it"
        )
        raise PaperRefusedError(
            f"{plan.title} has not been approved yet. {cure}; take this step when it is approved."
        )
    _require_whole(paper, plan, viewer)


def _require_whole(paper: Paper, plan: DocumentPlan, viewer: Viewer) -> None:
    """Refuse what still has places where something is to be added."""
    if count_gaps(paper):
        cure = (
            "Open it under Documents and write what belongs there"
            if viewer.can(Permission.WRITE_DOCUMENTS)
            else "Ask those who write it to do so"
        )
        raise PaperRefusedError(
            f"{plan.title} still says [to be added]. {cure}; then take this step."
        )


def _draw(tx: Transaction, paper: Paper, material: Material) -> tuple[PaperPart, ...]:
    """Its parts as they are drawn now; none once they are frozen."""
    template = load_templates().templates.get(paper.template)
    if template is None or paper.is_held:
        return ()
    return draw_anew(paper.parts, template, gather_for(tx, material, template))


def list_proposed(
    plan: DocumentPlan,
    mechanism: Mechanism,
    activity: Activity,
    organisations: Iterable[Organisation],
    partnership: Partnership,
    *,
    until: Step | None = None,
) -> tuple[PaperCopy, ...]:
    """Who gets a copy by the document's plan: the agency's lead first, then commissioners.

    With `until`, the groups to which a later step issues it are left out.
    """
    by_id = {each.id: each for each in organisations}
    roles = [mechanism.roles[key] for key in plan.goes_to if key in mechanism.roles]
    found = [copy for role in roles for copy in _copies_of(role, activity, by_id, partnership)]
    labels = {row.key: row.label for row in partnership.groups}
    held = {copy.acts_for for copy in found}
    considering = list_considering(plan, mechanism, activity, until=until)
    groups = (key for key in considering if key not in held)
    found += [PaperCopy(labels.get(key, key), "", key, CopyPart.OTHER) for key in groups]
    order = list(CopyPart)
    unique: dict[tuple[str, str, str], PaperCopy] = {}
    for each in found:
        unique.setdefault((each.recipient, each.email, each.acts_for), each)
    return tuple(sorted(unique.values(), key=lambda each: order.index(each.part)))


def list_considering(
    plan: DocumentPlan, mechanism: Mechanism, activity: Activity, *, until: Step | None = None
) -> tuple[str, ...]:
    """The groups that a document goes before: on whose agenda the step puts that issues it.

    With `until`, the groups to which a later step issues it are left out.
    """
    sending = [
        (step, {work.deed for work in step.documents if work.document == plan.key} & _GOES_OUT)
        for step in mechanism.steps
    ]
    ids = [step.id for step in mechanism.steps]
    last = ids.index(until.id) if until else len(ids)
    groups = (
        key
        for number, (step, deeds) in enumerate(sending)
        if deeds and (number <= last or Deed.ISSUE not in deeds)
        for key in groups_of(mechanism, step, activity)
    )
    return tuple(dict.fromkeys(groups))


def _copies_of(
    role: ActivityRole,
    activity: Activity,
    organisations: dict[str, Organisation],
    partnership: Partnership,
) -> Iterator[PaperCopy]:
    """The people named for a role, else the organisations, partners or group that hold it."""
    named = [each for each in activity.holders if each.role == role.key]
    if named:
        yield from (PaperCopy(each.name, each.email) for each in named)
        return
    labels = {row.key: row.label for row in partnership.groups}
    labels |= {row.key: row.label for row in partnership.safeguarding_partners}
    labels |= {party.key: party.label for party in activity.parties if party.label}
    for key, part in _places(role, activity, partnership):
        if not key:
            continue
        held = organisations.get(key)
        if held:
            yield PaperCopy(held.contact_name or held.name, held.contact_email, key, part)
        else:
            yield PaperCopy(labels.get(key, key), "", key, part)
    if not role.of:
        yield PaperCopy(role.label)


def _places(
    role: ActivityRole, activity: Activity, partnership: Partnership
) -> Iterator[tuple[str, CopyPart]]:
    """For whom the holders of a role act, and as what they get a copy."""
    if role.of == "subject":
        is_partner = activity.subject in {row.key for row in partnership.safeguarding_partners}
        yield activity.subject, CopyPart.OTHER if is_partner else CopyPart.LEAD
    if role.of == "partners" and not any(p.kind is PartyKind.PARTNER for p in activity.parties):
        yield from ((row.key, CopyPart.OTHER) for row in partnership.safeguarding_partners)
    if role.of == "group":
        yield activity.group, CopyPart.OTHER
    if role.of in {row.key for row in partnership.safeguarding_partners}:
        yield role.of, CopyPart.OTHER
    kinds = {
        "parties": {PartyKind.PARTNER, PartyKind.AGENCY},
        "partners": {PartyKind.PARTNER},
        "agencies": {PartyKind.AGENCY},
        "commissioners": {PartyKind.COMMISSIONER},
    }.get(role.of, set())
    for party in activity.parties:
        if party.kind in kinds and not party.is_excluded:
            is_commissioner = party.kind is PartyKind.COMMISSIONER
            is_subject = party.key == activity.subject and party.kind is not PartyKind.PARTNER
            yield party.key, (
                CopyPart.COMMISSIONER if is_commissioner
                else CopyPart.LEAD if is_subject else CopyPart.OTHER
            )  # fmt: skip
