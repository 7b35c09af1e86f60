"""What is different between two sendings of the same return, question by question."""

from __future__ import annotations

from dataclasses import dataclass

from forms.model import Answers, Form, Question
from forms.text import DEFAULT_LANGUAGE
from scrutiny.carry import say_parts

_SILENT = frozenset({"calculate", "hidden", "note"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of an answer that changed; `part` is "" for the answer itself."""

    question: Question
    part: str
    before: str
    after: str


def list_differences(
    form: Form, before: Answers, after: Answers, language: str = DEFAULT_LANGUAGE
) -> tuple[Difference, ...]:
    """Every part that was given, changed or taken away, in the order of the form."""
    return tuple(
        Difference(question, part, old.get(part, ""), new.get(part, ""))
        for question in form.questions.values()
        if question.type not in _SILENT
        for old, new in [(_parts(question, before, language), _parts(question, after, language))]
        for part in dict.fromkeys((*old, *new))
        if old.get(part) != new.get(part)
    )


def _parts(question: Question, answers: Answers, language: str) -> dict[str, str]:
    """The answer's parts by label; several of one label, such as actions, are lines of one."""
    found: dict[str, str] = {}
    for label, words in say_parts(question, answers.get(question.id), language):
        found[label] = f"{found[label]}\n{words}" if label in found else words
    return found
