"""Days as staff type them."""

from __future__ import annotations

from datetime import date

import streamlit as st

from forms.types.base import AnswerError
from forms.types.moments import read_date


def ask_day(label: str, *, key: str, value: date | None = None) -> str:
    """A box for a day, filled with one; returns what stands in it."""
    typed: str = st.text_input(
        label, key=key, value=f"{value.day} {value:%B %Y}" if value else "",
        placeholder="31 3 2027", max_chars=30,
    )  # fmt: skip
    return typed


def read_day(typed: str) -> date | None:
    """The day that was typed, or None when it is none."""
    try:
        return read_date(typed)
    except AnswerError:
        return None
