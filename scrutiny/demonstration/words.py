"""The demonstration's invented words and names, read from YAML and filled in by chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from forms.source import load_yaml

_FOLDER = Path(__file__).parent
_MONTHS = (
    "September", "October", "November", "January", "February", "March", "May", "June",
)  # fmt: skip
CHILDMINDER = "childminder"


@lru_cache(maxsize=1)
def words() -> Mapping[str, Any]:
    """The bank of sentences."""
    bank: Mapping[str, Any] = load_yaml((_FOLDER / "words.yaml").read_text("utf-8"))
    return bank


@lru_cache(maxsize=1)
def names() -> Mapping[str, Any]:
    """The bank of names."""
    bank: Mapping[str, Any] = load_yaml((_FOLDER / "names.yaml").read_text("utf-8"))
    return bank


@lru_cache(maxsize=256)
def topic_words(section: str, kind: str, voice: str) -> tuple[str, ...]:
    """Sentences of a kind (evidence, actions) on a section's topic, as `voice` would say them.

    `voice` is a family, or childminder. A sentence that begins "[education, agency]" is
    only for those.
    """
    topics = words()["topics"].values()
    empty: Mapping[str, Any] = {kind: ()}
    topic = next((t for t in topics if section in t["sections"]), empty)
    fitting = [_part(line) for line in topic[kind]]
    found = [text for only, text in fitting if not only or voice in only]
    if voice == CHILDMINDER:
        alone = words()[CHILDMINDER][kind]
        found = [text for only, text in fitting if voice in only] + list(alone)
    return tuple(found) or tuple(words()["gaps"])


def _part(line: str) -> tuple[frozenset[str], str]:
    if not line.startswith("["):
        return frozenset(), line
    only, _, text = line[1:].partition("] ")
    return frozenset(only.split(", ")), text


def say(text: str, voice: str, random: Random) -> str:
    """A sentence with its slots filled in, starting with a capital."""
    slots = words()["families"][voice]
    filled = text.format(**slots, month=random.choice(_MONTHS), n=random.randint(62, 97))
    return filled[:1].upper() + filled[1:]


def pick(lines: Sequence[str], voice: str, random: Random, *, count: int = 1) -> str:
    """Some of the lines, filled in, one after the other."""
    chosen = random.sample(list(lines), min(count, len(lines)))
    return " ".join(say(line, voice, random) for line in chosen)


@dataclass(frozen=True, slots=True)
class Person:
    """An invented adult."""

    name: str
    email: str


def make_person(random: Random, domain: str) -> Person:
    """Somebody with a work address at an invented organisation."""
    first, last = random.choice(names()["first_names"]), random.choice(names()["last_names"])
    return Person(f"{first} {last}", f"{first}.{last}@{domain}.example".lower())
