"""Our own small pieces of HTML: everything that is not marked safe is escaped."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping

import streamlit as st

_NOT_IN_A_CLASS = re.compile(r"[^a-zA-Z0-9_-]")


class Safe(str):
    """HTML that was built here; any other text is escaped where it is put in."""

    __slots__ = ()


def escape(value: object) -> Safe:
    """Safe HTML as it is; anything else as plain words."""
    return value if isinstance(value, Safe) else Safe(html.escape(str(value)))


def tag(name: str, *children: object, **attributes: str) -> Safe:
    """An element; `class_` and `data_x` become class and data-x."""
    inner = "".join(escape(child) for child in children)
    return Safe(f"<{name}{_attributes(attributes)}>{inner}</{name}>")


def link(text: str, address: str, **attributes: str) -> Safe:
    """A link; one that is not http(s), tel, sms, mailto or ours becomes plain words."""
    if not address.startswith(("/", "#", "https://", "http://", "tel:", "sms:", "mailto:")):
        return escape(text)
    return tag("a", text, href=address, **attributes)


def join(parts: Iterable[object]) -> Safe:
    """Pieces one after the other."""
    return Safe("".join(escape(part) for part in parts))


def show(*parts: object) -> None:
    """Put the pieces on the page."""
    st.html(join(parts))


def class_of(key: str) -> str:
    """The class that Streamlit gives a widget's container for its key."""
    return f"st-key-{_NOT_IN_A_CLASS.sub('-', key.strip())}"


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{html.escape(value)}"'
        for name, value in attributes.items()
    )
