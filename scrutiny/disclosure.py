"""Whether a free text may tell of harm, by an editable list: a help, and not the decision.

The list stands in disclosure.yaml. A text is read once, word by word; a listed phrase is
found whole words only, however it is typed (see spelling.py). Mistakes in the list are
collected with their place. When nothing of the list can be read, every text is flagged:
too many to read is better than one that nobody reads. `python -m scrutiny.disclosure`
says what is wrong with it.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import re2

from forms.model import Answers, Json
from forms.problem import Problem
from forms.source import Source, SourceError, read_source
from forms.text import Text
from scrutiny.spelling import Spelling, plain, read_words

PATH = Path(__file__).with_name("disclosure.yaml")
STEM = "*"
OR = "|"
#: What a text is flagged as when the list cannot be read.
UNCHECKED = "unchecked"
#: What a text is flagged as by somebody who read it.
BY_HAND = "by_hand"
#: Somebody who asks to be contacted, on the form for it.
CONTACT = "contact"
_OTHER_LABELS = {
    UNCHECKED: "Not checked",
    BY_HAND: "Something that somebody read in it",
    CONTACT: "Asks to be contacted",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a text may tell of; `help` names the words that its writer is shown."""

    key: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """One line of the list: for each place the words that may stand there."""

    kind: str
    places: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class HelpWords:
    """What whoever wrote a text is shown at once: never an error, and nothing is blocked."""

    title: Text = Text()
    text: Text = Text()


@dataclass(frozen=True, slots=True)
class Concern:
    """One text that may tell of harm: where it stands among the answers, and of what.

    `question` is the stored key ("words", or "group.words" in a repeat with its
    `instance`).
    """

    question: str
    instance: int
    kinds: tuple[str, ...]
    text: str


@dataclass(slots=True)
class _Step:
    """Where the reading of a phrase stands: the next words by their letters."""

    words: dict[str, list[tuple[Spelling, _Step]]] = field(default_factory=dict)
    stems: dict[str, list[tuple[Spelling, _Step]]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)

    def follow(self, word: Sequence[Spelling]) -> Iterator[_Step]:
        """The steps that a word leads to."""
        for form in word:
            for listed, step in self.words.get(form.letters, ()):
                if form.is_like(listed):
                    yield step
            if not self.stems:
                continue
            for end in range(1, len(form.letters) + 1):
                for stem, step in self.stems.get(form.letters[:end], ()):
                    if form.begins_like(stem):
                        yield step


@dataclass(frozen=True)
class Disclosures:
    """The list, ready to check texts with."""

    kinds: tuple[Kind, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    patterns: tuple[tuple[str, Any], ...] = ()
    help: Mapping[tuple[str, str], HelpWords] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    _start: _Step = field(default_factory=_Step)

    def check(self, text: object) -> tuple[str, ...]:
        """The keys of the kinds that a text may tell of, the gravest first; never raises."""
        if not isinstance(text, str) or not text.strip():
            return ()
        if not self.phrases:
            return (UNCHECKED,)
        words = plain(text)
        found = {kind for reading in read_words(words) for kind in self._read(reading)}
        found |= {kind for kind, pattern in self.patterns if pattern.search(words)}
        return tuple(kind.key for kind in self.kinds if kind.key in found)

    def _read(self, words: Sequence[tuple[Spelling, ...]]) -> set[str]:
        found: set[str] = set()
        begun: dict[int, _Step] = {}
        for word in words:
            here = (self._start, *begun.values())
            begun = {id(step): step for one in here for step in one.follow(word)}
            for step in begun.values():
                found |= step.kinds
        return found

    def label(self, kind: str) -> str:
        """A kind in words."""
        listed = {each.key: each.label for each in self.kinds}
        return listed.get(kind) or _OTHER_LABELS.get(kind, kind)

    def help_for(self, kinds: Collection[str], audience: str) -> HelpWords:
        """What to show for a text of these kinds, to "young" or "parent"."""
        named = next((each.help for each in self.kinds if each.key in kinds), "")
        first = next((key for key, _ in self.help), "")
        return self.help.get((named or first, audience), HelpWords())


@lru_cache(maxsize=1)
def disclosures() -> Disclosures:
    """The list as the file has it."""
    try:
        text = PATH.read_text("utf-8")
    except (OSError, UnicodeError) as error:
        return Disclosures(problems=(Problem(PATH.name, f"It cannot be read: {error}"),))
    return parse_disclosures(text, PATH.name)


def find_concerns(answers: Answers, texts: Collection[str]) -> tuple[Concern, ...]:
    """The free texts among the answers that may tell of harm.

    `texts` are the stored keys of the questions that are answered in words.
    """
    listed = disclosures()
    return tuple(
        Concern(key, instance, kinds, text)
        for key in sorted(texts)
        for instance, text in _texts_at(answers, key)
        if (kinds := listed.check(text))
    )


def leave_out(answers: Answers, concerns: Collection[Concern]) -> dict[str, Json]:
    """The answers without the texts that are kept elsewhere."""
    kept = dict(answers)
    for concern in concerns:
        group, dot, inner = concern.question.partition(".")
        rows = kept.get(group)
        if not dot:
            kept.pop(group, None)
        elif isinstance(rows, dict):
            kept[group] = {name: value for name, value in rows.items() if name != inner}
        elif isinstance(rows, list):
            kept[group] = [
                {name: value for name, value in row.items() if name != inner}
                if at == concern.instance and isinstance(row, dict)
                else row
                for at, row in enumerate(rows)
            ]
    return kept


def _texts_at(answers: Answers, key: str) -> Iterator[tuple[int, str]]:
    group, dot, inner = key.partition(".")
    value = answers.get(group)
    if not dot and isinstance(value, str):
        yield 0, value
    if dot and isinstance(value, list):
        for at, row in enumerate(value):
            given = row.get(inner) if isinstance(row, dict) else None
            if isinstance(given, str):
                yield at, given


# The list is read.


def parse_disclosures(text: str, name: str = PATH.name) -> Disclosures:
    """The list in a text; what cannot be used is a problem and is left out."""
    try:
        source = read_source(text)
    except SourceError as error:
        place = f"{name}:{error.line}"
        return Disclosures(problems=(Problem(place, error.reason, error.cure),))
    return _Reader(name, source).read()


@dataclass
class _Reader:
    name: str
    source: Source
    problems: list[Problem] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    patterns: list[tuple[str, Any]] = field(default_factory=list)

    def read(self) -> Disclosures:
        """All of it, with its problems."""
        for path, line in self.source.repeated:
            self.problems.append(
                Problem(f"{self.name}:{line} {path}", "This key stands twice", "Take one away.")
            )
        root = self.source.value if isinstance(self.source.value, dict) else {}
        helps = self._read_help(root.get("help"))
        kinds = self._read_kinds(root.get("kinds"), {key for key, _ in helps})
        return Disclosures(
            kinds, tuple(self.phrases), tuple(self.patterns), helps, tuple(self.problems),
            _join(self.phrases),
        )  # fmt: skip

    def _say(self, path: str, message: str, cure: str) -> None:
        self.problems.append(Problem(f"{self.name}:{self.source.line(path)} {path}", message, cure))

    def _read_kinds(self, raw: object, helps: set[str]) -> tuple[Kind, ...]:
        kinds: dict[str, Kind] = {}
        if not isinstance(raw, list) or not raw:
            self._say("kinds", "There are no kinds", "Write a list with key, label and phrases.")
            return ()
        for at, row in enumerate(raw):
            path = f"kinds/{at}"
            key = row.get("key") if isinstance(row, dict) else None
            if not isinstance(key, str) or not key or key in kinds:
                self._say(path, "This kind has no key of its own", "Give it one, as harm.")
                continue
            if row.get("help") not in helps:
                self._say(f"{path}/help", "These words are not under help", "Name some there.")
            kinds[key] = Kind(key, str(row.get("label") or key), str(row.get("help") or ""))
            self._read_phrases(row.get("phrases"), key, f"{path}/phrases")
            self._read_patterns(row.get("patterns"), key, f"{path}/patterns")
        return tuple(kinds.values())

    def _read_phrases(self, raw: object, kind: str, path: str) -> None:
        seen: set[tuple[tuple[str, ...], ...]] = set()
        for at, line in enumerate(self._list(raw, path)):
            places = read_phrase(line) if isinstance(line, str) else None
            if not places:
                self._say(
                    f"{path}/{at}", "This is no phrase",
                    "Write words, a|b for either, and a* for a beginning of two letters or more.",
                )  # fmt: skip
            elif places in seen:
                self._say(f"{path}/{at}", "This phrase stands twice", "Take one away.")
            else:
                seen.add(places)
                self.phrases.append(Phrase(kind, places))

    def _read_patterns(self, raw: object, kind: str, path: str) -> None:
        options = re2.Options()
        options.log_errors = False
        for at, line in enumerate(self._list(raw, path)):
            try:
                pattern = re2.compile(str(line), options)
                is_empty = not line or pattern.search("") is not None
            except (re2.error, UnicodeError) as error:
                self._say(f"{path}/{at}", f"This pattern cannot be read: {error}", "Correct it.")
                continue
            if is_empty:
                self._say(f"{path}/{at}", "This pattern finds every text", "Ask for more.")
            else:
                self.patterns.append((kind, pattern))

    def _list(self, raw: object, path: str) -> list[Any]:
        if raw is None or isinstance(raw, list):
            return raw or []
        self._say(path, "This is no list", "Write one phrase a line, after a hyphen.")
        return []

    def _read_help(self, raw: object) -> dict[tuple[str, str], HelpWords]:
        helps: dict[tuple[str, str], HelpWords] = {}
        for key, audiences in raw.items() if isinstance(raw, dict) else ():
            for audience in ("young", "parent"):
                row = audiences.get(audience) if isinstance(audiences, dict) else None
                words = row if isinstance(row, dict) else {}
                title, text = _text(words.get("title")), _text(words.get("text"))
                if not (title.has("en") and text.has("en")):
                    path = f"help/{key}/{audience}"
                    self._say(path, "The words are missing", "Give title and text, in en.")
                helps[str(key), audience] = HelpWords(title, text)
        return helps


def read_phrase(line: str) -> tuple[tuple[str, ...], ...]:
    """The places of a phrase with the plain words for each; nothing when one is no word."""
    places = tuple(tuple(plain(place).split(OR)) for place in line.split())
    words = [word.removesuffix(STEM) for place in places for word in place]
    letters = [[spelled for reading in read_words(word) for spelled in reading] for word in words]
    is_good = all(len(spelled) == 1 for spelled in letters)
    short = any(w.endswith(STEM) and len(w) < 3 for place in places for w in place)
    return places if words and is_good and not short else ()


def _join(phrases: Sequence[Phrase]) -> _Step:
    start = _Step()
    for phrase in phrases:
        steps = [start, *(_Step() for _ in phrase.places)]
        for here, there, place in zip(steps, steps[1:], phrase.places, strict=False):
            for word in place:
                (listed,) = read_words(word.removesuffix(STEM))[0]
                into = here.stems if word.endswith(STEM) else here.words
                for form in listed[:1]:
                    into.setdefault(form.letters, []).append((form, there))
        steps[-1].kinds.add(phrase.kind)
    return start


def _text(raw: object) -> Text:
    if isinstance(raw, str):
        return Text({"en": raw.strip()})
    words = raw if isinstance(raw, dict) else {}
    return Text({str(key): value.strip() for key, value in words.items() if isinstance(value, str)})


def main() -> int:
    """Print what is wrong with the list; 1 when something is."""
    listed = disclosures()
    for problem in listed.problems:
        sys.stdout.write(f"{problem}\n")
    sys.stdout.write(f"{len(listed.phrases)} phrases, {len(listed.patterns)} patterns.\n")
    return 1 if listed.problems else 0


if __name__ == "__main__":
    sys.exit(main())
