"""Templates of documents, read from templates/*.yaml: their parts, guides and opening words.

A template says what a document holds and where each part comes from; `scrutiny.drafting`
fills it with what is held. Mistakes in a file are collected with their place. The written
format is described in docs/template_format.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from forms.problem import Problem
from forms.source import Source, SourceError, read_source
from scrutiny.finding import FindingKind
from scrutiny.paper import Look, PartKind

FOLDER = Path(__file__).with_name("templates")
#: A placeholder in opening words: "{subject}", "{answer:event_on|a day to be agreed}".
PLACEHOLDER = re.compile(r"\{([^{}|\n]+)(?:\|([^{}\n]*))?\}")
#: Words that are left out when a placeholder in them has nothing to say.
OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)

_PARTIES = frozenset({"", "agency", "partner", "commissioner", "excluded"})
_ACTIONS = frozenset(
    {
        "",
        "open",
        "overdue",
        "done",
        "progress",
        "earlier",
        "agencies",
        "taken",
        "required",
        "immediate",
        "strategic",
    }
)


@dataclass(frozen=True, slots=True)
class SourceKind:
    """A kind of thing that a part may come from; `choices` None for any word behind the slash."""

    kind: PartKind
    choices: frozenset[str] | None = frozenset({""})


#: What `from:` may name, and how it is drawn unless the part says otherwise.
SOURCES: Mapping[str, SourceKind] = MappingProxyType(
    {
        "findings": SourceKind(PartKind.WORDS, frozenset({"", *FindingKind})),
        "actions": SourceKind(PartKind.TABLE, _ACTIONS),
        "answers": SourceKind(PartKind.WORDS, None),
        "each": SourceKind(PartKind.WORDS, None),
        "told": SourceKind(PartKind.WORDS, None),
        "forms": SourceKind(PartKind.WORDS, None),
        "tallies": SourceKind(PartKind.TABLE, None),
        "written": SourceKind(PartKind.WORDS, None),
        "counts": SourceKind(PartKind.TABLE, None),
        "steps": SourceKind(PartKind.TABLE, frozenset({"", "open"})),
        "parties": SourceKind(PartKind.WORDS, _PARTIES),
        "holders": SourceKind(PartKind.WORDS, None),
        "meetings": SourceKind(PartKind.TABLE, None),
        "awaited": SourceKind(PartKind.TABLE, None),
        "days": SourceKind(PartKind.TABLE),
        "said": SourceKind(PartKind.TABLE),
        "recommendations": SourceKind(PartKind.TABLE),
        "activities": SourceKind(PartKind.TABLE, None),
        "year": SourceKind(PartKind.TABLE),
        "uses": SourceKind(PartKind.TABLE),
        "aims": SourceKind(PartKind.TABLE),
    }
)
#: What may stand in curly brackets, and what each stands for.
PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "reference": "the activity's reference",
        "title": "the activity's title",
        "subject": "whom or what it is about",
        "plan": "what the mechanism calls the document",
        "mechanism": "the name of the way of scrutinising",
        "theme": "its theme, or its title",
        "group": "the group that it belongs to",
        "officer": "who is named as Independent Scrutiny Officer",
        "leader": "who led it: the named officer, or what was answered to led_by",
        "began": "the day on which it began",
        "today": "the day it is drafted",
        "year": "the year that it is about",
        "period": "the first and the last day that it is about",
        "partnership": "the partnership's name",
        "short_name": "the partnership's short name",
        "place": "the place that the partnership serves",
        "email": "the partnership's e-mail address",
        "website": "the partnership's website",
        "findings": "how many findings were recorded",
        "actions": "how many actions were recorded",
        "activities": "how many activities it is about",
        "days": "how many days of scrutiny officers were counted",
        "days_allowed": "how many days a year they have",
    }
)
#: What may stand before a colon in curly brackets: an answer, a meeting, a step, a holder.
PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "answer": "what was recorded for the first of these questions that has an answer",
        "meeting": "the next meeting of a group, with its day",
        "taken": "the day on which the first of these steps was taken",
        "due": "the day by which the first of these steps is due",
        "holder": "who is named for the first of these roles",
    }
)


@dataclass(frozen=True, slots=True)
class TemplatePart:
    """One part: its heading, its guide, its opening words and where the rest comes from.

    `sources` are keys of SOURCES with what to choose ("findings/improvement"). `empty` is
    said when none of them holds anything, `closing` stands after what they hold. An annex
    of a letter stands beneath its signature. An optional part is empty, and so not shown,
    where nothing is held.
    """

    key: str
    heading: str
    kind: PartKind = PartKind.WORDS
    guide: str = ""
    most_words: int = 0
    words: str = ""
    sources: tuple[str, ...] = ()
    empty: str = ""
    closing: str = ""
    is_annex: bool = False
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """What a document of one kind holds. `sensitivity` "" leaves it to the mechanism.

    `told` is what anybody is told of such a document, once one is published.

    `gathers` puts many activities together: those of one mechanism, or "all"; `first` and
    `last` are the questions that hold the days between which they began. `in_short` are the
    parts that an agenda pack gives as key points; `with_composite` puts the short report of
    the cycle that it is about beside it there. Where it `asks_use`, teams are asked how they
    used such a document.
    """

    id: str
    title: str
    name: str
    parts: tuple[TemplatePart, ...]
    look: Look = Look.REPORT
    about: str = ""
    told: str = ""
    addressee: str = ""
    salutation: str = ""
    farewell: str = ""
    signatory: str = ""
    sensitivity: str = ""
    gathers: str = ""
    first: str = ""
    last: str = ""
    in_short: tuple[str, ...] = ()
    with_composite: bool = False
    asks_use: bool = False


@dataclass(frozen=True, slots=True)
class ParsedTemplate:
    """A template, or None and what is wrong with its file."""

    template: Template | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateLibrary:
    """Every template that can be used, by id, and what is wrong with the others."""

    templates: Mapping[str, Template] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@lru_cache(maxsize=4)
def load_templates(folder: Path = FOLDER) -> TemplateLibrary:
    """The templates in a folder; a file with a mistake is left out and told."""
    parsed = [
        parse_template(path.read_text("utf-8"), path.name) for path in sorted(folder.glob("*.yaml"))
    ]
    found = (each.template for each in parsed)
    return TemplateLibrary(
        {each.id: each for each in found if each},
        tuple(problem for each in parsed for problem in each.problems),
    )


def parse_template(text: str, name: str) -> ParsedTemplate:
    """The template in one file, or every mistake in it with its place and cure."""
    try:
        source = read_source(text)
    except SourceError as error:
        return ParsedTemplate(None, (Problem(f"{name}:{error.line}", error.reason, error.cure),))
    if not isinstance(source.value, dict):
        return ParsedTemplate(
            None, (Problem(name, "This is no template", "Write title: and parts: first."),)
        )
    problems = tuple(_check(_File(name, source), source.value))
    if problems:
        return ParsedTemplate(None, problems)
    return ParsedTemplate(_template(name.removesuffix(".yaml"), source.value))


# What is wrong with a file.


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    source: Source

    def problem(self, path: str, message: str, cure: str) -> Problem:
        return Problem(f"{self.name}:{self.source.line(path)} {path}".rstrip(), message, cure)


_WORDS = frozenset(
    {"title", "name", "about", "told", "look", "addressee", "salutation", "farewell",
     "signatory", "marking", "gathers", "first", "last"}
)  # fmt: skip
_SPOKEN = frozenset({"title", "addressee", "salutation", "farewell", "signatory"})
_PART_WORDS = frozenset({"key", "heading", "guide", "words", "empty", "closing", "as"})
_FLAGS = ("annex", "optional")
_ASKS_USE = "asks_use"
_PART_SPOKEN = frozenset({"heading", "words", "empty", "closing"})


def _check(file: _File, raw: Mapping[str, Any]) -> Iterator[Problem]:
    for path, line in file.source.repeated:
        yield Problem(f"{file.name}:{line} {path}", "This stands here twice", "Keep one of them.")
    known = _WORDS | {"parts", "in_short", "with_composite", _ASKS_USE}
    yield from _check_keys(file, "", raw, known)
    yield from _check_words(file, "", raw, _WORDS, required=frozenset({"title", "name"}))
    yield from _check_placeholders(file, "", raw, _SPOKEN)
    if raw.get("look", Look.REPORT) not in set(Look):
        yield file.problem("look", f"There is no look {raw['look']!r}", f"Use {_list(Look)}.")
    parts = raw.get("parts")
    if not isinstance(parts, list) or not parts:
        yield file.problem("parts", "There are no parts", "Write parts: and at least one.")
        return
    seen: set[str] = set()
    for at, part in enumerate(parts):
        yield from _check_part(file, f"parts/{at}", part, seen)
    yield from _check_pack(file, raw, seen)
    yield from _check_flags(file, "", raw, ("with_composite", _ASKS_USE))


def _check_pack(file: _File, raw: Mapping[str, Any], keys: set[str]) -> Iterator[Problem]:
    """What an agenda pack takes of the document."""
    named = raw.get("in_short", [])
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        yield file.problem("in_short", "This is no list of parts", "Write [summary, next].")
        return
    for each in named:
        if each not in keys:
            yield file.problem("in_short", f"There is no part {each}", f"Use {_list(keys)}.")


def _check_part(file: _File, path: str, raw: Any, seen: set[str]) -> Iterator[Problem]:
    if not isinstance(raw, dict):
        yield file.problem(path, "This is no part", "Write key: and heading: first.")
        return
    yield from _check_keys(file, path, raw, _PART_WORDS | {"most_words", "from", *_FLAGS})
    yield from _check_words(file, path, raw, _PART_WORDS, required=frozenset({"key", "heading"}))
    yield from _check_placeholders(file, path, raw, _PART_SPOKEN)
    key = raw.get("key")
    if isinstance(key, str):
        if key in seen:
            yield file.problem(f"{path}/key", f"The key {key} stands twice", "Choose another.")
        seen.add(key)
    most = raw.get("most_words", 0)
    if not isinstance(most, int) or isinstance(most, bool) or most < 0:
        yield file.problem(f"{path}/most_words", "This is no number", "Write how many, as 120.")
    yield from _check_flags(file, path, raw, _FLAGS)
    yield from _check_sources(file, path, raw)


def _check_flags(
    file: _File, path: str, raw: Mapping[str, Any], flags: Iterable[str]
) -> Iterator[Problem]:
    for flag in flags:
        if not isinstance(raw.get(flag, False), bool):
            cure = "Write true."
            yield file.problem(_join(path, flag), "This is neither true nor false", cure)


def _check_sources(file: _File, path: str, raw: Mapping[str, Any]) -> Iterator[Problem]:
    listed = raw.get("from", [])
    sources = [listed] if isinstance(listed, str) else listed
    if not isinstance(sources, list) or not all(isinstance(each, str) for each in sources):
        yield file.problem(f"{path}/from", "This names no source", f"Use {_list(SOURCES)}.")
        return
    for each in sources:
        family, _, chosen = each.partition("/")
        kind = SOURCES.get(family)
        if kind is None:
            yield file.problem(
                f"{path}/from", f"Nothing is held under {family}", f"Use {_list(SOURCES)}."
            )
        elif kind.choices is not None and chosen not in kind.choices:
            known = _list(kind.choices - {""}) or "nothing"
            yield file.problem(
                f"{path}/from", f"{family} has no {chosen}", f"After the slash use {known}."
            )
    if raw.get("as", "") not in {"", *PartKind}:
        yield file.problem(f"{path}/as", "A part is words or a table", f"Use {_list(PartKind)}.")
    elif len(sources) > 1 and _kind_of(raw, sources) is PartKind.TABLE:
        yield file.problem(
            f"{path}/from", "A table comes from one source", "Make a part for each of them."
        )


def _check_keys(
    file: _File, path: str, raw: Mapping[str, Any], known: frozenset[str]
) -> Iterator[Problem]:
    for key in raw:
        if key not in known:
            cure = f"Use one of {_list(known)}."
            yield file.problem(_join(path, str(key)), f"{key} means nothing here", cure)


def _check_words(
    file: _File,
    path: str,
    raw: Mapping[str, Any],
    keys: frozenset[str],
    *,
    required: frozenset[str],
) -> Iterator[Problem]:
    for key in sorted(required - set(raw)):
        yield file.problem(path, f"The {key} is missing", f"Write {key}: and its words.")
    for key in sorted(keys & set(raw)):
        if not isinstance(raw[key], str) or not raw[key].strip():
            yield file.problem(_join(path, key), f"The {key} has no words", f"Write {key}: words.")


def _check_placeholders(
    file: _File, path: str, raw: Mapping[str, Any], keys: frozenset[str]
) -> Iterator[Problem]:
    for key in sorted(keys & set(raw)):
        words = raw[key] if isinstance(raw[key], str) else ""
        for found in PLACEHOLDER.finditer(words):
            if not is_placeholder(found[1]):
                yield file.problem(
                    _join(path, key), f"{{{found[1]}}} stands for nothing here",
                    f"Use one of {_list(PLACEHOLDERS)}, or {_list(PREFIXES)} with a colon.",
                )  # fmt: skip


def is_placeholder(name: str) -> bool:
    """Whether what stands in curly brackets can be filled in."""
    prefix, colon, rest = name.partition(":")
    return name in PLACEHOLDERS or bool(colon and prefix in PREFIXES and rest.strip())


def _join(path: str, key: str) -> str:
    return f"{path}/{key}" if path else key


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(map(str, names)))


# What a right file means.


def _template(id: str, raw: Mapping[str, Any]) -> Template:
    words = {key: raw[key].strip() for key in _WORDS & set(raw) - {"look", "marking"}}
    return Template(
        id=id,
        look=Look(raw.get("look", Look.REPORT)),
        parts=tuple(_part(each) for each in raw["parts"]),
        sensitivity=raw.get("marking", "").strip(),
        in_short=tuple(raw.get("in_short", ())),
        with_composite=raw.get("with_composite", False),
        asks_use=raw.get(_ASKS_USE, False),
        **words,
    )


def _part(raw: Mapping[str, Any]) -> TemplatePart:
    listed = raw.get("from", [])
    sources = [listed] if isinstance(listed, str) else listed
    words = {key: raw[key].strip() for key in _PART_WORDS & set(raw) - {"as"}}
    return TemplatePart(
        kind=_kind_of(raw, sources),
        sources=tuple(sources),
        most_words=raw.get("most_words", 0),
        is_annex=raw.get("annex", False),
        is_optional=raw.get("optional", False),
        **words,
    )


def _kind_of(raw: Mapping[str, Any], sources: list[str]) -> PartKind:
    """What the part says that it is, else what its first source is drawn as."""
    if raw.get("as") in set(PartKind):
        return PartKind(raw["as"])
    first = SOURCES.get(sources[0].partition("/")[0]) if sources else None
    return first.kind if first else PartKind.WORDS
