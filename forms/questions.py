"""Questions, their choices, scales and standards, read from a form's source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from forms.attributes import EVERY, find_types, own_attributes
from forms.model import Choice, Json, Part, Question, Reference, Scale, Standard, Tone
from forms.reader import Entry

_CHOICE_KEYS = (
    "value", "label", "hint", "tone", "score", "counts", "asks", "offers", "due_within_days",
    "face", "columns",
)  # fmt: skip
_STANDARD_KEYS = (
    "key", "reference", "confidence", "applies_to", "scope", "suggested_evidence", "note",
)  # fmt: skip
_CONFIDENCES = ("S-A", "S-B", "V", "P", "M", "D")
_SCOPES = ("children", "adults", "both")
_APPEARANCES = ("radio", "dropdown", "pills")
_SHOWN = ("shown",)
_WORDLESS = {"calculate", "hidden"}
_CHOOSES = {"select_one", "select_many", "rank"}
_RATES = {"rating", "judgement"}
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass
class QuestionReader:
    """Reads the questions of one form; holds what they may refer to.

    `paths` says by id where each question read so far stands, for repeated ids and for
    the checks of the whole form.
    """

    scales: Mapping[str, Scale] = field(default_factory=dict)
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    types: frozenset[str] = field(default_factory=find_types)

    def read(self, entry: Entry, *, inside: bool = False) -> Question:
        """One question, as far as it can be made out; `inside` a repeat."""
        kind = self._type(entry, inside=inside)
        taken = own_attributes(kind)
        entry.check_keys(taken, elsewhere=EVERY if kind else ())
        entry = entry.only(taken)
        question = Question(
            id=self._id(entry),
            type=kind,
            text=entry.text("text", required=kind not in _WORDLESS),
            hint=entry.text("hint"),
            required=_required(entry),
            required_message=entry.text("required_message"),
            relevant=entry.formula("relevant"),
            constraint=entry.formula("constraint"),
            constraint_message=entry.text("constraint_message"),
            calculation=entry.formula("calculation"),
            choice_filter=entry.formula("choice_filter"),
            choices=self._choices(entry, kind),
            scale=self._scale(entry, kind),
            standard=_standard(entry),
            rows=read_choices(entry, "rows"),
            questions=self._inner(entry, kind),
            appearance=entry.option("appearance", _SHOWN if kind == "calculate" else _APPEARANCES),
            prefill=entry.words("prefill"),
            default=entry.value.get("default"),
            minimum=_bound(entry, "minimum", kind),
            maximum=_bound(entry, "maximum", kind),
            max_length=entry.whole("max_length", 20_000, least=1),
            max_choices=entry.whole("max_choices", 0),
            min_count=entry.whole("min_count", 0),
            max_count=entry.whole("max_count", 20, least=1),
            accept=entry.many("accept"),
            max_files=entry.whole("max_files", 5, least=1),
            theme=entry.words("theme"),
            tags=entry.many("tags"),
            sensitive=entry.flag("sensitive"),
            private=entry.flag("private"),
            contextual=entry.flag("contextual"),
        )
        _check(entry, question)
        return question

    def _id(self, entry: Entry) -> str:
        name = entry.name()
        if name in self.paths:
            line = entry.log.source.line(self.paths[name])
            entry.add(
                "id",
                f"The id {name} is used twice",
                f"Give each question its own id; the first is on line {line}.",
            )
        elif name:
            self.paths[name] = entry.path
        return name

    def _type(self, entry: Entry, *, inside: bool) -> str:
        kind = entry.words("type", required=True)
        if kind and kind not in self.types:
            cure = entry.log.nearest(kind, self.types, "The types are in docs/form_format.md.")
            entry.add("type", f"{kind[:64]!r} is not a question type", cure)
            return ""
        if kind == "repeat" and inside:
            entry.add("type", "A repeat stands in a repeat", "Put it after the first one.")
        return kind

    def _choices(self, entry: Entry, kind: str) -> tuple[Choice, ...]:
        value = entry.value.get("choices")
        if isinstance(value, str):
            if value in self.lists:
                return self.lists[value]
            cure = entry.log.nearest(value, self.lists, "Add it to choice_lists.")
            entry.add("choices", f"There is no choice list {value[:64]!r}", cure)
            return ()
        choices = read_choices(entry, "choices")
        if kind in _CHOOSES and not value:
            entry.missing("choices", "Name a choice list, or list the choices.")
        return choices

    def _scale(self, entry: Entry, kind: str) -> Scale | None:
        name = entry.words("scale")
        if name in self.scales:
            return self.scales[name]
        if name:
            cure = entry.log.nearest(name, self.scales, "Add it to scales.")
            entry.add("scale", f"There is no scale {name[:64]!r}", cure)
        elif kind in _RATES and not entry.has("scale"):
            entry.missing("scale", "Name one of the form's scales.")
        elif kind == "matrix" and not entry.has("scale") and not entry.has("choices"):
            entry.missing("scale", "Name a scale, or give choices.")
        return None

    def _inner(self, entry: Entry, kind: str) -> tuple[Question, ...]:
        if kind != "repeat":
            return ()
        questions = tuple(self.read(inner, inside=True) for inner in entry.entries("questions"))
        if not entry.value.get("questions"):
            entry.missing("questions", "List the questions that repeat.")
        return questions


def read_choices(entry: Entry, key: str) -> tuple[Choice, ...]:
    """The choices listed under a key, each value once."""
    choices: dict[str, Choice] = {}
    for item in entry.entries(key):
        choice = _choice(item)
        if choice.value in choices:
            item.add("value", f"The value {choice.value} is used twice", "Give each its own value.")
        elif choice.value:
            choices[choice.value] = choice
    return tuple(choices.values())


def _choice(entry: Entry) -> Choice:
    entry.check_keys(_CHOICE_KEYS)
    value = entry.words("value", required=True)
    if value.split() not in ([], [value]):
        entry.add("value", f"{value[:64]!r} has a space in it", "Write _ instead.")
    columns = entry.mapping("columns")
    return Choice(
        value=value,
        label=entry.text("label", required=True),
        hint=entry.text("hint"),
        tone=entry.one_of("tone", Tone, Tone.NEUTRAL),
        score=entry.number("score"),
        counts=entry.flag("counts", default=True),
        asks=entry.many_of("asks", Part),
        offers=entry.many_of("offers", Part),
        due_within_days=entry.whole("due_within_days", least=1) or None,
        face=entry.words("face"),
        columns={key: columns.words(key) for key in columns.value} if columns else {},
    )


def _standard(entry: Entry) -> Standard | None:
    given = entry.mapping("standard")
    if given is None:
        return None
    given.check_keys(_STANDARD_KEYS)
    reference = given.mapping("reference")
    if reference is None and not given.has("reference"):
        given.missing("reference", "Say which document it comes from.")
    return Standard(
        key=given.words("key", required=True),
        reference=_reference(reference) if reference else Reference(""),
        confidence=given.option("confidence", _CONFIDENCES),
        applies_to=given.many("applies_to"),
        scope=given.option("scope", _SCOPES),
        suggested_evidence=given.text("suggested_evidence"),
        note=given.words("note"),
    )


def _reference(entry: Entry) -> Reference:
    entry.check_keys(("document", "edition", "locator"))
    return Reference(
        entry.words("document", required=True), entry.words("edition"), entry.words("locator")
    )


def _required(entry: Entry) -> str:
    return "" if entry.value.get("required") is False else entry.formula("required")


def _bound(entry: Entry, key: str, kind: str) -> str:
    """A minimum or maximum, checked as the question's type understands it."""
    value = entry.value.get(key)
    if value is None:
        return ""
    if kind in {"number", "decimal"}:
        return "" if entry.number(key) is None else str(value)
    words = entry.words(key)
    if words and kind == "date" and not _is_day(words):
        entry.add(key, f"{words[:64]!r} is not a date", "Write it as 2026-01-31, or write today.")
    if words and kind == "time" and not _TIME.fullmatch(words):
        entry.add(key, f"{words[:64]!r} is not a time", "Write it as 09:30.")
    return words


def _is_day(words: str) -> bool:
    try:
        return words == "today" or date.fromisoformat(words).isoformat() == words
    except ValueError:
        return False


def _check(entry: Entry, question: Question) -> None:
    """What one question's attributes must be to one another."""
    low, high = _order(question.minimum), _order(question.maximum)
    if low is not None and high is not None and type(low) is type(high) and low > high:
        entry.add("minimum", "The minimum is above the maximum", "Swap them, or change one.")
    if entry.has("max_count") and question.min_count > question.max_count:
        entry.add("min_count", "min_count is above max_count", "Swap them, or change one.")
    if question.type == "calculate" and not question.calculation:
        entry.missing("calculation", "Add the expression that works the value out.")
    if question.type == "matrix" and not question.rows and not entry.value.get("rows"):
        entry.missing("rows", "List the rows, each with value and label.")
    _check_default(entry, question)


def _order(bound: str) -> Any:
    try:
        return float(bound)
    except ValueError:
        return bound if bound and bound != "today" else None


def _check_default(entry: Entry, question: Question) -> None:
    default: Json = question.default
    values = [choice.value for choice in question.options]
    if default is None or not values or question.type not in {"select_one", "rating"}:
        return
    if default not in values:
        cure = entry.log.nearest(str(default), values, f"Write one of: {', '.join(values[:20])}.")
        entry.add("default", f"{str(default)[:64]!r} is not one of the choices", cure)
