"""A SPACE audit request as a document: what was asked, what was decided, and its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from exports.document import Block, Document, Facts, Heading, Table
from exports.moment import spoken_date
from exports.response_document import document_language, read_response, section_blocks
from forms.journey import NOTHING
from forms.model import Form, Json
from forms.text import DEFAULT_LANGUAGE
from scrutiny.request import REQUEST_STATUS_LABELS, Request
from scrutiny.response import Response


def request_document(
    form: Form,
    response: Response,
    request: Request,
    *,
    made: datetime,
    group_label: str = "",
    context: Mapping[str, Json] = NOTHING,
    owner: str = "",
    notice: str = "",
    language: str = DEFAULT_LANGUAGE,
) -> Document:
    """The request in full; `group_label` names the group that asks."""
    reading = read_response(form, response, made.date(), context, language=language)
    blocks: list[Block] = [Facts(_facts(request, group_label))]
    decision = _decision(request)
    if decision:
        blocks += [Heading("Decision"), Facts(decision)]
    blocks.append(Heading("What is asked for"))
    for state in reading.journey.sections:
        blocks += section_blocks(reading, state)
    blocks += [Heading("History"), _history(request)]
    return Document(
        title=f"SPACE audit request {request.reference}".strip(),
        subtitle=request.title,
        blocks=tuple(blocks),
        made=made,
        version=form.version,
        owner=owner,
        marking=_marking(form, response),
        notice=notice,
        language=document_language(language),
    )


def _marking(form: Form, response: Response) -> str:
    """The sensitivity that the requester chose, else the form's own."""
    question = form.questions.get("sensitivity")
    chosen = question.find_choice(response.answers.get("sensitivity")) if question else None
    return chosen.label.say().upper() if chosen else form.sensitivity


def _filled(*pairs: tuple[str, str | date | None]) -> tuple[tuple[str, str], ...]:
    """The pairs that say something, days as they are read."""
    said = ((label, spoken_date(v) if isinstance(v, date) else v or "") for label, v in pairs)
    return tuple(pair for pair in said if pair[1])


def _facts(request: Request, group_label: str) -> tuple[tuple[str, str], ...]:
    return _filled(
        ("Reference", request.reference),
        ("Status", REQUEST_STATUS_LABELS[request.status]),
        ("Asked by", group_label or request.group),
        ("Chair", request.chair),
        ("Requested", request.requested),
        ("Follows", request.parent),
    )


def _decision(request: Request) -> tuple[tuple[str, str], ...]:
    days = request.days_estimate
    return _filled(
        ("Decision", request.decision),
        ("Decided", request.decided),
        ("Reason", request.reason),
        ("Alternative offered", request.alternative),
        ("Agreed scope", request.scope_note),
        ("Deferred until", request.deferred_until),
        ("Lead", request.lead),
        ("Support team", request.support),
        ("Start", request.starts),
        ("Fieldwork", request.fieldwork),
        ("Draft due", request.draft_due),
        ("Final due", request.final_due),
        ("Days estimated", f"{days:g}" if days is not None else ""),
        ("Conflicts of interest", request.conflicts),
    )


def _history(request: Request) -> Table:
    return Table(
        caption="States the request has come to, in order",
        columns=("Date", "Status", "By", "Reason"),
        rows=tuple(
            (spoken_date(step.day), REQUEST_STATUS_LABELS[step.status], step.by, step.reason)
            for step in request.history
        ),
        widths=(1.9, 2.2, 2.0, 3.2),
    )
