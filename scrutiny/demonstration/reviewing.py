"""What invented reviewers added: moderated ratings, themes, quotes, narratives; and actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random

from forms.model import Form, Json, Question
from scrutiny.cycle import Campaign, Cycle
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Filled
from scrutiny.demonstration.words import pick, words
from scrutiny.review import CodedTheme, ModeratedRating, Narrative, Quote, Slot

_REVIEWERS = ("Hannah Rainton", "Imran Dale", "Tessa Varley")
_STANDARDS_A_REVIEW = 12
#: The themes of the sentences under "improve" and "well" in words.yaml, in their order.
_IMPROVE = (
    "voice", "voice", "decision_making", "supervision", "early_help", "supervision",
    "decision_making", "voice",
)  # fmt: skip
_WELL = (
    "early_help", "missing", "voice", "supervision", "mental_health", "voice", "supervision",
    "information_sharing",
)  # fmt: skip
_CLUES = (
    ("next", "information_sharing"), ("after", "information_sharing"),
    ("plan", "information_sharing"), ("notes", "information_sharing"),
    ("form", "information_sharing"), ("room", "equality"), ("called", "equality"),
    ("Polish", "equality"), ("worker", "supervision"),
)  # fmt: skip


def moderate(
    form: Form, responses: Sequence[Filled], *, seed: int, today: date
) -> Iterator[ModeratedRating]:
    """Ratings by reviewers for a third of the returns that were sent."""
    random = chance_for(seed, "moderate", form.id)
    sent = [filled for filled in responses if filled.response.is_sent]
    for filled in random.sample(sent, round(len(sent) / 3)):
        response = filled.response
        rated = [q for q in form.standards.values() if _rating(response.answers.get(q.id))]
        reviewer = random.choice(_REVIEWERS)
        day = min(filled.day + timedelta(random.randint(7, 30)), today)
        for question in random.sample(rated, min(_STANDARDS_A_REVIEW, len(rated))):
            own = _rating(response.answers[question.id])
            rating = _second_look(question, own, random)
            if rating:
                comment = _comment(own, rating, random)
                yield ModeratedRating(response.id, question.id, rating, reviewer, day, comment)


def _rating(answer: Json) -> str:
    return str(answer.get("rating", "")) if isinstance(answer, dict) else ""


def _second_look(question: Question, own: str, random: Random) -> str:
    """The reviewer's rating: mostly the same, more often lower than higher."""
    ranked = [choice.value for choice in question.options if choice.counts]
    if own not in ranked:
        return ""
    step = random.choices((0, 1, -1), weights=(80, 15, 5))[0]
    return ranked[min(max(ranked.index(own) + step, 0), len(ranked) - 1)]


def _comment(own: str, rating: str, random: Random) -> str:
    if random.random() < 0.5:
        return ""
    lines = words()["comments"]
    chosen = [lines[1], lines[4]] if own == rating else [lines[0], lines[2]]
    return pick(chosen, "education", random)


def code_themes(responses: Iterable[Filled], *, day: date) -> Iterator[CodedTheme]:
    """The themes that a reviewer read in what organisations want to improve and do well."""
    bank = words()
    for filled in responses:
        response = filled.response
        if not response.is_sent:
            continue
        found: set[tuple[str, str, str]] = set()
        for question, inner, key, themes, kind in (
            ("to_improve", "improve_what", "improve", _IMPROVE, "improvement"),
            ("done_well", "well_what", "well", _WELL, "best_practice"),
        ):
            for row in _rows(response.answers.get(question)):
                if row.get(inner) in bank[key]:
                    found.add((f"{question}.{inner}", themes[bank[key].index(row[inner])], kind))
        for question, theme, kind in sorted(found):
            yield CodedTheme(response.id, question, theme, kind, _REVIEWERS[0], day)


def _rows(answer: Json) -> list[Mapping[str, Json]]:
    return [row for row in answer if isinstance(row, dict)] if isinstance(answer, list) else []


def code_voices(form: Form, responses: Iterable[Filled], *, day: date) -> Iterator[CodedTheme]:
    """The themes of free texts in a campaign: the first open question praises."""
    opens = [q.id for q in form.questions.values() if q.type == "long_text"]
    for filled in responses:
        for place, question in enumerate(opens):
            text = filled.response.answers.get(question)
            if isinstance(text, str):
                theme = next((theme for clue, theme in _CLUES if clue in text), "voice")
                kind = "improvement" if place else "best_practice"
                yield CodedTheme(filled.response.id, question, theme, kind, _REVIEWERS[1], day)


def quote_cycle(cycle: Cycle) -> Iterator[Quote]:
    """Edited quotes of a self-assessment."""
    yield from _quotes("self_assessment", cycle.id, "to_improve")


def quote_campaign(campaign: Campaign, form: Form) -> Iterator[Quote]:
    """Edited quotes of a campaign; the last of them has been read by one person only."""
    question = next((q.id for q in form.questions.values() if q.type == "long_text"), "")
    yield from _quotes(form.id, campaign.id, question)


def _quotes(bank: str, round: str, question: str) -> Iterator[Quote]:
    rows = words()["quotes"].get(bank, [])
    for place, row in enumerate(rows):
        is_last = place == len(rows) - 1 and len(rows) > 2
        yield Quote(
            id=f"{round}-quote-{place + 1}",
            round=round,
            question=question,
            text=row["text"],
            theme=row["theme"],
            has_permission=True,
            checked_by=_REVIEWERS[0],
            checked_again_by="" if is_last else _REVIEWERS[1],
        )


def narrate(cycle: Cycle, *, day: date) -> Iterator[Narrative]:
    """The four narrative boxes of a cycle that was reported."""
    for slot in Slot:
        yield Narrative(cycle.id, slot, words()["narratives"][slot], _REVIEWERS[2], 1, day)
