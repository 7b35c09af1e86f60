"""A few questions outside a response: drawn, kept as typed, checked here, and read.

The questions are those of any form, so that a step of an activity asks in the same way as
a form does: the same widgets, the same problems, and the same rules. What was recorded
before is `known`, so that expressions may speak of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

import streamlit as st

from db.errors import DatabaseError
from forms.journey import Journey, SectionState, walk
from forms.model import Answers, Choice, Form, Json, Question, Section
from forms.problem import Problem
from forms.text import Text, plain
from pages.components import browser
from pages.components.widgets import WIDGETS, Ask
from pages.components.widgets.ask import forget
from pages.components.widgets.problems import key_of, name_of, problems_of, question_of
from pages.components.widgets.problems import show_problems as list_problems
from scrutiny.evidence import EvidenceRefusedError

ASKED, KNOWN = "asked", "known"
_CHECKED, _REFUSED = "sheet-checked", "sheet-refused"
_NAME = re.compile(r"\$\{\s*([A-Za-z0-9_]+)\s*\}")
NO_CHOICES: Mapping[str, str] = MappingProxyType({})
#: Types that ask for nothing, or whose own parts say what must be given.
_ALWAYS = frozenset({"judgement", "note", "calculate", "hidden"})


#: From what is typed, the questions that need no answer as things stand.
Spares = Callable[[Answers], Collection[str]]


#: Keeps uploaded files; returns what the answer then holds of them. What it raises is the caller's.
Upload = Callable[[Sequence[Any]], list[Json]]


def spare_nothing(_typed: Answers) -> Collection[str]:
    """Every question needs what it says it needs."""
    return ()


@dataclass
class Sheet:
    """What is asked, what is known, and what has been typed so far while one screen lives.

    `name` is unique on the screen and begins its widgets' keys. `keep` stores an answer that
    has changed, None where it was taken away; what it raises is the caller's. `context` is
    what questions prefill from, `spares` names those that need no answer just now. `upload` keeps
    a file that is put there, and returns what the answer then holds of it.
    """

    name: str
    questions: Sequence[Question]
    typed: dict[str, Json]
    today: date
    keep: Callable[[Answers], None]
    before: Sequence[Question] = ()
    known: Answers = field(default_factory=dict)
    context: Mapping[str, Json] = field(default_factory=dict)
    spares: Spares = spare_nothing
    upload: Upload | None = None
    _walked: Journey | None = field(default=None, init=False, repr=False)

    @property
    def journey(self) -> Journey:
        """What is asked, given what is known and typed."""
        if self._walked is None:
            self._walked = walk(
                self._form, {**self.known, **self.typed}, today=self.today, context=self.context
            )
        return self._walked

    @property
    def state(self) -> SectionState | None:
        """The questions that are asked now, with what is wrong; None when there is none."""
        return self.journey.find_section(ASKED)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What has to be put right before it can be recorded."""
        spared = self.spares(self.typed)
        found = self.state.problems if self.state else ()
        own = tuple(each for each in found if question_of(each.place) not in spared)
        return (*own, *(each for each in self._list_refused() if each not in own))

    @property
    def answers(self) -> dict[str, Json]:
        """The answers that count: those of the questions that are asked."""
        ids = {question.id for question in self.questions}
        return {key: value for key, value in self.journey.answers.items() if key in ids}

    @property
    def is_checked(self) -> bool:
        """Whether somebody has tried to record it, so that problems are shown."""
        return bool(st.session_state.get(_CHECKED) == self.name)

    def key(self, question: str) -> str:
        """The session key of a question's widgets."""
        return f"q-{self.name}-{question}"

    def save(self, question: str, value: Json) -> None:
        """Take one answer in, and keep all."""
        if value is None and self._is_prefilled(question):
            value = ""  # what was emptied by hand is not filled in behind it
        if self.typed.get(question) == value:
            return
        if value is None:
            self.typed.pop(question, None)
        else:
            self.typed[question] = value
        self._walked = None
        self.keep({question: value})

    def check(self) -> bool:
        """Whether all is right; if not, what is wrong is shown from now on, with the focus.

        What was refused as it was stored may be tried again as it stands.
        """
        st.session_state.pop(_REFUSED, None)
        if not self.problems:
            st.session_state.pop(_CHECKED, None)
            return True
        st.session_state[_CHECKED] = self.name
        st.session_state["focus"] = "summary"
        return False

    def refuse(self, problems: Sequence[Problem]) -> bool:
        """Show what was found wrong as it was stored, each until its answer is another.

        False, and nothing is shown, where one of them is about something that is not asked here.
        """
        ids = {question.id for question in self.questions}
        places = {problem: question_of(problem.place) for problem in problems}
        if not ids.issuperset(places.values()):
            return False
        refused = [(each, self.typed.get(place)) for each, place in places.items()]
        st.session_state[_REFUSED] = self.name, refused
        st.session_state[_CHECKED] = self.name
        st.session_state["focus"] = "summary"
        return True

    def _list_refused(self) -> Iterator[Problem]:
        name, refused = st.session_state.get(_REFUSED, ("", ()))
        for problem, typed in refused if name == self.name else ():
            if self.typed.get(question_of(problem.place)) == typed:
                yield problem

    def clear(self) -> None:
        """Forget what its widgets hold, once it is recorded."""
        st.session_state.pop(_REFUSED, None)
        st.session_state.pop(_CHECKED, None)
        forget(f"{self.key('')}")

    def name_of(self, place: str) -> str:
        """What to call the question that a problem's place names."""
        wanted = question_of(place)
        return name_of(next((each for each in self.questions if each.id == wanted), None))

    def _is_prefilled(self, question: str) -> bool:
        found = next((each for each in self.questions if each.id == question), None)
        return found is not None and found.prefill in self.context

    @cached_property
    def _form(self) -> Form:
        asked = {question.id for question in self.questions}
        named = {name for question in self.questions for name in _names(question)} - asked
        before = tuple(question for question in self.before if question.id in named)
        sections = (
            Section(KNOWN, Text(), before), Section(ASKED, Text(), tuple(self.questions)),
        )  # fmt: skip
        return Form(self.name, "1", Text(), "sheet", sections)


def _names(question: Question) -> Iterator[str]:
    """What the question's expressions speak of; all else that is known need not be looked at."""
    parts = (
        question.relevant, question.required, question.constraint, question.calculation,
        question.choice_filter,
    )  # fmt: skip
    yield from _NAME.findall(" ".join(parts))
    for inner in question.questions:
        yield from _names(inner)


def show_sheet(sheet: Sheet, *, level: int = 3) -> None:
    """The questions that are asked, after a list of what is wrong once that was looked for.

    `level` is the heading level of a question's words.
    """
    checked = sheet.is_checked
    if checked and sheet.problems:
        list_problems(
            sheet.problems, key=lambda place: key_of(place, sheet.key), name=sheet.name_of
        )
    for question in sheet.state.questions if sheet.state else ():
        with st.container(key=f"{sheet.key(question.id)}-ask", gap="xsmall"):
            WIDGETS[question.type](_ask(sheet, question, checked=checked, level=level))
    _move_focus()


def _list_problems(sheet: Sheet, question: str, *, checked: bool) -> Mapping[str, str]:
    found = problems_of(question, sheet.problems if checked else ())
    trouble = st.session_state.get(_trouble(sheet, question), "")
    return {**found, "": trouble} if trouble else found


def _ask(sheet: Sheet, question: Question, *, checked: bool, level: int) -> Ask:
    return Ask(
        question=question,
        value=sheet.typed.get(question.id, sheet.journey.answers.get(question.id)),
        key=sheet.key(question.id),
        save=lambda value: sheet.save(question.id, value),
        current=lambda: sheet.typed.get(question.id),
        choices=sheet.journey.choices(question),
        problems=_list_problems(sheet, question.id, checked=checked),
        upload=sheet.upload and (lambda files: _keep_files(sheet, question.id, files)),
        inner=lambda index: sheet.journey.repeat_questions(question.id, index),
        level=level,
        optional=question.type not in _ALWAYS and not sheet.journey.is_required(question.id),
    )


def _keep_files(sheet: Sheet, question: str, files: Sequence[Any]) -> list[Json]:
    """The files that could be kept; why one was not stands beside its question."""
    st.session_state.pop(_trouble(sheet, question), None)
    kept: list[Json] = []
    for file in files if sheet.upload else ():
        try:
            kept += sheet.upload([file]) if sheet.upload else []
        except (EvidenceRefusedError, DatabaseError) as error:
            st.session_state[_trouble(sheet, question)] = f"The file was not kept. {error}"
    return kept


def _trouble(sheet: Sheet, question: str) -> str:
    return f"trouble-{sheet.key(question)}"


def _move_focus() -> None:
    if st.session_state.pop("focus", ""):
        st.session_state["summaries"] = st.session_state.get("summaries", 0) + 1
        browser.focus(browser.PROBLEMS, st.session_state["summaries"])


def ask(
    id: str,
    text: str,
    *,
    type: str = "short_text",
    hint: str = "",
    required: bool = True,
    relevant: str = "",
    choices: Mapping[str, str] = NO_CHOICES,
    default: Json = None,
    max_length: int = 20_000,
    max_count: int = 20,
    inner: Sequence[Question] = (),
) -> Question:
    """A question of the screen's own, beside those of a file; `choices` are words by value."""
    return Question(
        id=id, type=type, text=plain(text), hint=plain(hint) if hint else Text(),
        required="true" if required else "", relevant=relevant,
        choices=tuple(Choice(value, plain(label)) for value, label in choices.items()),
        default=default, max_length=max_length, max_count=max_count, questions=tuple(inner),
    )  # fmt: skip
