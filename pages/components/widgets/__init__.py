"""A widget for every question type, under the key of the type's registry entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pages.components.widgets.ask import Ask
from pages.components.widgets.choice import (
    show_acknowledge,
    show_matrix,
    show_rank,
    show_rating,
    show_select_many,
    show_select_one,
)
from pages.components.widgets.group import make_show_repeat
from pages.components.widgets.judgement import show_judgement
from pages.components.widgets.plain import show_calculate, show_file, show_hidden, show_note
from pages.components.widgets.text import show_long_text, show_text

Widget = Callable[[Ask], None]


def find_widget(name: str) -> Widget:
    """The widget of a question type."""
    return WIDGETS[name]


WIDGETS: Mapping[str, Widget] = {
    "short_text": show_text,
    "long_text": show_long_text,
    "number": show_text,
    "decimal": show_text,
    "date": show_text,
    "time": show_text,
    "email": show_text,
    "postcode": show_text,
    "urn": show_text,
    "select_one": show_select_one,
    "select_many": show_select_many,
    "rating": show_rating,
    "judgement": show_judgement,
    "matrix": show_matrix,
    "rank": show_rank,
    "file": show_file,
    "note": show_note,
    "calculate": show_calculate,
    "hidden": show_hidden,
    "repeat": make_show_repeat(find_widget),
    "acknowledge": show_acknowledge,
}

#: Types whose answer may be given in several controls, which so need a box and a heading.
SEVERAL = frozenset({"judgement", "select_many", "matrix", "rank", "file", "repeat", "note"})

__all__ = ["SEVERAL", "WIDGETS", "Ask", "Widget", "find_widget"]
