"""One question on a screen: what a widget is given, and the words around the control."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

import streamlit as st

from forms.model import Choice, Json, Question
from pages.components.html import Safe, show, tag
from pages.components.words import say

Save = Callable[[Json], None]
#: Whether a control shows its label; a collapsed one is there for screen readers alone.
Visibility = Literal["visible", "collapsed"]
#: Words without anything that Streamlit draws differently from how it reads it out.
_PLAIN = re.compile(
    r"(?!\d+[.)]\s)(?!.*www\.)"  # neither a list nor a link
    r"(?:[^\W_]|[ ,.;?'\u2019\u2018\u201c\u201d\"()/%£\u2013…]|(?<=\w)-(?=\w)|:(?=\s|$))+"
)


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

    @cached_property
    def text(self) -> str:
        """The question's words in the respondent's language."""
        return self.question.text.say(self.language)

    @cached_property
    def words(self) -> str:
        """The same, with a word more where the question may be left out."""
        return self.mark(self.text)

    @cached_property
    def hint(self) -> str:
        """The hint's words in the respondent's language."""
        return self.question.hint.say(self.language)

    def mark(self, text: str) -> str:
        """The words, followed by "(optional)" where the answer is."""
        return f"{text} ({say('optional', self.language)})" if self.optional else text

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


def seed(ask: Ask, value: Any, key: str = "") -> None:
    """Give a widget its value once: what the person has since typed is never replaced."""
    key = key or ask.key
    if key not in st.session_state:
        st.session_state[key] = value


def forget(start: str) -> None:
    """Drop the widgets whose key begins so, where their answers have moved or gone."""
    for key in [key for key in st.session_state if str(key).startswith(start)]:
        del st.session_state[key]


def label(text: str, *hints: str) -> str:
    """A control's accessible name: plain words, since Streamlit reads markup out as it is."""
    parts = [part for part in (text, *hints) if part]
    return ". ".join(part.rstrip(".") for part in parts) if len(parts) > 1 else "".join(parts)


def show_words(ask: Ask, *more: Safe) -> None:
    """The words of a question of several controls: a heading, and what stands beside it."""
    css = "ask-text page-title" if ask.level == 1 else "ask-text"
    show(tag(f"h{ask.level}", ask.words, class_=css, tabindex="-1"), *_beside(ask, ask.hint), *more)


def show_label(ask: Ask, hint: str) -> Visibility:
    """The words of a question of one control, and whether that control is to show them itself.

    It does where they are all that there is to say: an element less to send for each
    question. A hint, last year's answer or a problem stands between the words and the
    control, where Streamlit has no place for it. Nor does it show what it would draw as markup,
    since it reads that out as it is; and the words that name a whole screen are its heading.
    """
    if ask.level == 1:
        show_words(ask)
        return "collapsed"
    beside = _beside(ask, hint)
    if not any(beside) and _PLAIN.fullmatch(ask.words):
        return "visible"
    show(tag("p", ask.words, class_="ask-text ask-label"), *beside)
    return "collapsed"


def _beside(ask: Ask, hint: str) -> tuple[Safe | str, ...]:
    """The hint, last year's answer and the problem, each where there is one."""
    last = f"{say('last_year', ask.language)}: {ask.previous}"
    return (
        tag("p", hint, class_="ask-hint") if hint else "",
        tag("p", last, class_="ask-last") if ask.previous else "",
        _problem(ask),
    )


def show_part(ask: Ask, text: str, hint: str = "") -> None:
    """The words of one part of an answer, such as a judgement's evidence."""
    show(
        tag("p", ask.mark(text), class_="ask-part") if text else "",
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
