"""What reviewers added, over all responses: self against moderated, themes, and quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from forms.model import Form, Question
from scrutiny.review import CrossModerated, Quote, ThemeCount
from scrutiny.suppression import Rule


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Self-ratings (rows) against moderated ratings (columns), over all standards.

    `values` and `labels` are in the scale's order, best first. `over` counts the judgements
    whose setting rated itself higher than the reviewer did, `under` lower. When too few
    were moderated `counts` is empty and `hidden` says so.
    """

    values: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()
    agreed: int = 0
    over: int = 0
    under: int = 0
    hidden: str = ""

    @property
    def total(self) -> int:
        """How many judgements have both ratings."""
        return self.agreed + self.over + self.under


@dataclass(frozen=True, slots=True)
class ThemeResult:
    """One theme, in how many responses it was read or chosen, and quotes that may be shown."""

    theme: str
    label: str
    kind: str
    count: int
    quotes: tuple[str, ...] = ()


def cross_ratings(
    form: Form, cells: Iterable[CrossModerated], *, responses: int, rule: Rule, language: str = "en"
) -> CrossTable | None:
    """The cross table of the standards that use the form's most used scale.

    `responses` is how many have a moderated rating; None when nothing was moderated.
    """
    cells = [cell for cell in cells if cell.question in form.questions]
    if not cells:
        return None
    if not rule.allows(responses):
        return CrossTable(hidden=f"{rule.primary_words} returns were moderated")
    asked = form.questions[cells[0].question]
    ranked = _ranked(asked)
    counts = {(row, column): 0 for row in ranked for column in ranked}
    for cell in cells:
        if (cell.self_rating, cell.moderated) in counts:
            counts[cell.self_rating, cell.moderated] += cell.count
    place = {value: index for index, value in enumerate(ranked)}
    return CrossTable(
        values=tuple(ranked),
        labels=tuple(_label(asked, value, language) for value in ranked),
        counts=tuple(tuple(counts[row, column] for column in ranked) for row in ranked),
        agreed=sum(n for (a, b), n in counts.items() if a == b),
        over=sum(n for (a, b), n in counts.items() if place[a] < place[b]),
        under=sum(n for (a, b), n in counts.items() if place[a] > place[b]),
    )


def _ranked(question: Question) -> list[str]:
    ranked = [choice for choice in question.options if choice.counts]
    return [c.value for c in sorted(ranked, key=lambda choice: -(choice.score or 0))]


def _label(question: Question, value: str, language: str) -> str:
    choice = question.find_choice(value)
    return choice.label.say(language) if choice else value


def count_themes(
    themes: Iterable[ThemeCount],
    quotes: Iterable[Quote] = (),
    *,
    labels: Mapping[str, str],
    responses: int,
    quotes_rule: Rule,
    most_quotes: int = 3,
) -> tuple[ThemeResult, ...]:
    """The coded themes, most frequent first within a kind, with quotes where they are allowed.

    A quote needs permission, two different checkers, and a group of the quotes' minimum. It
    stands once, under the kind in which its theme was read most.
    """
    by_theme: dict[str, list[str]] = {}
    if quotes_rule.allows(responses):
        for quote in quotes:
            if quote.may_be_shown:
                by_theme.setdefault(quote.theme, []).append(quote.text)
    ranked = sorted(themes, key=lambda theme: (theme.kind, -theme.count, theme.theme))
    homes = {item.theme: item for item in sorted(ranked, key=lambda item: item.count)}
    return tuple(
        ThemeResult(
            theme=item.theme,
            label=labels.get(item.theme, item.theme),
            kind=item.kind,
            count=item.count,
            quotes=tuple(by_theme.get(item.theme, ())[:most_quotes])
            if item is homes[item.theme]
            else (),
        )
        for item in ranked
    )
