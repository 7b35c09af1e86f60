"""Words in several languages, with an easy-read variant of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

EASY = "-easy"
DEFAULT_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """What a person reads, by language tag ("en", "en-easy", "pl")."""

    words: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", MappingProxyType(dict(self.words)))

    def __bool__(self) -> bool:
        return any(self.words.values())

    def __hash__(self) -> int:
        return hash(tuple(sorted(self.words.items())))

    def __reduce__(self) -> tuple[type[Text], tuple[dict[str, str]]]:
        return Text, (dict(self.words),)

    def say(self, language: str = DEFAULT_LANGUAGE) -> str:
        """The words in `language`, else its plain variant, else the default language's."""
        for tag in (language, language.removesuffix(EASY), DEFAULT_LANGUAGE):
            if self.words.get(tag):
                return self.words[tag]
        return next((words for words in self.words.values() if words), "")

    def has(self, language: str) -> bool:
        """Whether `language` has its own words here, without falling back."""
        return bool(self.words.get(language))


def lead_in(label: str) -> str:
    """A label as it stands before its answer in one line: a question needs no colon."""
    return f"{label} " if label.endswith("?") else f"{label}: "


def plain(words: str) -> Text:
    """Words given in the default language alone."""
    return Text({DEFAULT_LANGUAGE: words})
