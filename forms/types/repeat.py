"""The repeat: a group of questions asked again for each of several things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from forms.messages import say
from forms.model import Json, Question
from forms.text import DEFAULT_LANGUAGE, lead_in
from forms.types.base import AnswerError, Asked, Fault, QuestionType, StoredAnswer, text_column

#: The values of one instance by question id; what was not answered is left out.
Instance = Mapping[str, Any]
MOST = 1000


@dataclass(frozen=True)
class RepeatType(QuestionType[tuple[Instance, ...]]):
    """Instances of the group's questions, each read by its own type."""

    find: Callable[[str], QuestionType[Any]] = QuestionType

    def read(self, raw: Json, question: Question) -> tuple[Instance, ...]:
        """The instances; raises AnswerError for the first answer that cannot be read."""
        return tuple(
            {
                inner.id: value
                for inner in question.questions
                if (value := self.find(inner.type).parse(row.get(inner.id), inner)) is not None
            }
            for row in read_rows(raw)
        )

    def find_faults(
        self, value: tuple[Instance, ...] | None, question: Question, asked: Asked
    ) -> list[Fault]:
        """Too few or too many instances; the questions within are checked one by one."""
        count = len(value or ())
        if value is not None and count < question.min_count:
            return [Fault(say("min_count", asked.language, count=question.min_count))]
        if question.max_count and count > question.max_count:
            return [Fault(say("max_count", asked.language, count=question.max_count))]
        return []

    def text(
        self,
        value: tuple[Instance, ...] | None,
        question: Question,
        language: str = DEFAULT_LANGUAGE,
    ) -> str:
        """A line an instance: each label with its answer."""
        return "\n".join(
            f"{place}. {self._say(instance, question, language)}"
            for place, instance in enumerate(value or (), 1)
        )

    def _say(self, instance: Instance, question: Question, language: str) -> str:
        return "; ".join(
            lead_in(inner.text.say(language))
            + self.find(inner.type).text(instance[inner.id], inner, language).replace("\n", ", ")
            for inner in question.questions
            if inner.id in instance
        )

    def store(self, value: tuple[Instance, ...] | None, question: Question) -> list[StoredAnswer]:
        """The rows of each answer under group.question, with the instance's place."""
        return [
            replace(row, question=f"{question.id}.{row.question}", instance=place)
            for place, instance in enumerate(value or ())
            for inner in question.questions
            if not inner.private
            for row in self.find(inner.type).store(instance.get(inner.id), inner)
        ]

    def dump(self, value: tuple[Instance, ...] | None, question: Question) -> Json:
        """The list of mappings."""
        if value is None:
            return None
        return [
            {
                inner.id: self.find(inner.type).dump(instance[inner.id], inner)
                for inner in question.questions
                if inner.id in instance
            }
            for instance in value
        ]

    def xpath(self, value: tuple[Instance, ...] | None) -> float:
        """How many instances there are."""
        return float(len(value or ()))

    def columns(self, question: Question) -> dict[str, Any]:
        """The columns of the inner questions, under group.question: all instances in a cell."""
        return {
            f"{question.id}.{key}": text_column(_values(inner, column), several=True)
            for inner in question.questions
            if not inner.private
            for key, column in self.find(inner.type).columns(inner).items()
        }


def _values(question: Question, column: Any) -> tuple[str, ...]:
    return tuple(choice.value for choice in question.options) if column.checks else ()


def read_rows(raw: Json) -> list[dict[str, Json]]:
    """The instances as they stand in a draft; raises AnswerError."""
    if not isinstance(raw, list) or len(raw) > MOST:
        raise AnswerError("groups")
    rows = [row for row in raw if isinstance(row, dict)]
    if len(rows) < len(raw):
        raise AnswerError("groups")
    return rows
