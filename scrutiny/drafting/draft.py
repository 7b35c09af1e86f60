"""A template filled with what is held: the parts of a document, ready to be edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from scrutiny.drafting.filling import GAP, fill
from scrutiny.drafting.material import Material
from scrutiny.drafting.sources import look_up
from scrutiny.mechanism import Deed, DocumentPlan, DocumentWork, Each, Mechanism, Publication
from scrutiny.mechanism_words import EACH_LABELS
from scrutiny.paper import HEAD, Approver, Paper, PaperPart, PartKind
from scrutiny.template import Template, TemplatePart

_NOTHING = "Nothing has been recorded for this part."


def draft(template: Template, material: Material) -> tuple[PaperPart, ...]:
    """The parts of a document as they can be drafted now."""
    return tuple(draw_part(part, material) for part in template.parts)


def draft_paper(
    template: Template, material: Material, *, id: str, plan: DocumentPlan | None = None
) -> Paper:
    """A whole draft, with whom it is for, how sensitive it is and who has to approve it."""
    activity, mechanism = material.activity, material.mechanism
    sensitivity = (plan.sensitivity if plan else "") or template.sensitivity
    if not (plan and plan.may_publish) and mechanism:  # what may leave is marked by itself
        sensitivity = sensitivity or mechanism.sensitivity
    return Paper(
        id=id,
        template=template.id,
        title=fill(template.title, replace(material, plan=plan.title if plan else "")),
        parts=draft(template, material),
        activity=activity.id if activity else "",
        plan=plan.key if plan else "",
        subject=activity.subject if activity else material.subject,
        addressee=fill(template.addressee, material),
        salutation=fill(template.salutation, material),
        farewell=_paragraphs(fill(template.farewell, material), fill(template.signatory, material)),
        look=template.look,
        reference=activity.reference if activity else "",
        sensitivity=sensitivity or material.partnership.sensitivity,
        may_publish=plan.may_publish if plan else False,
        approvers=_approvers(plan, material),
        publication=mechanism.publication if mechanism else Publication.YES,
        is_restricted=mechanism.is_restricted if mechanism else False,
    )


def _approvers(plan: DocumentPlan | None, material: Material) -> tuple[Approver, ...]:
    mechanism = material.mechanism
    if plan is None or mechanism is None:
        return ()
    known = [key for key in plan.approved_by if key in mechanism.roles]
    return tuple(_approver(mechanism, plan.key, key) for key in known)


def _approver(mechanism: Mechanism, plan: str, key: str) -> Approver:
    """A role that approves a document; each of its parties, where each takes the step for it."""
    role = mechanism.roles[key]
    work = DocumentWork(plan, Deed.APPROVE)
    found = (s.each for s in mechanism.steps if s.each and key in s.by and work in s.documents)
    each = next(found, None)
    if each is None:
        return Approver(role.label, role.held_by, role.of)
    of = role.of or ("partners" if each is Each.PARTNERS else "agencies")
    return Approver(EACH_LABELS[each].capitalize(), role.held_by, of, is_each=True)


def draw_part(part: TemplatePart, material: Material) -> PaperPart:
    """One part: its opening words, then what its sources hold, then its closing words."""
    made = PaperPart(
        key=part.key,
        heading=fill(part.heading, material),
        kind=part.kind,
        guide=part.guide,
        most_words=part.most_words,
        is_annex=part.is_annex,
    )
    if part.kind is PartKind.TABLE:
        return _draw_table(part, made, material)
    words = _draw_words(part, material)
    return replace(made, words=words, drafted=words)


def _draw_table(part: TemplatePart, made: PaperPart, material: Material) -> PaperPart:
    held = look_up(part.sources[0], material)
    opening = fill(part.words, material)
    if not held.rows:
        return replace(made, columns=held.columns, words=fill(part.empty or _NOTHING, material))
    return replace(made, columns=held.columns, rows=held.rows, words=opening)


def _draw_words(part: TemplatePart, material: Material) -> str:
    opening = fill(part.words, material)
    said = [words for source in part.sources for words in _say_source(source, material)]
    if part.sources and not said:
        if part.is_optional:
            return ""
        empty = fill(part.empty, material) if part.empty else ("" if opening else _NOTHING)
        return _paragraphs(opening, empty, fill(part.closing, material))
    return _paragraphs(opening, *said, fill(part.closing, material))


def _say_source(source: str, material: Material) -> list[str]:
    """A single answer as a paragraph; anything else as one list of bullets."""
    held = look_up(source, material)
    if source.startswith("answers/") and len(held.items) < 2:
        return list(held.items)
    return ["\n".join(f"- {item}" for item in held.items)] if held.items else []


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def draw_anew(
    parts: Iterable[PaperPart], template: Template, material: Material
) -> tuple[PaperPart, ...]:
    """The parts with their tables and untouched words drawn anew; what people wrote stays."""
    by_key = {part.key: part for part in template.parts}
    return tuple(
        _redraw(part, by_key[part.key], material) if part.key in by_key else part for part in parts
    )


def _redraw(part: PaperPart, of: TemplatePart, material: Material) -> PaperPart:
    """The part as it is now; words follow where nobody has written others."""
    if part.kind is not of.kind or (part.kind is PartKind.WORDS and not part.is_as_drafted):
        return part
    drawn = draw_part(of, material)
    if part.kind is PartKind.WORDS:
        return replace(part, words=drawn.words, drafted=drawn.words)
    ours = {fill(of.words, material), fill(of.empty or _NOTHING, material), ""}
    words = drawn.words if part.words in ours else part.words
    return replace(part, columns=drawn.columns, rows=drawn.rows, words=words)


def count_words(words: str) -> int:
    """How many words a text has; the dashes of bullets are none."""
    return sum(any(c.isalnum() for c in word) for word in words.split())


def count_gaps(paper: Paper) -> int:
    """In how many places a document still says that something is to be added."""
    head = (getattr(paper, name) for name in HEAD)
    texts = (*head, *(part.words for part in paper.parts))
    return sum(text.count(GAP) for text in texts)
