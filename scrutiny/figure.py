"""Numbers that settings report: a median and a spread, never a single setting's value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.model import Form
from scrutiny.suppression import NOTHING, Rule, Shown
from scrutiny.tally import NumberTally


@dataclass(frozen=True, slots=True)
class NumberResult:
    """One number over the settings of a type ("" for all that answered).

    `lower` and `upper` are the quartiles: half of the settings lie between them. They are
    None with fewer settings than a quarter can hide one in; then the median stands alone.
    """

    question: str
    text: str
    section_title: str
    slice: str
    label: str
    n: Shown
    median: Shown
    lower: float | None = None
    upper: float | None = None

    @property
    def range_words(self) -> str:
        """The quartiles in words, or "" when they are not shown."""
        if self.lower is None or self.upper is None:
            return ""
        return f"{say_number(self.lower)} to {say_number(self.upper)}"


def say_number(number: float) -> str:
    """A number with at most one decimal place."""
    return f"{number:,.0f}" if number == int(number) else f"{number:,.1f}"


def show_numbers(
    form: Form,
    tallies: Iterable[NumberTally],
    *,
    types: Mapping[str, str],
    rule: Rule,
    spread_rule: Rule,
    language: str = "en",
) -> tuple[NumberResult, ...]:
    """Every contextual number of the form, over all and by type, in the form's order."""
    found = {(tally.question, tally.slice): tally for tally in tallies}
    results = []
    for section in form.sections:
        for question in section.questions:
            if not question.contextual or question.private:
                continue
            for key, label in {"": "All", **types}.items():
                tally = found.get((question.id, key))
                if tally is None and key:
                    continue
                n, median = _show(tally, rule)
                spread = _spread(tally, spread_rule)
                text, title = question.text.say(language), section.title.say(language)
                results.append(
                    NumberResult(question.id, text, title, key, label, n, median, *spread)
                )
    return tuple(results)


def _show(tally: NumberTally | None, rule: Rule) -> tuple[Shown, Shown]:
    if tally is None or not tally.count:
        return NOTHING, NOTHING
    if not rule.allows(tally.count):
        hidden = Shown(None, rule.primary_words)
        return hidden, hidden
    median = Shown(tally.median, say_number(tally.median))
    return Shown(tally.count, f"{tally.count:,}"), median


def _spread(tally: NumberTally | None, rule: Rule) -> tuple[float | None, float | None]:
    if tally is None or not rule.allows(tally.count):
        return None, None
    return tally.lower, tally.upper
