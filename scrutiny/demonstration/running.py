"""Invented activities of every mechanism, as far as their courses and dates bring them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from forms.journey import walk
from forms.model import Form, Json, Question
from forms.sampling import sample_response
from forms.source import load_yaml
from scrutiny.activity import (
    SENT,
    Activity,
    ActivityStatus,
    Holder,
    Party,
    PartyKind,
    Progress,
    Standing,
    StepStanding,
    Taking,
)
from scrutiny.cycle import Campaign, Cycle
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.model import Filled, Ran, RanForm
from scrutiny.many import list_cases
from scrutiny.mechanism import Mechanism, Step, Subject
from scrutiny.organisation import Organisation
from scrutiny.partnership import Partnership
from scrutiny.response import Response, Status
from scrutiny.standing import facts, stand
from scrutiny.taking_part import needs_partners

_SUNDAY = 6
#: What a line of a course says besides answers.
_OF_LINES = frozenset({"step", "day", "outcome", "reason", "references"})


@dataclass(frozen=True)
class Setting:
    """What the activities are invented from."""

    mechanisms: Mapping[str, Mechanism]
    forms: Mapping[str, Form]
    organisations: Sequence[Organisation]
    cycles: Sequence[Cycle]
    campaigns: Sequence[Campaign]
    partnership: Partnership
    today: date
    seed: int


@lru_cache(maxsize=1)
def bank() -> Mapping[str, Any]:
    """The courses, activities, words and findings, as they stand in activities.yaml."""
    path = Path(__file__).with_name("activities.yaml")
    read: Mapping[str, Any] = load_yaml(path.read_text("utf-8"))
    return read


def run_activities(setting: Setting) -> Iterator[Ran]:
    """Every activity of the bank whose mechanism and subject there are, without references."""
    for place, row in enumerate(bank()["activities"]):
        mechanism = setting.mechanisms.get(row["mechanism"])
        plan = _plan(row, mechanism, setting) if mechanism else None
        if mechanism and plan:
            random = chance_for(setting.seed, "activity", place)
            run = _Run(setting, mechanism, row, plan, random)
            yield run.finish(f"activity-{place + 1:02d}")


def run_request(setting: Setting, row: Mapping[str, Any], response: str, random: Random) -> Ran:
    """The audit that a request for one began."""
    began = setting.today - timedelta(int(row["began"]))
    plan = _Plan(began, response, row["group"], response=response)
    run = _Run(setting, setting.mechanisms[row["mechanism"]], row, plan, random)
    return run.finish(f"activity-{response}")


def number_all(runs: Sequence[Ran]) -> tuple[Ran, ...]:
    """The activities with their references, in the order in which they began."""
    numbers: dict[str, int] = {}
    numbered = []
    for ran in sorted(runs, key=lambda each: (each.activity.began, each.activity.id)):
        start = f"{ran.mechanism.prefix}-{ran.activity.began.year}"
        numbers[start] = numbers.get(start, 0) + 1
        reference = f"{start}-{numbers[start]:03d}"
        numbered.append(replace(ran, activity=replace(ran.activity, reference=reference)))
    return tuple(numbered)


def find_person(role: str, place: str, random: Random) -> str:
    """Somebody who holds a role, for a group or partner where it has one."""
    found = bank()["people"].get(role, ["Somebody"])
    if isinstance(found, dict):
        return str(found.get(place) or next(iter(found.values())))
    return str(random.choice(found))


@dataclass(frozen=True, slots=True)
class _Plan:
    """When an activity began, and what it is about."""

    began: date
    subject: str = ""
    group: str = ""
    begin: Mapping[str, Json] = field(default_factory=dict)
    organisation: Organisation | None = None
    response: str = ""


def _plan(row: Mapping[str, Any], mechanism: Mechanism, setting: Setting) -> _Plan | None:
    """Where an activity begins; None where what it is about is not there."""
    if mechanism.subject is Subject.CYCLE:
        return _plan_cycle(row, setting)
    if mechanism.subject is Subject.CAMPAIGN:
        return _plan_campaign(row, setting)
    began = _weekday(setting.today - timedelta(int(row["began"])))
    subject, organisation = str(row.get("about", "")), None
    if mechanism.subject is Subject.ORGANISATION:
        organisation = _first(setting.organisations, row["subject"])
        if organisation is None:
            return None
        subject = organisation.id
    return _Plan(began, subject, row.get("group", ""), organisation=organisation)


def _plan_cycle(row: Mapping[str, Any], setting: Setting) -> _Plan | None:
    """The round of a family: the first of two is last year's."""
    found = [each for each in setting.cycles if each.id.startswith(f"{row['about']}-")]
    cycles = sorted(found, key=lambda each: each.opens)
    if len(cycles) <= row["place"]:
        return None
    cycle = cycles[row["place"]]
    family = setting.partnership.families[row["about"]]
    window = setting.partnership.deadlines.windows[family.key].dates(cycle.opens.year)
    by = max(window.composite_by, cycle.deadline + timedelta(30)).isoformat()
    course = bank()["courses"][row["mechanism"]]
    issued = next(int(line["day"]) for line in course if line["step"] == "issue")
    dates = {"opens_on": cycle.opens.isoformat(), "closes_on": cycle.deadline.isoformat()}
    begin = {**dates, "summary_by": by, "composite_by": by}
    return _Plan(cycle.opens - timedelta(issued), cycle.id, begin=begin)


def _plan_campaign(row: Mapping[str, Any], setting: Setting) -> _Plan | None:
    campaigns = sorted(setting.campaigns, key=lambda each: each.opens)
    if len(campaigns) <= row["place"]:
        return None
    campaign = campaigns[row["place"]]
    return _Plan(campaign.opens - timedelta(20), campaign.id)


def _first(organisations: Sequence[Organisation], kind: str) -> Organisation | None:
    return next((each for each in organisations if each.type == kind), None)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(max(0, 7 - day.weekday())) if day.weekday() > _SUNDAY - 2 else day


class _Run:
    """One activity on its way."""

    def __init__(
        self, setting: Setting, mechanism: Mechanism, row: Mapping[str, Any], plan: _Plan,
        random: Random,
    ) -> None:  # fmt: skip
        self.setting, self.mechanism, self.row, self.random = setting, mechanism, row, random
        self.forms: list[RanForm] = []
        self.stopped: datetime | None = None
        self.activity = self._begin(plan)

    def finish(self, id: str) -> Ran:
        """Follow the course as far as it goes."""
        self.activity = replace(self.activity, id=id)
        until, end = self.row.get("until", ""), self.row.get("end")
        for line in self._lines():
            day = self._on(int(line["day"]))
            if day > self.setting.today or (end and int(line["day"]) > end["day"]):
                break
            self._take(line, day)
            if line["step"] == until:
                break
        if end:
            self._stop(end)
        elif self._stand().is_ended:
            last = self.activity.taken[-1].day
            self.activity = replace(self.activity, status=ActivityStatus.ENDED, ended=last)
        return Ran(
            self.activity, self.mechanism, tuple(self.forms), self.stopped,
            self.row.get("theme", ""),
        )  # fmt: skip

    def _begin(self, plan: _Plan) -> Activity:
        settings = self.setting.partnership
        given = {**bank()["begins"].get(self.mechanism.id, {}), **self.row.get("begin", {})}
        dated = {key: _dated(value, plan.began) for key, value in given.items()}
        asked = {question.id for question in self.mechanism.begin}
        known = {key: value for key, value in {**dated, **plan.begin}.items() if key in asked}
        group = plan.group if self.mechanism.group == "chosen" else self.mechanism.group
        partner = plan.subject if self.mechanism.subject is Subject.PARTNER else ""
        if plan.organisation:
            partner = settings.partner_of(plan.organisation.type)
        return Activity(
            id="",
            reference="",
            mechanism=self.mechanism.id,
            version=self.mechanism.version,
            title=self.row["title"],
            began=plan.began,
            subject=plan.subject,
            group=group,
            response=plan.response,
            begun_by=self._name(self.mechanism.begun_by[0], group),
            answers=self._fill(self.mechanism.begin, known, plan.began),
            parties=tuple(sorted(self._parties(plan))),
            holders=tuple(self._holders()),
            subject_partner=partner,
        )

    def _parties(self, plan: _Plan) -> Iterator[Party]:
        if needs_partners(self.mechanism):
            for partner in self.setting.partnership.safeguarding_partners:
                yield Party(PartyKind.PARTNER, partner.key, partner.label)
        for kind, key in (
            (PartyKind.AGENCY, "agencies"),
            (PartyKind.COMMISSIONER, "commissioners"),
        ):
            for type in self.row.get(key, ()):
                found = _first(self.setting.organisations, type)
                if found and found.id != plan.subject:
                    yield Party(kind, found.id, found.name)

    def _holders(self) -> Iterator[Holder]:
        if "officer" in self.row and "officer" in self.mechanism.roles:
            yield Holder("officer", bank()["people"]["scrutiny_officer"][self.row["officer"]])

    def _lines(self) -> Iterator[Mapping[str, Any]]:
        changed = self.row.get("instead", {})
        for line in bank()["courses"][self.mechanism.id]:
            yield {**line, **changed.get(line["step"], {})}

    def _on(self, days: int) -> date:
        return _weekday(self.activity.began + timedelta(days))

    def _stand(self) -> Standing:
        settings = self.setting.partnership
        return stand(
            self.mechanism, self.activity, partners=settings.safeguarding_partners,
            holidays=settings.bank_holidays, sent=self._sent(),
        )  # fmt: skip

    def _sent(self) -> dict[str, dict[str, date]]:
        found: dict[str, dict[str, date]] = {}
        for each in self.forms:
            if not each.reference:
                found.setdefault(each.step, {})[each.part] = each.filled.day
        for taking in self.activity.taken:
            if taking.outcome == SENT:
                found.setdefault(taking.step, {})[taking.part] = taking.day
        return found

    def _take(self, line: Mapping[str, Any], day: date) -> None:
        """The step of a line by each of its parties, where it is open."""
        step = self.mechanism.by_id[line["step"]]
        here: StepStanding = next(s for s in self._stand().steps if s.step == step.id)
        if here.progress is not Progress.OPEN:
            return
        missing = self._missing() if step.id == self.row.get("until") else frozenset()
        for part in here.parts:
            if step.many:
                self._answer_many(step, line, part, day, is_finished=part not in missing)
                continue
            if part in missing:
                continue
            if step.form:
                self._send(step, part, day)
            else:
                self._add(step, line, part, day)
            if line.get("outcome") == "refused":
                return

    def _answer_many(
        self, step: Step, line: Mapping[str, Any], part: str, day: date, *, is_finished: bool
    ) -> None:
        """A form for each case; who has not finished has sent some, and begun one more."""
        known = facts(self.mechanism, self.activity)
        cases = list_cases(step, self.mechanism.questions, known) or line.get("references", [])
        for place, case in enumerate(cases):
            if is_finished or place < len(cases) // 2:
                self._send(step, part, day, case)
            elif place == len(cases) // 2:
                self._send(step, part, day, case, is_draft=True)
        if is_finished:
            self._add(step, {**line, "outcome": SENT}, part, day)

    def _missing(self) -> frozenset[str]:
        """The keys of the parties who have not taken the last step, named by key or type."""
        named = self.row.get("missing", ())
        found = (_first(self.setting.organisations, each) for each in named)
        return frozenset((*named, *(each.id for each in found if each)))

    def _add(self, step: Step, line: Mapping[str, Any], part: str, day: date) -> None:
        number = len(self.activity.taken) + 1
        given = {k: v for k, v in line.items() if k not in _OF_LINES}
        dated = {key: _dated(value, self.activity.began) for key, value in given.items()}
        role = step.by[0]
        taking = Taking(
            number=number,
            step=step.id,
            day=day,
            outcome=line.get("outcome", ""),
            part=part,
            answers=self._fill(step.asks, dated, day),
            reason=line.get("reason", ""),
            by=self._name(role, part or self.activity.group),
            role=self.mechanism.roles[role].held_by[0],
            taken=datetime.combine(day, time(9, min(number, 59)), UTC),
        )
        self.activity = replace(self.activity, taken=(*self.activity.taken, taking))

    def _name(self, role: str, place: str) -> str:
        """Who is named for the role, or somebody who holds it."""
        holder = next((h for h in self._holders() if h.role == role), None)
        held_by = self.mechanism.roles[role].held_by[0]
        return holder.name if holder else find_person(held_by, place, self.random)

    def _fill(
        self, asked: Sequence[Question], given: Mapping[str, Json], day: date
    ) -> dict[str, Json]:
        """What was given, and words of the bank for the rest that has to be answered."""
        answers = dict(given)
        for question in asked:
            if question.id not in answers:
                said = self._say(question, day)
                if said is not None:
                    answers[question.id] = said
        return answers

    def _say(self, question: Question, day: date) -> Json:
        words = bank()["said"].get(question.id)
        if question.id == "lead_name":
            return find_person("space_lead", "", self.random)
        if question.type == "acknowledge":
            return True
        if question.type == "date":
            return day.isoformat() if question.required == "true()" else None
        if question.type == "matrix":
            values = [choice.value for choice in question.choices]
            return {row.value: self.random.choice(values) for row in question.rows}
        return self.random.choice(words).replace("{title}", self.row["title"]) if words else None

    def _send(
        self, step: Step, part: str, day: date, case: str = "", *, is_draft: bool = False
    ) -> None:
        form = self.setting.forms[step.form]
        place = (self.activity.title, step.id, part, *filter(None, (case,)))
        random = chance_for(self.setting.seed, *place)
        agencies = {p.key for p in self.activity.parties if p.kind is PartyKind.AGENCY}
        about = any(self.mechanism.roles[key].of == "subject" for key in step.by)
        organisation = part if part in agencies else self.activity.subject if about else ""
        answers = sample_response(form, random, today=day, optional=0.4)
        answers = {**answers, **({step.case_question: case} if case and step.case_question else {})}
        if is_draft:
            answers = dict(list(answers.items())[: len(answers) // 3])
        journey = walk(form, answers, today=day)
        response = Response(
            id="",
            form=form.id,
            form_version=form.version,
            organisation=organisation,
            status=Status.IN_PROGRESS if is_draft else Status.SUBMITTED,
            answers=journey.answers,
            revision=1,
            updated=datetime.combine(day, time(14, 20), UTC),
            submitted=None if is_draft else day,
            receipt="" if is_draft else f"DEM-{random.randrange(36**6):06d}",
            author=find_person("organisation", "", random),
        )
        self.forms.append(RanForm(step.id, part, Filled(response, day), case))

    def _stop(self, end: Mapping[str, Any]) -> None:
        """Pause or withdraw it, with a reason."""
        day = min(self._on(end["day"]), self.setting.today)
        is_paused = "pause" in end
        self.stopped = datetime.combine(day, time(16), UTC)
        self.activity = replace(
            self.activity,
            status=ActivityStatus.PAUSED if is_paused else ActivityStatus.WITHDRAWN,
            ended=None if is_paused else day,
            reason=end.get("pause") or end.get("withdraw") or "",
        )


def _dated(value: Any, began: date) -> Json:
    """A value as it is; "+98" is the day so many days after the beginning."""
    if isinstance(value, str) and value[:1] in "+-" and value[1:].isdigit():
        return _weekday(began + timedelta(int(value))).isoformat()
    made: Json = value
    return made
