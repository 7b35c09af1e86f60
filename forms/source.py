"""YAML 1.2 read into plain values, with the line where each one stands.

PyYAML's C loader gives speed and marks; its YAML 1.1 habits (no is false, 12:30 is 750,
1_000 is a number) are replaced by the 1.2 core schema, so that `no` stays a word. What is
too large, or says more by its aliases than a form can, is an error and takes no time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from forms.problem import Problem

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTED = {"'", '"', "|", ">"}
_INT = re.compile(r"[-+]?[0-9]{1,18}\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,2})?\Z")
_WORDS: Mapping[str, bool | None] = {
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    "": None, "null": None, "Null": None, "NULL": None, "~": None,
}  # fmt: skip

LARGEST = 2_000_000
MOST_VALUES = 200_000
DEEPEST = 100
_LOOK = "Look at this line and the one before: indentation, colons and quotation marks."
_CURES = {
    "\\t": "Indent with spaces: YAML takes no tabs.",
    "mapping values are not allowed": "Put quotation marks round words that hold a colon.",
}


class SourceError(ValueError):
    """The text is not YAML that can be read; `line` (from 1) says where reading stopped."""

    def __init__(self, line: int, reason: str, cure: str = _LOOK) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.cure = cure


def read_file(path: Path) -> str | Problem:
    """The text of a file, or what keeps it from being read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return Problem(f"{path.name}:1", "The file is not UTF-8 text", "Save it as UTF-8.")
    except OSError:
        cure = "Check that it is a file, and one that the app may read."
        return Problem(f"{path.name}:1", "The file cannot be read", cure)


@dataclass(frozen=True, slots=True)
class Source:
    """Plain values and, by path ("sections/0/title"), the line on which each stands."""

    value: Any
    lines: Mapping[str, int] = field(default_factory=dict)
    repeated: tuple[tuple[str, int], ...] = ()

    def line(self, path: str) -> int:
        """The line of `path`, or of the nearest thing that holds it."""
        while path and path not in self.lines:
            path = path.rpartition("/")[0]
        return self.lines.get(path, 1)


def read_source(text: str) -> Source:
    """Read one YAML document; raises SourceError when it cannot be read."""
    if len(text) > LARGEST:
        raise SourceError(1, f"The file is larger than {LARGEST:,} characters", "Make it smaller.")
    try:
        reader = _Reader(yaml.parse(text, Loader=_Loader))
        return Source(reader.read_document(), reader.lines, tuple(reader.repeated))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, text.count("\n")) + 1 if mark else 1
        raise _unread(line, str(error.problem)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise _unread(line, str(error.reason)) from error
    except UnicodeError as error:
        raise _unread(1, "it holds half a character") from error
    except yaml.YAMLError as error:
        raise _unread(1, str(error)) from error


def load_yaml(text: str) -> Any:
    """The plain values alone, for our own settings files."""
    return read_source(text).value


def _unread(line: int, reason: str) -> SourceError:
    cures = (cure for words, cure in _CURES.items() if words in reason)
    return SourceError(line, f"This is not YAML: {reason}", next(cures, _LOOK))


@dataclass
class _Reader:
    """Makes values of the parser's events.

    They are counted as if every alias were written out, since aliases of aliases may
    multiply; and the events come from C one at a time, since composing them there has
    no end to its depth.
    """

    events: Iterator[Any]
    lines: dict[str, int] = field(default_factory=dict)
    repeated: list[tuple[str, int]] = field(default_factory=list)
    anchors: dict[str, tuple[Any, int] | None] = field(default_factory=dict)
    count: int = 0

    def read_document(self) -> Any:
        """The value of the one document; None when there is none."""
        next(self.events)  # the stream starts
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        value = self._read(next(self.events), "", 0)
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            cure = "Keep one form in a file, without a line ---."
            raise SourceError(_line(after), "A second document starts here", cure)
        return value

    def _read(self, event: Any, path: str, depth: int) -> Any:
        self.lines.setdefault(path, _line(event))
        if isinstance(event, yaml.AliasEvent):
            return self._read_alias(event)
        before = self.count
        self._add(1, event)
        if event.anchor:
            self.anchors[event.anchor] = None  # until it is read, it cannot be meant
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        elif depth >= DEEPEST:
            raise SourceError(_line(event), "This is nested too deeply", "Take levels away.")
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._read_list(f"{path}/" if path else "", depth + 1)
        else:
            value = self._read_mapping(f"{path}/" if path else "", depth + 1)
        if event.anchor:
            self.anchors[event.anchor] = value, self.count - before
        return value

    def _read_alias(self, event: Any) -> Any:
        known = self.anchors.get(event.anchor)
        if known is None:
            reason = "holds itself" if event.anchor in self.anchors else "is not there"
            cure = "Write the value out."
            raise SourceError(_line(event), f"The anchor {event.anchor[:64]} {reason}", cure)
        value, size = known
        self._add(size, event)
        return value

    def _add(self, size: int, event: Any) -> None:
        self.count += size
        if self.count > MOST_VALUES:
            cure = "Write less, or use fewer aliases."
            raise SourceError(_line(event), f"The file holds over {MOST_VALUES:,} values", cure)

    def _read_list(self, join: str, depth: int) -> list[Any]:
        values: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self._read(event, f"{join}{len(values)}", depth))
        return values

    def _read_mapping(self, join: str, depth: int) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent):
                cure = "Write it as words, then a colon."
                raise SourceError(_line(event), "A key is not words", cure)
            path, line = f"{join}{event.value}", _line(event)
            if event.value in values:
                self.repeated.append((path, line))
            self.lines[path] = line
            values[event.value] = self._read(next(self.events), path, depth)
        return values


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: Any) -> str | int | float | bool | None:
    words: str = event.value
    if event.style in _QUOTED:  # always a word
        return words
    if words in _WORDS:
        return _WORDS[words]
    if _INT.match(words):
        return int(words)
    if len(words) <= 64 and _FLOAT.match(words):
        return float(words)
    return words
