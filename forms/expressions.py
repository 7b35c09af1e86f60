"""XLSForm's expressions: compiled once, evaluated without surprises, put in order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from forms.grammar import FaultError
from forms.model import Form, Question
from forms.problem import Problem
from forms.scope import Scope
from forms.values import Value, first, to_truth
from forms.xpath import Compiled, Run, compile_source, nearest

__all__ = [
    "Expression",
    "Scope",
    "Value",
    "choice_columns",
    "compile_expression",
    "find_loops",
    "nearest",
    "order_calculations",
]
_MOST_LOOPS = 20
_MOST_SAID = 12  # of a loop's questions
#: What a calculation raises over values that it has no answer for: 1 div 0, a date in year
#: 10000, a word where a number is needed, a calculation nested too deep.
_NO_VALUE = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled expression.

    `names` are the questions and repeats that it mentions, `compared` the questions that
    it holds against a quoted word (by = or selected()), each with that word.
    """

    source: str
    names: frozenset[str]
    compared: frozenset[tuple[str, str]]
    run: Run = field(repr=False, compare=False)
    fallback: Value = field(default="", compare=False)

    def evaluate(self, scope: Scope) -> Value:
        """The value; False, NaN or "" (as suits the expression) where it has none."""
        try:
            return first(self.run(scope))
        except _NO_VALUE:
            return self.fallback

    def holds(self, scope: Scope) -> bool:
        """Whether the value counts as true, as relevant, required and constraint ask."""
        return to_truth(self.evaluate(scope))


def compile_expression(
    source: str,
    *,
    names: frozenset[str],
    place: str,
    columns: frozenset[str] = frozenset(),
) -> Expression | Problem:
    """The expression, or the first thing that is wrong with it.

    `names` are the questions and repeats that may be mentioned; `columns` (for a
    choice_filter) the columns of the choices, which are written without ${}.
    """
    compiled = _compile(source, columns)
    if not isinstance(compiled, Expression):
        return Problem(place, *compiled)
    unknown = min(compiled.names - names, default=None)
    if unknown is not None:
        cure = nearest(unknown, names, "Write the id of a question that is there.")
        return Problem(place, f"There is no question ${{{unknown[:64]}}}", cure)
    return compiled


@lru_cache(maxsize=16_384)
def _compile(source: str, columns: frozenset[str]) -> Expression | tuple[str, str]:
    try:
        compiled: Compiled = compile_source(source, columns)
    except FaultError as error:
        return error.message, error.cure
    return Expression(source, compiled.names, compiled.compared, compiled.run, compiled.fallback)


def choice_columns(question: Question) -> frozenset[str]:
    """The columns that a question's choice_filter may name, `name` and `value` among them."""
    return frozenset({"name", "value"}.union(*(choice.columns for choice in question.options)))


def order_calculations(form: Form) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Every question id, each after what its answer depends on, and a problem a loop.

    An answer depends on what its relevant, calculation and choice_filter mention, on its
    section's relevant, on its repeat and, for a standard that applies to some, on the
    audience question. A constraint and a required look at answers without changing any,
    so two that mention each other (a start before an end) are no loop.
    """
    order, loops = _sort(form)
    problems = tuple(Problem(loop[0], say_loop(loop), LOOP_CURE) for loop in loops)
    return order, problems


def find_loops(form: Form) -> tuple[tuple[str, ...], ...]:
    """The loops among a form's questions, each as ids with the first repeated at its end."""
    return _sort(form)[1]


LOOP_CURE = "Take the mention of the one out of the other."


def say_loop(loop: tuple[str, ...]) -> str:
    """A loop of dependencies in words."""
    if len(loop) == 2:
        return f"{loop[0]} depends on itself"
    said = loop if len(loop) <= _MOST_SAID else (*loop[: _MOST_SAID - 2], "...", loop[-1])
    return f"These depend on each other: {' -> '.join(said)}"


def _sort(form: Form) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    graph = _dependencies(form)
    loops: list[tuple[str, ...]] = []
    while True:
        sorter = TopologicalSorter(graph)
        try:
            return tuple(sorter.static_order()), tuple(loops)
        except CycleError as error:
            loop = error.args[1][::-1]  # graphlib names what is needed before what needs it
            loops.append(_from_first(loop, graph))
            graph[loop[0]].discard(loop[1])
            if len(loops) == _MOST_LOOPS:
                return tuple(graph), tuple(loops)


def _from_first(loop: list[str], graph: Iterable[str]) -> tuple[str, ...]:
    """The same loop, told from the question that the form asks first."""
    ring = loop[:-1]
    start = ring.index(next(name for name in graph if name in ring))
    return (*ring[start:], *ring[:start], ring[start])


def _dependencies(form: Form) -> dict[str, set[str]]:
    questions = {question.id: question for question in form.walk()}
    names = frozenset(questions)
    graph: dict[str, set[str]] = {}
    for section in form.sections:
        shared = _mentions(section.relevant, names)
        for question in section.questions:
            graph[question.id] = shared | _needs(question, names) | _audience(form, question)
            for inner in question.questions:
                graph[inner.id] = {question.id} | _needs(inner, names)
    return graph


def _audience(form: Form, question: Question) -> set[str]:
    limited = question.standard is not None and question.standard.applies_to
    return {form.audience_question} & form.questions.keys() if limited else set()


def _needs(question: Question, names: frozenset[str]) -> set[str]:
    return (
        _mentions(question.relevant, names)
        | _mentions(question.calculation, names)
        | _mentions(question.choice_filter, names, choice_columns(question))
    )


def _mentions(
    source: str, names: frozenset[str], columns: frozenset[str] = frozenset()
) -> set[str]:
    compiled = _compile(source, columns) if source else None
    return set(compiled.names & names) if isinstance(compiled, Expression) else set()
