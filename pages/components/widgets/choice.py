"""Answers that are chosen: one, several, ranked, a row each, or agreed to."""

from __future__ import annotations

from typing import Any

import streamlit as st

from forms.model import Choice, Json
from pages.components.widgets.ask import (
    Ask,
    Visibility,
    label,
    seed,
    show_label,
    show_part,
    show_words,
)
from pages.components.words import say

#: More choices than this are shown as a list that opens, unless the form says otherwise.
RADIO_LIMIT = 9


def show_select_one(ask: Ask) -> None:
    """A radio row a choice; a long list opens."""
    choose_one(ask, ask.words, ask.hint, visibility=show_label(ask, ask.hint))


def choose_one(
    ask: Ask, *names: str, horizontal: bool = False, visibility: Visibility = "collapsed"
) -> None:
    """The control alone: saved at once, and cleared where the answer may be left out."""
    labels = _labels(ask)
    values = [choice.value for choice in ask.choices]
    seed(ask, ask.value if ask.value in values else None)
    shared: dict[str, Any] = {
        "options": values, "index": None, "key": ask.key, "on_change": _save_one, "args": (ask,),
        "format_func": lambda value: labels.get(value, value), "label_visibility": visibility,
    }  # fmt: skip
    if ask.question.appearance == "dropdown" or len(values) > RADIO_LIMIT:
        st.selectbox(label(*names), placeholder=say("choose", ask.language), **shared)
        return
    hints = [] if horizontal else [choice.hint.say(ask.language) for choice in ask.choices]
    chosen = st.radio(
        label(*names),
        horizontal=horizontal,
        captions=hints if any(hints) else None,
        width="content" if horizontal else "stretch",
        **shared,
    )
    if ask.optional and chosen is not None:
        st.button(
            say("clear", ask.language), key=f"{ask.key}-clear", type="tertiary",
            on_click=_clear, args=(ask,),
        )  # fmt: skip


def show_rating(ask: Ask) -> None:
    """A worded scale; a face beside the words is decoration and never the only sign."""
    show_select_one(ask)


def show_select_many(ask: Ask) -> None:
    """A checkbox a choice: on a phone easier than a list that opens."""
    show_words(ask)
    chosen = ask.value if isinstance(ask.value, list) else []
    for choice in ask.choices:
        key = f"{ask.key}-{choice.value}"
        seed(ask, choice.value in chosen, key)
        st.checkbox(choice.label.say(ask.language), key=key, on_change=_save_many, args=(ask,))


def show_rank(ask: Ask) -> None:
    """A list to choose from for each place, first place first."""
    show_words(ask)
    ranked = ask.value if isinstance(ask.value, list) else []
    labels = _labels(ask)
    for index in range(len(ask.choices)):
        key = f"{ask.key}-{index}"
        seed(ask, ranked[index] if index < len(ranked) else None, key)
        st.selectbox(
            label(say("position", ask.language, number=index + 1), ask.text),
            options=[choice.value for choice in ask.choices], index=None, key=key,
            format_func=lambda value: labels.get(value, value),
            placeholder=say("position", ask.language, number=index + 1),
            on_change=_save_rank, args=(ask,), label_visibility="collapsed",
        )  # fmt: skip


def show_matrix(ask: Ask) -> None:
    """A radio row for each row, since a grid cannot be used by everyone."""
    show_words(ask)
    rows = ask.value if isinstance(ask.value, dict) else {}
    for row in ask.question.rows:
        inner = ask.about(row.value, value=rows.get(row.value), save=_save_row(ask, row))
        show_part(inner, row.label.say(ask.language))
        choose_one(inner, ask.text, row.label.say(ask.language), horizontal=True)


def show_acknowledge(ask: Ask) -> None:
    """One box to tick; its words are the label itself."""
    if ask.hint or ask.problems.get(""):
        show_part(ask, "", ask.hint)
    seed(ask, ask.value is True)
    st.checkbox(ask.text, key=ask.key, on_change=_save_tick, args=(ask,))


def _labels(ask: Ask) -> dict[str, str]:
    return {choice.value: _face(choice) + choice.label.say(ask.language) for choice in ask.choices}


def _face(choice: Choice) -> str:
    return f"{choice.face} " if choice.face else ""


def _save_one(ask: Ask) -> None:
    ask.save(st.session_state.get(ask.key))


def _clear(ask: Ask) -> None:
    st.session_state[ask.key] = None
    ask.save(None)


def _save_many(ask: Ask) -> None:
    chosen: list[Json] = [
        choice.value
        for choice in ask.choices
        if st.session_state.get(f"{ask.key}-{choice.value}") is True
    ]
    ask.save(chosen or None)


def _save_rank(ask: Ask) -> None:
    picked = [st.session_state.get(f"{ask.key}-{index}") for index in range(len(ask.choices))]
    ranked: list[Json] = [value for value in picked if value]
    ask.save(ranked or None)


def _save_row(ask: Ask, row: Choice) -> Any:
    def save(value: Json) -> None:
        now = ask.now()
        rows = {**(now if isinstance(now, dict) else {}), row.value: value}
        kept: dict[str, Json] = {name: answer for name, answer in rows.items() if answer}
        ask.save(kept or None)

    return save


def _save_tick(ask: Ask) -> None:
    ask.save(True if st.session_state.get(ask.key) else None)
