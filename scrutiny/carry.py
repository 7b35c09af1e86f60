"""Last year's answers beside this year's questions, and which of them may be taken over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms.model import Answers, Form, Json, Question
from forms.text import DEFAULT_LANGUAGE
from forms.types import get_type
from forms.types.base import AnswerError
from forms.types.judgement import list_parts
from scrutiny.comparison import is_comparable

#: Types whose answer belongs to its year: it is never taken over.
_OWN_YEAR = frozenset({"acknowledge", "calculate", "file", "hidden", "note"})
_CHANGED = " (the wording has changed since)"
#: One row of what is on record, by the names that questions fill in from.
Known = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Last year's answer to one of this year's questions.

    `short` is what stands beside the question, `parts` the whole answer as it is read, and
    `value` what may be taken over, or None where that is not offered.
    """

    question: str
    short: str
    parts: tuple[tuple[str, str], ...]
    value: Json = None


def list_earlier(
    form: Form,
    before: Form,
    answers: Answers,
    *,
    leave_out: Collection[str] = (),
    language: str = DEFAULT_LANGUAGE,
) -> dict[str, Earlier]:
    """What was answered in `before`, by this year's question id.

    A standard is known by its key, any other question by its id and type. `leave_out` are
    questions that are answered afresh each year, such as signatures.
    """
    found = {}
    for question in form.questions.values():
        past = _find_past(question, before)
        if past is None or question.id in leave_out or question.type in _OWN_YEAR:
            continue
        said = say_parts(past, answers.get(past.id), language)
        if said:
            changed = "" if is_comparable(question, past) else _CHANGED
            found[question.id] = Earlier(
                question.id, said[0][1] + changed, said, _take_over(question, answers[past.id])
            )
    return found


def say_parts(question: Question, raw: Json, language: str) -> tuple[tuple[str, str], ...]:
    """An answer as label and words, part by part; nothing for none.

    What cannot be read any more is said as it was given.
    """
    kind = get_type(question.type)
    if kind.is_empty(raw):
        return ()
    try:
        value: Any = kind.parse(raw, question)
    except AnswerError:
        return (("", str(raw)),)
    words = kind.text(value, question, language)
    if question.type != "judgement":
        return (("", words),) if words else ()
    choice = question.find_choice(value.rating)
    rating = (("", choice.label.say(language)),) if choice else ()
    return (*rating, *list_parts(value, language))


def _find_past(question: Question, before: Form) -> Question | None:
    standard = question.standard
    past = before.standards.get(standard.key) if standard else before.questions.get(question.id)
    return past if past and past.type == question.type else None


def _take_over(question: Question, raw: Json) -> Json:
    """The value as this year's question takes it, without last year's actions."""
    value = raw
    if isinstance(raw, Mapping) and question.type == "judgement":
        value = {key: part for key, part in raw.items() if key != "actions"}
    if question.type == "repeat" and any(inner.type in _OWN_YEAR for inner in question.questions):
        return None
    try:
        get_type(question.type).parse(value, question)
    except AnswerError:
        return None
    return value


def fill_in(question: Question, known: Sequence[Known] | str) -> Json:
    """What is on record as an answer to be confirmed: of a repeat, a row for each.

    A row's questions name under `prefill` what they take. What does not fit is left out.
    """
    if isinstance(known, str):
        return known or None
    rows = [_fill_row(question, row) for row in known[: question.max_count]]
    return [row for row in rows if row] or None


def _fill_row(question: Question, row: Known) -> dict[str, Json]:
    filled: dict[str, Json] = {}
    for inner in question.questions:
        value = row.get(inner.prefill)
        if isinstance(value, str) and inner.max_length:
            value = value[: inner.max_length]
        if value and not (inner.choices and inner.find_choice(str(value)) is None):
            filled[inner.id] = value
    return filled
