"""The questions of a mechanism as small forms, so that what validates a form validates them.

Each form has two sections: what has been recorded before, which expressions may look at,
and what is asked now. Only the second is shown and checked.
"""

from __future__ import annotations

import weakref
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from forms.draft import DraftReader
from forms.expressions import Scope, compile_expression
from forms.journey import NOTHING, walk
from forms.model import Answers, Form, Json, Question, Section
from forms.plan import plan_of
from forms.problem import Problem
from forms.text import DEFAULT_LANGUAGE, plain
from scrutiny.mechanism import ABOUT, COUNTS, HERE, OUTCOME, OWN, Mechanism, Step

#: The section of what is asked now, and the one of what was recorded before.
NOW, BEFORE = "asked_now", "recorded_before"
_BEGIN = ""
#: What is not asked, but can be looked at.
GIVEN: tuple[Question, ...] = (
    *(Question(name, "number", plain(words)) for name, words in {**COUNTS, **HERE, **OWN}.items()),
    Question(OUTCOME, "short_text", plain("Outcome")),
    Question(ABOUT, "short_text", plain("What it is about")),
)
_forms: dict[int, tuple[weakref.ref[Mechanism], dict[str | None, Form]]] = {}


def begin_form(mechanism: Mechanism) -> Form:
    """What is asked when an activity of the mechanism is begun."""
    return _find(mechanism, _BEGIN)


def form_of(mechanism: Mechanism, step: Step) -> Form:
    """What a step asks, with what may have been recorded before it."""
    return _find(mechanism, step.id)


def check_answers(
    form: Form, answers: Answers, *, known: Answers = NOTHING, today: date
) -> tuple[Answers, tuple[Problem, ...]]:
    """The answers to what is asked now as they are kept, and what is wrong with them."""
    journey = walk(form, {**known, **answers}, today=today)
    asked = {q.id for section in form.sections if section.id == NOW for q in section.questions}
    state = journey.find_section(NOW)
    kept = {key: value for key, value in journey.answers.items() if key in asked}
    return kept, state.problems if state else ()


def scope_of(mechanism: Mechanism, known: Mapping[str, Json], today: date) -> Scope:
    """What an expression of the mechanism sees when this has been recorded."""
    plan = plan_of(_find(mechanism, None))
    reader = DraftReader(plan, known, today=today, context=NOTHING, language=DEFAULT_LANGUAGE)
    reader.read()
    return reader.scope


def names_in(mechanism: Mechanism, source: str) -> frozenset[str]:
    """The questions that an expression of the mechanism mentions."""
    compiled = compile_expression(source, names=_names(mechanism), place="")
    return frozenset() if isinstance(compiled, Problem) else compiled.names


def holds(mechanism: Mechanism, source: str, scope: Scope) -> bool:
    """Whether an expression is true; an empty one is, and one that cannot be read is not."""
    if not source:
        return True
    compiled = compile_expression(source, names=_names(mechanism), place="")
    return not isinstance(compiled, Problem) and compiled.holds(scope)


def _names(mechanism: Mechanism) -> frozenset[str]:
    return frozenset(question.id for question in _find(mechanism, None).walk())


def _find(mechanism: Mechanism, key: str | None) -> Form:
    """One of a mechanism's forms by its step ("" for its beginning, None for everything).

    Kept as long as the mechanism lives, as what is compiled for a form is kept with it.
    """
    place = id(mechanism)
    found = _forms.get(place)
    if found is None or found[0]() is not mechanism:
        found = weakref.ref(mechanism, lambda _: _forget(place)), {}
        _forms[place] = found
    made = found[1]
    if key not in made:
        made[key] = _make(mechanism, key)
    return made[key]


def _forget(place: int) -> None:
    _forms.pop(place, None)


def _make(mechanism: Mechanism, key: str | None) -> Form:
    now: tuple[Question, ...] = ()
    title = mechanism.title
    if key == _BEGIN:
        now = mechanism.begin
    elif key is not None:
        now, title = mechanism.by_id[key].asks, mechanism.by_id[key].title
    asked = {question.id for question in now}
    others = [q for q in mechanism.questions.values() if q.id not in asked]
    before = [] if key == _BEGIN else [*others, *GIVEN]
    return Form(
        id=f"{mechanism.id}_{key or 'record'}",
        version=mechanism.version,
        title=plain(title),
        kind="step",
        sections=(
            Section(BEFORE, plain("Recorded before"), tuple(map(bare, before))),
            Section(NOW, plain(title), now),
        ),
    )


def bare(question: Question) -> Question:
    """The question without what would fill in, hide or refuse what was recorded of it."""
    return replace(
        question, default=None, prefill="", required="", relevant="", constraint="",
        choice_filter="", questions=tuple(map(bare, question.questions)),
    )  # fmt: skip
