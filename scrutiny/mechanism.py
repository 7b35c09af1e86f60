"""A mechanism: one of the framework's ways of scrutinising, as configured in mechanisms/*.yaml.

Everything is frozen and already checked: `scrutiny.mechanism_parsing` makes these from YAML
and collects what is wrong there. The written format is described in docs/mechanism_format.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from forms.model import Question

#: What is counted of an activity, for expressions to look at beside what was answered.
COUNTS: Mapping[str, str] = MappingProxyType(
    {
        "findings": "Findings",
        "findings_without_action": "Findings that need an action, without one or a reason",
        "recommendations_unanswered": "Recommendations that nobody has answered yet",
        "actions": "Actions",
        "actions_open": "Actions that are not yet assured, carried forward or closed",
    }
)


#: What an activity is about, for expressions: the key of its partner, organisation or group.
ABOUT = "is_about"
#: What a step's own questions may look at besides: the outcome that is being chosen.
OUTCOME = "outcome"
#: And, where its form is answered many times, how far the party is that takes it.
HERE: Mapping[str, str] = MappingProxyType(
    {
        "sent_here": "Forms of this step that the party has sent",
        "left_here": "Cases of this step of which the party has begun no form",
    }
)
#: And, where each party takes it, what is left of what the party itself has to do.
OWN: Mapping[str, str] = MappingProxyType(
    {"own_immediate": "Immediate actions that the party owns and has not reported as done"}
)


class Subject(StrEnum):
    """What one activity of a mechanism is about."""

    NOTHING = "nothing"  # a theme or the partnership as a whole
    ORGANISATION = "organisation"
    GROUP = "group"
    PARTNER = "partner"
    CYCLE = "cycle"
    CAMPAIGN = "campaign"
    REQUEST = "request"  # a response to the request form


class Each(StrEnum):
    """The parties of an activity who each take a step for themselves."""

    PARTNERS = "partners"  # the safeguarding partners
    AGENCIES = "agencies"  # the organisations that take part
    MEMBERS = "members"  # the agencies of the group that the activity belongs to


class Publication(StrEnum):
    """Whether highlights of an activity may be published; always by a named approval."""

    YES = "yes"
    WITH_REASON = "with_reason"  # not, unless somebody says why
    NEVER = "never"


class Unit(StrEnum):
    """What a deadline counts in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Due:
    """When a step is due.

    `before` and `after` name the trigger: a step's id, the id of a date question, or
    "start". With `meeting` (a group's key, or "chosen" for the activity's own group) it
    is the group's next meeting on or after the trigger. `is_target` marks a local
    target, which the framework does not set; `requirement` cites the one that does.
    """

    before: str = ""
    after: str = ""
    count: int = 0
    unit: Unit = Unit.DAYS
    meeting: str = ""
    is_target: bool = False
    requirement: str = ""

    @property
    def trigger(self) -> str:
        """What sets the date."""
        return self.before or self.after


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an activity is to take place; all zero or False means as needed.

    `every_weeks` from the last one's start, `a_year` so many in a year, `months` lists the
    months (1 to 12) in which one is to begin. `for_each` is how many of those of a year are
    asked for of each safeguarding partner, 0 where it is not by partner. `is_optional` marks a
    rhythm that applies only where the partnership has adopted the mechanism.
    """

    every_weeks: int = 0
    a_year: int = 0
    months: tuple[int, ...] = ()
    for_each: int = 0
    is_optional: bool = False
    requirement: str = ""


@dataclass(frozen=True, slots=True)
class ActivityRole:
    """Somebody with a part in an activity.

    `held_by` are roles of roles.yaml. `of` says whose holders: "subject" (the organisation,
    group or partner that the activity is about), "parties" (its partners and agencies, or
    only one kind of party: "partners", "agencies", "commissioners"), "group" (the
    activity's group), the key of one safeguarding partner, or "" (any holder, or those named
    on the activity).
    `is_named` asks for a person to be named on the activity. `shuns_subject` bars the
    representatives of a safeguarding partner that is itself the subject.
    """

    key: str
    label: str
    held_by: tuple[str, ...]
    of: str = ""
    is_named: bool = False
    shuns_subject: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """A guard: an expression over what has been recorded, and what to say when it fails."""

    that: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A way in which a step may end.

    `again` names steps to be taken anew (and whatever follows them), `ends` closes the
    activity, `waits` leaves the step open, to be taken again, where `until` names the
    question with the day on which it is then due. `state` is what the activity is then
    said to be.
    """

    value: str
    label: str
    needs_reason: bool = False
    again: tuple[str, ...] = ()
    ends: bool = False
    waits: bool = False
    until: str = ""
    state: str = ""


class Fill(StrEnum):
    """What a question of a step's form is filled in with when the form is begun."""

    CASE = "case"  # the reference of the case that it is about
    ACTIVITY = "activity"  # the reference of the activity


@dataclass(frozen=True, slots=True)
class Many:
    """That each party answers a step's form many times, and says itself when it has finished.

    `of_each` names an earlier repeat question whose rows are the cases; with "" each party
    gives its own references. So many as `at_least` have to be sent. `finished` are the
    words with which a party says that it has finished.
    """

    of_each: str = ""
    at_least: int = 1
    finished: str = "We have finished"


class Deed(StrEnum):
    """What is done to a document in a step."""

    DRAFT = "draft"
    WRITE = "write"
    APPROVE = "approve"
    ISSUE = "issue"
    PRESENT = "present"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class DocumentWork:
    """A document that a step drafts, writes, approves, issues, presents or publishes."""

    document: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class AgendaWork:
    """An item that a step puts on the agenda of a group's next meeting."""

    group: str  # a group's key, or "chosen" for those that the question `groups` holds
    title: str
    groups: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: who takes it, on what conditions, what it asks and what it brings about.

    `after` are the steps to be done first. `relevant` leaves it out where it does not
    hold. `form` names a form of the library that `each` party (or the role itself)
    answers; the step is done when all of those are submitted. With `many` each answers it
    several times and takes the step to say that it has finished. `fills` say which of the
    form's questions are filled in when it is begun. `asks` are questions in the
    manner of a form, recorded with the step. `may_record` are roles that may record it for
    those whose step it is, saying how they know. `tells` are roles that are written to
    when it is taken. `keeps` say what the step's screen offers to add: findings, actions,
    days of the scrutiny officer, notes of support and challenge, training needs,
    recommendations. `begins` names a mechanism of which a linked activity is begun,
    `begins_with` which of its first questions are answered with what this one recorded.
    `until` are steps with which it falls away when it has not been taken by then.
    `chooses_agencies` has the step say which agencies take part from then on.
    """

    id: str
    title: str
    by: tuple[str, ...]
    about: str = ""
    requirements: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    relevant: str = ""
    needs: tuple[Need, ...] = ()
    each: Each | None = None
    may_record: tuple[str, ...] = ()
    asks: tuple[Question, ...] = ()
    form: str = ""
    many: Many | None = None
    fills: tuple[tuple[str, Fill], ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    due: Due | None = None
    documents: tuple[DocumentWork, ...] = ()
    agenda: tuple[AgendaWork, ...] = ()
    tells: tuple[str, ...] = ()
    keeps: tuple[str, ...] = ()
    begins: str = ""
    begins_with: tuple[tuple[str, str], ...] = ()
    state: str = ""
    is_optional: bool = False
    until: tuple[str, ...] = ()
    chooses_agencies: bool = False

    def find_outcome(self, value: str) -> Outcome | None:
        """The outcome of that value, or None."""
        return next((each for each in self.outcomes if each.value == value), None)

    @property
    def case_question(self) -> str:
        """The question of its form that holds the reference of the case, or ""."""
        return next((key for key, fill in self.fills if fill is Fill.CASE), "")


@dataclass(frozen=True, slots=True)
class DocumentPlan:
    """A document of a mechanism: which template drafts it and who approves it.

    `approved_by` are roles of the mechanism (nobody: it needs no approval), `goes_to`
    roles that get a copy when it is issued. `may_publish` allows it to leave the partnership.
    """

    key: str
    title: str
    template: str
    approved_by: tuple[str, ...] = ()
    goes_to: tuple[str, ...] = ()
    may_publish: bool = False
    sensitivity: str = ""


@dataclass(frozen=True)
class Mechanism:
    """One version of a mechanism; a version that an activity runs on never changes."""

    id: str
    version: str
    title: str
    prefix: str  # of references: "AE" makes AE-2026-001
    steps: tuple[Step, ...]
    roles: Mapping[str, ActivityRole] = field(default_factory=dict)
    short: str = ""
    about: str = ""
    effective_from: date | None = None
    is_active: bool = True
    subject: Subject = Subject.NOTHING
    group: str = ""  # the group to which its activities belong, "" when chosen or none
    begun_by: tuple[str, ...] = ()
    begin: tuple[Question, ...] = ()
    purposes: tuple[str, ...] = ()
    aims: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    rhythm: Rhythm | None = None
    publication: Publication = Publication.YES
    documents: Mapping[str, DocumentPlan] = field(default_factory=dict)
    sensitivity: str = ""
    is_restricted: bool = False  # only those with a part in an activity see it
    monitored_by: str = ""  # the group that follows its actions until they are assured
    family: str = ""  # the organisation family whose cycle it runs

    @cached_property
    def by_id(self) -> Mapping[str, Step]:
        """The steps by id, in order."""
        return {step.id: step for step in self.steps}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question that is asked at its beginning or in a step, by id."""
        asked = (*self.begin, *(question for step in self.steps for question in step.asks))
        return {question.id: question for question in asked}

    @cached_property
    def counts(self) -> bool:
        """Whether an expression looks at what is counted of an activity."""
        sources = [each.relevant for each in self.steps]
        sources += [need.that for each in self.steps for need in each.needs]
        sources += [
            getattr(question, key)
            for question in self.questions.values()
            for key in ("relevant", "constraint", "calculation", "required")
        ]
        return any(f"{{{name}}}" in source for source in sources for name in COUNTS)

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.title
