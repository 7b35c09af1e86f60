"""Answers in words: how each reads, what has to be put right, and where that stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from forms.model import Json, Question
from forms.problem import Problem
from forms.types import get_type
from forms.types.base import AnswerError
from pages.components.layout import error_summary
from pages.components.widgets.ask import inner_key

#: The words of a question that are enough to know it by.
_SHORT = 60


def problems_of(question: str, problems: Iterable[Problem]) -> Mapping[str, str]:
    """The messages about one question, by the place within its answer."""
    found: dict[str, str] = {}
    for problem in problems:
        if problem.place == question:
            found.setdefault("", problem.message)
        elif problem.place.startswith((f"{question}.", f"{question}[")):
            found.setdefault(problem.place.removeprefix(question).lstrip("."), problem.message)
    return found


def question_of(place: str) -> str:
    """The id of the question that a problem's place names."""
    return place.partition(".")[0].partition("[")[0]


def key_of(place: str, key: Callable[[str], str]) -> str:
    """The session key of the control that a problem's place names; `key` gives a question's."""
    question, dot, rest = place.partition(".")
    head, bracket, tail = question.partition("[")
    return inner_key(key(head), f"{bracket}{tail}{dot}{rest}") if rest else key(head)


def name_of(question: Question | None, language: str = "en") -> str:
    """What to call a question in a list: its standard, else how its words begin."""
    if question is None:
        return ""
    words = question.text.say(language)
    short = words if len(words) <= _SHORT else f"{words[: _SHORT - 3].rsplit(' ', 1)[0]}…"
    return question.standard.key if question.standard else short


def say_answer(question: Question, value: Json, language: str = "en") -> str:
    """Any value of the question's type as a person reads it; as typed if unreadable."""
    kind = get_type(question.type)
    if kind.is_empty(value):
        return ""
    try:
        return kind.text(kind.parse(value, question), question, language)
    except AnswerError:
        return str(value)


def show_problems(
    problems: Iterable[Problem], *, key: Callable[[str], str], name: Callable[[str], str]
) -> None:
    """The list of what to put right, each leading to its question.

    `key` gives the session key of a place's control and `name` what the place is called.
    """
    placed, names = [], {}
    for problem in problems:
        placed.append(replace(problem, place=key(problem.place)))
        names[placed[-1].place] = name(problem.place)
    error_summary(placed, names)
