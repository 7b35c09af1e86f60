"""Taking a step: what it asks, how it ends, and recording it for others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

import streamlit as st

from db import activities, step_drafts, step_files
from db.connection import Database
from db.errors import AnswersRefusedError, DatabaseError
from db.refusals import note_refused
from forms.journey import NOTHING
from forms.model import Answers, Json, Question
from pages.components.activities.agencies import ask_agencies, read_agencies
from pages.components.activities.meeting_days import find_days_met
from pages.components.activities.opening import Opened, Turn
from pages.components.activities.rounds import tell_round
from pages.components.activities.subjects import SUBJECTS, list_subjects
from pages.components.keeping import examine_upload
from pages.components.redrawing import redraw, redraw_when_turned
from pages.components.running.said import say_done, say_trouble
from pages.components.server.runtime import runtime
from pages.components.sheet import Sheet, Spares, ask, show_sheet, spare_nothing
from pages.components.shell import Page
from scrutiny.access import Viewer
from scrutiny.asking import BEFORE, NOW, form_of
from scrutiny.audit import What
from scrutiny.evidence import EvidenceRefusedError
from scrutiny.mechanism import Outcome, Step

#: The screen's own questions about a step. Expressions of a file may speak of the outcome.
PART, OUTCOME, REASON, KNOWN_FROM = "its_part", "outcome", "its_reason", "its_known_from"
ABOUT = "its_subject"
OWN = (PART, OUTCOME, REASON, KNOWN_FROM, ABOUT)


def make_sheet(opened: Opened, turn: Turn, known: Answers = NOTHING) -> Sheet:
    """The questions of a step, with what the viewer has typed of them so far.

    `known` is what they may look at besides what was recorded.
    """
    page, activity, step = opened.page, opened.activity, turn.step
    form = form_of(opened.mechanism, step)
    asked = {section.id: section.questions for section in form.sections}
    return make_kept_sheet(
        page, activity.id, step.id, list_questions(opened, turn, asked[NOW]),
        part=turn.part, before=asked[BEFORE], known={**opened.known, **known}, spares=_spares(step),
        told={
            **find_days_met(opened, step),
            **tell_round(page, opened.mechanism, activity.subject, step.asks),
        },
    )  # fmt: skip


def _spares(step: Step) -> Spares:
    """Sending a step back, or putting it off, needs only what is asked just then."""
    asked = [each.id for each in step.asks if f"${{{OUTCOME}}}" not in _expressions(each)]

    def is_spared(typed: Answers) -> Collection[str]:
        if goes_on(step.find_outcome(str(typed.get(OUTCOME) or ""))):
            return ()
        return [id for id in asked if typed.get(id) in (None, "", [], {})]

    return is_spared


def make_kept_sheet(
    page: Page,
    activity: str,
    step: str,
    questions: tuple[Question, ...],
    *,
    part: str = "",
    before: tuple[Question, ...] = (),
    known: Answers | None = None,
    spares: Spares = spare_nothing,
    told: Answers = NOTHING,
) -> Sheet:
    """A sheet whose typed answers are kept for the viewer under an activity and a step.

    `told` is what questions prefill from, besides the day and the viewer's name.
    """
    place = {"activity": activity, "step": step, "part": part}

    def keep(changed: Answers) -> None:
        page.database.write(
            step_drafts.save_step_draft, answers=changed, viewer=page.viewer,
            now=runtime().clock(), **place,
        )  # fmt: skip

    return Sheet(
        name="-".join(filter(None, (activity[:8].lower(), step.replace(":", "-"), part))),
        questions=questions,
        typed=page.database.read(step_drafts.find_step_draft, viewer=page.viewer, **place),
        today=page.today,
        keep=keep,
        before=before,
        known=known or {},
        spares=spares,
        upload=lambda files: _keep_files(page, activity, step, files),
        context={"today": page.today.isoformat(), "viewer_name": page.viewer.name, **told},
    )


def _keep_files(page: Page, activity: str, step: str, files: Sequence[Any]) -> list[Json]:
    """Look at each file and keep it with what is half-typed; a refused one leaves a line."""
    kept = []
    for file in files:
        now = runtime().clock()
        try:
            examined = examine_upload(page, file.name, file.getvalue())
        except EvidenceRefusedError:
            page.database.write(
                note_refused, what=What.UPLOAD_REFUSED, viewer=page.viewer, now=now,
                subject=activity, why="refused",
            )  # fmt: skip
            raise
        kept.append(
            page.database.write(
                step_files.add_step_file, activity=activity, step=step, name=examined.name,
                kind=examined.kind, content=examined.content, scan=examined.scan,
                viewer=page.viewer, now=now,
            )
        )  # fmt: skip
    return kept


def list_questions(opened: Opened, turn: Turn, asks: tuple[Question, ...]) -> tuple[Question, ...]:
    """All that is asked: for whom, how it ended and why, the file's questions, how it is known."""
    step = turn.step
    ending = _ask_outcome(step)
    is_first = any(f"${{{OUTCOME}}}" in _expressions(q) for q in asks) or any(
        not goes_on(each) for each in step.outcomes
    )
    return (
        *_ask_part(opened, turn),
        *(ending if is_first else ()),
        *asks,
        *_ask_about(opened, step),
        *(() if is_first else ending),
        *(_ask_known_from() if turn.is_recording else ()),
    )


def goes_on(outcome: Outcome | None) -> bool:
    """Whether a step that ends so is done and the rest follows; it then needs its answers."""
    return not (outcome and (outcome.waits or outcome.again or outcome.ends))


def _expressions(question: Question) -> str:
    parts = (question.relevant, question.required, question.constraint, question.calculation)
    return " ".join(parts)


def _ask_part(opened: Opened, turn: Turn) -> tuple[Question, ...]:
    if not turn.parts:
        return ()
    names = {part: opened.names.say(part) for part in turn.parts}
    words = "For whom do you record this?" if turn.is_recording else "For whom do you take this?"
    return (ask(PART, words, type="select_one", choices=names),)


def _ask_about(opened: Opened, step: Step) -> tuple[Question, ...]:
    """What the activity that the step begins is about, where it is not the same as here."""
    linked = opened.page.mechanisms.mechanisms.get(step.begins)
    is_other = linked and linked.subject is not opened.mechanism.subject
    if not (linked and is_other and linked.subject in SUBJECTS):
        return ()
    names = list_subjects(opened.page, linked)
    return (ask(ABOUT, SUBJECTS[linked.subject], type="select_one", choices=names),)


def _ask_outcome(step: Step) -> tuple[Question, ...]:
    if not step.outcomes:
        return ()
    choices = {each.value: each.label for each in step.outcomes}
    needing = [each.value for each in step.outcomes if each.needs_reason]
    found = [ask(OUTCOME, "How does it end?", type="select_one", choices=choices)]
    if needing:
        relevant = " or ".join(f"${{{OUTCOME}}} = '{value}'" for value in needing)
        found.append(
            ask(REASON, "Why?", type="long_text", relevant=relevant,
                hint="It stays with the record, and those who take part can read it. "
                "Do not name any child.")
        )  # fmt: skip
    return tuple(found)


def _ask_known_from() -> tuple[Question, ...]:
    return (
        ask(
            KNOWN_FROM, "How do you know?", max_length=500,
            hint="You record this for somebody else. For example: an e-mail of 3 March, or the "
            "minutes of the Board",
        ),
    )  # fmt: skip


@st.fragment
def show_taking(opened: Opened, turn: Turn, *, level: int = 3, known: Answers = NOTHING) -> None:
    """The step's questions and the press that records it; only they are redrawn meanwhile."""
    sheet = make_sheet(opened, turn, known)
    show_sheet(sheet, level=level)
    ask_agencies(opened, turn.step, sheet)
    st.button(
        _say_press(turn, sheet),
        key=f"take-{turn.step.id}", type="primary", on_click=take, args=(opened, turn, sheet),
    )  # fmt: skip
    redraw_when_turned()


def _say_press(turn: Turn, sheet: Sheet) -> str:
    if turn.step.many:
        return "Record that they have finished" if turn.is_recording else turn.step.many.finished
    return "Record this step" if turn.is_recording or sheet.questions else "Mark as done"


def take(opened: Opened, turn: Turn, sheet: Sheet) -> None:
    """Record the step when nothing is missing; what cannot be is said, with nothing lost."""
    if not sheet.check():
        return
    given = sheet.answers
    own = {key: str(given.pop(key, "") or "") for key in OWN}
    part = turn.part or own[PART]

    def write(database: Database, *, viewer: Viewer, now: datetime) -> None:
        activities.attempt_step(
            database, viewer=viewer, now=now, id=opened.activity.id, step=turn.step.id,
            outcome=own[OUTCOME], answers=given, part=part, reason=own[REASON],
            known_from=own[KNOWN_FROM], about=own[ABOUT], seen=len(opened.activity.taken),
            agencies=read_agencies(sheet) if turn.step.chooses_agencies else None,
            context=opened.page.context,
        )  # fmt: skip
        database.write(
            step_drafts.forget_step_draft, activity=opened.activity.id, step=turn.step.id,
            part=turn.part, viewer=viewer,
        )  # fmt: skip

    if attempt(opened.page, write, f"Recorded: {turn.step.title}.", sheet):
        sheet.clear()
        for place in ("step", "way"):
            st.query_params.pop(place, None)


def act(page: Page, write: Callable[..., object], done: str, sheet: Sheet | None = None) -> bool:
    """Change the database in one transaction, and say what was done or why nothing was."""

    def work(database: Database, *, viewer: Viewer, now: datetime) -> None:
        database.write(write, viewer=viewer, now=now)

    return attempt(page, work, done, sheet)


def attempt(page: Page, work: Callable[..., object], done: str, sheet: Sheet | None = None) -> bool:
    """Do something to the database, and say on the redrawn page what came of it.

    Answers that are refused are shown beside their questions on the sheet that asked them.
    """
    redraw()
    try:
        work(page.database, viewer=page.viewer, now=runtime().clock())
    except AnswersRefusedError as error:
        if sheet is None or not sheet.refuse(error.problems):
            say_trouble(f"Nothing was changed. {error}")
        return False
    except (DatabaseError, ValueError) as error:
        say_trouble(f"Nothing was changed. {error}")
        return False
    if done:
        say_done(done)
    return True


def read_words(given: dict[str, Json], key: str) -> str:
    """An answer as words, "" where none was given."""
    return str(given.get(key) or "").strip()
