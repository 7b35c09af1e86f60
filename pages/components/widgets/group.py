"""A repeat: the same few questions once for each deputy, visit, event or record."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from forms.model import Json, Question
from pages.components.widgets.ask import Ask, forget, inner_key, show_words
from pages.components.words import say

Show = Callable[[Ask], None]


def make_show_repeat(show: Callable[[str], Show]) -> Show:
    """The repeat's widget; `show` finds the widget of each question inside it."""

    def show_repeat(ask: Ask) -> None:
        show_words(ask)
        groups, least = _shown(ask, ask.value), max(1, ask.question.min_count)
        for index, group in enumerate(groups):
            _show_group(ask, index, group, show, removable=len(groups) > least)
        if len(groups) < ask.question.max_count:
            st.button(
                f"{say('add_another', ask.language)}: {ask.text}", key=f"{ask.key}-add",
                on_click=_add, args=(ask,),
            )  # fmt: skip

    return show_repeat


def _show_group(
    ask: Ask, index: int, group: dict[str, Json], show: Callable[[str], Show], *, removable: bool
) -> None:
    with st.container(key=inner_key(ask.key, f"[{index}]-box"), border=True):
        for question in (ask.inner(index) if ask.inner else ()) or ask.question.questions:
            show(question.type)(_inner(ask, index, question, group))
        if removable:
            st.button(
                f"{say('remove', ask.language)} {index + 1}",
                key=inner_key(ask.key, f"[{index}]-remove"), on_click=_remove, args=(ask, index),
            )  # fmt: skip


def _inner(ask: Ask, index: int, question: Question, group: dict[str, Json]) -> Ask:
    def save(value: Json) -> None:
        groups = _groups(ask.now())
        groups += [{} for _ in range(index + 1 - len(groups))]
        groups[index][question.id] = value
        _save(ask, groups)

    def current() -> Json:
        groups = _groups(ask.now())
        return groups[index].get(question.id) if index < len(groups) else None

    return ask.about(
        f"[{index}].{question.id}",
        question=question,
        choices=question.options,
        value=group.get(question.id),
        save=save,
        current=current,
        previous="",
        level=ask.level + 1,
        optional=not question.required,
    )


def _groups(value: Json) -> list[dict[str, Json]]:
    if not isinstance(value, list):
        return []
    return [dict(group) if isinstance(group, dict) else {} for group in value]


def _shown(ask: Ask, value: Json) -> list[dict[str, Json]]:
    """The groups on the screen: those that were typed, and as many more as are asked for."""
    groups = _groups(value)
    return groups + [{} for _ in range(max(1, ask.question.min_count) - len(groups))]


def _save(ask: Ask, groups: list[dict[str, Json]]) -> None:
    kept: list[Json] = [
        {key: value for key, value in group.items() if value is not None} for group in groups
    ]
    ask.save(kept or None)


def _add(ask: Ask) -> None:
    _save(ask, [*_shown(ask, ask.now()), {}])


def _remove(ask: Ask, index: int) -> None:
    forget(f"{ask.key}--")
    _save(ask, [group for place, group in enumerate(_groups(ask.now())) if place != index])
