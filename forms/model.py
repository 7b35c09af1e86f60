"""A form as frozen data: sections of questions, their choices, scales and standards.

Everything is immutable and already checked: `forms.parsing` makes these from YAML and
collects what is wrong there. The written format is described in docs/form_format.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from forms.text import Text

#: A value as it stands in a draft: what JSON can hold.
Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]
#: A draft's answers by question id. A repeat group's value is a list of such mappings.
Answers = Mapping[str, Json]


class Tone(StrEnum):
    """How good an answer is, so that charts can colour it; always shown with its words."""

    GOOD = "good"
    MIDDLING = "middling"
    POOR = "poor"
    VERY_POOR = "very_poor"
    NEUTRAL = "neutral"


class Pace(StrEnum):
    """How much a screen shows: a whole section, or one question (for the young)."""

    SECTION = "section"
    QUESTION = "question"


class Part(StrEnum):
    """The parts of a judgement that a rating may ask for or offer."""

    EVIDENCE = "evidence"
    IMPACT = "impact"
    BEST_PRACTICE = "best_practice"
    ACTION_TAKEN = "action_taken"
    ACTION = "action"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Choice:
    """One selectable: a stable `value` and the `label` that a person reads.

    `score` ranks it (higher is better) and `counts` says whether it enters percentages
    (not applicable and do not know do not). `asks` are the parts a judgement must then
    give, `offers` those it may give; `due_within_days` bounds an action's due date.
    `columns` hold the extra values that a choice_filter compares.
    """

    value: str
    label: Text
    hint: Text = Text()
    tone: Tone = Tone.NEUTRAL
    score: float | None = None
    counts: bool = True
    asks: tuple[Part, ...] = ()
    offers: tuple[Part, ...] = ()
    due_within_days: int | None = None
    face: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scale:
    """An ordered set of choices to rate with, best first."""

    name: str
    choices: tuple[Choice, ...]

    @property
    def best(self) -> str:
        """The value that counts as fully met: the highest score among those that count."""
        ranked = [choice for choice in self.choices if choice.counts and choice.score is not None]
        return max(ranked, key=lambda choice: choice.score or 0).value if ranked else ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a standard comes from: data, never wording, since editions change."""

    document: str
    edition: str = ""
    locator: str = ""

    def __str__(self) -> str:
        return ", ".join(part for part in (self.document, self.edition, self.locator) if part)


@dataclass(frozen=True, slots=True)
class Standard:
    """What a judgement judges; `key` is stable across editions and matches year on year."""

    key: str
    reference: Reference
    confidence: str = ""
    applies_to: tuple[str, ...] = ()
    scope: str = ""
    suggested_evidence: Text = Text()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One ask. `type` names an entry of forms.types.REGISTRY.

    Expressions stay as their XPath source here; `forms.expressions` compiles and caches
    them. Bounds apply as the type understands them: `minimum` and `maximum` to numbers
    and dates (ISO), `max_length` to text (characters), `max_choices` to select many,
    `max_files` and `accept` to files, `max_count` to repeats. `prefill` names a value
    of the context that the caller gives ("organisation_urn"). `private` answers never
    reach a dashboard, export or composite.
    """

    id: str
    type: str
    text: Text
    hint: Text = Text()
    required: str = ""
    required_message: Text = Text()
    relevant: str = ""
    constraint: str = ""
    constraint_message: Text = Text()
    calculation: str = ""
    choice_filter: str = ""
    choices: tuple[Choice, ...] = ()
    scale: Scale | None = None
    standard: Standard | None = None
    rows: tuple[Choice, ...] = ()
    questions: tuple[Question, ...] = ()
    appearance: str = ""
    prefill: str = ""
    default: Json = None
    minimum: str = ""
    maximum: str = ""
    max_length: int = 20_000
    max_choices: int = 0
    min_count: int = 0
    max_count: int = 20
    accept: tuple[str, ...] = ()
    max_files: int = 5
    theme: str = ""
    tags: tuple[str, ...] = ()
    sensitive: bool = False
    private: bool = False
    contextual: bool = False

    @property
    def options(self) -> tuple[Choice, ...]:
        """What may be selected: the scale's choices, else the question's own."""
        return self.scale.choices if self.scale else self.choices

    def find_choice(self, value: object) -> Choice | None:
        """The choice with that value, or None."""
        return next((choice for choice in self.options if choice.value == value), None)


@dataclass(frozen=True, slots=True)
class Section:
    """An ordered group of questions that are answered together."""

    id: str
    title: Text
    questions: tuple[Question, ...]
    intro: Text = Text()
    relevant: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Form:
    """A versioned definition of what is asked; a published version never changes.

    `kind` is a free word for the caller ("self_assessment", "voice", "request"),
    `audience` picks the words and the layout ("young", "adult"), and `audience_question`
    names the question whose answer a standard's `applies_to` is compared with.
    `declaration` is what the person who submits agrees to, and `receipt` the text shown
    when it is done.
    """

    id: str
    version: str
    title: Text
    kind: str
    sections: tuple[Section, ...]
    summary: Text = Text()
    audience: str = "adult"
    pace: Pace = Pace.SECTION
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    audience_question: str = ""
    declaration: Text = Text()
    receipt: Text = Text()
    sensitivity: str = ""
    minimum_group: int = 0
    scales: Mapping[str, Scale] = field(default_factory=dict)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question outside a repeat by id, in the order in which it is asked."""
        return {question.id: question for question in self._walk_top()}

    def _walk_top(self) -> Iterator[Question]:
        for section in self.sections:
            yield from section.questions

    def walk(self) -> Iterator[Question]:
        """Every question, those inside repeats after the repeat that holds them."""
        for question in self._walk_top():
            yield question
            yield from question.questions

    @cached_property
    def standards(self) -> Mapping[str, Question]:
        """The questions that judge a standard, by the standard's key."""
        return {q.standard.key: q for q in self.questions.values() if q.standard}

    def section_of(self, question_id: str) -> Section | None:
        """The section that asks this question, or None."""
        return next(
            (s for s in self.sections if any(q.id == question_id for q in s.questions)), None
        )
