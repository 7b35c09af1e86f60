"""What a submitted response leaves behind: its answers laid out long, and its actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from forms.journey import Journey
from forms.model import Form, Json, Question
from forms.storage import StoredAnswer, lay_out_journey
from scrutiny.action import Action, ActionKind


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
    """The action that is being taken, in the order of the answer, and those required (R029)."""
    if not isinstance(answer, Mapping):
        return
    standard = question.standard.key if question.standard else ""
    if taken := answer.get("action_taken"):
        yield Action(
            question=question.id, standard=standard, text=str(taken), kind=ActionKind.BEING_TAKEN
        )
    given = answer.get("actions")
    for index, action in enumerate(given if isinstance(given, list) else []):
        if not isinstance(action, Mapping) or not action.get("text"):
            continue
        yield Action(
            question=question.id,
            standard=standard,
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
