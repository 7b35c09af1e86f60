"""How each standard and section was judged, over all responses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.model import Form, Question, Tone
from scrutiny.comparison import YearChange, add_changes
from scrutiny.suppression import Rule, Shown, show_percent
from scrutiny.tally import Tally

#: From this percentage of "fully met" upwards: what a cell says besides its number.
BANDS: tuple[tuple[float, str, Tone], ...] = (
    (90, "Secure", Tone.GOOD),
    (75, "Mostly secure", Tone.MIDDLING),
    (50, "Mixed", Tone.POOR),
    (0, "Weak", Tone.VERY_POOR),
)


@dataclass(frozen=True, slots=True)
class Share:
    """How often one value was given; `percent` is of those that count."""

    value: str
    label: str
    tone: Tone
    count: int
    percent: float


@dataclass(frozen=True, slots=True)
class StandardResult:
    """One standard over all responses.

    `n` counts the ratings that enter percentages, `not_applicable` those that do not.
    `shares` are in the scale's order, best first. When `n` is too small, `shares` is empty,
    `percent_best` None and `hidden` says why; then nothing of it enters any total.
    """

    question: str
    key: str
    text: str
    section: str
    section_title: str
    n: int
    not_applicable: int
    shares: tuple[Share, ...] = ()
    percent_best: float | None = None
    hidden: str = ""
    change: YearChange | None = None
    reference: str = ""
    scope: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether too few rated it."""
        return self.percent_best is None

    @property
    def best(self) -> int:
        """How many met it fully (0 when hidden)."""
        return self.shares[0].count if self.shares else 0

    @property
    def shown(self) -> Shown:
        """The percentage fully met, as words."""
        if self.percent_best is None:
            return Shown(None, self.hidden)
        return show_percent(self.best, self.n, Rule(1))


@dataclass(frozen=True, slots=True)
class SectionResult:
    """One section: the percentage fully met over all its judgements that are shown.

    `n` counts judgements, not responses. `change` puts together the standards whose wording
    stayed, over the organisations that answered in both years.
    """

    section: str
    title: str
    n: int
    percent_best: float | None
    shown: Shown
    standards: int
    change: YearChange | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """A standard's counts by value, before anything is hidden."""

    by_value: Mapping[str, int]
    best: int
    n: int
    not_applicable: int


def band(percent: float | None) -> tuple[str, Tone]:
    """The word and the tone for a percentage fully met ("" and neutral for none)."""
    if percent is None:
        return "", Tone.NEUTRAL
    return next((word, tone) for floor, word, tone in BANDS if percent >= floor)


def count_values(question: Question, by_value: Mapping[str, int]) -> Counts:
    """The counts of a judgement's values, parted into those that count and those that do not."""
    scale = question.scale
    counting = {choice.value for choice in question.options if choice.counts}
    n = sum(count for value, count in by_value.items() if value in counting)
    return Counts(
        by_value=by_value,
        best=by_value.get(scale.best, 0) if scale else 0,
        n=n,
        not_applicable=sum(by_value.values()) - n,
    )


def add_tallies(tallies: Iterable[Tally]) -> dict[str, dict[str, int]]:
    """Counts by question and value, over all slices."""
    counts: dict[str, dict[str, int]] = {}
    for tally in tallies:
        values = counts.setdefault(tally.question, {})
        values[tally.value] = values.get(tally.value, 0) + tally.count
    return counts


def judge_standards(
    form: Form,
    counts: Mapping[str, Mapping[str, int]],
    *,
    rule: Rule,
    changes: Mapping[str, YearChange],
    scopes: frozenset[str] = frozenset(),
    language: str = "en",
) -> tuple[StandardResult, ...]:
    """Every standard of the form within the scopes, in its order."""
    return tuple(
        replace(
            judge_standard(question, counts.get(question.id, {}), rule=rule, language=language),
            section=section.id,
            section_title=section.title.say(language),
            change=changes.get(question.standard.key),
        )
        for section in form.sections
        for question in section.questions
        if question.standard and in_scope(question, scopes)
    )


def in_scope(question: Question, scopes: frozenset[str]) -> bool:
    """Whether a standard is about one of the scopes; one without a scope is about all."""
    scope = question.standard.scope if question.standard else ""
    return not scopes or not scope or scope in scopes


def judge_standard(
    question: Question, by_value: Mapping[str, int], *, rule: Rule, language: str = "en"
) -> StandardResult:
    """One standard, hidden when fewer than the rule's minimum rated it."""
    counts = count_values(question, by_value)
    standard = question.standard
    percent = 100 * counts.best / counts.n if rule.allows(counts.n) else None
    return StandardResult(
        question=question.id,
        key=standard.key if standard else question.id,
        text=question.text.say(language),
        section="",
        section_title="",
        n=counts.n if percent is not None else 0,
        not_applicable=counts.not_applicable if percent is not None else 0,
        shares=_shares(question, counts, language) if percent is not None else (),
        percent_best=percent,
        hidden="" if percent is not None else _why_hidden(counts, rule),
        reference=str(standard.reference) if standard else "",
        scope=standard.scope if standard else "",
    )


def _why_hidden(counts: Counts, rule: Rule) -> str:
    return rule.primary_words if counts.n or counts.not_applicable else "none"


def _shares(question: Question, counts: Counts, language: str) -> tuple[Share, ...]:
    ranked = sorted(
        (choice for choice in question.options if choice.counts),
        key=lambda choice: -(choice.score or 0),
    )
    return tuple(
        Share(
            value=choice.value,
            label=choice.label.say(language),
            tone=choice.tone,
            count=counts.by_value.get(choice.value, 0),
            percent=100 * counts.by_value.get(choice.value, 0) / counts.n,
        )
        for choice in ranked
    )


def judge_sections(
    form: Form, standards: Sequence[StandardResult], *, rule: Rule, language: str = "en"
) -> tuple[SectionResult, ...]:
    """The sections that judge standards, from the standards that are shown."""
    by_section: dict[str, list[StandardResult]] = {}
    for result in standards:
        by_section.setdefault(result.section, []).append(result)
    return tuple(
        _judge_section(section.id, section.title.say(language), by_section[section.id], rule)
        for section in form.sections
        if section.id in by_section
    )


def _judge_section(
    section: str, title: str, standards: Sequence[StandardResult], rule: Rule
) -> SectionResult:
    n, best = sum(s.n for s in standards), sum(s.best for s in standards)
    shown = show_percent(best, n, rule)
    return SectionResult(
        section=section,
        title=title,
        n=n,
        percent_best=shown.value,
        shown=shown,
        standards=len(standards),
        change=add_changes([s.change for s in standards if s.change], rule),
    )


def rank_standards(
    standards: Sequence[StandardResult], *, highest: bool, length: int = 5
) -> tuple[StandardResult, ...]:
    """The standards met least (or most) often; a larger n comes first among equals."""
    shown = [s for s in standards if s.percent_best is not None]
    sign = -1 if highest else 1
    return tuple(sorted(shown, key=lambda s: (sign * (s.percent_best or 0), -s.n))[:length])
