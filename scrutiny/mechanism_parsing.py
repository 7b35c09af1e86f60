"""A mechanism's YAML made into a `Mechanism`, with every mistake of its author collected."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from forms.model import Choice, Question
from forms.problem import Problem
from forms.questions import QuestionReader
from forms.reader import Entry, Log, kind_of
from forms.source import SourceError, read_source
from scrutiny.access import Role
from scrutiny.deadline import CHOSEN
from scrutiny.many import MANY_KEYS, read_fills, read_many
from scrutiny.mechanism import (
    ActivityRole,
    AgendaWork,
    Deed,
    DocumentPlan,
    DocumentWork,
    Due,
    Each,
    Mechanism,
    Need,
    Outcome,
    Publication,
    Rhythm,
    Step,
    Subject,
    Unit,
)
from scrutiny.mechanism_checks import check_mechanism
from scrutiny.taking_part import OF_PARTIES

_KEYS = (
    "id", "version", "effective_from", "title", "short", "prefix", "about", "active", "purposes",
    "aims", "requirements", "subject", "group", "monitored_by", "begun_by", "publication",
    "sensitivity", "restricted", "family", "rhythm", "roles", "begin", "documents", "steps",
)  # fmt: skip
_STEP_KEYS = (
    "id", "title", "about", "requirements", "by", "each", "recorded_by", "after", "relevant",
    "needs", "asks", "form", *MANY_KEYS, "due", "outcomes", "documents", "agenda", "tells",
    "keeps", "begins", "state", "optional", "until", "chooses_agencies",
    "begins_with",
)  # fmt: skip
_ROLE_KEYS = ("label", "held_by", "of", "named", "shuns_subject")
_DOCUMENT_KEYS = ("title", "template", "approved_by", "goes_to", "publish", "sensitivity")
_OUTCOME_KEYS = ("value", "label", "reason", "again", "ends", "waits", "until", "state")
_UNITS = tuple(Unit)
_DUE_KEYS = ("before", "after", "on", "meeting", "target", "requirement", *_UNITS)
KEEPS = ("findings", "actions", "days", "challenge", "training", "recommendations")
_OF = ("subject", "group", *OF_PARTIES)


@dataclass(frozen=True, slots=True)
class Known:
    """What a mechanism may name; None for what is not looked at (a version once checked)."""

    forms: Collection[str] | None = None
    groups: Collection[str] | None = None
    roles: Mapping[str, Role] | None = None
    partners: Collection[str] | None = None
    purposes: Collection[str] | None = None
    aims: Collection[str] | None = None
    templates: Collection[str] | None = None
    families: Collection[str] | None = None
    requirements: Collection[str] | None = None
    mechanisms: Collection[str] | None = None
    lists: Mapping[str, tuple[Choice, ...]] | None = None  # that questions may choose from
    asked: Mapping[str, Collection[str]] | None = None  # the questions of each form


class _AnyList(dict[str, tuple[Choice, ...]]):
    """Lists of choices of which any may be named; one that is gone is empty."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> tuple[Choice, ...]:
        return ()


#: For a version that was checked when it was published, whatever has been renamed since.
ANYTHING = Known()


class _ForEach(StrEnum):
    """Of whom a rhythm may ask for so many each."""

    PARTNERS = "partners"


@dataclass(frozen=True)
class ParsedMechanism:
    """A mechanism, or what is wrong with it."""

    mechanism: Mechanism | None
    problems: tuple[Problem, ...] = ()


def parse_mechanism(
    text: str, name: str, *, known: Known, is_checked: bool = False
) -> ParsedMechanism:
    """Read one mechanism; `name` is the file's name, for the places of problems. Never raises.

    `is_checked` spares a version that was published what was checked then.
    """
    try:
        source = read_source(text)
    except SourceError as error:
        return ParsedMechanism(None, (Problem(f"{name}:{error.line}", error.reason, error.cure),))
    log = Log(name, source)
    mechanism = None
    if isinstance(source.value, dict):
        reader = _Reader(log, known, QuestionReader(lists=_lists(known)))
        mechanism = reader.read(Entry(log, "", source.value))
        if not is_checked:
            check_mechanism(mechanism, log, reader.questions.paths)
    else:
        cure = "Start it with the lines id:, version: and title:."
        log.add("", f"The file is {kind_of(source.value)}, not a mechanism", cure)
    problems = tuple(sorted(log.problems, key=lambda problem: _line(problem, name)))
    return ParsedMechanism(None if problems else mechanism, problems)


def _lists(known: Known) -> Mapping[str, tuple[Choice, ...]]:
    return _AnyList() if known.lists is None else known.lists


def _line(problem: Problem, name: str) -> int:
    return int(problem.place.removeprefix(f"{name}:").partition(" ")[0])


@dataclass
class _Reader:
    """Reads one file; `questions` are read once for the beginning and for every step."""

    log: Log
    known: Known
    questions: QuestionReader

    def read(self, top: Entry) -> Mechanism:
        """The mechanism, as far as it can be made out."""
        for path, _ in self.log.source.repeated:
            key = path.rpartition("/")[2]
            self.log.add(path, f"{key[:64]!r} stands twice", "Keep one of them.")
        top.check_keys(_KEYS)
        return Mechanism(
            id=top.name(),
            version=top.words("version", required=True, cure='Add a line version: "1".'),
            title=top.words("title", required=True),
            prefix=self._prefix(top),
            roles=dict(self._roles(top)),
            short=top.words("short"),
            about=top.words("about"),
            effective_from=_day(top, "effective_from"),
            is_active=top.flag("active", default=True),
            subject=top.one_of("subject", Subject, Subject.NOTHING),
            group=self._group(top, "group"),
            monitored_by=self._group(top, "monitored_by"),
            begun_by=top.many("begun_by"),
            begin=self._ask(top, "begin"),
            purposes=self._listed(top, "purposes", self.known.purposes, "purpose"),
            aims=self._listed(top, "aims", self.known.aims, "aim"),
            requirements=self._requirements(top),
            rhythm=self._rhythm(top),
            publication=top.one_of("publication", Publication, Publication.YES),
            documents=dict(self._documents(top)),
            sensitivity=top.words("sensitivity"),
            is_restricted=top.flag("restricted"),
            family=self._one(top, "family", self.known.families, "family of organisations"),
            steps=self._steps(top),
        )

    def _prefix(self, top: Entry) -> str:
        prefix = top.words("prefix", required=True, cure="Add a line prefix: AE, for references.")
        if prefix and not (prefix.isascii() and prefix.isalnum() and prefix.isupper()):
            top.add("prefix", f"{prefix[:64]!r} is no prefix", "Use capital letters and digits.")
        return prefix

    def _ask(self, entry: Entry, key: str) -> tuple[Question, ...]:
        return tuple(map(self._question, entry.entries(key)))

    def _question(self, entry: Entry) -> Question:
        question = self.questions.read(entry)
        if any(each.type == "file" for each in question.questions):
            cure = "Ask for it beside the repeat, with max_files for how many there may be."
            entry.add("questions", "A step keeps no files inside a repeat", cure)
        return question

    def _roles(self, top: Entry) -> Iterator[tuple[str, ActivityRole]]:
        for key, entry in _mappings(top, "roles"):
            entry.check_keys(_ROLE_KEYS)
            held_by = self._listed(entry, "held_by", self.known.roles, "role of roles.yaml called")
            yield (
                key,
                ActivityRole(
                    key=key,
                    label=entry.words("label", required=True),
                    held_by=held_by,
                    of=self._of(entry),
                    is_named=entry.flag("named"),
                    shuns_subject=entry.flag("shuns_subject"),
                ),
            )

    def _of(self, entry: Entry) -> str:
        """For whom a holder acts: a kind of place, or one safeguarding partner by its key."""
        partners = self.known.partners
        return entry.words("of") if partners is None else entry.option("of", (*_OF, *partners))

    def _documents(self, top: Entry) -> Iterator[tuple[str, DocumentPlan]]:
        for key, entry in _mappings(top, "documents"):
            entry.check_keys(_DOCUMENT_KEYS)
            template = entry.words("template", required=True)
            yield (
                key,
                DocumentPlan(
                    key=key,
                    title=entry.words("title", required=True),
                    template=self._check(
                        entry, "template", template, self.known.templates, "template"
                    ),
                    approved_by=entry.many("approved_by"),
                    goes_to=entry.many("goes_to"),
                    may_publish=entry.flag("publish"),
                    sensitivity=entry.words("sensitivity"),
                ),
            )

    def _rhythm(self, top: Entry) -> Rhythm | None:
        entry = top.mapping("rhythm")
        if entry is None:
            return None
        entry.check_keys(("every_weeks", "a_year", "each", "months", "optional", "requirement"))
        months = entry.value.get("months")
        good = isinstance(months, list) and all(
            type(each) is int and 1 <= each <= 12 for each in months
        )
        if months is not None and not good:
            entry.add("months", "months holds something that is no month", "Write months: [1, 9].")
        a_year = entry.whole("a_year", least=1)
        is_by_partner = entry.has("each") and bool(
            entry.one_of("each", _ForEach, _ForEach.PARTNERS)
        )
        partners = len(self.known.partners or ()) or 1
        rhythm = Rhythm(
            every_weeks=entry.whole("every_weeks", least=1),
            a_year=a_year * partners if is_by_partner else a_year,
            for_each=a_year if is_by_partner else 0,
            months=tuple(months) if good and months else (),
            is_optional=entry.flag("optional"),
            requirement=self._requirement(entry),
        )
        given = sum(map(bool, (rhythm.every_weeks, rhythm.a_year, rhythm.months)))
        if given != 1 and (good or months is None):
            cure = "Give one of every_weeks, a_year and months, or take rhythm away."
            top.add("rhythm", "The rhythm says nothing, or more than one thing", cure)
        return rhythm

    def _steps(self, top: Entry) -> tuple[Step, ...]:
        steps: dict[str, Step] = {}
        before = ""
        for entry in top.entries("steps"):
            step = self._step(entry, "" if entry.value.get("id") == before else before)
            if step.id in steps:
                entry.add("id", f"The step {step.id} stands twice", "Give each step its own id.")
            steps[entry.path if step.id in steps else step.id or entry.path] = step
            before = step.id or before
        if not top.value.get("steps"):
            top.missing("steps", "List the steps, each with id, title and by.")
        return tuple(steps.values())

    def _step(self, entry: Entry, before: str) -> Step:
        entry.check_keys(_STEP_KEYS)
        default = (before,) if before else ()
        return Step(
            id=entry.name(),
            title=entry.words("title", required=True),
            by=entry.many("by"),
            about=entry.words("about"),
            requirements=self._requirements(entry),
            after=entry.many("after") if entry.has("after") else default,
            relevant=entry.formula("relevant"),
            needs=tuple(map(_need, entry.entries("needs"))),
            each=entry.one_of("each", Each, Each.PARTNERS) if entry.has("each") else None,
            may_record=entry.many("recorded_by"),
            asks=self._ask(entry, "asks"),
            form=self._one(entry, "form", self.known.forms, "form"),
            many=read_many(entry),
            fills=read_fills(entry, self.known.asked),
            outcomes=_outcomes(entry),
            due=self._due(entry),
            documents=tuple(_works(entry)),
            agenda=tuple(self._agenda(each) for each in entry.entries("agenda")),
            tells=entry.many("tells"),
            keeps=self._listed(entry, "keeps", KEEPS, "thing to keep"),
            begins=self._one(entry, "begins", self.known.mechanisms, "mechanism"),
            state=entry.words("state"),
            is_optional=entry.flag("optional"),
            until=entry.many("until"),
            chooses_agencies=entry.flag("chooses_agencies"),
            begins_with=_begins_with(entry),
        )

    def _due(self, step: Entry) -> Due | None:
        entry = step.mapping("due")
        if entry is None:
            return None
        entry.check_keys(_DUE_KEYS)
        triggers = [key for key in ("before", "after", "on") if entry.has(key)]
        if len(triggers) != 1:
            cure = "Give one of before, after and on, with what sets the date."
            entry.add("", "The deadline has no trigger, or more than one", cure)
        units = [unit for unit in _UNITS if entry.has(unit)]
        if len(units) > 1:
            entry.add(units[1], "The deadline counts in two units", "Keep one of them.")
        if not units and not entry.has("on") and not entry.has("meeting"):
            cure = f"Add one of {', '.join(_UNITS)}, or meeting."
            entry.add("", "The deadline does not say how long", cure)
        if entry.has("on") and (units or entry.has("meeting")):
            cure = "Write before or after instead of on."
            entry.add("on", "The deadline is on a day and some time from it", cure)
        if entry.has("before") and entry.has("meeting"):
            cure = "Write after, and how long after."
            entry.add("meeting", "A meeting cannot be counted backwards", cure)
        return Due(
            before=entry.words("before") or entry.words("on"),
            after=entry.words("after"),
            count=entry.whole(units[0]) if units else 0,
            unit=units[0] if units else Unit.DAYS,
            meeting=self._group(entry, "meeting"),
            is_target=entry.flag("target"),
            requirement=self._requirement(entry),
        )

    def _agenda(self, entry: Entry) -> AgendaWork:
        entry.check_keys(("group", "title", "groups"))
        if not entry.has("group"):
            entry.missing("group", "Name the group, or write group: chosen.")
        return AgendaWork(
            group=self._group(entry, "group"),
            title=entry.words("title", required=True),
            groups=entry.words("groups"),
        )

    def _group(self, entry: Entry, key: str) -> str:
        groups = self.known.groups
        allowed = None if groups is None else (*groups, CHOSEN)
        return self._one(entry, key, allowed, "group")

    def _requirements(self, entry: Entry) -> tuple[str, ...]:
        return self._listed(entry, "requirements", self.known.requirements, "requirement")

    def _requirement(self, entry: Entry) -> str:
        return self._one(entry, "requirement", self.known.requirements, "requirement")

    def _one(self, entry: Entry, key: str, known: Collection[str] | None, noun: str) -> str:
        return self._check(entry, key, entry.words(key), known, noun)

    def _listed(
        self, entry: Entry, key: str, known: Collection[str] | None, noun: str
    ) -> tuple[str, ...]:
        return tuple(self._check(entry, key, word, known, noun) for word in entry.many(key))

    def _check(
        self, entry: Entry, key: str, word: str, known: Collection[str] | None, noun: str
    ) -> str:
        if word and known is not None and word not in known:
            cure = self.log.nearest(word, known, _list_known(known))
            entry.add(key, f"There is no {noun} {word[:64]!r}", cure)
        return word


def _list_known(known: Collection[str]) -> str:
    shown = sorted(known)[:12]
    return f"There are: {', '.join(shown)}." if shown else "There is none yet: add it first."


def _mappings(top: Entry, key: str) -> Iterator[tuple[str, Entry]]:
    """The named mappings under a key."""
    given = top.mapping(key)
    for name in given.value if given else ():
        entry = given.mapping(name) if given else None
        if entry is not None:
            yield name, entry
        elif given and given.value[name] is None:
            given.add(name, f"{name[:64]} says nothing", "Write what it is, or take it away.")


def _begins_with(step: Entry) -> tuple[tuple[str, str], ...]:
    """First questions of the activity that is begun, each with the question that answers it."""
    given = step.mapping("begins_with")
    if given is None:
        return ()
    if not step.has("begins"):
        step.add("begins_with", "Nothing is begun here", "Name the mechanism under begins:.")
    return tuple((key, given.words(key)) for key in given.value)


def _need(entry: Entry) -> Need:
    entry.check_keys(("that", "otherwise"))
    if not entry.has("that"):
        entry.missing("that", "Add the expression that must hold.")
    return Need(entry.formula("that"), entry.words("otherwise", required=True))


def _outcomes(step: Entry) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}
    for entry in step.entries("outcomes"):
        entry.check_keys(_OUTCOME_KEYS)
        outcome = Outcome(
            value=entry.name("value"),
            label=entry.words("label", required=True),
            needs_reason=entry.flag("reason"),
            again=entry.many("again"),
            ends=entry.flag("ends"),
            waits=entry.flag("waits"),
            until=entry.words("until"),
            state=entry.words("state"),
        )
        if outcome.value in outcomes:
            entry.add("value", f"The outcome {outcome.value} stands twice", "Keep one of them.")
        outcomes[outcome.value or entry.path] = outcome
    return tuple(outcomes.values())


def _works(step: Entry) -> Iterator[DocumentWork]:
    for entry in step.entries("documents"):
        entry.check_keys(tuple(Deed))
        if not any(entry.has(deed) for deed in Deed):
            entry.add("", "It says nothing to do", f"Write one of {', '.join(Deed)}: a document.")
        for deed in Deed:
            if entry.has(deed):
                yield DocumentWork(entry.words(deed), deed)


def _day(entry: Entry, key: str) -> date | None:
    value: Any = entry.words(key)
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        entry.add(key, f"{value[:64]!r} is not a date", "Write it as 2026-01-31.")
        return None
