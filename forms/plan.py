"""A form made ready to be walked: expressions compiled, questions in the order of need.

Made once a form and kept as long as the form lives.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forms.expressions import Expression, choice_columns, compile_expression
from forms.model import Choice, Form, Question, Section
from forms.types import QuestionType, get_type

#: How authors write that a question must always, or need never, be answered.
_ALWAYS = {"true", "true()", "yes"}
_NEVER = {"", "false", "false()", "no"}
#: The types whose value comes from the form or the app, never from the person.
GIVEN_TYPES = frozenset({"calculate", "hidden"})


@dataclass(frozen=True, slots=True, eq=False)
class QuestionPlan:
    """A question with its type and its compiled expressions (None: not given).

    `required` is a plain truth where it depends on nothing; `inner` are a repeat's
    questions in the order of need.
    """

    question: Question
    kind: QuestionType[Any]
    section: SectionPlan | None
    relevant: Expression | None
    required: Expression | bool
    constraint: Expression | None
    calculation: Expression | None
    choice_filter: Expression | None
    inner: tuple[QuestionPlan, ...] = ()
    inner_as_asked: tuple[QuestionPlan, ...] = ()

    @property
    def is_visible(self) -> bool:
        """Whether a person sees it: no hidden value, and a calculation where its form says so."""
        return self.is_answered or (
            self.question.type == "calculate" and self.question.appearance == "shown"
        )

    @property
    def is_answered(self) -> bool:
        """Whether a person gives its value, not the form or the app."""
        return self.question.type not in GIVEN_TYPES


@dataclass(frozen=True, slots=True, eq=False)
class SectionPlan:
    """A section with its compiled relevance."""

    section: Section
    relevant: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """All of a form's questions by id as asked, in the order of need, and its sections."""

    questions: Mapping[str, QuestionPlan]
    order: tuple[QuestionPlan, ...]
    sections: tuple[SectionPlan, ...]
    choices: Mapping[str, Mapping[str, Choice]]
    audience_question: str


_plans: dict[int, tuple[weakref.ref[Form], Plan]] = {}


def plan_of(form: Form) -> Plan:
    """The form's plan; made on first use. A form holds mappings, so its id is the key."""
    key = id(form)
    found = _plans.get(key)
    if found and found[0]() is form:
        return found[1]
    plan = _make_plan(form)
    _plans[key] = (weakref.ref(form, lambda _: _plans.pop(key, None)), plan)
    return plan


def _make_plan(form: Form) -> Plan:
    names = frozenset(question.id for question in form.walk())
    sections = [SectionPlan(s, _compile(s.relevant, names)) for s in form.sections]
    questions = {
        question.id: _plan_question(question, section, names)
        for section in sections
        for question in section.section.questions
    }
    audience = form.audience_question if form.audience_question in questions else ""
    return Plan(
        questions=questions,
        order=tuple(questions[key] for key in _order(questions, audience)),
        sections=tuple(sections),
        choices={q.id: {choice.value: choice for choice in q.options} for q in form.walk()},
        audience_question=audience,
    )


def _plan_question(
    question: Question, section: SectionPlan | None, names: frozenset[str]
) -> QuestionPlan:
    inner = {q.id: _plan_question(q, None, names) for q in question.questions}
    return QuestionPlan(
        question=question,
        kind=get_type(question.type),
        section=section,
        relevant=_compile(question.relevant, names),
        required=_required(question.required, names),
        constraint=_compile(question.constraint, names),
        calculation=_compile(question.calculation, names),
        choice_filter=_compile(question.choice_filter, names, choice_columns(question)),
        inner=tuple(inner[key] for key in _order(inner, "")),
        inner_as_asked=tuple(inner.values()),
    )


def _compile(
    source: str, names: frozenset[str], columns: frozenset[str] = frozenset()
) -> Expression | None:
    """The expression; None for none, or for one that cannot be read (parsing reports it)."""
    if not source.strip():
        return None
    compiled = compile_expression(source, names=names, place="", columns=columns)
    return compiled if isinstance(compiled, Expression) else None


def _required(source: str, names: frozenset[str]) -> Expression | bool:
    word = source.strip().lower()
    if word in _ALWAYS or word in _NEVER:
        return word in _ALWAYS
    return _compile(source, names) or False


def _needs(plan: QuestionPlan, audience: str) -> set[str]:
    """The names that a question's value rests on, those of its section included."""
    parts = [plan.relevant, plan.calculation, plan.choice_filter]
    if plan.section:
        parts.append(plan.section.relevant)
    needs = {name for part in parts if part for name in part.names}
    if plan.question.standard and plan.question.standard.applies_to:
        needs.add(audience)
    return needs.union(*(_needs(inner, "") for inner in plan.inner))


def _order(questions: Mapping[str, QuestionPlan], audience: str) -> list[str]:
    """The ids so that each comes after what it needs, otherwise as asked.

    A question in a circle (which parsing reports) is taken where it is first met.
    """
    home = {inner.question.id: key for key, plan in questions.items() for inner in plan.inner}
    placed: dict[str, None] = {}
    pending: set[str] = set()

    def place(key: str) -> None:
        if key in placed or key in pending or key not in questions:
            return
        pending.add(key)
        for need in _sorted_needs(questions[key], audience, home):
            place(need)
        placed[key] = None

    for key in questions:
        place(key)
    return list(placed)


def _sorted_needs(plan: QuestionPlan, audience: str, home: Mapping[str, str]) -> Iterable[str]:
    return sorted({home.get(name, name) for name in _needs(plan, audience)})
