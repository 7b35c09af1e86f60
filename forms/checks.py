"""What must hold across a whole form: its expressions, its standards and its audience."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from forms.expressions import (
    LOOP_CURE,
    choice_columns,
    compile_expression,
    find_loops,
    say_loop,
)
from forms.model import Form, Question
from forms.problem import Problem
from forms.reader import Log


def check_form(form: Form, log: Log, paths: Mapping[str, str]) -> None:
    """Note what is wrong between the parts of a form; `paths` place the questions by id."""
    questions: dict[str, Question] = {}
    for question in form.walk():
        if question.id in paths:
            questions.setdefault(question.id, question)
    check = _ExpressionCheck(questions, frozenset(questions), log)
    for index, section in enumerate(form.sections):
        check(section.relevant, f"sections/{index}/relevant")
    for question in questions.values():
        if log.is_full:
            return
        for key in ("required", "relevant", "constraint", "calculation"):
            check(getattr(question, key), f"{paths[question.id]}/{key}")
        path = f"{paths[question.id]}/choice_filter"
        check(question.choice_filter, path, choice_columns(question))
    for loop in find_loops(form):
        log.add(paths.get(loop[0], ""), say_loop(loop), LOOP_CURE)
    _check_standards(form, log, paths)
    _check_audience(form, log, paths)


@dataclass(frozen=True)
class _ExpressionCheck:
    """Notes what is wrong with expressions among these questions."""

    questions: Mapping[str, Question]
    names: frozenset[str]
    log: Log

    def __call__(self, source: str, path: str, columns: frozenset[str] = frozenset()) -> None:
        """Note what is wrong with one expression, if there is one."""
        if not source:
            return
        result = compile_expression(source, names=self.names, place="", columns=columns)
        if isinstance(result, Problem):
            self.log.add(path, result.message, result.cure)
            return
        for name, word in sorted(result.compared):
            self._check_compared(name, word, path)

    def _check_compared(self, name: str, word: str, path: str) -> None:
        values = [choice.value for choice in self.questions[name].options]
        if values and word and word not in values:
            cure = f"Its choices are: {', '.join(values[:20])}."
            cure = self.log.nearest(word, values, cure)
            self.log.add(path, f"${{{name}}} has no choice {word[:64]!r}", cure)


def _check_standards(form: Form, log: Log, paths: Mapping[str, str]) -> None:
    first: dict[str, str] = {}
    for question in form.walk():
        key = question.standard.key if question.standard else ""
        if key in first:
            log.add(
                f"{paths.get(question.id, '')}/standard/key",
                f"The standard {key} is judged twice",
                f"Give each its own key; {first[key]} has it too.",
            )
        elif key:
            first[key] = question.id


def _check_audience(form: Form, log: Log, paths: Mapping[str, str]) -> None:
    asked = form.questions.get(form.audience_question)
    if form.audience_question and not asked:
        log.add(
            "audience_question",
            f"There is no question {form.audience_question}",
            log.nearest(
                form.audience_question, form.questions, "Name one that stands outside a repeat."
            ),
        )
        return
    for question in form.walk():
        applies_to = question.standard.applies_to if question.standard else ()
        path = f"{paths.get(question.id, '')}/standard/applies_to"
        if applies_to and not asked:
            log.add(
                path,
                "applies_to needs an audience_question",
                "Name at the top of the form the question that it is compared with.",
            )
        values = [choice.value for choice in asked.options] if asked else []
        for value in applies_to if values else ():
            if value not in values:
                cure = log.nearest(value, values, f"Its choices are: {', '.join(values[:20])}.")
                log.add(path, f"{value[:64]!r} is not a choice of {form.audience_question}", cure)
