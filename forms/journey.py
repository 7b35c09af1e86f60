"""The way through a form, worked out anew from the answers: nothing of it is stored.

A question is relevant when its section, its own `relevant` and its standard's audience
say so. An answer to one that is not relevant counts as empty everywhere; it stays in the
draft, so that it returns with its question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from forms.checking import Checker
from forms.draft import DraftReader
from forms.model import Answers, Choice, Form, Json, Question, Section
from forms.plan import GIVEN_TYPES, Plan, QuestionPlan, SectionPlan, plan_of
from forms.problem import Problem
from forms.text import DEFAULT_LANGUAGE
from forms.waiting import find_question_waits, find_waits

#: What the app knows that a form may prefill from: nothing.
NOTHING: Mapping[str, Json] = MappingProxyType({})


class SectionStatus(StrEnum):
    """How far a section is.

    Cannot start: it, or all of its questions, will only be asked once a question that
    can be seen now is answered (`waits_for`). Not started: the person has answered
    nothing in it; what was prefilled does not count. Complete: nothing in it is missing
    or wrong, or there is nothing to answer. In progress: otherwise.
    """

    CANNOT_START = "cannot_start"
    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class SectionState:
    """A section as it stands: its visible questions (notes too), and how many are answered.

    `asked` and `answered` leave out notes. `waits_for` are ids of questions to answer first.
    """

    section: Section
    status: SectionStatus
    questions: tuple[Question, ...] = ()
    asked: int = 0
    answered: int = 0
    problems: tuple[Problem, ...] = ()
    waits_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """The sections to show, in order, and the relevant answers.

    `answers` are plain values in their usual form (what could not be read stays as it
    was given); `values` the same as the types read them, without what could not be.
    `relevant` and `required` hold places: a question's id, or "visits[0].place" inside a
    repeat. `progress` (0 to 100) is the share of required questions that are answered
    and without a problem, or, where none is required, of all questions.
    """

    sections: tuple[SectionState, ...]
    answers: Answers
    values: Mapping[str, Any]
    relevant: frozenset[str]
    required: frozenset[str]
    problems: tuple[Problem, ...]
    progress: int
    filtered: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)

    def is_relevant(self, place: str) -> bool:
        """Whether the question is asked or worked out, as the answers stand."""
        return place in self.relevant

    def is_required(self, place: str) -> bool:
        """Whether the question must be answered, as the answers stand."""
        return place in self.required

    def choices(self, question: Question, place: str = "") -> tuple[Choice, ...]:
        """What may be chosen, after the choice filter; inside a repeat, say the place."""
        return self.filtered.get(place or question.id, question.options)

    def repeat_questions(self, question_id: str, index: int) -> tuple[Question, ...]:
        """The visible questions of one instance (from 0) of a repeat."""
        shown = (q for state in self.sections for q in state.questions if q.id == question_id)
        return tuple(
            inner
            for question in shown
            for inner in question.questions
            if inner.type not in GIVEN_TYPES
            and f"{question_id}[{index}].{inner.id}" in self.relevant
        )

    def find_section(self, section_id: str) -> SectionState | None:
        """The state of that section, or None when it is not to be shown."""
        return next((s for s in self.sections if s.section.id == section_id), None)


def walk(
    form: Form,
    answers: Answers,
    *,
    today: date,
    context: Mapping[str, Json] = NOTHING,
    language: str = DEFAULT_LANGUAGE,
) -> Journey:
    """The journey through `form` with these answers; never raises on what a draft may hold.

    `context` gives the values that questions prefill from.
    """
    plan = plan_of(form)
    reader = DraftReader(plan, answers, today=today, context=context, language=language)
    reader.read()
    checker = Checker(reader)
    found = (_describe(section, plan, reader, checker) for section in plan.sections)
    states = tuple(state for state in found if state)
    problems = tuple(problem for state in states for problem in state.problems)
    read = {key: reader.readings[key] for key in plan.questions if key in reader.readings}
    return Journey(
        sections=states,
        answers={key: reading.plain for key, reading in read.items() if reading.plain is not None},
        values={key: reading.value for key, reading in read.items() if reading.value is not None},
        relevant=frozenset(reader.readings),
        required=frozenset(checker.required),
        problems=problems,
        progress=_progress(states, reader, checker.required, problems),
        filtered=reader.filtered,
    )


def _describe(
    section: SectionPlan, plan: Plan, reader: DraftReader, checker: Checker
) -> SectionState | None:
    """The section as it stands, or None when there is nothing of it to show."""
    questions = [plan.questions[question.id] for question in section.section.questions]
    shown = [q for q in questions if q.is_visible and q.question.id in reader.readings]
    if not reader.is_section_relevant(section):
        waits = find_waits(section.relevant, reader)
    elif any(q.kind.asks for q in shown):
        waits = ()
    else:  # what is asked here may still come
        waits = tuple({key: 0 for q in questions for key in find_question_waits(q, reader)})
    if waits:
        return SectionState(section.section, SectionStatus.CANNOT_START, waits_for=waits)
    if not reader.is_section_relevant(section) or (questions and not shown):
        return None
    return _open(section.section, shown, reader, checker)


def _open(
    section: Section, shown: list[QuestionPlan], reader: DraftReader, checker: Checker
) -> SectionState:
    """The state of a section that can be answered."""
    asking = [plan for plan in shown if plan.kind.asks]
    is_touched = any(
        plan.question.id in reader.given and reader.readings[plan.question.id].is_given
        for plan in asking
    )
    is_spared = section.optional and not is_touched
    problems = [p for plan in shown for p in checker.check(plan, is_spared=is_spared)]
    if not asking or (is_touched and not problems):
        status = SectionStatus.COMPLETE
    else:
        status = SectionStatus.IN_PROGRESS if is_touched else SectionStatus.NOT_STARTED
    return SectionState(
        section=section,
        status=status,
        questions=tuple(plan.question for plan in shown),
        asked=len(asking),
        answered=sum(reader.readings[plan.question.id].is_given for plan in asking),
        problems=tuple(problems),
    )


def _progress(
    states: tuple[SectionState, ...],
    reader: DraftReader,
    required: set[str],
    problems: tuple[Problem, ...],
) -> int:
    needed = [key for key in required if key in reader.plan.questions]
    if needed:
        wrong = {re.split(r"[.\[]", problem.place, maxsplit=1)[0] for problem in problems}
        return 100 * sum(key not in wrong for key in needed) // len(needed)
    asked = sum(state.asked for state in states)
    return 100 * sum(state.answered for state in states) // asked if asked else 100
