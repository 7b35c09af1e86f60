"""Where an activity stands: worked out anew from its steps taken; nothing of it is stored.

A step is done when each of its parties has taken it with an outcome that neither waits nor
goes back, or has sent its form; where it answers the form many times, once it has said that it
has finished. Going back undoes the named steps and all that follow them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from forms.expressions import Scope
from forms.model import Choice, Json
from scrutiny.activity import (
    SENT,
    Activity,
    ActivityStatus,
    Party,
    PartyKind,
    Progress,
    Standing,
    StepStanding,
    Taking,
)
from scrutiny.asking import holds, names_in, scope_of
from scrutiny.deadline import START, due_of
from scrutiny.mechanism import ABOUT, OWN, Each, Mechanism, Need, Outcome, Step
from scrutiny.meeting import Meeting
from scrutiny.partnership import Partner

#: What an activity is said to be before a step says so.
BEGUN = "Begun"
#: By step, the parties whose form was sent, or whose forms are all sent where there are many of
#: them; with the day where it is known.
Sent = Mapping[str, Collection[str]]
NOBODY_SENT: Sent = MappingProxyType({})
_ONCE = ("",)
_NO_COUNTS: Mapping[str, int] = MappingProxyType({})
_NO_LABELS: Mapping[str, str] = MappingProxyType({})
_KINDS = {
    Each.PARTNERS: PartyKind.PARTNER,
    Each.AGENCIES: PartyKind.AGENCY,
    Each.MEMBERS: PartyKind.AGENCY,
}
_PARTIES = {Each.PARTNERS: "partners", Each.AGENCIES: "agencies", Each.MEMBERS: "agencies"}


@dataclass(frozen=True, slots=True)
class Context:
    """What the partnership's settings give to every activity.

    `groups` are labels by key, `types` the partner that an organisation of a type is,
    `lists` what questions may choose from.
    """

    partners: tuple[Partner, ...] = ()
    holidays: frozenset[date] = frozenset()
    groups: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[Choice, ...]] = field(default_factory=dict)


def stand(
    mechanism: Mechanism,
    activity: Activity,
    *,
    partners: Sequence[Partner],
    meetings: Sequence[Meeting] = (),
    holidays: Collection[date] = (),
    sent: Sent = NOBODY_SENT,
    groups: Mapping[str, str] = _NO_LABELS,
    counts: Mapping[str, int] = _NO_COUNTS,
) -> Standing:
    """Where the activity and each of its steps stand, with what is due when.

    `groups` are their labels by key, `counts` what expressions may look at (see COUNTS).
    """
    reader = _Reader(mechanism, activity, partners, meetings, holidays, sent, groups, counts)
    return reader.read()


def facts(mechanism: Mechanism, activity: Activity) -> Mapping[str, Json]:
    """Every answer that counts, by question, with what it is about; the latest taking wins."""
    known: dict[str, Json] = {ABOUT: activity.subject, **activity.answers}
    for taking in counting(mechanism, activity):
        known.update(taking.answers)
    return known


def counting(mechanism: Mechanism, activity: Activity) -> tuple[Taking, ...]:
    """The takings that no later going back has undone."""
    left: list[Taking] = []
    for taking in activity.taken:
        outcome = find_outcome(mechanism, taking)
        if outcome and outcome.again:
            undone = {taking.step} | undone_by(mechanism, outcome)
            left = [each for each in left if each.step not in undone]
        else:
            left.append(taking)
    return tuple(left)


def find_outcome(mechanism: Mechanism, taking: Taking) -> Outcome | None:
    """How a taking ended, or None where the step has no outcomes."""
    step = mechanism.by_id.get(taking.step)
    return step.find_outcome(taking.outcome) if step else None


def find_prompt(mechanism: Mechanism, activity: Activity, step: str) -> Taking | None:
    """The taking because of which an open step is to be taken (again), or None.

    It asked for the step anew, put it off, or sent others back from it, and the step was not
    taken since.
    """
    since: set[str] = set()
    for taking in reversed(activity.taken):
        outcome = find_outcome(mechanism, taking)
        if outcome and step in outcome.again and "" not in since:
            return taking
        if taking.step == step and taking.part not in since:
            if outcome and (outcome.waits or outcome.again):
                return taking
            since.add(taking.part)
    return None


def list_since(mechanism: Mechanism, activity: Activity, prompt: Taking) -> list[Taking]:
    """What was taken anew of the steps that a taking sent back, and counts."""
    outcome = find_outcome(mechanism, prompt)
    again = outcome.again if outcome else ()
    counted = counting(mechanism, activity)
    return [each for each in counted if each.number > prompt.number and each.step in again]


def find_end(mechanism: Mechanism, activity: Activity) -> Taking | None:
    """The taking that ended the activity before its last step, such as a refusal, or None."""
    endings = (t for t in activity.taken if (o := find_outcome(mechanism, t)) and o.ends)
    return next(endings, None)


def undone_by(mechanism: Mechanism, outcome: Outcome) -> frozenset[str]:
    """The steps that an outcome sends back: those it names, and whatever comes after them."""
    found = set(outcome.again)
    for step in mechanism.steps:  # a step stands below those that it waits for
        if found.intersection(step.after):
            found.add(step.id)
    return frozenset(found)


def parties_of(
    mechanism: Mechanism, step: Step, activity: Activity, partners: Sequence[Partner]
) -> tuple[str, ...]:
    """The keys of the parties who each take a step; ("",) where its role takes it once."""
    if step.each is None:
        return _ONCE
    kind = _KINDS[step.each]
    known = [party for party in activity.parties if party.kind is kind]
    if kind is PartyKind.PARTNER:
        known = _standing_partners(step, activity, known, partners)
    shunned = activity.subject_partner if _shuns(mechanism, step) else ""
    return tuple(p.key for p in known if not p.is_excluded and p.key != shunned)


def has_parties(step: Step, activity: Activity, partners: Sequence[Partner]) -> bool:
    """Whether there is anybody of the kind that takes the step each, excluded or not."""
    if step.each is None:
        return True
    kind = _KINDS[step.each]
    is_there = any(party.kind is kind for party in activity.parties)
    return is_there or (kind is PartyKind.PARTNER and bool(partners))


def _standing_partners(
    step: Step, activity: Activity, known: Sequence[Party], partners: Sequence[Partner]
) -> list[Party]:
    """The partners that began it with those that are still partners, or took their part."""
    keys = {partner.key for partner in partners}
    if not known:
        return [Party(PartyKind.PARTNER, each.key, each.label) for each in partners]
    taken = {taking.part for taking in activity.taken if taking.step == step.id}
    return [party for party in known if party.key in keys | taken]


def _shuns(mechanism: Mechanism, step: Step) -> bool:
    roles = [mechanism.roles[key] for key in step.by if key in mechanism.roles]
    return bool(roles) and all(role.shuns_subject for role in roles)


@dataclass
class _Reader:
    """One reading of one activity."""

    mechanism: Mechanism
    activity: Activity
    partners: Sequence[Partner]
    meetings: Sequence[Meeting]
    holidays: Collection[date]
    sent: Sent
    groups: Mapping[str, str]
    counts: Mapping[str, int]
    done: dict[str, dict[str, date | None]] = field(default_factory=dict)
    parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    past: dict[str, bool] = field(default_factory=dict)
    state: str = BEGUN
    is_cut: bool = False

    def read(self) -> Standing:
        """The whole standing."""
        self.is_cut = self.activity.status is ActivityStatus.WITHDRAWN
        for step in self.mechanism.steps:
            self.parts[step.id] = parties_of(self.mechanism, step, self.activity, self.partners)
            self.done[step.id] = {}
        self._replay()
        self._count_forms()
        known = {**facts(self.mechanism, self.activity), **self.counts}
        scope = scope_of(self.mechanism, known, self._today())
        progress = {step.id: self._progress(step, known, scope) for step in self.mechanism.steps}
        dates = self._dates(known)
        labels, steps = self._labels(), frozenset(progress)
        return Standing(
            state=self.state,
            steps=tuple(
                self._stand(step, progress[step.id], scope, dates, labels, steps)
                for step in self.mechanism.steps
            ),
            is_ended=self._is_ended(),
        )

    def _replay(self) -> None:
        """Go through the takings, noting what is done and what the activity is said to be."""
        for taking in self.activity.taken:
            step = self.mechanism.by_id.get(taking.step)
            if step is None:
                continue
            outcome = find_outcome(self.mechanism, taking)
            self._take(step, taking, outcome)
            is_done = self._is_done(step)
            words = (outcome.state if outcome else "") or (step.state if is_done else "")
            self.state = words or self.state
            self.is_cut = self.is_cut or bool(outcome and outcome.ends)

    def _take(self, step: Step, taking: Taking, outcome: Outcome | None) -> None:
        if outcome and outcome.again:
            for key in {step.id} | undone_by(self.mechanism, outcome):
                self.done.get(key, {}).clear()
        elif (outcome and outcome.waits) or self._is_taken_back(step, taking):
            self.done[step.id].pop(taking.part, None)
        else:
            self.done[step.id][taking.part] = taking.day

    def _is_taken_back(self, step: Step, taking: Taking) -> bool:
        """Whether it stands for forms that were sent and one was then returned to its writer."""
        return taking.outcome == SENT and taking.part not in self.sent.get(step.id, ())

    def _count_forms(self) -> None:
        """A form that was sent counts as its party's step."""
        for step in self.mechanism.steps:
            if not step.form or step.many or self._is_done(step):
                continue
            days = self.sent.get(step.id, ())
            for part in self.parts[step.id]:
                if part in days:
                    day = days.get(part) if isinstance(days, Mapping) else None
                    self.done[step.id].setdefault(part, day)
            if step.state and self._is_done(step) and not self._is_overtaken(step):
                self.state = step.state

    def _is_overtaken(self, step: Step) -> bool:
        after = undone_by(self.mechanism, Outcome("", "", again=(step.id,))) - {step.id}
        return any(self.done[key] for key in after)

    def _is_done(self, step: Step) -> bool:
        done, parts = self.done[step.id], self.parts[step.id]
        return bool(done) and all(part in done for part in parts)

    def _progress(self, step: Step, known: Mapping[str, Json], scope: Scope) -> Progress:
        before = all(self.past.get(key, True) for key in step.after)
        is_done = self._is_done(step)
        applies = is_done or (
            holds(self.mechanism, step.relevant, scope) and not self._is_nobodys(step)
        )
        self.past[step.id] = is_done or (before and (step.is_optional or not applies))
        if is_done:
            return Progress.DONE
        if self.is_cut or any(map(self._is_past_by, step.until)):
            return Progress.LEFT_OUT
        if not applies:
            is_sure = before or names_in(self.mechanism, step.relevant) <= known.keys()
            return Progress.LEFT_OUT if is_sure else Progress.WAITING
        return Progress.OPEN if before else Progress.WAITING

    def _is_past_by(self, key: str) -> bool:
        """Whether a step of that id was taken, so that what was to come by then falls away."""
        return key in self.mechanism.by_id and self._is_done(self.mechanism.by_id[key])

    def _is_nobodys(self, step: Step) -> bool:
        """Whether every party that there is takes no part in it."""
        return not self.parts[step.id] and has_parties(step, self.activity, self.partners)

    def _is_ended(self) -> bool:
        if self.activity.status in (ActivityStatus.ENDED, ActivityStatus.WITHDRAWN):
            return True
        return self.is_cut or all(self.past.values())

    def _today(self) -> date:
        taken = self.activity.taken
        return taken[-1].day if taken else self.activity.began

    def _dates(self, known: Mapping[str, Json]) -> dict[str, date]:
        """The triggers of deadlines that are known: the start, steps done, dates answered."""
        dates = {START: self.activity.began}
        for step in self.mechanism.steps:
            days = [day for day in self.done[step.id].values() if day]
            if self._is_done(step) and days:
                dates[step.id] = max(days)
        for key, value in known.items():
            day = _read_day(value)
            if day and key in self.mechanism.questions:
                dates[key] = day
        return dates

    def _labels(self) -> dict[str, str]:
        questions = {
            key: f"the date in “{question.text.say()}”"
            for key, question in self.mechanism.questions.items()
        }
        steps = {step.id: f"“{step.title}”" for step in self.mechanism.steps}
        return {START: "its beginning", **questions, **steps, **self.groups}

    def _stand(
        self,
        step: Step,
        progress: Progress,
        scope: Scope,
        dates: Mapping[str, date],
        labels: Mapping[str, str],
        steps: Collection[str],
    ) -> StepStanding:
        done = self.done[step.id]
        is_owed = progress in (Progress.OPEN, Progress.WAITING)
        due, words = None, ""
        if step.due and progress is not Progress.LEFT_OUT:
            group = self.activity.group
            due, words = due_of(
                step.due, dates, self.meetings, group, self.holidays, labels=labels, steps=steps
            )
        if put_off := self._put_off_until(step, dates):
            due, words = put_off, f"on {labels[self._until(step)]}"
        return StepStanding(
            step=step.id,
            progress=progress,
            parts=tuple(p for p in self.parts[step.id] if p not in done) if is_owed else (),
            done_parts=tuple(done),
            due=due,
            due_words=words,
            is_target=bool(step.due and step.due.is_target and not put_off),
            unmet=self._unmet(step, scope) if progress is Progress.OPEN else (),
            done_on=dates.get(step.id) if progress is Progress.DONE else None,
        )

    def _put_off_until(self, step: Step, dates: Mapping[str, date]) -> date | None:
        """The day until which it was put off by whoever had to take it, or None."""
        return dates.get(self._until(step))

    def _until(self, step: Step) -> str:
        prompt = find_prompt(self.mechanism, self.activity, step.id)
        outcome = find_outcome(self.mechanism, prompt) if prompt else None
        return outcome.until if outcome and prompt and prompt.step == step.id else ""

    def _unmet(self, step: Step, scope: Scope) -> tuple[str, ...]:
        failed = [
            need.otherwise
            for need in step.needs
            if not is_own(self.mechanism, need) and not holds(self.mechanism, need.that, scope)
        ]
        if not has_parties(step, self.activity, self.partners):
            failed.insert(0, f"Say which {_PARTIES[step.each or Each.AGENCIES]} take part first")
        return tuple(failed)


def is_own(mechanism: Mechanism, need: Need) -> bool:
    """Whether a need can be judged only of the party that takes the step."""
    return not OWN.keys().isdisjoint(names_in(mechanism, need.that))


def list_own_unmet(
    mechanism: Mechanism, step: Step, known: Mapping[str, Json], today: date
) -> tuple[str, ...]:
    """What the party that takes a step has to do first; `known` is what counts for it."""
    scope = scope_of(mechanism, known, today)
    return tuple(
        need.otherwise
        for need in step.needs
        if is_own(mechanism, need) and not holds(mechanism, need.that, scope)
    )


def _read_day(value: Json) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else None
    except ValueError:
        return None
