"""The judgement: a rating with the evidence, actions and reasons that it calls for."""

# ruff: noqa: ARG002 (a type need not use all that every type is given)

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from forms.messages import say
from forms.model import Choice, Json, Part, Question
from forms.text import DEFAULT_LANGUAGE
from forms.types.base import (
    AnswerError,
    Asked,
    Fault,
    QuestionType,
    StoredAnswer,
    clean_text,
    day_number,
    say_length,
    text_column,
)
from forms.types.moments import read_date, say_date
from forms.types.selects import read_choice, say_choice

#: The parts that are plain text, in the order in which they are shown and kept.
WORDED = (Part.EVIDENCE, Part.IMPACT, Part.ACTION_TAKEN, Part.REASON)
MOST_ACTIONS = 50
_STORED_KEYS = {
    Part.BEST_PRACTICE: ("best_practice", "may_name"),
    Part.ACTION: ("action", "owner", "due"),
}


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """Who will do what by when."""

    text: str = ""
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A rating and its parts; None and "" are parts not given."""

    rating: str = ""
    evidence: str = ""
    impact: str = ""
    action_taken: str = ""
    reason: str = ""
    best_practice: bool | None = None
    may_name: bool | None = None
    actions: tuple[PlannedAction, ...] = ()

    def has(self, part: Part) -> bool:
        """Whether that part was given."""
        if part is Part.ACTION:
            return any(action.text for action in self.actions)
        if part is Part.BEST_PRACTICE:
            return self.best_practice is not None
        return bool(getattr(self, part))


def parse_judgement(raw: Json, question: Question) -> Judgement | None:
    """A judgement from a draft's mapping (or a rating alone), None for an empty one.

    Parts that the rating neither asks for nor offers are dropped, so that evidence typed
    under another rating never travels. Raises AnswerError.
    """
    given = {"rating": raw} if isinstance(raw, str) else raw
    if not isinstance(given, dict):
        raise AnswerError("judgement")
    rating = given.get("rating")
    found = Judgement(
        rating="" if rating in (None, "") else read_choice(rating, question),
        **{part.value: _words(given.get(part), f".{part}") for part in WORDED},
        best_practice=_flag(given.get("best_practice"), ".best_practice"),
        may_name=_flag(given.get("may_name"), ".may_name"),
        actions=_actions(given.get("actions")),
    )
    found = keep_called_for(found, question)
    return None if found == Judgement() else found


def keep_called_for(judgement: Judgement, question: Question) -> Judgement:
    """The judgement with only the parts that its rating asks for or offers."""
    choice = question.find_choice(judgement.rating)
    if choice is None:
        return judgement
    called = {*choice.asks, *choice.offers}
    shared = judgement.best_practice if Part.BEST_PRACTICE in called else None
    return replace(
        judgement,
        **{part.value: "" for part in WORDED if part not in called},
        best_practice=shared,
        may_name=judgement.may_name if shared else None,
        actions=judgement.actions if Part.ACTION in called else (),
    )


def list_parts(
    judgement: Judgement, language: str = DEFAULT_LANGUAGE
) -> tuple[tuple[str, str], ...]:
    """The parts given, as label and words, in the order in which they are shown."""
    return tuple((say(part, language), words) for part, words in _parts(judgement, language))


def _parts(judgement: Judgement, language: str) -> Iterator[tuple[str, str]]:
    for part in (Part.EVIDENCE, Part.IMPACT, Part.ACTION_TAKEN):
        if judgement.has(part):
            yield part, getattr(judgement, part)
    for action in judgement.actions:
        yield Part.ACTION, say_action(action)
    if judgement.reason:
        yield Part.REASON, judgement.reason
    for key, flag in (("best_practice", judgement.best_practice), ("may_name", judgement.may_name)):
        if flag is not None:
            yield key, say("yes" if flag else "no", language)


def say_action(action: PlannedAction) -> str:
    """As "Train new staff (Head, 3 March 2026)"."""
    details = ", ".join(
        part for part in (action.owner, action.due and say_date(action.due)) if part
    )
    return f"{action.text} ({details})" if details else action.text


@dataclass(frozen=True)
class JudgementType(QuestionType[Judgement]):
    """A rating whose choice says which parts it asks for and which it offers."""

    prompt: str = "need_rating"

    def read(self, raw: Json, question: Question) -> Judgement | None:
        """The judgement with the parts that its rating calls for."""
        return parse_judgement(raw, question)

    def find_faults(self, value: Judgement | None, question: Question, asked: Asked) -> list[Fault]:
        """A missing rating, parts asked for and not given, and what is wrong in them."""
        if value is None:
            return []
        choice = question.find_choice(value.rating)
        if choice is None:
            return [Fault(say("need_rating", asked.language))]
        missing = [
            Fault(
                say(f"need_{part}", asked.language),
                ".actions[0].text" if part is Part.ACTION else f".{part}",
            )
            for part in choice.asks
            if not value.has(part)
        ]
        return [*missing, *_long_parts(value, question, asked.language),
                *_action_faults(value, choice, asked.today, asked.language)]  # fmt: skip

    def text(
        self, value: Judgement | None, question: Question, language: str = DEFAULT_LANGUAGE
    ) -> str:
        """The rating's label, and a line a part."""
        if value is None:
            return ""
        lines = [f"{label}: {words}" for label, words in list_parts(value, language)]
        return "\n".join([say_choice(value.rating or None, question, language), *lines]).strip()

    def store(self, value: Judgement | None, question: Question) -> list[StoredAnswer]:
        """The rating under the question's id, each part under id.part."""
        if value is None:
            return []
        key = question.id
        rows = [StoredAnswer(key, 0, value.rating)] if value.rating else []
        rows += [
            StoredAnswer(f"{key}.{part}", 0, words)
            for part in WORDED
            if (words := getattr(value, part))
        ]
        for name in ("best_practice", "may_name"):
            flag = getattr(value, name)
            if flag is not None:
                rows.append(StoredAnswer(f"{key}.{name}", 0, "yes" if flag else "no"))
        for place, action in enumerate(value.actions):
            rows += _store_action(key, place, action)
        return rows

    def dump(self, value: Judgement | None, question: Question) -> Json:
        """The mapping of the parts given."""
        if value is None:
            return None
        kept: dict[str, Json] = {"rating": value.rating} if value.rating else {}
        kept |= {part.value: words for part in WORDED if (words := getattr(value, part))}
        for name in ("best_practice", "may_name"):
            if (flag := getattr(value, name)) is not None:
                kept[name] = flag
        if value.actions:
            kept["actions"] = [_dump_action(action) for action in value.actions]
        return kept

    def xpath(self, value: Judgement | None) -> str:
        """The rating."""
        return value.rating if value else ""

    def columns(self, question: Question) -> dict[str, Any]:
        """The rating, and the parts that some rating asks for or offers."""
        called = {part for choice in question.options for part in (*choice.asks, *choice.offers)}
        keys = [key for part in Part if part in called for key in _STORED_KEYS.get(part, (part,))]
        ratings = tuple(choice.value for choice in question.options)
        parts = {f"{question.id}.{key}": text_column() for key in keys}
        return {question.id: text_column(ratings), **parts}


def _words(raw: Json, part: str) -> str:
    if raw is not None and not isinstance(raw, str):
        raise AnswerError("part_text", part=part)
    return clean_text(raw or "")


def _flag(raw: Json, part: str) -> bool | None:
    if raw is None or isinstance(raw, bool):
        return raw
    if raw in ("yes", "no", ""):
        return None if raw == "" else raw == "yes"
    raise AnswerError("yes_or_no", part=part)


def _actions(raw: Json) -> tuple[PlannedAction, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or len(raw) > MOST_ACTIONS:
        raise AnswerError("actions", part=".actions")
    actions = [_action(item, f".actions[{place}]") for place, item in enumerate(raw)]
    while actions and actions[-1] == PlannedAction():  # an empty last line, just added
        actions.pop()
    return tuple(actions)


def _action(raw: Json, part: str) -> PlannedAction:
    given = {"text": raw} if isinstance(raw, str) else raw
    if not isinstance(given, dict):
        raise AnswerError("actions", part=part)
    return PlannedAction(
        text=_words(given.get("text"), f"{part}.text"),
        owner=_words(given.get("owner"), f"{part}.owner"),
        due=_due(given.get("due"), f"{part}.due"),
    )


def _due(raw: Json, part: str) -> date | None:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    try:
        return read_date(raw)
    except AnswerError as error:
        raise AnswerError(error.code, part=part) from error


def _long_parts(value: Judgement, question: Question, language: str) -> Iterator[Fault]:
    texts = [(f".{part}", getattr(value, part)) for part in WORDED]
    for place, action in enumerate(value.actions):
        texts += [
            (f".actions[{place}].text", action.text),
            (f".actions[{place}].owner", action.owner),
        ]
    for part, words in texts:
        if 0 < question.max_length < len(words):
            yield Fault(say_length(len(words) - question.max_length, language), part)


def _action_faults(value: Judgement, choice: Choice, today: date, language: str) -> Iterator[Fault]:
    asked, days = Part.ACTION in choice.asks, choice.due_within_days
    for place, action in enumerate(value.actions):
        part = f".actions[{place}]"
        if not action.text:
            if value.has(Part.ACTION):  # otherwise the missing action is said once already
                yield Fault(say("need_action_text", language), f"{part}.text")
        elif action.due is None:
            if asked and days is not None:
                yield Fault(say("need_due", language), f"{part}.due")
        elif asked and action.due < today:
            yield Fault(say("due_past", language), f"{part}.due")
        elif asked and days is not None and action.due > today + timedelta(days):
            latest = say_date(today + timedelta(days))
            yield Fault(say("due_within", language, latest=latest, days=days), f"{part}.due")


def _store_action(key: str, place: int, action: PlannedAction) -> Iterator[StoredAnswer]:
    if action.text:
        yield StoredAnswer(f"{key}.action", place, action.text)
    if action.owner:
        yield StoredAnswer(f"{key}.owner", place, action.owner)
    if action.due:
        yield StoredAnswer(
            f"{key}.due", place, action.due.isoformat(), float(day_number(action.due))
        )


def _dump_action(action: PlannedAction) -> Json:
    due = action.due.isoformat() if action.due else None
    return {"text": action.text, "owner": action.owner, "due": due}


TYPES: tuple[QuestionType[Any], ...] = (JudgementType("judgement"),)
