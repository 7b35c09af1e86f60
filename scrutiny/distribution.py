"""How the answers to one question spread over its choices: voice, and chosen themes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.model import Choice, Form, Question, Tone
from scrutiny.partnership import SmallNumbers
from scrutiny.standard import add_tallies
from scrutiny.suppression import (
    NOTHING,
    Rule,
    Shown,
    show_band,
    show_count,
    show_percent,
    suppress_row,
)
from scrutiny.tally import Tally

#: The types that take one of several choices, and those that take many.
ONE_CHOICE = frozenset({"select_one", "rating"})
MANY_CHOICES = frozenset({"select_many", "rank"})


@dataclass(frozen=True, slots=True)
class Spread:
    """One choice of a distribution; `count` and `percent` are hidden when too small."""

    value: str
    label: str
    tone: Tone
    count: Shown
    percent: Shown


@dataclass(frozen=True, slots=True)
class Distribution:
    """One question, or one row of a matrix, over all who answered it.

    `n` is how many answered. When they are too few for anything, `spreads` is empty and
    `hidden` says why; with few, the counts are bands. `many` says that one person may have
    chosen several, so that percentages do not add up to 100.
    """

    question: str
    text: str
    section: str
    section_title: str
    n: Shown
    spreads: tuple[Spread, ...] = ()
    hidden: str = ""
    many: bool = False
    theme: str = ""
    sensitive: bool = False

    @property
    def has_percentages(self) -> bool:
        """Whether any percentage is shown, so that it can be drawn."""
        return any(not spread.percent.is_hidden for spread in self.spreads)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing to spread: a question, or one row of a matrix."""

    key: str
    question: Question
    section: str
    section_title: str
    row: Choice | None = None


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """What a voice form's counts are held to; a campaign or form may ask for more."""

    counts: Rule
    sensitive: Rule
    percentages: Rule
    bands_below: int

    def rule_for(self, question: Question) -> Rule:
        """The rule for a question's counts."""
        return self.sensitive if question.sensitive else self.counts


def voice_rules(numbers: SmallNumbers, minimum_group: int = 0) -> VoiceRules:
    """The rules for voice, with the larger of the partnership's and the campaign's minimum."""
    counts = max(numbers.counts_minimum, minimum_group)
    percentages = max(numbers.percentages_minimum, counts)
    return VoiceRules(
        counts=Rule(counts),
        sensitive=Rule(max(numbers.sensitive_minimum, counts)),
        percentages=Rule(percentages),
        bands_below=percentages,
    )


def spread_answers(
    form: Form,
    tallies: Iterable[Tally],
    *,
    rules: VoiceRules,
    respondents: int,
    language: str = "en",
    keep_unanswered: bool = True,
) -> tuple[Distribution, ...]:
    """Every choice question's distribution, in the form's order; free text is never listed.

    `respondents` is how many answered the form, the base for questions with many choices.
    Questions that nobody answered may be left out, where most people are not asked them.
    """
    counts = add_tallies(tallies)
    return tuple(
        _spread(ask, counts.get(ask.key, {}), rules, respondents, language)
        for ask in list_asks(form, language)
        if ask.key in counts or keep_unanswered
    )


def list_asks(form: Form, language: str = "en") -> tuple[Ask, ...]:
    """What can be spread in a form: choice questions and matrix rows, never private ones."""
    asks = []
    for section in form.sections:
        place = (section.id, section.title.say(language))
        for question in section.questions:
            if question.private or question.standard:
                continue
            if question.type in ONE_CHOICE | MANY_CHOICES:
                asks.append(Ask(question.id, question, *place))
            if question.type == "matrix":
                asks += [
                    Ask(f"{question.id}.{row.value}", question, *place, row)
                    for row in question.rows
                ]
    return tuple(asks)


def _spread(
    ask: Ask, by_value: Mapping[str, int], rules: VoiceRules, respondents: int, language: str
) -> Distribution:
    question = ask.question
    many = question.type in MANY_CHOICES
    n = respondents if many else sum(by_value.values())
    rule = rules.rule_for(question)
    counts = [by_value.get(choice.value, 0) for choice in question.options]
    if not rule.allows(n):
        shown_n = Shown(None, rule.primary_words) if n else NOTHING
        return _distribution(ask, language, shown_n, (), hidden=shown_n.words)
    if n < rules.bands_below:
        cells = [(show_band(c, rule, rules.bands_below), NOTHING) for c in counts]
        return _distribution(ask, language, show_band(n, rule, rules.bands_below), cells)
    shown, shown_n = (
        (tuple(_show_many(count, n, rule) for count in counts), Shown(n, f"{n:,}"))
        if many
        else suppress_row(counts, rule)
    )
    return _distribution(ask, language, shown_n, [(c, _percent(c, shown_n, rules)) for c in shown])


def _show_many(count: int, n: int, rule: Rule) -> Shown:
    """One of many choices: also hidden when those who did not choose it are few."""
    if rule.is_small(n - count):
        return Shown(None, rule.secondary_words)
    return show_count(count, rule)


def _percent(count: Shown, n: Shown, rules: VoiceRules) -> Shown:
    if count.value is None:
        return count
    if n.value is None:
        return Shown(None, rules.counts.secondary_words)
    return show_percent(count.value, n.value, rules.percentages)


def _distribution(
    ask: Ask,
    language: str,
    n: Shown,
    cells: Sequence[tuple[Shown, Shown]],
    *,
    hidden: str = "",
) -> Distribution:
    question = ask.question
    text = question.text.say(language)
    return Distribution(
        question=ask.key,
        text=f"{text} {ask.row.label.say(language)}" if ask.row else text,
        section=ask.section,
        section_title=ask.section_title,
        n=n,
        spreads=tuple(
            Spread(choice.value, choice.label.say(language), choice.tone, count, percent)
            for choice, (count, percent) in zip(question.options, cells, strict=False)
        ),
        hidden=hidden,
        many=question.type in MANY_CHOICES,
        theme=question.theme,
        sensitive=question.sensitive,
    )


@dataclass(frozen=True, slots=True)
class Campaigns:
    """One question over several campaigns (services); `note` says when they are too few."""

    question: str
    text: str
    labels: tuple[str, ...]
    distributions: tuple[Distribution, ...]
    note: str = ""


def compare_campaigns(campaigns: Mapping[str, Sequence[Distribution]]) -> tuple[Campaigns, ...]:
    """The questions that every campaign asked, side by side, by the campaigns' labels.

    A question is compared only when percentages may be shown for each campaign.
    """
    by_label = {
        label: {d.question: d for d in distributions} for label, distributions in campaigns.items()
    }
    shared = [
        d
        for d in next(iter(campaigns.values()), ())
        if all(d.question in x for x in by_label.values())
    ]
    return tuple(_compare(first, by_label) for first in shared)


def _compare(first: Distribution, by_label: Mapping[str, Mapping[str, Distribution]]) -> Campaigns:
    found = {label: by_question[first.question] for label, by_question in by_label.items()}
    if not all(distribution.has_percentages for distribution in found.values()):
        note = "Not compared: too few answered in at least one of them."
        return Campaigns(first.question, first.text, tuple(found), (), note)
    return Campaigns(first.question, first.text, tuple(found), tuple(found.values()))
