"""Campaigns in which children, young people and parents say how a service was.

Three have closed with their answers; three more are open, so that everyone can try them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from forms.journey import walk
from forms.model import Form, Json, Question
from scrutiny.cycle import Campaign
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Filled
from scrutiny.demonstration.words import words
from scrutiny.response import Response, Status

_SCORES = {  # how good the first, second, third and fourth choice of a scale is
    "yes_always": 3, "mostly": 2, "sometimes": 1, "no": 0, "do_not_know": None,
    "strongly_agree": 3, "agree": 2, "disagree": 1, "strongly_disagree": 0,
    "prefer_not": None, "yes": 3, "not_sure": 1,
}  # fmt: skip
#: How often a choice about oneself is made; all others are even.
_WEIGHTS = {
    "white_british": 70, "white": 70, "white_other": 12, "asian": 6, "black": 4, "mixed": 5,
    "other": 2, "another": 2, "prefer_not": 4, "not_sure": 4, "yes": 12, "no": 60,
    "mother": 60, "father": 22, "carer": 8,
}  # fmt: skip
_SAID = ("good", "best", "worked")


@dataclass(frozen=True, slots=True)
class Plan:
    """One campaign to invent: its form, how many answer, and how well the service does."""

    form: str
    audience: str
    service: str
    agency: str
    place_type: str
    code: str
    people: int
    level: float
    ended_days_ago: int


PLANS = (
    Plan("voice_younger", "younger", "Wrens Community Clinic", "Ancholt Community Health Trust",
         "clinic", "OTTER-27", 205, 0.75, 40),
    Plan("voice_older", "older", "Steelby Youth Hub", "Steelby Youth Trust", "youth_centre",
         "KITE-58", 255, 0.35, 12),
    Plan("voice_parents", "parents", "Family Help Team North", "North Lincolnshire Council",
         "early_help", "LANTERN-14", 140, 0.2, 5),
    Plan("voice_younger", "younger", "Wrens Community Clinic", "Ancholt Community Health Trust",
         "clinic", "HERON-31", 0, 0.75, -20),
    Plan("voice_older", "older", "Steelby Youth Hub", "Steelby Youth Trust", "youth_centre",
         "MAGPIE-64", 0, 0.35, -20),
    Plan("voice_parents", "parents", "Family Help Team North", "North Lincolnshire Council",
         "early_help", "WILLOW-92", 0, 0.2, -20),
)  # fmt: skip


def make_campaign(plan: Plan, form: Form, *, today: date) -> Campaign:
    """The campaign of a plan, four weeks long."""
    closes = today - timedelta(plan.ended_days_ago)
    return Campaign(
        id=f"campaign-{plan.code.lower()}",
        form=form.id,
        form_version=form.version,
        title=f"{plan.service}: {form.title.say()}",
        service=plan.service,
        agency=plan.agency,
        place_type=plan.place_type,
        code=plan.code,
        opens=closes - timedelta(28),
        closes=closes,
        mechanism="agency_event",
        lead_adult="Participation worker",
        safeguarding_reader="Safeguarding reader on duty",
        minimum_group=form.minimum_group or 5,
        response_due=closes + timedelta(28),
    )


def hear_voices(
    plan: Plan, campaign: Campaign, form: Form, *, seed: int, today: date
) -> Iterator[Filled]:
    """Every response to a campaign: days alone, and no thread back to anybody."""
    random = chance_for(seed, campaign.id)
    last = min(campaign.closes, today)
    for _ in range(plan.people):
        day = last - timedelta(random.randint(0, (last - campaign.opens).days))
        language = "en-easy" if "en-easy" in form.languages and random.random() < 0.12 else "en"
        answers = walk(form, _answers(form, plan, random), today=day).answers
        response = Response(
            id=f"voice-{random.getrandbits(64):016x}",
            form=form.id,
            form_version=form.version,
            round=campaign.id,
            status=Status.SUBMITTED,
            answers=answers,
            revision=1,
            language=language,
            updated=datetime.combine(day, time(), tzinfo=UTC),
            submitted=day,
        )
        yield Filled(response, day)


def _answers(form: Form, plan: Plan, random: Random) -> Mapping[str, Json]:
    mood = random.gauss(plan.level, 0.75)
    answers: dict[str, Json] = {}
    for question in form.questions.values():
        value = _answer(question, plan, mood, random)
        if value is not None:
            answers[question.id] = value
    return answers


def _answer(question: Question, plan: Plan, mood: float, random: Random) -> Json:
    if question.type in {"note", "calculate", "hidden"}:
        return None
    if question.id == "contact":
        return "yes" if random.random() < 0.03 else "no"
    if question.type == "long_text":
        return _write(question, plan, random)
    if random.random() < (0.25 if question.sensitive and not question.scale else 0.05):
        return None
    if question.type == "rating":
        return _rate(question, mood, random)
    values = [choice.value for choice in question.options]
    chosen = random.choices(values, [_WEIGHTS.get(value, 20) for value in values])[0]
    return [chosen] if question.type == "select_many" else chosen


def _rate(question: Question, mood: float, random: Random) -> Json:
    ease = chance_for("ease", question.id).gauss(0.35, 0.6)
    target = 1.9 + mood + ease + random.gauss(0, 0.7)
    scored = [(c.value, _SCORES.get(c.value)) for c in question.options]
    unsure = [value for value, score in scored if score is None or value == "not_sure"]
    if unsure and random.random() < 0.06:
        return random.choice(unsure)
    return min(
        (pair for pair in scored if pair[1] is not None),
        key=lambda pair: abs((pair[1] or 0) - target),
    )[0]


def _write(question: Question, plan: Plan, random: Random) -> Json:
    if random.random() > 0.38:
        return None
    kind = "good" if question.id.endswith(_SAID) else "change"
    line: str = random.choice(words()["voice"][kind][plan.audience])
    return line
