"""A response laid out long: one row a value, as composites count them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.journey import NOTHING, Journey, walk
from forms.model import Answers, Form, Json
from forms.types import StoredAnswer, get_type

__all__ = ["StoredAnswer", "lay_out", "lay_out_journey"]


def lay_out(
    form: Form,
    answers: Answers,
    *,
    today: date,
    context: Mapping[str, Json] = NOTHING,
) -> list[StoredAnswer]:
    """The rows of the relevant answers, in the order asked; private ones are left out."""
    return lay_out_journey(form, walk(form, answers, today=today, context=context))


def lay_out_journey(form: Form, journey: Journey) -> list[StoredAnswer]:
    """The rows of a journey already walked."""
    return [
        row
        for question in form.questions.values()
        if not question.private and question.id in journey.values
        for row in get_type(question.type).store(journey.values[question.id], question)
    ]
