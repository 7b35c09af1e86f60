"""Reads a draft: which questions are relevant, and what their answers are.

One pass over the questions in the order in which they need each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from forms.expressions import Scope
from forms.model import Answers, Choice, Json, Question
from forms.plan import Plan, QuestionPlan, SectionPlan
from forms.types import AnswerError
from forms.types.base import XPathValue
from forms.types.numbers import plain_number
from forms.types.repeat import read_rows


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer as it was read: its value, or the error when it could not be.

    `plain` is the same as a draft keeps it: in its usual form, or as it was given.
    """

    value: Any = None
    error: AnswerError | None = None
    plain: Json = None

    @property
    def is_given(self) -> bool:
        """Whether something was given, readable or not."""
        return self.value is not None or self.error is not None


NOT_READ = Reading()


class DraftReader:
    """One reading of one draft; `read` fills the mappings, which are then only looked at.

    `readings` holds the relevant questions by place: "place", or "visits[0].place" inside
    a repeat. `filtered` holds the choices left by a choice filter, also by place.
    """

    def __init__(
        self,
        plan: Plan,
        given: Answers,
        *,
        today: date,
        context: Mapping[str, Json],
        language: str,
    ) -> None:
        self.plan = plan
        self.given = given
        self.context = context
        self.language = language
        self.readings: dict[str, Reading] = {}
        self.filtered: dict[str, tuple[Choice, ...]] = {}
        self.counts: dict[str, int] = {}
        self._sections: dict[str, bool] = {}
        self._seen: dict[str, XPathValue] = dict.fromkeys(plan.questions, "")
        self._rows: dict[str, list[dict[str, XPathValue]]] = {
            key: [] for key, question in plan.questions.items() if question.inner
        }
        self.scope = Scope(values=self._seen, today=today, repeats=self._rows, label=self._label)

    def read(self) -> None:
        """Read every relevant question."""
        for plan in self.plan.order:
            if self._is_relevant(plan):
                read = self._read_repeat if plan.inner else self._read_top
                reading = read(plan)
                self.readings[plan.question.id] = reading
                self._seen[plan.question.id] = plan.kind.xpath(reading.value)

    def value(self, question_id: str) -> Any:
        """The value of a relevant question outside a repeat, or None."""
        return self.readings.get(question_id, NOT_READ).value

    def is_section_relevant(self, plan: SectionPlan) -> bool:
        """Whether the section's own relevance holds; worked out once."""
        key = plan.section.id
        if key not in self._sections:
            self._sections[key] = plan.relevant is None or plan.relevant.holds(self.scope)
        return self._sections[key]

    def _is_relevant(self, plan: QuestionPlan) -> bool:
        if plan.section and not self.is_section_relevant(plan.section):
            return False
        if not self.is_for_audience(plan.question):
            return False
        return plan.relevant is None or plan.relevant.holds(self.scope)

    def is_for_audience(self, question: Question) -> bool:
        """Whether the question's standard applies to who is answering."""
        standard, audience = question.standard, self.plan.audience_question
        if not standard or not standard.applies_to or not audience:
            return True
        value = self.value(audience)
        members = value if isinstance(value, tuple) else (value,)
        return any(member in standard.applies_to for member in members)

    def _read_top(self, plan: QuestionPlan) -> Reading:
        return self._read_one(plan, self.given, plan.question.id, self.scope)

    def _read_one(
        self, plan: QuestionPlan, given: Mapping[str, Json], place: str, scope: Scope
    ) -> Reading:
        question = plan.question
        if plan.choice_filter:
            allowed = tuple(
                choice
                for choice in question.options
                if plan.choice_filter.holds(scope.with_choice(choice.value, choice.columns))
            )
            self.filtered[place] = allowed
            question = replace(question, choices=allowed, scale=None)
        if plan.is_answered and question.id in given:
            return _read_given(plan, question, given[question.id])
        return _read_fitting(plan, question, self._find_raw(plan, given, scope))

    def _find_raw(self, plan: QuestionPlan, given: Mapping[str, Json], scope: Scope) -> Json:
        """What the app or the form gives in place of a person's answer."""
        question = plan.question
        if question.prefill and question.prefill in self.context:
            return self.context[question.prefill]
        if question.prefill == "today":
            return scope.today.isoformat()
        if plan.calculation:
            before = given.get(question.id)  # what once() keeps
            kept = before if isinstance(before, str | int | float) else ""
            return plan.calculation.evaluate(scope.with_item(kept) if kept else scope)
        return given.get(question.id, question.default)

    def _read_repeat(self, plan: QuestionPlan) -> Reading:
        question = plan.question
        raw = self.given.get(question.id, question.default)
        if plan.kind.is_empty(raw):
            return NOT_READ
        try:
            given = read_rows(raw)
        except AnswerError as error:
            return Reading(error=error, plain=raw)
        rows = [_first_look(plan, row) for row in given]
        self._rows[question.id] = rows
        self.counts[question.id] = len(rows)
        instances = [self._read_instance(plan, row, rows[n], n) for n, row in enumerate(given)]
        values = tuple(
            {key: r.value for key, r in instance.items() if r.value is not None}
            for instance in instances
        )
        plain: Json = [
            {key: r.plain for key, r in instance.items() if r.plain is not None}
            for instance in instances
        ]
        return Reading(values, plain=plain)

    def _read_instance(
        self,
        plan: QuestionPlan,
        given: Mapping[str, Json],
        seen: dict[str, XPathValue],
        index: int,
    ) -> dict[str, Reading]:
        group = plan.question.id
        scope = self.scope.inside(group, index + 1)
        readings: dict[str, Reading] = {}
        for inner in plan.inner:
            key, place = inner.question.id, f"{group}[{index}].{inner.question.id}"
            seen[key] = ""
            if inner.relevant is None or inner.relevant.holds(scope):
                readings[key] = self.readings[place] = self._read_one(inner, given, place, scope)
                seen[key] = inner.kind.xpath(readings[key].value)
        return {q.id: readings[q.id] for q in plan.question.questions if q.id in readings}

    def _label(self, question_id: str, value: str) -> str:
        choice = self.plan.choices.get(question_id, {}).get(value)
        return choice.label.say(self.language) if choice else value


def _read_given(plan: QuestionPlan, question: Question, raw: Json) -> Reading:
    """What the person gave; a choice that the filter took away counts as not given."""
    raw = _drop_filtered(raw, plan.question, question)
    try:
        value = plan.kind.parse(raw, question)
    except AnswerError as error:
        return Reading(error=error, plain=raw)
    return Reading(value, plain=plan.kind.dump(value, question))


def _read_fitting(plan: QuestionPlan, question: Question, raw: Json) -> Reading:
    """What the form or the app gave, as words where the type wants words; nothing if unfit."""
    attempts = [raw]
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        attempts.append(plain_number(raw))
    for attempt in attempts:
        try:
            value = plan.kind.parse(attempt, question)
            return Reading(value, plain=plan.kind.dump(value, question))
        except AnswerError:
            continue
    return NOT_READ


def _drop_filtered(raw: Json, whole: Question, narrow: Question) -> Json:
    if whole is narrow:
        return raw
    gone = {choice.value for choice in whole.options if choice not in narrow.choices}
    if isinstance(raw, list):
        return [item for item in raw if not (isinstance(item, str) and item in gone)]
    return None if isinstance(raw, str) and raw in gone else raw


def _first_look(plan: QuestionPlan, given: Mapping[str, Json]) -> dict[str, XPathValue]:
    """An instance before relevance and calculations, since instances may look at each other."""
    return {
        inner.question.id: inner.kind.xpath(
            _read_given(inner, inner.question, given.get(inner.question.id)).value
        )
        for inner in plan.inner
    }
