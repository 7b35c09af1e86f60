"""The forty widgets of the bare screens."""

from collections.abc import Callable
from typing import Any

from bench.samples import QUESTIONS

LABELS = {"always": "Always", "mostly": "Mostly", "sometimes": "Sometimes", "never": "Never"}


def draw_widgets(st: Any, save: Callable[[str], object] | None = None) -> None:
    """Draw them; `save` is called with the key of one that has changed."""
    for number in range(QUESTIONS):
        kind, key = number % 4, f"q{number:02d}"
        shared = {"key": key, "on_change": save, "args": (key,)} if save else {"key": key}
        if kind == 0:
            words = f"Question {number} is answered with one of these"
            st.radio(words, list(LABELS), index=None, format_func=LABELS.get, **shared)
        elif kind == 1:
            st.text_input(f"Question {number} is answered in a few words", live="1s", **shared)
        elif kind == 2:
            st.text_input(f"Question {number} is answered with a number", live="1s", **shared)
        else:
            st.text_area(f"Question {number} is answered in a paragraph", **shared)
