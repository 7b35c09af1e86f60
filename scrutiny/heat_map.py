"""Standards by organisation type, so that nothing is told of fewer than the minimum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.model import Form, Tone
from scrutiny.standard import Counts, StandardResult, band, count_values
from scrutiny.suppression import Rule, Shown, merge_small, show_percent, suppress_parts
from scrutiny.tally import Tally

OTHER = "other"
NOT_ASKED = "not applicable"


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One organisation type, or several small ones put together as "Other types"."""

    key: str
    label: str
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A percentage fully met with its word and tone; hidden ones say why."""

    shown: Shown
    word: str = ""
    tone: Tone = Tone.NEUTRAL

    def __str__(self) -> str:
        return f"{self.word}, {self.shown}" if self.word else str(self.shown)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One standard across the columns, and over all of them."""

    key: str
    text: str
    section_title: str
    cells: tuple[HeatCell, ...]
    total: HeatCell


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Standards × organisation types; `note` says which types were put together."""

    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]
    note: str = ""


def draw_heat_map(
    form: Form,
    tallies: Iterable[Tally],
    standards: Sequence[StandardResult],
    *,
    types: Mapping[str, str],
    rule: Rule,
) -> HeatMap:
    """The heat map of these standards; `types` are the labels by type, in their order."""
    by_question = _by_question(tallies, frozenset(s.question for s in standards))
    columns = _columns(_sizes(by_question), types, rule)
    rows = []
    for standard in standards:
        slices = by_question.get(standard.question, {})
        rows.append(_row(standard, _count_columns(form, standard.question, slices, columns), rule))
    return HeatMap(columns, tuple(rows), _note(columns, types))


_Slices = dict[str, dict[str, int]]


def _by_question(tallies: Iterable[Tally], questions: frozenset[str]) -> dict[str, _Slices]:
    found: dict[str, _Slices] = {}
    for tally in tallies:
        if tally.question in questions:
            values = found.setdefault(tally.question, {}).setdefault(tally.slice, {})
            values[tally.value] = values.get(tally.value, 0) + tally.count
    return found


def _sizes(by_question: Mapping[str, _Slices]) -> dict[str, int]:
    """How many of each type answered: the most that any standard has."""
    sizes: dict[str, int] = {}
    for slices in by_question.values():
        for name, values in slices.items():
            sizes[name] = max(sizes.get(name, 0), sum(values.values()))
    return sizes


def _columns(
    sizes: Mapping[str, int], types: Mapping[str, str], rule: Rule
) -> tuple[HeatColumn, ...]:
    merged = merge_small(sizes, rule)
    order = [name for name in types if name in sizes] + sorted(set(sizes) - set(types))
    columns = [
        HeatColumn(name, types.get(name, name), (name,)) for name in order if name not in merged
    ]
    if merged:
        together = tuple(name for name in order if name in merged)
        columns.append(HeatColumn(OTHER, "Other types", together))
    return tuple(columns)


def _count_columns(
    form: Form, question_id: str, slices: _Slices, columns: Sequence[HeatColumn]
) -> dict[str, Counts]:
    question = form.questions[question_id]
    counts = {}
    for column in columns:
        values: dict[str, int] = {}
        for name in column.types:
            for value, count in slices.get(name, {}).items():
                values[value] = values.get(value, 0) + count
        counts[column.key] = count_values(question, values)
    return counts


def _row(standard: StandardResult, counts: Mapping[str, Counts], rule: Rule) -> HeatRow:
    hidden = suppress_parts({key: count.n for key, count in counts.items()}, rule)
    return HeatRow(
        key=standard.key,
        text=standard.text,
        section_title=standard.section_title,
        cells=tuple(_cell(count, key in hidden, rule) for key, count in counts.items()),
        total=HeatCell(standard.shown, *band(standard.percent_best)),
    )


def _cell(counts: Counts, is_hidden: bool, rule: Rule) -> HeatCell:
    if not counts.n:
        return HeatCell(Shown(None, NOT_ASKED))
    if is_hidden:
        words = rule.primary_words if rule.is_small(counts.n) else rule.secondary_words
        return HeatCell(Shown(None, words))
    shown = show_percent(counts.best, counts.n, rule)
    return HeatCell(shown, *band(shown.value))


def _note(columns: Sequence[HeatColumn], types: Mapping[str, str]) -> str:
    other = next((column for column in columns if column.key == OTHER), None)
    if not other:
        return ""
    names = ", ".join(types.get(name, name) for name in other.types)
    return f"Other types puts together, because too few answered: {names}."
