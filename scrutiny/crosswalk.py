"""The crosswalk: which standards, questions and findings speak of the same thing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from forms.model import Form
from forms.problem import Problem
from forms.source import SourceError, load_yaml

PATH = Path(__file__).with_name("crosswalk.yaml")


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that several sources speak of.

    `standards` are stable keys, `questions` the questions of other forms by form id, and
    `theme` the key of the theme with which findings about it are tagged.
    """

    key: str
    label: str
    theme: str
    standards: tuple[str, ...]
    questions: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Every topic, and how many points two sources must differ to disagree."""

    gap: float
    topics: tuple[Topic, ...]

    def asked(self, form: str) -> frozenset[str]:
        """The questions of a form that stand under any topic."""
        return frozenset(name for topic in self.topics for name in topic.questions.get(form, ()))


@lru_cache(maxsize=2)
def crosswalk(path: Path = PATH) -> Crosswalk:
    """The crosswalk that the file describes; raises ValueError saying what to change in it."""
    try:
        return _read(load_yaml(path.read_text("utf-8")))
    except (SourceError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{path.name} cannot be read: {error}") from error


def check_crosswalk(
    found: Crosswalk, forms: Mapping[str, Form], themes: frozenset[str]
) -> tuple[Problem, ...]:
    """What the crosswalk names that no form or theme has, and standards that stand twice."""
    return tuple(_problems(found, forms, themes))


def _problems(
    found: Crosswalk, forms: Mapping[str, Form], themes: frozenset[str]
) -> Iterator[Problem]:
    standards = {key for form in forms.values() for key in form.standards}
    seen: set[str] = set()
    for topic in found.topics:
        place = f"{PATH.name} topics/{topic.key}"
        if topic.theme not in themes:
            yield Problem(place, f"There is no theme {topic.theme}", "Use one of partnership.yaml.")
        for key in topic.standards:
            if key not in standards:
                yield Problem(place, f"No form has the standard {key}", "Correct or remove it.")
            if key in seen:
                yield Problem(place, f"The standard {key} stands twice", "Keep one of them.")
            seen.add(key)
        for form, questions in topic.questions.items():
            known = forms[form].questions if form in forms else {}
            for name in questions:
                if name not in known:
                    yield Problem(place, f"{form} has no question {name}", "Correct or remove it.")


def _read(raw: Mapping[str, Any]) -> Crosswalk:
    return Crosswalk(
        gap=float(raw["gap"]),
        topics=tuple(
            Topic(
                key=row["key"],
                label=row["label"],
                theme=row["theme"],
                standards=tuple(row["standards"]),
                questions={form: tuple(names) for form, names in row["questions"].items()},
            )
            for row in raw["topics"]
        ),
    )
