"""Reading a form's source key by key, collecting what is wrong with its place and cure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from forms.expressions import nearest
from forms.problem import Problem
from forms.source import Source
from forms.text import Text

E = TypeVar("E", bound=StrEnum)
ID = re.compile(r"[a-z][a-z0-9_]{0,63}")
MOST_PROBLEMS = 200
MOST_WARNINGS = 5_000
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@dataclass
class Log:
    """What was found in one file: problems, warnings and texts without a translation."""

    name: str
    source: Source
    languages: tuple[str, ...] = ("en",)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    untranslated: dict[str, int] = field(default_factory=dict)

    def place(self, path: str) -> str:
        """Where a path is, as "school_audit.yaml:41 sections/governance/ed_a1"."""
        return f"{self.name}:{self.source.line(path)} {self._said(path)}".rstrip()

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that reading on would help nobody."""
        return len(self.problems) >= MOST_PROBLEMS

    def add(self, path: str, message: str, cure: str) -> None:
        """Note a problem, once."""
        problem = Problem(self.place(path), message, cure)
        if not self.is_full and problem not in self.problems:
            self.problems.append(problem)

    def nearest(self, word: str, known: Collection[str], otherwise: str) -> str:
        """A cure that suggests the known word most like this one, else the other cure."""
        return otherwise if self.is_full else nearest(word, known, otherwise)

    def warn_untranslated(self, path: str, language: str) -> None:
        """Note a text that has no words in one of the form's languages."""
        self.untranslated[language] = self.untranslated.get(language, 0) + 1
        if len(self.warnings) < MOST_WARNINGS:
            message = f"There are no words in {language}"
            self.warnings.append(Problem(self.place(path), message, "Add them."))

    def _said(self, path: str) -> str:
        """The path with list items called by their id, value or number (from 1)."""
        said, here = [], self.source.value
        for part in path.split("/") if path else ():
            if isinstance(here, list) and part.isdecimal() and int(part) < len(here):
                here = here[int(part)]
                said.append(_item_name(here) or str(int(part) + 1))
                continue
            here = here.get(part) if isinstance(here, dict) else None
            if part != "questions":
                said.append(part[:64])
        return "/".join(said)


def _item_name(item: Any) -> str:
    if isinstance(item, dict):
        for key in ("id", "value"):
            if isinstance(item.get(key), str):
                return str(item[key])[:64]
    return ""


def kind_of(value: object) -> str:
    """A value's kind in an author's words."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    kinds = {"str": "words", "list": "a list", "dict": "a mapping"}
    return kinds.get(type(value).__name__, "nothing")


@dataclass(frozen=True)
class Entry:
    """A mapping of the source; every getter gives a usable value and notes what is wrong."""

    log: Log
    path: str
    value: dict[str, Any]

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}/{key}" if self.path else key

    def add(self, key: str, message: str, cure: str) -> None:
        """Note a problem with a key."""
        self.log.add(self.at(key) if key else self.path, message, cure)

    def has(self, key: str) -> bool:
        """Whether the key is there and holds something."""
        return self.value.get(key) is not None

    def check_keys(self, known: Collection[str], *, elsewhere: Collection[str] = ()) -> None:
        """Note each key that is not known; `elsewhere` are keys that other types take."""
        for key in self.value:
            if key in known:
                continue
            if key in elsewhere:
                kind = self.value.get("type")
                self.add(key, f"A question of type {kind} does not take {key}", "Take it away.")
            else:
                cure = self.log.nearest(key, known, "Take it away.")
                self.add(key, f"{key[:64]!r} is not known here", cure)

    def only(self, known: Collection[str]) -> Entry:
        """The same without the keys that are not known."""
        return Entry(self.log, self.path, {k: v for k, v in self.value.items() if k in known})

    def missing(self, key: str, cure: str = "") -> None:
        """Note that a key has to be there."""
        self.add("", f"{key} is missing", cure or f"Add a line {key}: with its value.")

    def wrong(self, key: str, wanted: str, cure: str = "") -> None:
        """Note that a key holds a value of the wrong kind."""
        value = self.value[key]
        words = "Write words only." if isinstance(value, list | dict) else "Put quotes round it."
        self.add(key, f"{key} is {kind_of(value)}, not {wanted}", cure or words)

    def words(self, key: str, *, required: bool = False, cure: str = "") -> str:
        """Plain words, "" where there are none."""
        value = self.value.get(key)
        if value is None or value == "":
            if required:
                self.missing(key, cure)
            return ""
        if not isinstance(value, str):
            self.wrong(key, "words")
            return ""
        return value

    def name(self, key: str = "id") -> str:
        """A required id: lower case, digits and _."""
        value = self.words(key, required=True)
        if value and not ID.fullmatch(value):
            self.add(
                key,
                f"{value[:64]!r} is not an id",
                "Use up to 64 lower-case letters, digits and _, a letter first.",
            )
            return ""
        return value

    def text(self, key: str, *, required: bool = False) -> Text:
        """What a person reads, by language."""
        value = self.value.get(key)
        if value is None or value in ("", {}):
            if required:
                self.missing(key)
            return Text()
        if isinstance(value, str):
            text = Text({self.log.languages[0]: value})
        elif isinstance(value, dict):
            text = Entry(self.log, self.at(key), value)._by_language()
        else:
            self.wrong(key, "words")
            return Text()
        for language in self.log.languages[1:]:
            if not text.has(language):
                self.log.warn_untranslated(self.at(key), language)
        return text

    def _by_language(self) -> Text:
        languages = self.log.languages
        for tag in self.value:
            if tag not in languages:
                cure = self.log.nearest(tag, languages, f"Add {tag[:64]} to languages.")
                self.add(tag, f"{tag[:64]!r} is not one of the form's languages", cure)
        if not self.value.get(languages[0]):
            self.add("", f"There are no words in {languages[0]}", "Add them: it is the default.")
        return Text({tag: self.words(tag) for tag in self.value if tag in languages})

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.value.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, "true or false", "Write true or false, without quotes.")
            return default
        return value

    def whole(self, key: str, default: int = 0, *, least: int = 0) -> int:
        """A whole number that is not below `least`."""
        value = self.value.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            self.wrong(key, "a whole number", "Write it in digits, without quotes or a point.")
            return default
        if value < least:
            self.add(key, f"{key} is below {least}", f"Write {least} or more.")
            return default
        return value

    def number(self, key: str) -> float | None:
        """A number, or None."""
        value = self.value.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.wrong(key, "a number", "Write a number, without quotes.")
            return None
        return float(value)

    def formula(self, key: str) -> str:
        """An expression's source; true and false become true() and false()."""
        value = self.value.get(key)
        if isinstance(value, bool):
            return "true()" if value else "false()"
        if isinstance(value, int | float):
            return str(value)
        return self.words(key)

    def one_of(self, key: str, kind: type[E], default: E) -> E:
        """A member of an enumeration."""
        value = self.words(key)
        return kind(self._known(key, value, list(kind)) or default)

    def option(self, key: str, allowed: Collection[str], default: str = "") -> str:
        """One of the allowed words."""
        return self._known(key, self.words(key), allowed) or default

    def _known(self, key: str, value: str, allowed: Collection[str]) -> str:
        if not value or value in allowed:
            return value
        cure = self.log.nearest(value, allowed, f"Write one of: {', '.join(allowed)}.")
        self.add(key, f"{key} cannot be {value[:64]!r}", cure)
        return ""

    def many(self, key: str) -> tuple[str, ...]:
        """A list of words."""
        value = self.value.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong(key, "a list", f"Write {key}: [one, two].")
            return ()
        if not all(isinstance(item, str) and item for item in value):
            self.add(key, f"{key} holds something that is not words", "Put quotes round each.")
        return tuple(item for item in value if isinstance(item, str) and item)

    def many_of(self, key: str, kind: type[E]) -> tuple[E, ...]:
        """A list of members of an enumeration."""
        allowed = list(kind)
        return tuple(kind(word) for word in self.many(key) if self._known(key, word, allowed))

    def mapping(self, key: str) -> Entry | None:
        """A mapping within, or None."""
        value = self.value.get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(key, "a mapping", "Write key: value lines below it.")
            return None
        return Entry(self.log, self.at(key), value)

    def entries(self, key: str) -> Iterator[Entry]:
        """The mappings of a list within."""
        value = self.value.get(key)
        if value is None:
            return
        if not isinstance(value, list):
            self.wrong(key, "a list", "Start each of its items with a dash.")
            return
        for index, item in enumerate(value):
            path = f"{self.at(key)}/{index}"
            if isinstance(item, dict):
                yield Entry(self.log, path, item)
            else:
                self.log.add(path, f"This is {kind_of(item)}, not a mapping", "Write key: value.")
