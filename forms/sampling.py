"""A whole made-up response to any form: for demonstration data, benches and tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from random import Random

from forms.journey import NOTHING, Journey, walk
from forms.model import Answers, Form, Json, Question
from forms.plan import plan_of
from forms.types import get_type
from forms.types.samples import sample_answer

#: How often an answer that the form refuses is made up anew.
MOST_TRIES = 60


def sample_response(
    form: Form,
    random: Random,
    *,
    today: date,
    context: Mapping[str, Json] = NOTHING,
    given: Answers = NOTHING,
    optional: float = 1.0,
) -> dict[str, Json]:
    """Answers to every visible question, `given` ones kept; valid wherever luck can find one.

    Optional questions are answered with that probability.
    """
    answers: dict[str, Json] = dict(given)
    asked: set[str] = set()
    journey = walk(form, answers, today=today, context=context)
    while missing := _missing(journey, asked):
        asked |= {question.id for question in missing}
        for question in missing:
            if journey.is_required(question.id) or random.random() < optional:
                answers[question.id] = sample_answer(question, random, today=today)
        journey = walk(form, answers, today=today, context=context)
    for _ in range(MOST_TRIES):
        again = _refused(form, journey) - given.keys()
        if not again:
            break
        for state in journey.sections:
            for question in state.questions:
                if question.id in again:
                    narrow = _narrow(question, journey)
                    answers[question.id] = sample_answer(narrow, random, today=today)
        journey = walk(form, answers, today=today, context=context)
    return answers


def _refused(form: Form, journey: Journey) -> set[str]:
    """The questions with a problem, and those that their constraints compare them with."""
    plans = plan_of(form).questions
    refused = {re.split(r"[.\[]", p.place, maxsplit=1)[0] for p in journey.problems}
    constraints = [plans[key].constraint for key in refused]
    return refused.union(*(c.names & plans.keys() for c in constraints if c))


def _missing(journey: Journey, asked: set[str]) -> list[Question]:
    return [
        _narrow(question, journey)
        for state in journey.sections
        for question in state.questions
        if question.id not in asked
        and question.id not in journey.answers
        and get_type(question.type).asks
    ]


def _narrow(question: Question, journey: Journey) -> Question:
    """The question with only the choices that its filter leaves."""
    choices = journey.choices(question)
    return (
        question if choices == question.options else replace(question, choices=choices, scale=None)
    )
