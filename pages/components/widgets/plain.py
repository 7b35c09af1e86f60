"""Questions that ask nothing of the person: notes, sums, and what stays out of sight."""

from __future__ import annotations

import streamlit as st

from forms.types import get_type
from pages.components.html import show, tag
from pages.components.widgets.ask import Ask, show_part
from pages.components.words import say


def show_note(ask: Ask) -> None:
    """Words to read; the form's author wrote them, so their markdown is drawn."""
    if ask.text:
        st.markdown(ask.text)
    if ask.hint:
        st.markdown(ask.hint)


def show_calculate(ask: Ask) -> None:
    """What was worked out from other answers; nothing while there is no value."""
    kind = get_type(ask.question.type)
    if words := kind.text(kind.parse(ask.value, ask.question), ask.question, ask.language):
        show(tag("p", f"{ask.text}: " if ask.text else "", tag("strong", words), class_="ask-sum"))


def show_hidden(ask: Ask) -> None:
    """Nothing at all: the app fills it in."""


def show_file(ask: Ask) -> None:
    """Files to keep with the answer, each kept at once and shown from where it is kept."""
    kinds = ", ".join(ask.question.accept)
    hint = say("file_hint", ask.language, count=ask.question.max_files, kinds=kinds or "any")
    show_part(ask, ask.text, " ".join(part for part in (ask.hint, hint) if part))
    value = ask.value if isinstance(ask.value, list) else []
    kept = [file for file in value if isinstance(file, dict)]
    for file in kept:
        show(tag("p", str(file.get("name", "")), class_="ask-file"))
        st.button(
            f"{say('remove', ask.language)} {file.get('name', '')}",
            key=f"{ask.key}-remove-{file.get('id', '')}",
            on_click=_remove, args=(ask, file.get("id")),
        )  # fmt: skip
    if len(kept) < ask.question.max_files and ask.upload:
        turn = st.session_state.setdefault(f"{ask.key}-turn", 0)
        st.file_uploader(
            ask.text,
            type=[kind.lstrip(".") for kind in ask.question.accept] or None,
            key=f"{ask.key}-upload-{turn}", on_change=_keep, args=(ask, turn),
        )  # fmt: skip


def _keep(ask: Ask, turn: int) -> None:
    uploaded = st.session_state.get(f"{ask.key}-upload-{turn}")
    if uploaded is None or ask.upload is None:
        return
    if kept := ask.upload([uploaded]):
        now = ask.now()
        ask.save([*(now if isinstance(now, list) else []), *kept])
    st.session_state[f"{ask.key}-turn"] = turn + 1  # a fresh, empty uploader


def _remove(ask: Ask, file_id: object) -> None:
    now = ask.now()
    files = now if isinstance(now, list) else []
    ask.save([f for f in files if isinstance(f, dict) and f.get("id") != file_id] or None)
