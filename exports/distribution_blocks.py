"""How answers spread over choices, and the themes read in free text, as blocks.

Questions that follow one another with the same choices share one chart, so that they can
be read against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from exports.document import Block, Bullets, Chart, ChartKind, Heading, Paragraph, Series, Table
from scrutiny.composite import Distribution, Spread, ThemeResult

_KINDS = {"best_practice": "Best practice", "improvement": "Improvement"}


def distribution_blocks(distributions: Sequence[Distribution], *, level: int = 2) -> list[Block]:
    """Each section's questions under its heading."""
    blocks: list[Block] = []
    for title, group in groupby(distributions, key=lambda d: d.section_title):
        blocks.append(Heading(title, level))
        for alike in _alike(list(group)):
            blocks.append(_group(title, alike))
    return blocks


def _alike(distributions: Sequence[Distribution]) -> Iterator[list[Distribution]]:
    """Runs of questions with the same choices, one choice each; others alone.

    A question of which nothing is shown has no choices left to compare; it stays with
    those before it.
    """
    run: list[Distribution] = []
    for distribution in distributions:
        joins = not distribution.many and (
            not distribution.spreads or not _labels(run) or _labels([distribution]) == _labels(run)
        )
        if run and (not joins or run[-1].many):
            yield run
            run = []
        run.append(distribution)
    if run:
        yield run


def _labels(distributions: Sequence[Distribution]) -> tuple[str, ...]:
    spreads = next((d.spreads for d in distributions if d.spreads), ())
    return tuple(spread.label for spread in spreads)


def _group(title: str, distributions: Sequence[Distribution]) -> Block:
    """A chart with its table; the table alone when no percentage may be drawn."""
    if not any(d.has_percentages for d in distributions):
        return _table(title, distributions)
    if len(distributions) == 1:
        return _single(distributions[0])
    return Chart(
        kind=ChartKind.STACKED_BARS,
        title=f"{title}: how people answered",
        alt=f"Shares of each answer to {len(distributions)} questions with the same choices.",
        labels=tuple(d.text for d in distributions),
        series=tuple(_series(at, distributions) for at in range(len(_labels(distributions)))),
        notes=tuple(_n(d) for d in distributions),
        unit="%",
        maximum=100,
        table=_table(title, distributions),
    )


def _n(distribution: Distribution) -> str:
    return "" if distribution.hidden else f"n {distribution.n.words}"


def _series(at: int, distributions: Sequence[Distribution]) -> Series:
    first = next(d for d in distributions if d.spreads).spreads[at]
    spreads = [d.spreads[at] if d.spreads else None for d in distributions]
    return Series(
        label=first.label,
        values=tuple(spread.percent.value if spread else None for spread in spreads),
        tone=first.tone,
        words=tuple(
            _drawn_words(spread) if spread else d.hidden
            for spread, d in zip(spreads, distributions, strict=True)
        ),
    )


def _drawn_words(spread: Spread) -> str:
    return spread.count.words if spread.percent.is_hidden else spread.percent.words


def _single(distribution: Distribution) -> Chart:
    spreads = distribution.spreads
    more = " More than one could be chosen." if distribution.many else ""
    ranked = [s for s in spreads if s.percent.value is not None]
    top = max(ranked, key=lambda s: s.percent.value or 0)
    return Chart(
        kind=ChartKind.BARS if distribution.many else ChartKind.COLUMNS,
        title=distribution.text,
        alt=f"The most frequent answer is {top.label}, {top.percent.words}, "
        f"of {distribution.n.words} who answered.{more}",
        labels=tuple(spread.label for spread in spreads),
        series=(
            Series(
                "Share",
                tuple(spread.percent.value for spread in spreads),
                words=tuple(spread.percent.words for spread in spreads),
            ),
        ),
        unit="%",
        maximum=100 if distribution.many else 0,
        table=_answers_table(distribution),
    )


def _answers_table(distribution: Distribution) -> Table:
    return Table(
        caption=f"{distribution.text} (n {distribution.n.words})",
        columns=("Answer", "Count", "Share"),
        rows=tuple((s.label, s.count.words, s.percent.words) for s in distribution.spreads),
        widths=(4.0, 1.2, 1.2),
        numeric=frozenset({1, 2}),
    )


def _table(title: str, distributions: Sequence[Distribution]) -> Table:
    labels = _labels(distributions)
    if len(distributions) == 1 and labels:
        return _answers_table(distributions[0])
    return Table(
        caption=f"{title}, in numbers",
        columns=("Question", "n", *(labels or ("Answers",))),
        rows=tuple(_row(d, len(labels) or 1) for d in distributions),
        numeric=frozenset(range(1, len(labels) + 2)),
    )


def _row(distribution: Distribution, count: int) -> tuple[str, ...]:
    if not distribution.spreads:
        return (distribution.text, *(distribution.hidden for _ in range(count + 1)))
    return (distribution.text, distribution.n.words, *map(_cell, distribution.spreads))


def _cell(spread: Spread) -> str:
    if spread.percent.is_hidden:
        return spread.count.words
    return f"{spread.count.words} ({spread.percent.words})"


def theme_blocks(themes: Sequence[ThemeResult]) -> list[Block]:
    """The themes that reviewers read in free text, with the quotes that may be shown."""
    if not themes:
        return []
    blocks: list[Block] = [
        Heading("Themes in what people wrote"),
        Table(
            caption="In how many responses each theme was read",
            columns=("Theme", "Kind", "Responses"),
            rows=tuple((t.label, _kind(t.kind), f"{t.count:,}") for t in themes),
            widths=(3.6, 2.4, 1.2),
            numeric=frozenset({2}),
        ),
    ]
    for theme in themes:
        if theme.quotes:
            blocks.append(Paragraph(f"{theme.label}, in their own words", strong=True))
            blocks.append(Bullets(tuple(f"“{quote}”" for quote in theme.quotes)))
    return blocks


def _kind(kind: str) -> str:
    return _KINDS.get(kind, kind.replace("_", " ").capitalize())
