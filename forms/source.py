"""YAML 1.2 read into plain values, with the line where each one stands.

PyYAML's C loader gives speed and marks; its YAML 1.1 habits (no is false, 12:30 is 750,
1_000 is a number) are replaced by the 1.2 core schema, so that `no` stays a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_QUOTED = {"'", '"', "|", ">"}
_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: Mapping[str, bool | None] = {
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
    "": None, "null": None, "Null": None, "NULL": None, "~": None,
}  # fmt: skip


class SourceError(ValueError):
    """The text is not YAML at all; `line` (from 1) says where reading stopped."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason


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
    """Read one YAML document; raises SourceError when it is not YAML."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise SourceError(mark.line + 1 if mark else 1, str(error.problem)) from error
    except (yaml.YAMLError, ValueError) as error:
        raise SourceError(1, str(error)) from error
    lines: dict[str, int] = {}
    repeated: list[tuple[str, int]] = []
    value = _value(node, "", lines, repeated) if node else None
    return Source(value, lines, tuple(repeated))


def load_yaml(text: str) -> Any:
    """The plain values alone, for our own settings files."""
    return read_source(text).value


def _value(node: Any, path: str, lines: dict[str, int], repeated: list[tuple[str, int]]) -> Any:
    lines.setdefault(path, node.start_mark.line + 1)
    join = f"{path}/" if path else ""
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            here = f"{join}{key}"
            if key in result:
                repeated.append((here, key_node.start_mark.line + 1))
            lines[here] = key_node.start_mark.line + 1
            result[key] = _value(value_node, here, lines, repeated)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [
            _value(item, f"{join}{index}", lines, repeated) for index, item in enumerate(node.value)
        ]
    return _scalar(node)


def _scalar(node: Any) -> str | int | float | bool | None:
    words: str = node.value
    if node.style in _QUOTED:  # always a word
        return words
    if words in _WORDS:
        return _WORDS[words]
    if _INT.match(words):
        return int(words)
    if _FLOAT.match(words):
        return float(words)
    return words
