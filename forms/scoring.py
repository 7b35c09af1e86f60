"""How a response scores: ratings counted, section by section and whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.journey import NOTHING, Journey, walk
from forms.model import Answers, Choice, Form, Json, Question

#: The types that are rated; a form with judgements is scored by those alone.
RATED_TYPES = ("rating", "matrix")


@dataclass(frozen=True, slots=True)
class SectionScore:
    """Ratings counted: how often each value was given, and what follows from it.

    `counted` is how many enter percentages and `not_applicable` how many do not;
    `unanswered` how many relevant questions have no rating. `percent` is the share of
    those counted that are fully met (None when none is counted), `mean` the mean score of
    those that have one.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    counted: int = 0
    not_applicable: int = 0
    unanswered: int = 0
    fully_met: int = 0
    percent: float | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """The score of the whole response, of its sections, and of each scale by its name.

    Where a form has judgements, `whole` and `sections` count those alone, so that a
    further scale (of maturity, say) never mixes into the percentage; `scales` has both.
    """

    whole: SectionScore
    sections: Mapping[str, SectionScore]
    scales: Mapping[str, SectionScore]


@dataclass(frozen=True, slots=True)
class _Rated:
    """One rating: the question's scale, its choice (None: unanswered), and what is best."""

    scale: str
    best: str
    choice: Choice | None


def score(
    form: Form,
    answers: Answers,
    *,
    today: date,
    context: Mapping[str, Json] = NOTHING,
) -> Score:
    """The score of these answers, relevant ones only."""
    return score_journey(form, walk(form, answers, today=today, context=context))


def score_journey(form: Form, journey: Journey) -> Score:
    """The score of a journey already walked."""
    has_judgements = any(q.type == "judgement" for q in form.questions.values())
    types = ("judgement",) if has_judgements else RATED_TYPES
    sections = {
        state.section.id: [r for q in state.questions if q.type in types for r in _rate(q, journey)]
        for state in journey.sections
    }
    by_scale: dict[str, list[_Rated]] = {}
    for question in form.questions.values():
        if question.type in ("judgement", *RATED_TYPES) and journey.is_relevant(question.id):
            for rated in _rate(question, journey):
                by_scale.setdefault(rated.scale, []).append(rated)
    return Score(
        whole=_sum([rated for section in sections.values() for rated in section]),
        sections={key: _sum(rated) for key, rated in sections.items() if rated},
        scales={key: _sum(rated) for key, rated in by_scale.items()},
    )


def _rate(question: Question, journey: Journey) -> Iterator[_Rated]:
    if question.scale is None:
        return
    value = journey.values.get(question.id)
    given: list[str | None]
    if question.type == "matrix":
        given = [(value or {}).get(row.value) for row in question.rows]
    elif question.type == "judgement":
        given = [value.rating if value else None]
    else:
        given = [value]
    for rating in given:
        yield _Rated(question.scale.name, question.scale.best, question.find_choice(rating))


def _sum(rated: list[_Rated]) -> SectionScore:
    given = [(one, one.choice) for one in rated if one.choice]
    counted = [(one, choice) for one, choice in given if choice.counts]
    scores = [choice.score for _, choice in counted if choice.score is not None]
    met = sum(choice.value == one.best for one, choice in counted)
    return SectionScore(
        counts=dict(Counter(choice.value for _, choice in given)),
        counted=len(counted),
        not_applicable=len(given) - len(counted),
        unanswered=len(rated) - len(given),
        fully_met=met,
        percent=100 * met / len(counted) if counted else None,
        mean=sum(scores) / len(scores) if scores else None,
    )
