"""A judgement: a rating, and then just what that rating asks for or offers."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from forms.model import Choice, Json, Part, Standard
from pages.components.html import Safe, show, tag
from pages.components.widgets.ask import Ask, forget, seed, show_part, show_words
from pages.components.widgets.choice import choose_one
from pages.components.widgets.text import type_line, type_lines
from pages.components.words import say

_TEXTS = (Part.EVIDENCE, Part.IMPACT, Part.ACTION_TAKEN, Part.REASON)
_HINTS = {Part.EVIDENCE: "evidence_hint"}


def show_judgement(ask: Ask) -> None:
    """The standard, the rating, and the boxes that the rating opens."""
    standard = ask.question.standard
    show_words(ask, *([_draw_standard(standard, ask.language)] if standard else ()))
    rating = ask.about("rating", value=_part(ask, "rating"), save=_saver(ask, "rating"))
    choose_one(replace(rating, problems={}, optional=False), ask.text, horizontal=True)
    choice = ask.question.find_choice(_part(ask, "rating"))
    if choice is None:
        return
    if choice.hint:
        show(tag("p", choice.hint.say(ask.language), class_="ask-hint"))
    for part in (*choice.asks, *choice.offers):
        if part in _TEXTS:
            _show_words_part(ask, choice, part)
        elif part is Part.ACTION:
            _show_actions(ask, choice)
    if Part.BEST_PRACTICE in choice.offers:
        _show_ticks(ask)


def _draw_standard(standard: Standard, language: str) -> Safe:
    return tag(
        "details",
        tag("summary", f"{standard.key}: {say('evidence_help', language)}"),
        tag("p", standard.suggested_evidence.say(language)),
        tag("p", f"{say('reference', language)}: {standard.reference}"),
        class_="ask-standard",
    )


def _show_words_part(ask: Ask, choice: Choice, part: Part) -> None:
    inner = ask.about(
        part, value=_part(ask, part), save=_saver(ask, part), optional=part not in choice.asks
    )
    hint = say(_HINTS[part], ask.language) if part in _HINTS else ""
    show_part(inner, say(part, ask.language), hint)
    type_lines(inner, say(part, ask.language), hint, ask.text, height=110)


def _show_ticks(ask: Ask) -> None:
    for name in ("best_practice", "may_name"):
        if name == "may_name" and not _part(ask, "best_practice"):
            continue
        inner = ask.about(name, value=_part(ask, name), save=_saver(ask, name))
        seed(inner, inner.value is True)
        st.checkbox(
            say(name, ask.language), key=inner.key,
            on_change=lambda inner=inner: inner.save(bool(st.session_state.get(inner.key)) or None),
        )  # fmt: skip


def _show_actions(ask: Ask, choice: Choice) -> None:
    actions = _actions(ask.value) or [{}]
    for index, action in enumerate(actions):
        _show_action(ask, choice, index, action, alone=len(actions) == 1)
    st.button(
        say("add_another", ask.language), key=f"{ask.key}-actions-add",
        on_click=_add_action, args=(ask,),
    )  # fmt: skip


def _show_action(
    ask: Ask, choice: Choice, index: int, action: dict[str, Json], *, alone: bool
) -> None:
    language = ask.language
    due_hint = say("due_hint", language)
    if choice.due_within_days and Part.ACTION in choice.asks:
        due_hint += f". {say('due_within', language, days=choice.due_within_days)}"
    number = f" {index + 1}" if not alone else ""
    with st.container(key=f"{ask.key}-action-{index}-box", border=True):
        for name, words, hint in (
            ("text", say("action", language) + number, say("action_hint", language)),
            ("owner", say("owner", language), ""),
            ("due", say("due", language), due_hint),
        ):
            inner = ask.about(
                f"actions[{index}].{name}",
                value=action.get(name),
                save=_action_saver(ask, index, name),
                optional=Part.ACTION not in choice.asks,
            )
            if name == "text" and not inner.problems and index == 0 and "action" in ask.problems:
                inner = replace(inner, problems={"": ask.problems["action"]})
            show_part(inner, words, hint)
            show = type_lines if name == "text" else type_line
            show(inner, words, hint)
        if not alone:
            st.button(
                f"{say('remove', language)}{number}", key=f"{ask.key}-action-{index}-remove",
                on_click=_remove_action, args=(ask, index),
            )  # fmt: skip


def _part(ask: Ask, name: str) -> Json:
    return ask.value.get(name) if isinstance(ask.value, dict) else None


def _actions(value: Json) -> list[dict[str, Json]]:
    actions = value.get("actions") if isinstance(value, dict) else None
    if not isinstance(actions, list):
        return []
    return [dict(action) if isinstance(action, dict) else {} for action in actions]


def _saver(ask: Ask, name: str) -> Any:
    def save(value: Json) -> None:
        now = ask.now()
        parts = {**(now if isinstance(now, dict) else {}), name: value}
        kept: dict[str, Json] = {key: part for key, part in parts.items() if part is not None}
        ask.save(kept or None)

    return save


def _action_saver(ask: Ask, index: int, name: str) -> Any:
    def save(value: Json) -> None:
        actions = _actions(ask.now())
        actions += [{} for _ in range(index + 1 - len(actions))]
        actions[index][name] = value
        _save_actions(ask, actions)

    return save


def _save_actions(ask: Ask, actions: list[dict[str, Json]]) -> None:
    kept: list[Json] = [
        {key: value for key, value in action.items() if value is not None} for action in actions
    ]
    _saver(ask, "actions")(kept or None)


def _add_action(ask: Ask) -> None:
    actions = _actions(ask.now()) or [{}]
    _save_actions(ask, [*actions, {}])


def _remove_action(ask: Ask, index: int) -> None:
    forget(f"{ask.key}-actions-")
    _save_actions(ask, [a for place, a in enumerate(_actions(ask.now())) if place != index])
