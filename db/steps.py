"""Steps taken: one transaction each, with every guard looked at again under the lock."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db.activity_rows import (
    SentForm,
    count_facts,
    find_activity,
    finish,
    list_sent_forms,
    lock_activity,
    mechanism_of,
    read_activity,
    standing_of,
    store_standing,
    tell,
)
from db.beginnings import begin_linked
from db.chosen_agencies import set_chosen_agencies
from db.connection import Database, Transaction, clean_text
from db.days import local_day
from db.errors import AnswersRefusedError, NotAllowedError, StaleError, StepRefusedError
from db.events import Happening
from db.many_forms import count_here, require_finished
from db.own_actions import count_own
from db.step_files import keep_files
from db.step_works import Taken, check_part, do_works, undo_works
from forms.model import Answers, Json
from forms.problem import Problem
from scrutiny.access import Viewer
from scrutiny.activity import (
    PROGRESS_LABELS,
    SENT,
    Activity,
    ActivityStatus,
    Progress,
    Standing,
    StepStanding,
    Taking,
)
from scrutiny.asking import check_answers, form_of, holds, scope_of
from scrutiny.many import find_doubled
from scrutiny.mechanism import OUTCOME, Mechanism, Outcome, Step, Subject
from scrutiny.standing import Context, facts, has_parties, undone_by
from scrutiny.taking_part import who_may


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What somebody wants to do."""

    outcome: str
    answers: Answers
    part: str
    reason: str
    known_from: str
    viewer: Viewer
    now: datetime
    about: str = ""


def take_step(
    tx: Transaction,
    *,
    id: str,
    step: str,
    viewer: Viewer,
    now: datetime,
    seen: int,
    context: Context,
    outcome: str = "",
    answers: Answers | None = None,
    part: str = "",
    reason: str = "",
    known_from: str = "",
    about: str = "",
    agencies: Collection[str] | None = None,
) -> Activity:
    """Take a step of an activity, with all that follows from it.

    `seen` is how many steps had been taken when the viewer looked. `known_from` says how
    somebody who records it for others knows. `about` is what the activity that the step
    begins is about, where that is something else. `agencies` are those that take part from
    then on, where the step chooses them. Raises NotFoundError, NotAllowedError,
    StaleError, AnswersRefusedError and StepRefusedError, each with its sentence.
    """
    found = find_activity(tx, id, viewer)
    lock_activity(tx, found.id)
    activity = read_activity(tx, found.id)
    mechanism = mechanism_of(tx, activity, context)
    taken = mechanism.by_id.get(step)
    if taken is None:
        raise StepRefusedError("This activity has no such step. Reload the page and look again.")
    standing = standing_of(tx, mechanism, activity, context)
    here = next(each for each in standing.steps if each.step == step)
    wanted = _Wanted(
        outcome, answers or {}, part or _only_part(taken, here, viewer), clean_text(reason).strip(),
        clean_text(known_from).strip(), viewer, now, about,
    )  # fmt: skip
    is_recorded = _check_who(mechanism, taken, activity, wanted)
    if seen != len(activity.taken):
        raise StaleError
    _check_open(activity, taken, here, wanted, context)
    chosen = _check_outcome(taken, wanted)
    require_finished(tx, taken, activity, wanted.part, is_recorded=is_recorded)
    known = {
        **facts(mechanism, activity), **count_facts(tx, mechanism, activity),
        **count_here(tx, mechanism, taken, activity, wanted.part),
        **count_own(tx, taken, activity, wanted.part),
    }  # fmt: skip
    kept = _check_answers(mechanism, taken, chosen, known, wanted)
    if not _turns_away(chosen):
        check_part(tx, Taken(mechanism, activity, taken, viewer, now), wanted.part)
    taking = Taking(
        number=len(activity.taken) + 1,
        step=step,
        day=local_day(now),
        outcome=_say_outcome(taken, chosen),
        part=wanted.part,
        answers=kept,
        reason=wanted.reason,
        by=viewer.name,
        role=viewer.role,
        known_from=wanted.known_from if is_recorded else "",
        taken=now,
    )
    keep_files(
        tx, asks=taken.asks, answers=kept, place=(activity.id, step), activity=activity.id,
        number=taking.number, viewer=viewer, part=wanted.part,
    )  # fmt: skip
    activity = set_chosen_agencies(tx, mechanism, activity, taken, agencies)
    return _store(tx, mechanism, activity, taking, context, viewer, about=about)


def _say_outcome(step: Step, chosen: Outcome | None) -> str:
    """How the taking ended; one that says that all forms are sent counts while they are."""
    if step.many:
        return SENT
    return chosen.value if chosen else ""


def record_step(
    tx: Transaction, *, id: str, step: str, viewer: Viewer, now: datetime, context: Context
) -> Activity:
    """Take a step that something sent elsewhere stands for; who sent it has been checked."""
    lock_activity(tx, id)
    activity = read_activity(tx, id)
    taking = Taking(
        number=len(activity.taken) + 1, step=step, day=local_day(now), by=viewer.name,
        role=viewer.role, taken=now,
    )  # fmt: skip
    mechanism = mechanism_of(tx, activity, context)
    return _store(tx, mechanism, activity, taking, context, viewer)


def attempt_step(database: Database, *, viewer: Viewer, now: datetime, **given: Any) -> Activity:
    """Take a step in a transaction of its own; what the role may not do is logged as well."""
    try:
        return database.write(take_step, viewer=viewer, now=now, **given)
    except NotAllowedError:
        database.write(
            record_step_refused, id=given["id"], step=given["step"], viewer=viewer, now=now
        )
        raise


def settle(tx: Transaction, id: str, context: Context) -> Activity:
    """Work out anew where an activity stands; a form sent since is kept as a step taken."""
    lock_activity(tx, id)
    activity = read_activity(tx, id)
    mechanism = mechanism_of(tx, activity, context)
    for form in list_sent_forms(tx, mechanism, activity):
        told = [t for t in activity.taken if (t.step, t.part, t.outcome) == (*_place(form), SENT)]
        if len(told) < form.times and activity.is_running:
            taking = Taking(
                len(activity.taken) + 1, form.step, form.day, SENT, form.part, by=form.by,
                taken=form.moment,
            )  # fmt: skip
            sender = Viewer(role="", name=form.by)
            activity = _store(
                tx, mechanism, activity, taking, context, sender, is_first=not told
            )  # fmt: skip
    standing = standing_of(tx, mechanism, activity, context)
    day = activity.taken[-1].day if activity.taken else activity.began
    settled = finish(activity, standing, day)
    store_standing(tx, mechanism, settled, standing)
    return settled


def _place(form: SentForm) -> tuple[str, str]:
    return form.step, form.part


def record_step_refused(
    tx: Transaction, *, id: str, step: str, viewer: Viewer, now: datetime
) -> None:
    """Keep that somebody was refused a step of an activity that they may see."""
    activity = find_activity(tx, id, viewer)
    tell(tx, activity, Happening.STEP_REFUSED, viewer, now, step=step)


def _only_part(step: Step, here: StepStanding, viewer: Viewer) -> str:
    """The party that the viewer acts for, where there is no doubt."""
    own = [part for part in here.parts if part in viewer.organisations]
    return own[0] if step.each and len(own) == 1 else ""


def _check_who(mechanism: Mechanism, step: Step, activity: Activity, wanted: _Wanted) -> bool:
    """Whether it is recorded for others; raises NotAllowedError when it may not be taken."""
    viewer, part = wanted.viewer, wanted.part
    refusal = who_may(mechanism, step, activity, viewer, part=part)
    if not refusal:
        return False
    if who_may(mechanism, step, activity, viewer, is_recording=True):
        raise NotAllowedError("take this step", refusal)
    if not wanted.known_from:
        raise StepRefusedError(
            "Say how you know, for example the e-mail and its date: you record this for others."
        )
    return True


def _check_open(
    activity: Activity, step: Step, here: StepStanding, wanted: _Wanted, context: Context
) -> None:
    if activity.status is ActivityStatus.PAUSED:
        raise StepRefusedError("This is paused. It has to be resumed before a step is taken.")
    is_late_extra = activity.status is ActivityStatus.ENDED and step.is_optional
    if not (activity.is_running or is_late_extra):
        raise StepRefusedError("This has ended, so no more steps are taken.")
    if here.progress is Progress.DONE:
        raise StepRefusedError("This step has been taken already. Look again at what is next.")
    if here.progress is not Progress.OPEN:
        words = PROGRESS_LABELS[here.progress].lower()
        raise StepRefusedError(f"This step cannot be taken now: {words}. Look at what is next.")
    if not has_parties(step, activity, context.partners):
        raise StepRefusedError(f"{here.unmet[0]}.")
    if step.each and wanted.part in here.done_parts:
        raise StepRefusedError("This has been done for that party already.")
    if step.each and wanted.part not in here.parts:
        raise StepRefusedError("Say for which of those who take part this step is taken.")


def _check_outcome(step: Step, wanted: _Wanted) -> Outcome | None:
    if not step.outcomes:
        return None
    only = step.outcomes[0] if len(step.outcomes) == 1 else None
    outcome = step.find_outcome(wanted.outcome) or (only if not wanted.outcome else None)
    if outcome is None:
        labels = ", ".join(each.label for each in step.outcomes)
        raise StepRefusedError(f"Say how the step ended. Choose one of: {labels}.")
    if outcome.needs_reason and not wanted.reason:
        raise StepRefusedError(f"Say why: “{outcome.label}” needs a reason.")
    return outcome


def _check_answers(
    mechanism: Mechanism,
    step: Step,
    outcome: Outcome | None,
    known: Mapping[str, Json],
    wanted: _Wanted,
) -> Answers:
    """The answers as they are kept; what goes on needs them whole, and its guards to hold."""
    today = local_day(wanted.now)
    seen = {**known, OUTCOME: outcome.value if outcome else ""}
    form = form_of(mechanism, step)
    kept, problems = check_answers(form, wanted.answers, known=seen, today=today)
    problems = (*problems, *find_doubled(mechanism, step, kept))
    if _turns_away(outcome):
        problems = tuple(each for each in problems if _matters(each, step, wanted.answers))
        if problems:
            raise AnswersRefusedError(problems)
        return kept
    if problems:
        raise AnswersRefusedError(problems)
    scope = scope_of(mechanism, {**known, **kept}, today)
    for need in step.needs:
        if not holds(mechanism, need.that, scope):
            raise StepRefusedError(f"{need.otherwise.rstrip('.')}.")
    return kept


def _turns_away(outcome: Outcome | None) -> bool:
    """Whether the step is put off, sent back or the end of it all, so that nothing goes on."""
    return bool(outcome and (outcome.waits or outcome.again or outcome.ends))


def _matters(problem: Problem, step: Step, answers: Answers) -> bool:
    """Whether it is wrong also where a step is put off: it was answered, or asked just then."""
    key = re.split(r"[.\[]", problem.place, maxsplit=1)[0]
    question = next((each for each in step.asks if each.id == key), None)
    looks = question and f"{{{OUTCOME}}}" in question.required + question.relevant
    return bool(looks) or answers.get(key) not in (None, "", [], {})


def _store(
    tx: Transaction,
    mechanism: Mechanism,
    activity: Activity,
    taking: Taking,
    context: Context,
    viewer: Viewer,
    *,
    is_first: bool = True,
    about: str = "",
) -> Activity:
    """Write the taking, and bring about what follows from it, once."""
    tx.insert_many(
        "taking",
        (
            "activity", "number", "step", "part", "outcome", "content", "reason", "by_whom",
            "role", "known_from", "day", "taken",
        ),
        [
            (
                activity.id, taking.number, taking.step, taking.part, taking.outcome,
                json.dumps(taking.answers, ensure_ascii=False), taking.reason, taking.by,
                taking.role, taking.known_from, taking.day, taking.taken,
            )
        ],
    )  # fmt: skip
    assert taking.taken is not None  # noqa: S101 - one that is taken now has its moment
    now, step = taking.taken, mechanism.by_id[taking.step]
    moved = replace(activity, taken=(*activity.taken, taking))
    standing = standing_of(tx, mechanism, moved, context)
    moved = finish(moved, standing, taking.day)
    store_standing(tx, mechanism, moved, standing)
    tell(
        tx, moved, Happening.STEP_TAKEN, viewer, now, number=taking.number, step=taking.step,
        outcome=taking.outcome, part=taking.part,
    )  # fmt: skip
    if is_first and _goes_on(standing, step, taking):
        do_works(tx, Taken(mechanism, moved, step, viewer, now))
        if step.begins:
            linked = begin_linked(
                tx, step.begins, moved, mechanism=mechanism, context=context, viewer=viewer,
                now=now, about=about, begins_with=step.begins_with,
            )  # fmt: skip
            _ask_at_once(tx, linked, viewer, now, context)
    outcome = step.find_outcome(taking.outcome)
    if outcome and outcome.again:
        undone = undone_by(mechanism, outcome) | {step.id}
        undo_works(tx, Taken(mechanism, moved, step, viewer, now), undone, taking.reason)
    if moved.status is not activity.status:
        tell(tx, moved, Happening.ACTIVITY_ENDED, viewer, now)
    return moved


def _ask_at_once(
    tx: Transaction, linked: Activity, viewer: Viewer, now: datetime, context: Context
) -> None:
    """What begins with a request is asked for by the step that began it: its first is taken."""
    mechanism = mechanism_of(tx, linked, context)
    if mechanism.subject is Subject.REQUEST:
        step = mechanism.steps[0].id
        record_step(tx, id=linked.id, step=step, viewer=viewer, now=now, context=context)


def _goes_on(standing: Standing, step: Step, taking: Taking) -> bool:
    """Whether the taking finished its step, other than by ending the activity early."""
    outcome = step.find_outcome(taking.outcome)
    here = next(each for each in standing.steps if each.step == step.id)
    return here.progress is Progress.DONE and not (outcome and outcome.ends)
