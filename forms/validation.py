"""All that is wrong with a response, in the order asked: one list, never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.journey import NOTHING, walk
from forms.model import Answers, Form, Json
from forms.problem import Problem
from forms.text import DEFAULT_LANGUAGE


def validate(
    form: Form,
    answers: Answers,
    *,
    today: date,
    context: Mapping[str, Json] = NOTHING,
    language: str = DEFAULT_LANGUAGE,
    section: str | None = None,
) -> tuple[Problem, ...]:
    """What keeps the response, or one section of it, from being complete.

    A problem's place is a question's id, or a part of one: "group[0].question",
    "ed_a1.evidence", "ed_a1.actions[0].due", "matrix.row".
    """
    journey = walk(form, answers, today=today, context=context, language=language)
    if section is None:
        return journey.problems
    state = journey.find_section(section)
    return state.problems if state else ()
