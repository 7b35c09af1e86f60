"""Types that are answered by choosing: one, many, a rating, an order, a row of choices each."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.messages import say
from forms.model import Json, Question
from forms.text import DEFAULT_LANGUAGE, lead_in
from forms.types.base import (
    AnswerError,
    Asked,
    Fault,
    QuestionType,
    StoredAnswer,
    clean_text,
    text_column,
)


@dataclass(frozen=True)
class SelectOneType(QuestionType[str]):
    """One choice's value; a rating is the same with a scale."""

    prompt: str = "choose"

    def read(self, raw: Json, question: Question) -> str:
        """The value of a choice."""
        return read_choice(raw, question)

    def text(self, value: str | None, question: Question, language: str = DEFAULT_LANGUAGE) -> str:
        """The choice's label."""
        return say_choice(value, question, language)

    def columns(self, question: Question) -> dict[str, Any]:
        """One column of values."""
        return {question.id: text_column(_values(question))}


@dataclass(frozen=True)
class SelectManyType(QuestionType[tuple[str, ...]]):
    """Several choices' values: in the form's order, or as ranked when `ordered`."""

    prompt: str = "choose_some"
    ordered: bool = False

    def read(self, raw: Json, question: Question) -> tuple[str, ...]:
        """The values, each once."""
        items = [raw] if isinstance(raw, str) else raw
        if not isinstance(items, list) or len(items) > 1000:
            raise AnswerError("list_of_choices")
        chosen = dict.fromkeys(read_choice(item, question) for item in items)
        if self.ordered:
            return tuple(chosen)
        return tuple(choice.value for choice in question.options if choice.value in chosen)

    def find_faults(
        self, value: tuple[str, ...] | None, question: Question, asked: Asked
    ) -> list[Fault]:
        """Too many chosen; or, in a rank, some left out."""
        most = question.max_choices
        if value and most and len(value) > most:
            return [Fault(say("max_choices", asked.language, count=most))]
        if value and self.ordered and not most and len(value) < len(question.options):
            return [Fault(say("rank_all", asked.language, count=len(question.options)))]
        return []

    def text(
        self,
        value: tuple[str, ...] | None,
        question: Question,
        language: str = DEFAULT_LANGUAGE,
    ) -> str:
        """The labels; numbered when ranked."""
        labels = [say_choice(item, question, language) for item in value or ()]
        if self.ordered:
            return "\n".join(f"{place}. {label}" for place, label in enumerate(labels, 1))
        return "; ".join(labels)

    def store(self, value: tuple[str, ...] | None, question: Question) -> list[StoredAnswer]:
        """A row a choice, in order."""
        return [StoredAnswer(question.id, place, item) for place, item in enumerate(value or ())]

    def dump(self, value: tuple[str, ...] | None, question: Question) -> Json:
        """The list of values."""
        return None if value is None else list(value)

    def xpath(self, value: tuple[str, ...] | None) -> str:
        """The values parted by spaces, as selected() expects."""
        return " ".join(value or ())

    def columns(self, question: Question) -> dict[str, Any]:
        """One column of values, several in a cell."""
        return {question.id: text_column(_values(question), several=True)}


@dataclass(frozen=True)
class MatrixType(QuestionType[Mapping[str, str]]):
    """A choice for each row, by the row's value."""

    prompt: str = "choose"

    def read(self, raw: Json, question: Question) -> Mapping[str, str] | None:
        """The values by row, in the order of the rows; rows without an answer left out."""
        if not isinstance(raw, dict):
            raise AnswerError("rows")
        known = {row.value for row in question.rows}
        given = {row: item for row, item in raw.items() if item not in (None, "")}
        if not given.keys() <= known:
            raise AnswerError("rows")
        values = {row: read_choice(item, question) for row, item in given.items()}
        return {
            row.value: values[row.value] for row in question.rows if row.value in values
        } or None

    def find_faults(
        self, value: Mapping[str, str] | None, question: Question, asked: Asked
    ) -> list[Fault]:
        """The rows without an answer, when every row needs one."""
        if not asked.required or not value:
            return []
        message = say("choose_row", asked.language)
        return [Fault(message, f".{row.value}") for row in question.rows if row.value not in value]

    def text(
        self,
        value: Mapping[str, str] | None,
        question: Question,
        language: str = DEFAULT_LANGUAGE,
    ) -> str:
        """A line a row: its label and the choice's."""
        return "\n".join(
            lead_in(row.label.say(language)) + say_choice(value[row.value], question, language)
            for row in question.rows
            if value and row.value in value
        )

    def store(self, value: Mapping[str, str] | None, question: Question) -> list[StoredAnswer]:
        """A row each, under question.row."""
        return [
            StoredAnswer(f"{question.id}.{row}", 0, item) for row, item in (value or {}).items()
        ]

    def dump(self, value: Mapping[str, str] | None, question: Question) -> Json:
        """The mapping."""
        return None if value is None else dict(value)

    def xpath(self, value: Mapping[str, str] | None) -> str:
        """The chosen values parted by spaces."""
        return " ".join((value or {}).values())

    def columns(self, question: Question) -> dict[str, Any]:
        """A column a row."""
        values = _values(question)
        return {f"{question.id}.{row.value}": text_column(values) for row in question.rows}


def read_choice(raw: Json, question: Question) -> str:
    """The value of one of the question's choices; raises AnswerError."""
    if isinstance(raw, str) and question.find_choice(raw):
        return raw
    words = clean_text(raw) if isinstance(raw, str) and len(raw) < 1000 else ""
    if not question.find_choice(words):
        raise AnswerError("listed")
    return words


def say_choice(value: str | None, question: Question, language: str) -> str:
    """The label of a choice, or the value itself when it has none."""
    if value is None:
        return ""
    choice = question.find_choice(value)
    return (choice.label.say(language) if choice else "") or value


def _values(question: Question) -> tuple[str, ...]:
    return tuple(choice.value for choice in question.options)


TYPES: tuple[QuestionType[Any], ...] = (
    SelectOneType("select_one"),
    SelectOneType("rating"),
    SelectManyType("select_many"),
    SelectManyType("rank", prompt="rank", ordered=True),
    MatrixType("matrix"),
)
