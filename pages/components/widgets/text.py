"""Answers that are typed: text, numbers, dates and times, kept as typed and read later.

One kind of box for all of them: it takes "31 3 2026" and "1,200" alike, loses nothing
that cannot be read, and every further kind of widget is more for a phone to fetch.
"""

from __future__ import annotations

import re

import streamlit as st

from forms.model import Json
from pages.components.widgets.ask import Ask, Visibility, label, seed, show_label
from pages.components.words import say

LIVE = "1s"
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_LABEL = 34  # pixels that a label takes of the height of its box
_AUTOCOMPLETE = {"email": "email", "postcode": "postal-code"}
_HINTS = {"date": "date_hint", "time": "time_hint"}


def show_text(ask: Ask) -> None:
    """A one-line box."""
    hint = ask.hint or _type_hint(ask)
    type_line(ask, ask.words, hint, visibility=show_label(ask, hint))


def show_long_text(ask: Ask) -> None:
    """A box for several lines."""
    type_lines(ask, ask.words, ask.hint, visibility=show_label(ask, ask.hint))


def type_line(ask: Ask, *names: str, visibility: Visibility = "collapsed") -> None:
    """The one-line control alone, saved while the person types and when they leave it."""
    seed(ask, as_typed(ask.value, ask.question.type))
    st.text_input(
        label(*names),
        key=ask.key,
        live=LIVE,
        on_change=_save,
        args=(ask,),
        autocomplete=_AUTOCOMPLETE.get(ask.question.type, "off"),
        label_visibility=visibility,
        placeholder=None,
    )


def type_lines(
    ask: Ask, *names: str, height: int = 130, visibility: Visibility = "collapsed"
) -> None:
    """The several-line control alone; the page's script saves it while the person types."""
    seed(ask, as_typed(ask.value))
    st.text_area(
        label(*names),
        key=ask.key,
        on_change=_save,
        args=(ask,),
        height=height + (_LABEL if visibility == "visible" else 0),
        label_visibility=visibility,
    )


def as_typed(value: Json, kind: str = "") -> str:
    """A stored value as the person would have typed it: a day as its hint says, 31 3 2026."""
    if value is None or isinstance(value, bool | list | dict):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if kind == "date" and (found := _ISO_DAY.fullmatch(str(value))):
        return f"{int(found[3])} {int(found[2])} {found[1]}"
    return str(value)


def _save(ask: Ask) -> None:
    ask.save(st.session_state.get(ask.key) or None)


def _type_hint(ask: Ask) -> str:
    key = _HINTS.get(ask.question.type, "")
    return say(key, ask.language) if key else ""
