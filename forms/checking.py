"""What is wrong with each answer of a draft: missing, unreadable, out of bounds, refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.draft import DraftReader, Reading
from forms.expressions import Scope
from forms.messages import say
from forms.plan import QuestionPlan
from forms.problem import Problem
from forms.types.base import Asked


class Checker:
    """Problems of what was read; `required` gathers the places that must be answered."""

    def __init__(self, reader: DraftReader) -> None:
        self.reader = reader
        self.required: set[str] = set()

    def check(self, plan: QuestionPlan, *, is_spared: bool = False) -> list[Problem]:
        """What is wrong with a relevant question; a spared one may be left empty."""
        key = plan.question.id
        found = list(self._find(plan, key, self.reader.scope, is_spared))
        for index in range(self.reader.counts.get(key, 0)):
            scope = self.reader.scope.inside(key, index + 1)
            for inner in plan.inner_as_asked:
                place = f"{key}[{index}].{inner.question.id}"
                if place in self.reader.readings:
                    found += self._find(inner, place, scope, is_spared=False)
        return found

    def _find(
        self, plan: QuestionPlan, place: str, scope: Scope, is_spared: bool
    ) -> Iterator[Problem]:
        if not plan.kind.asks:
            return
        reading, language = self.reader.readings[place], self.reader.language
        is_required = not is_spared and is_asked_for(plan, scope)
        if is_required:
            self.required.add(place)
        if reading.error:
            yield Problem(place + reading.error.part, reading.error.say(language))
        elif reading.value is not None:
            asked = Asked(scope.today, language, is_required)
            yield from _check_value(plan, reading, place, scope, asked)
        elif is_required:
            yield Problem(place, _missing(plan, language))


def is_asked_for(plan: QuestionPlan, scope: Scope) -> bool:
    """Whether the question must be answered, as the other answers stand."""
    if plan.question.type == "repeat" and plan.question.min_count > 0:
        return True
    return plan.required if isinstance(plan.required, bool) else plan.required.holds(scope)


def _check_value(
    plan: QuestionPlan, reading: Reading, place: str, scope: Scope, asked: Asked
) -> Iterator[Problem]:
    value: Any = reading.value
    faults = plan.kind.find_faults(value, plan.question, asked)
    yield from (Problem(place + fault.part, fault.message) for fault in faults)
    if faults or plan.constraint is None:
        return
    if not plan.constraint.holds(scope.with_item(plan.kind.xpath(value))):
        words = plan.question.constraint_message.say(asked.language)
        yield Problem(place, words or say("constraint", asked.language))


def _missing(plan: QuestionPlan, language: str) -> str:
    question = plan.question
    words = question.required_message.say(language)
    if not words and question.type == "repeat":
        return say("min_count", language, count=max(1, question.min_count))
    return words or say(plan.kind.prompt, language)
