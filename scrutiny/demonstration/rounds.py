"""Two yearly cycles of each self-assessment, and where each organisation's return stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from forms.model import Form
from scrutiny.cycle import Cycle
from scrutiny.demonstration.answering import answer_form, context_of
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import CycleSet, Filled
from scrutiny.demonstration.profile import Profile
from scrutiny.partnership import Family, Window
from scrutiny.response import Response, Status

#: A cycle counts as this year's once it has been open for so long that returns are in.
_RIPE_AFTER = timedelta(45)
_EXEMPT = "Closed for the year while it moves to a new building"
_LAST_YEAR, _THIS_YEAR = 0, 1


@dataclass(frozen=True, slots=True)
class Seat:
    """Where one organisation's return stands, and the day it was sent or touched last."""

    status: Status
    day: date
    late: bool = False


def make_cycles(
    family: Family, window: Window, form: Form, earlier: Form, *, today: date
) -> tuple[Cycle, Cycle]:
    """Last year's cycle and this year's, which is open or has just closed."""
    year = today.year
    while window.dates(year).opens > today - _RIPE_AFTER:
        year -= 1
    return (
        _cycle(family, window, earlier, year - 1, today, previous=""),
        _cycle(family, window, form, year, today, previous=f"{family.key}-{year - 1}"),
    )


def _cycle(
    family: Family, window: Window, form: Form, year: int, today: date, *, previous: str
) -> Cycle:
    days = window.dates(year)
    return Cycle(
        id=f"{family.key}-{year}",
        form=form.id,
        form_version=form.version,
        title=f"{form.title.say()} {year}",
        opens=days.opens,
        closes=days.closes,
        extended_to=days.extended_to if days.closes < today else None,
        previous=previous,
    )


def fill_cycle(
    cycle: Cycle, form: Form, profiles: tuple[Profile, ...], *, today: date
) -> tuple[CycleSet, tuple[Filled, ...]]:
    """The cycle's scope and every response that was begun in it."""
    year = _THIS_YEAR if cycle.previous else _LAST_YEAR
    seats = {
        profile.organisation.id: seat_of(profile, cycle, year=year, today=today)
        for profile in profiles
    }
    exempt = {id: _EXEMPT for id, seat in seats.items() if seat.status is Status.EXEMPT}
    filled = tuple(
        _fill(profile, form, cycle, seats[profile.organisation.id], year)
        for profile in profiles
        if seats[profile.organisation.id].status not in {Status.NOT_STARTED, Status.EXEMPT}
    )
    return CycleSet(cycle, tuple(seats), exempt), filled


def seat_of(profile: Profile, cycle: Cycle, *, year: int, today: date) -> Seat:
    """How far this organisation is: most answer, some late, a few not at all."""
    random = chance_for(profile.seed, cycle.id)
    whole = (cycle.closes - cycle.opens).days
    passed = min(1.0, (today - cycle.opens).days / whole)
    place = random.random()
    if place < 0.012:
        return Seat(Status.EXEMPT, cycle.opens)
    returned = 0.85 * passed**1.3
    day = cycle.opens + timedelta(round(whole * max(0.15, random.random() ** 0.45)))
    yesterday = today - timedelta(1)
    if place < returned:
        return Seat(_sent_status(random, year), min(day, yesterday))
    if cycle.deadline < yesterday and place < returned + 0.07:
        late = cycle.deadline + timedelta(random.randint(1, 21))
        return Seat(_sent_status(random, year), min(late, yesterday), late=True)
    if random.random() < 0.55:
        return Seat(Status.IN_PROGRESS, min(day, yesterday))
    return Seat(Status.NOT_STARTED, cycle.opens)


def _sent_status(random: Random, year: int) -> Status:
    if year == _LAST_YEAR:
        return Status.IN_COMPOSITE
    return random.choices(
        (Status.SUBMITTED, Status.UNDER_REVIEW, Status.ACCEPTED), weights=(6, 2, 2)
    )[0]


def _fill(profile: Profile, form: Form, cycle: Cycle, seat: Seat, year: int) -> Filled:
    answers = dict(answer_form(form, profile, year=year, day=seat.day))
    is_sent = seat.status is not Status.IN_PROGRESS
    random = chance_for(profile.seed, cycle.id, "response")
    if not is_sent:
        reached = random.randint(2, max(3, len(form.sections) - 4))
        begun = {q.id for section in form.sections[:reached] for q in section.questions}
        answers = {key: value for key, value in answers.items() if key in begun}
    response = Response(
        id=f"{cycle.id}-{profile.organisation.id}",
        form=form.id,
        form_version=form.version,
        round=cycle.id,
        organisation=profile.organisation.id,
        status=seat.status,
        answers=answers,
        revision=random.randint(20, 90),
        updated=datetime.combine(seat.day, time(9 + random.randint(0, 8), 15), tzinfo=UTC),
        submitted=seat.day if is_sent else None,
        receipt=_receipt(random) if is_sent else "",
        late=seat.late,
        author=profile.leads[0].name,
    )
    return Filled(response, seat.day, context_of(profile))


def _receipt(random: Random) -> str:
    letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
    groups = ["".join(random.choices(letters, k=4)) for _ in range(2)]
    return "-".join(["SA", *groups])
