"""How invented organisations judge themselves: strength against difficulty, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms.model import Choice, Form, Json, Part, Question
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.words import pick, topic_words, words

#: How far above a standard's difficulty an organisation stands to meet it fully or partly.
_FULLY, _PARTLY = 0.0, -1.25
_USUAL, _GROWTH = 1.2, 0.22


@dataclass(frozen=True, slots=True)
class Judge:
    """One organisation judging itself in one year (0 for last year, 1 for this)."""

    seed: str
    voice: str
    strength: float
    year: int


def judge(form: Form, question: Question, judge: Judge, day: date) -> Json:
    """The rating of one standard with all that it asks for."""
    random = chance_for(judge.seed, question.id, judge.year)
    choice = _choose(question, judge, random)
    section = form.section_of(question.id)
    return _fill(choice, section.id if section else "", judge, day, random)


def difficulty(question: Question) -> float:
    """How hard a standard is to meet, the same for everybody (roughly -1 to 1.6)."""
    key = question.standard.key if question.standard else question.id
    return min(chance_for("difficulty", key).gauss(0.4, 0.72), 1.6)


def _choose(question: Question, judge: Judge, random: Random) -> Choice:
    ranked = sorted(
        (choice for choice in question.options if choice.counts and choice.score is not None),
        key=lambda choice: -(choice.score or 0),
    )
    spared = next((choice for choice in question.options if not choice.counts), None)
    habit = chance_for(judge.seed, question.id)  # what an organisation is like stays
    if spared and habit.random() < 0.022:
        return spared
    level = (
        _USUAL + judge.strength + judge.year * _GROWTH + habit.gauss(0, 0.55)
        + random.gauss(0, 0.42) - difficulty(question)
    )  # fmt: skip
    place = 0 if level > _FULLY else 1 if level > _PARTLY else 2
    return ranked[min(place, len(ranked) - 1)]


def _fill(choice: Choice, section: str, judge: Judge, day: date, random: Random) -> Json:
    answer: dict[str, Json] = {"rating": choice.value}
    for part in choice.asks:
        _add(answer, part, choice, section, judge, day, random)
    for part in choice.offers:
        is_done = part is Part.ACTION_TAKEN and Part.ACTION not in choice.asks
        if not is_done and random.random() < _OFFERED[part]:
            _add(answer, part, choice, section, judge, day, random)
    return answer


_OFFERED = {
    Part.EVIDENCE: 0.7,
    Part.IMPACT: 0.22,
    Part.BEST_PRACTICE: 0.05,
    Part.ACTION_TAKEN: 0.2,
    Part.ACTION: 0.03,
    Part.REASON: 0.0,
}


def _add(
    answer: dict[str, Json], part: Part, choice: Choice, section: str,
    judge: Judge, day: date, random: Random,
) -> None:  # fmt: skip
    voice, bank = judge.voice, words()
    if part is Part.EVIDENCE:
        evidence = topic_words(section, "evidence", voice)
        text = pick(evidence, voice, random, count=1 if random.random() < 0.6 else 2)
        gap = pick(bank["gaps"], voice, random)
        if choice.due_within_days is not None:
            text = pick(bank["absences"], voice, random)
        elif Part.ACTION in choice.asks:
            text = f"{pick(evidence, voice, random)} {gap}"
        answer["evidence"] = text
    elif part is Part.ACTION:
        count = 2 if random.random() < 0.15 else 1
        answer["actions"] = [
            _action(text, choice, judge, day, random)
            for text in _actions(section, judge, count, random)
        ]
    elif part is Part.BEST_PRACTICE:
        answer |= {"best_practice": True, "may_name": random.random() < 0.6}
    else:
        key = {Part.IMPACT: "impacts", Part.ACTION_TAKEN: "taken", Part.REASON: "reasons"}[part]
        answer[part.value] = pick(bank[key], voice, random)


def _actions(section: str, judge: Judge, count: int, random: Random) -> list[str]:
    lines = topic_words(section, "actions", judge.voice)
    return [
        pick([line], judge.voice, random) for line in random.sample(lines, min(count, len(lines)))
    ]


def _action(text: str, choice: Choice, judge: Judge, day: date, random: Random) -> Json:
    days = random.randint(30, 200)
    if choice.due_within_days is not None:
        days = random.randint(min(7, choice.due_within_days), choice.due_within_days)
    return {
        "text": text,
        "owner": random.choice(words()["owners"][judge.voice]),
        "due": (day + timedelta(days)).isoformat(),
    }
