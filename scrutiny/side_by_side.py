"""Self-assessment, moderated ratings, voice and case audits side by side, disagreement first.

Each source becomes one share, how much of what was said there is good, from counts that are
already large enough to show. Where the self-assessment says one thing and another source
something else by more than the crosswalk's gap, the row is a disagreement and stands first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from forms.model import Form, Question, Tone
from scrutiny.crosswalk import Crosswalk, Topic
from scrutiny.finding import FindingCount, FindingKind
from scrutiny.review import CrossModerated
from scrutiny.standard import count_values
from scrutiny.suppression import NOTHING, Rule, Shown, show_percent

#: The tones that count as good in voice and case audits: the upper half of their scales.
_GOOD = frozenset({Tone.GOOD, Tone.MIDDLING})
_TELLING = frozenset(Tone) - {Tone.NEUTRAL}
#: The classes of finding that say something is as it should be, or is not.
_PRAISE = frozenset({FindingKind.BEST_PRACTICE})
_WORRY = frozenset({FindingKind.IMPROVEMENT, FindingKind.STRATEGIC, FindingKind.IMMEDIATE})


class Source(StrEnum):
    """Where a share comes from."""

    SELF = "self"
    MODERATED = "moderated"
    VOICE = "voice"
    AUDIT = "audit"


SOURCE_LABELS: Mapping[Source, str] = {
    Source.SELF: "Self-assessment",
    Source.MODERATED: "Moderated",
    Source.VOICE: "Voice",
    Source.AUDIT: "Case audits",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one source says of one thing: the share that is good, and of how many."""

    shown: Shown = NOTHING
    n: int = 0

    @property
    def percent(self) -> float | None:
        """The share, or None where there is none to show."""
        return self.shown.value


@dataclass(frozen=True, slots=True)
class Row:
    """One standard or one topic, as each source sees it.

    `gap` is the self-assessment's share less the lowest other one, in points (None where
    one of the two is missing); `lowest` names that other source. `praised` and `worried`
    count findings.
    """

    key: str
    label: str
    topic: str
    readings: Mapping[Source, Reading]
    praised: int = 0
    worried: int = 0
    gap: float | None = None
    lowest: Source | None = None
    is_disagreement: bool = False

    def reading(self, source: Source) -> Reading:
        """What a source says; nothing where it was not asked."""
        return self.readings.get(source, Reading())


@dataclass(frozen=True, slots=True)
class Asked:
    """The counts of one round of a form: by question and value, over everybody.

    `rule` says how many must have answered a question before anything of it is used.
    """

    form: Form
    counts: Mapping[str, Mapping[str, int]]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Material:
    """All that is laid side by side.

    `assessed` are self-assessments, `voices` campaigns that have closed, `audits` case
    audits. `crossed` are moderated ratings by self-assessment form id, which come under the
    rule of that self-assessment.
    """

    assessed: Sequence[Asked] = ()
    crossed: Mapping[str, Sequence[CrossModerated]] = field(default_factory=dict)
    voices: Sequence[Asked] = ()
    audits: Sequence[Asked] = ()
    findings: Sequence[FindingCount] = ()


def compare_standards(
    found: Crosswalk, material: Material, language: str = "en"
) -> tuple[Row, ...]:
    """A row for each standard of a self-assessment that another source speaks of too."""
    topics = {key: topic for topic in found.topics for key in topic.standards}
    rows = (
        _standard_row(key, question.text.say(language), topics.get(key), asked, found, material)
        for asked in material.assessed
        for key, question in asked.form.standards.items()
    )
    return _in_order(row for row in rows if _says_more(row))


def compare_topics(found: Crosswalk, material: Material) -> tuple[Row, ...]:
    """A row for each topic, over all its standards and questions."""
    rows = (
        _row(
            topic.key,
            topic.label,
            topic.label,
            _over_standards(topic.standards, material.assessed, material)
            | _others(topic, material),
            [
                each
                for each in material.findings
                if each.theme == topic.theme or each.standard in topic.standards
            ],
            found.gap,
        )
        for topic in found.topics
    )
    return _in_order(rows)


def _standard_row(
    key: str, label: str, topic: Topic | None, asked: Asked, found: Crosswalk, material: Material
) -> Row:
    readings = _over_standards((key,), (asked,), material)
    if topic:
        readings |= _others(topic, material)
    findings = [each for each in material.findings if each.standard == key]
    return _row(key, label, topic.label if topic else "", readings, findings, found.gap)


def _over_standards(
    keys: Collection[str], rounds: Iterable[Asked], material: Material
) -> dict[Source, Reading]:
    """What settings say of some standards, and what their reviewers say."""
    own, moderated = _Sum(), _Sum()
    for asked in rounds:
        crossed = _add_moderated(material.crossed.get(asked.form.id, ()))
        for key, question in asked.form.standards.items():
            if key in keys:
                for total, counts in ((own, asked.counts), (moderated, crossed)):
                    counted = count_values(question, counts.get(question.id, {}))
                    total.add(counted.best, counted.n, asked.rule)
    return {Source.SELF: own.reading, Source.MODERATED: moderated.reading}


def _add_moderated(crossed: Iterable[CrossModerated]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for each in crossed:
        values = counts.setdefault(each.question, {})
        values[each.moderated] = values.get(each.moderated, 0) + each.count
    return counts


def _others(topic: Topic, material: Material) -> dict[Source, Reading]:
    return {
        Source.VOICE: _good(topic, material.voices),
        Source.AUDIT: _good(topic, material.audits),
    }


def _good(topic: Topic, rounds: Iterable[Asked]) -> Reading:
    """The share of good answers to the topic's questions."""
    total = _Sum()
    for asked in rounds:
        for name in topic.questions.get(asked.form.id, ()):
            if question := asked.form.questions.get(name):
                total.add(*_told(question, asked.counts.get(name, {})), asked.rule)
    return total.reading


def _told(question: Question, values: Mapping[str, int]) -> tuple[int, int]:
    tones = {choice.value: choice.tone for choice in question.options if choice.tone in _TELLING}
    counted = {value: count for value, count in values.items() if value in tones}
    good = sum(count for value, count in counted.items() if tones[value] in _GOOD)
    return good, sum(counted.values())


@dataclass
class _Sum:
    """Parts of wholes added up; a whole that is too small enters nothing."""

    part: int = 0
    n: int = 0

    def add(self, part: int, n: int, rule: Rule) -> None:
        if n and rule.allows(n):
            self.part, self.n = self.part + part, self.n + n

    @property
    def reading(self) -> Reading:
        return Reading(show_percent(self.part, self.n, Rule(1)), self.n) if self.n else Reading()


def _row(
    key: str,
    label: str,
    topic: str,
    readings: Mapping[Source, Reading],
    findings: Sequence[FindingCount],
    limit: float,
) -> Row:
    own = readings[Source.SELF].percent
    others = {
        source: reading.percent
        for source, reading in readings.items()
        if source is not Source.SELF and reading.percent is not None
    }
    lowest = min(others, key=lambda source: others[source] or 0.0, default=None)
    gap = None if own is None or lowest is None else own - (others[lowest] or 0.0)
    return Row(
        key=key,
        label=label,
        topic=topic,
        readings=readings,
        praised=sum(each.count for each in findings if each.kind in _PRAISE),
        worried=sum(each.count for each in findings if each.kind in _WORRY),
        gap=gap,
        lowest=lowest,
        is_disagreement=gap is not None and gap >= limit,
    )


def _says_more(row: Row) -> bool:
    others = (source for source in Source if source is not Source.SELF)
    return bool(row.praised or row.worried) or any(row.reading(each).n for each in others)


def _in_order(rows: Iterable[Row]) -> tuple[Row, ...]:
    """The widest disagreement first, then as they came."""
    listed = list(rows)
    return tuple(sorted(listed, key=lambda row: -(row.gap if row.gap is not None else -1000.0)))
