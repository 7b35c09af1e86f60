"""Two visits by young scrutineers and one dip sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from forms.journey import walk
from forms.model import Form, Json, Question
from forms.types.samples import sample_answer
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Filled
from scrutiny.response import Response, Status

_SEEN = (
    "The person at the desk looked up and said hello first.",
    "Posters were at grown-up height and mostly words.",
    "There is a small room for talking. You can hear the corridor in it.",
    "They showed us a wall of what young people asked for and what changed.",
    "One worker did not know who to tell. The other two did.",
    "A ramp, a lift and a quiet space. Nobody had to ask.",
)
_VISITS = (("OTTER-3", "clinic", 33), ("KITE-1", "youth_centre", 19))


def make_visits(form: Form, *, seed: int, today: date) -> Iterator[Filled]:
    """What two teams saw."""
    for place, (team, kind, ago) in enumerate(_VISITS):
        random, day = chance_for(seed, "visit", place), today - timedelta(ago)
        fixed: dict[str, Json] = {
            "team_code": team, "visit_date": day.isoformat(), "place_type": kind,
            "visit_type": "announced", "vs_12": "no",
            "vs_13": [{"vs_13_best": "They listen"}, {"vs_13_best": "The quiet room"}],
            "vs_14": [{"vs_14_change": "Posters with pictures", "vs_14_who": "The manager"}],
        }  # fmt: skip
        yield _sent(form, fixed, f"visit-{place + 1}", f"VI-DEM{place}-{day.year}", day, random)


def make_dip_sample(form: Form, *, seed: int, today: date) -> Filled:
    """What a practice lead found in six records."""
    random, day = chance_for(seed, "dip"), today - timedelta(26)
    records = next(q for q in form.questions.values() if q.type == "repeat")
    rows: list[Json] = [
        {
            question.id: sample_answer(question, random, today=day)
            for question in records.questions
            if question.type in {"rating", "select_one"}
        }
        | {"record_ref": f"DS-{place + 1}"}
        for place in range(6)
    ]
    fixed: dict[str, Json] = {
        "event_ref": f"Dip sample {day.year}",
        "reviewer_role": "Practice lead",
        "review_date": day.isoformat(),
        "frame": ["contacts", "referrals"],
        "period_start": (day - timedelta(90)).isoformat(),
        "period_end": (day - timedelta(10)).isoformat(),
        "frame_n": 140,
        "sample_n": 6,
        "selection": "every_nth",
        "selection_text": "Every twentieth record, counted by someone outside the team.",
        records.id: rows,
    }
    return _sent(form, fixed, "dip-sample-1", f"DS-DEM0-{day.year}", day, random)


def _sent(
    form: Form, fixed: Mapping[str, Json], id: str, receipt: str, day: date, random: Random
) -> Filled:
    given = {
        question.id: fixed[question.id] if question.id in fixed else _see(question, random, day)
        for question in form.questions.values()
    }
    answers = walk(form, given, today=day).answers
    response = Response(
        id=id,
        form=form.id,
        form_version=form.version,
        status=Status.SUBMITTED,
        answers=answers,
        revision=1,
        updated=datetime.combine(day, time(15), tzinfo=UTC),
        submitted=day,
        receipt=receipt,
    )
    return Filled(response, day)


def _see(question: Question, random: Random, day: date) -> Json:
    if question.type == "long_text":
        return random.choice(_SEEN) if random.random() < 0.7 else None
    if question.type in {"date", "repeat"}:
        return None
    return sample_answer(question, random, today=day)
