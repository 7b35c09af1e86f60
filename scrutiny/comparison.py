"""Year on year: the same organisations in both years, on standards whose wording stayed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forms.model import Form, Question
from scrutiny.suppression import Rule
from scrutiny.tally import Change

WORDING_CHANGED = "Wording changed, not comparable"
NEW_STANDARD = "New this year"


@dataclass(frozen=True, slots=True)
class YearChange:
    """The percentage fully met last year and this, over `matched` judgement pairs.

    `note` says why the two are not shown, when they are not. For one standard `matched`
    counts organisations; for a section or the whole, pairs of judgements.
    """

    matched: int = 0
    before: float | None = None
    now: float | None = None
    note: str = ""
    best_before: int = 0
    best_now: int = 0

    @property
    def difference(self) -> float | None:
        """Percentage points more than last year, or None when not comparable."""
        if self.before is None or self.now is None:
            return None
        return self.now - self.before

    @property
    def words(self) -> str:
        """The difference in words: "4 points up", "no change", or why there is none."""
        difference = self.difference
        if difference is None:
            return self.note
        points = round(abs(difference))
        if not points:
            return "no change"
        return f"{points} point{'s' if points > 1 else ''} {'up' if difference > 0 else 'down'}"


def match_questions(form: Form, previous: Form) -> Mapping[str, tuple[str, str]]:
    """The comparable standards: by key, this year's question id and last year's."""
    return {
        key: (question.id, previous.standards[key].id)
        for key, question in form.standards.items()
        if key in previous.standards and is_comparable(question, previous.standards[key])
    }


def is_comparable(question: Question, before: Question) -> bool:
    """Whether two judgements of a standard say the same and are rated alike."""
    return _wording(question) == _wording(before) and _ratings(question) == _ratings(before)


def _wording(question: Question) -> str:
    return " ".join(question.text.say().split())


def _ratings(question: Question) -> tuple[tuple[str, float | None], ...]:
    return tuple((c.value, c.score) for c in question.options if c.counts)


def compare_years(
    form: Form, previous: Form | None, changes: Iterable[Change], *, rule: Rule
) -> Mapping[str, YearChange]:
    """Every standard's change by its key; empty without a previous form."""
    if previous is None:
        return {}
    by_standard: dict[str, list[Change]] = {}
    for change in changes:
        by_standard.setdefault(change.standard, []).append(change)
    return {
        key: _compare(question, previous.standards.get(key), by_standard.get(key, ()), rule)
        for key, question in form.standards.items()
    }


def _compare(
    question: Question, before: Question | None, changes: Iterable[Change], rule: Rule
) -> YearChange:
    if before is None:
        return YearChange(note=NEW_STANDARD)
    if not is_comparable(question, before):
        return YearChange(note=WORDING_CHANGED)
    counting = {choice.value for choice in question.options if choice.counts}
    best = question.scale.best if question.scale else ""
    pairs = [c for c in changes if c.before in counting and c.now in counting]
    return _make_change(
        matched=sum(c.count for c in pairs),
        best_before=sum(c.count for c in pairs if c.before == best),
        best_now=sum(c.count for c in pairs if c.now == best),
        rule=rule,
    )


def _make_change(*, matched: int, best_before: int, best_now: int, rule: Rule) -> YearChange:
    if not rule.allows(matched):
        return YearChange(note=f"{rule.primary_words} answered in both years")
    return YearChange(
        matched=matched,
        before=100 * best_before / matched,
        now=100 * best_now / matched,
        best_before=best_before,
        best_now=best_now,
    )


def add_changes(changes: Sequence[YearChange], rule: Rule) -> YearChange | None:
    """The changes of several standards together; None when none is comparable."""
    shown = [change for change in changes if change.difference is not None]
    if not shown:
        return None
    return _make_change(
        matched=sum(change.matched for change in shown),
        best_before=sum(change.best_before for change in shown),
        best_now=sum(change.best_now for change in shown),
        rule=rule,
    )
