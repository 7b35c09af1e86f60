"""One question on a screen: what a widget is given, and the words around the control."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from forms.model import Choice, Json, Question
from pages.components.html import Safe, show, tag
from pages.components.words import say

Save = Callable[[Json], None]


@dataclass(frozen=True)
class Ask:
    """A question, the draft's answer to it, and how to save a new one.

    `key` is unique on the screen and names the widget's session state; `problems` are
    messages by what they concern ("" the whole answer, "evidence", "actions[0].due");
    `previous` is last year's answer as read. `upload` keeps files and returns what the
    answer then holds. `level` is the heading level of the question's words. `current` reads
    the answer as it is by now: several boxes of one answer may be saved in one go, and each
    must build on what the others have just saved, not on what was shown. `inner` gives the
    visible questions of one instance of a repeat.
    """

    question: Question
    value: Json
    key: str
    save: Save
    language: str = "en"
    choices: tuple[Choice, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    previous: str = ""
    upload: Callable[[Sequence[Any]], list[Json]] | None = None
    current: Callable[[], Json] | None = None
    inner: Callable[[int], tuple[Question, ...]] | None = None
    level: int = 2
    optional: bool = False

    @property
    def text(self) -> str:
        """The question's words in the respondent's language."""
        return self.question.text.say(self.language)

    @property
    def hint(self) -> str:
        """The hint's words in the respondent's language."""
        return self.question.hint.say(self.language)

    def now(self) -> Json:
        """The answer as it stands at this moment."""
        return self.current() if self.current else self.value

    def about(self, place: str, **changes: Any) -> Ask:
        """The same ask narrowed to one place within it, with its own key and problems."""
        start = f"{place}."
        inner = {
            key.removeprefix(start): message
            for key, message in self.problems.items()
            if key.startswith(start)
        }
        if place in self.problems:
            inner[""] = self.problems[place]
        return replace(self, key=inner_key(self.key, place), problems=inner, **changes)


def inner_key(key: str, place: str) -> str:
    """The session key of a part of an answer; what Streamlit makes a CSS class of."""
    return f"{key}-{place}".replace("[", "-").replace("]", "").replace(".", "-")


def seed(key: str, value: Any) -> None:
    """Give a widget its value once: what the person has since typed is never replaced."""
    if key not in st.session_state:
        st.session_state[key] = value


def forget(start: str) -> None:
    """Drop the widgets whose key begins so, where their answers have moved or gone."""
    for key in [key for key in st.session_state if str(key).startswith(start)]:
        del st.session_state[key]


def label(text: str, *hints: str) -> str:
    """A control's accessible name: plain words, since Streamlit reads markup out as it is."""
    return ". ".join(part.rstrip(".") for part in (text, *hints) if part)


def show_words(ask: Ask) -> None:
    """The question's words, hint, last year's answer and problem, above its control."""
    css = "ask-text page-title" if ask.level == 1 else "ask-text"
    show(
        tag(f"h{ask.level}", ask.text, _quiet(ask), class_=css, tabindex="-1"),
        tag("p", ask.hint, class_="ask-hint") if ask.hint else "",
        tag("p", f"{say('last_year', ask.language)}: {ask.previous}", class_="ask-last")
        if ask.previous
        else "",
        _problem(ask),
    )


def show_part(ask: Ask, text: str, hint: str = "") -> None:
    """The words of one part of an answer, such as a judgement's evidence."""
    show(
        tag("p", text, _quiet(ask), class_="ask-part") if text else "",
        tag("p", hint, class_="ask-hint") if hint else "",
        _problem(ask),
    )


def _problem(ask: Ask) -> Safe | str:
    message = ask.problems.get("", "")
    return (
        tag("p", f"{say('error', ask.language)}: {message}", class_="ask-problem")
        if message
        else ""
    )


def _quiet(ask: Ask) -> Safe | str:
    words = f" ({say('optional', ask.language)})"
    return tag("span", words, class_="ask-quiet") if ask.optional else ""
