"""What a submitted response leaves behind: its answers laid out long, and its actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.journey import Journey
from forms.model import Form, Json, Question
from forms.storage import StoredAnswer, lay_out_journey
from scrutiny.action import Action


@dataclass(frozen=True, slots=True)
class Submission:
    """All that is stored when a response is submitted."""

    stored: tuple[StoredAnswer, ...]
    actions: tuple[Action, ...]


def prepare_submission(form: Form, journey: Journey) -> Submission:
    """The relevant answers of a journey as rows, and the actions its judgements give."""
    stored = tuple(lay_out_journey(form, journey))
    actions = tuple(
        action
        for state in journey.sections
        for question in state.questions
        if question.type == "judgement"
        for action in _actions(question, journey.answers.get(question.id))
    )
    return Submission(stored, actions)


def _actions(question: Question, answer: Json) -> Iterator[Action]:
    given = answer.get("actions") if isinstance(answer, Mapping) else None
    for index, action in enumerate(given if isinstance(given, list) else []):
        if not isinstance(action, Mapping) or not action.get("text"):
            continue
        yield Action(
            question=question.id,
            standard=question.standard.key if question.standard else "",
            text=str(action["text"]),
            owner=str(action.get("owner") or ""),
            due=_day(action.get("due")),
            instance=index,
        )


def _day(words: Json) -> date | None:
    try:
        return date.fromisoformat(str(words))
    except ValueError:
        return None
