"""Forms that are answered within an activity: begun by its parties, counted when they are sent.

A response's id follows from the activity, the step, the party and, where it answers several,
the case: so two tabs, or two people of one agency, open the same one. It belongs to no cycle.
"""

# ruff: noqa: S608 (conditions are our own words; every value is a parameter)

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from db.access import visible
from db.activity_rows import find_activity, mechanism_of, read_activity, standing_of
from db.connection import Row, Transaction, clean_text
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.many_forms import MOST, cases_of, list_part_forms
from db.open_steps import refresh_open_steps
from db.responses import start_response, submit
from forms.model import Json
from scrutiny.access import Viewer
from scrutiny.activity import Activity, PartyKind, Progress, StepStanding
from scrutiny.many import clean_reference
from scrutiny.mechanism import Fill, Mechanism, Step
from scrutiny.response import Response, Status
from scrutiny.standing import Context
from scrutiny.taking_part import may_answer, who_may


@dataclass(frozen=True, slots=True)
class ActivityForm:
    """One form of an activity; `response` is "" where the viewer may not read it.

    `case` opens it for those who may answer it, where there are several; `reference` tells
    these apart, for those who may answer or read it.
    """

    step: str
    part: str
    form: str
    status: Status
    submitted: date | None
    response: str = ""
    reference: str = ""
    case: str = ""


def form_id(activity: str, step: str, part: str, reference: str = "") -> str:
    """The id of the response in which a party answers the form of a step, about one case."""
    parts = (activity, step, part, reference) if reference else (activity, step, part)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:24]


def start_activity_form(
    tx: Transaction,
    *,
    id: str,
    step: str,
    viewer: Viewer,
    now: datetime,
    context: Context,
    part: str = "",
    case: str = "",
    reference: str = "",
) -> Response:
    """Begin the form that a step asks of a party, or open the one that was begun.

    Where a party answers several, `case` names one of its list (see `list_cases_of`), and
    `reference` a new one where the step does not say which there are.
    Those who may record the step for others may answer it for them, as from a paper copy.
    Raises NotAllowedError when it is not the viewer's to answer, StepRefusedError when it
    is not asked for now.
    """
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    asked = mechanism.by_id.get(step)
    if asked is None or not asked.form:
        raise StepRefusedError("This step has no form. Reload the page and look again.")
    standing = standing_of(tx, mechanism, activity, context)
    here = next(each for each in standing.steps if each.step == step)
    party = part or _own_part(asked, here, viewer)
    require_answer(mechanism, asked, activity, viewer, party)
    new, about = _which(tx, mechanism, asked, activity, party, case, reference)
    standing_version = tx.one("SELECT form_version FROM response WHERE id = $1", [new])
    if standing_version is None:
        _check_asked(activity, asked, here, party)
    version = standing_version["form_version"] if standing_version else _version(tx, asked.form)
    response = start_response(
        tx,
        response=Response(
            id=new, form=asked.form, form_version=version,
            organisation=answering(mechanism, asked, activity, party), author=viewer.name,
            answers={} if standing_version else _fill(asked, activity, about),
        ),
        viewer=replace(viewer, responses=viewer.responses | {new}),
        now=now,
    )  # fmt: skip
    if standing_version is None:
        tx.execute(
            "UPDATE response SET activity = $2, reference = $3 WHERE id = $1",
            [new, activity.id, about],
        )
    return replace(response, reference=about)


def list_cases_of(
    mechanism: Mechanism, step: Step, activity: Activity, part: str
) -> dict[str, str]:
    """The cases that were chosen for a step: the reference of each by what opens its form."""
    cases = cases_of(mechanism, step, activity)
    return {form_id(activity.id, step.id, part, each): each for each in cases}


def _which(
    tx: Transaction,
    mechanism: Mechanism,
    step: Step,
    activity: Activity,
    part: str,
    case: str,
    reference: str,
) -> tuple[str, str]:
    """The id of the form that is meant, and the reference of its case."""
    if step.many is None:
        return form_id(activity.id, step.id, part), ""
    begun = list_part_forms(tx, step, activity, part)
    known = list_cases_of(mechanism, step, activity, part)
    chosen = {*known.values()}
    known |= {each.id: each.reference for each in begun}
    if case in known:
        return case, known[case]
    about = clean_reference(clean_text(reference))
    if not about or (step.many.of_each and about not in chosen):
        raise StepRefusedError("Say which one: open it from the list on the activity's page.")
    new = form_id(activity.id, step.id, part, about)
    if len(begun) >= MOST and new not in known:
        raise StepRefusedError(f"No more than {MOST} can be begun here. Finish these first.")
    return new, about


def _fill(step: Step, activity: Activity, about: str) -> dict[str, Json]:
    """What a form holds when it is begun."""
    words = {Fill.CASE: about, Fill.ACTIVITY: activity.reference}
    return {question: words[fill] for question, fill in step.fills}


def answering(mechanism: Mechanism, step: Step, activity: Activity, part: str) -> str:
    """The organisation that answers a step's form: the agency, else the subject, else nobody's."""
    if part:
        agencies = {p.key for p in activity.parties if p.kind is PartyKind.AGENCY}
        return part if part in agencies else ""
    taking = [mechanism.roles[key] for key in step.by if key in mechanism.roles]
    return activity.subject if any(role.of == "subject" for role in taking) else ""


def list_activity_forms(
    tx: Transaction, *, id: str, viewer: Viewer, context: Context
) -> list[ActivityForm]:
    """The forms begun in an activity, by step and party.

    Raises NotFoundError when the viewer may not see the activity.
    """
    activity = find_activity(tx, id, viewer)
    mechanism = mechanism_of(tx, activity, context)
    condition, params = visible(viewer, "r", 2)
    rows = tx.query(
        "SELECT r.id, r.form, r.organisation, r.status, r.submitted, r.reference, "
        f"{condition} AS may_read FROM response r WHERE r.activity = $1 "
        "ORDER BY r.form, r.organisation, r.reference, r.id",
        [activity.id, *params],
    )
    steps = [step for step in mechanism.steps if step.form]
    found = []
    for row in rows:
        for step in steps:
            part = row["organisation"] if step.each else ""
            is_one = row["id"] == form_id(activity.id, step.id, part)
            if is_one or (step.many and step.form == row["form"]):
                may = may_answer(mechanism, step, activity, viewer, part)
                found.append(_activity_form(row, step, part, may_answer=may))
    return found


def _activity_form(row: Row, step: Step, part: str, *, may_answer: bool) -> ActivityForm:
    return ActivityForm(
        step.id, part, row["form"], Status(row["status"]), row["submitted"],
        response=row["id"] if row["may_read"] else "",
        reference=(row["reference"] or "") if row["may_read"] or may_answer else "",
        case=row["id"] if step.many and may_answer else "",
    )  # fmt: skip


def submit_form(tx: Transaction, /, *, context: Context, **given: Any) -> Response:
    """Send a draft, as `db.submissions.submit` does, and tell the activity that asked for it."""
    sent = submit(tx, **given)
    _require_case(tx, sent, context)
    refresh_after(tx, sent.id, context=context)
    return sent


def refresh_after(tx: Transaction, response: str, *, context: Context) -> None:
    """Work out anew where the activity of a response stands, after it was sent or returned."""
    row = tx.one("SELECT activity FROM response WHERE id = $1", [response])
    if row and row["activity"]:
        refresh_open_steps(tx, context=context, activities=[row["activity"]])


def _require_case(tx: Transaction, sent: Response, context: Context) -> None:
    """Raise StepRefusedError where a form speaks of another case than the one it was begun for."""
    row = tx.one("SELECT activity, reference FROM response WHERE id = $1", [sent.id])
    if row is None or not (row["activity"] and row["reference"]):
        return
    mechanism = mechanism_of(tx, read_activity(tx, row["activity"]), context)
    step = next((each for each in mechanism.steps if each.form == sent.form), None)
    said = sent.answers.get(step.case_question) if step else None
    if isinstance(said, str) and said != row["reference"]:
        raise StepRefusedError(
            f"This one was begun for {row['reference']}, and its reference says {said}. Put the "
            "reference right, or open the other one from the activity's page."
        )


def _own_part(step: Step, here: StepStanding, viewer: Viewer) -> str:
    own = sorted(viewer.organisations & {*here.parts, *here.done_parts})
    return own[0] if step.each and own else ""


def require_answer(
    mechanism: Mechanism, step: Step, activity: Activity, viewer: Viewer, part: str
) -> None:
    """Raise NotAllowedError unless a party's form of a step is the viewer's to answer."""
    if not may_answer(mechanism, step, activity, viewer, part):
        refusal = who_may(mechanism, step, activity, viewer, part=part)
        raise NotAllowedError("answer this form", refusal)


def _check_asked(activity: Activity, step: Step, here: StepStanding, part: str) -> None:
    is_asked = here.progress is Progress.OPEN and activity.is_running
    if not is_asked or part not in here.parts:
        raise StepRefusedError(
            f"“{step.title}” is not asked for now, or not of you. Look at what is next."
        )


def _version(tx: Transaction, form: str) -> str:
    """The version of a form that was published last."""
    row = tx.one(
        "SELECT version FROM form_version WHERE form = $1 "
        "ORDER BY published DESC, version DESC LIMIT 1",
        [form],
    )
    if row is None:
        raise NotFoundError("form", form)
    return str(row["version"])
