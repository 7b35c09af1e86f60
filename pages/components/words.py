"""The words of the screens themselves, by language, from words.yaml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from forms.source import load_yaml
from forms.text import Text


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Text]:
    by_language: dict[str, dict[str, str]] = load_yaml(
        Path(__file__).with_name("words.yaml").read_text("utf-8")
    )
    keys = by_language["en"]
    return {
        key: Text({tag: words[key] for tag, words in by_language.items() if key in words})
        for key in keys
    }


def say(key: str, language: str = "en", **values: object) -> str:
    """The words under `key` in `language`, with `{name}` places filled in."""
    return _words()[key].say(language).format(**values)
