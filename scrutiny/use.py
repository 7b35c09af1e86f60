"""How teams used a learning briefing: what they are asked, and what they told, by agency."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from forms.journey import walk
from forms.model import Answers, Form, Json, Question
from forms.parsing import ParsedForm, parse_form
from forms.problem import Problem
from forms.text import DEFAULT_LANGUAGE
from scrutiny.access import Permission, Viewer
from scrutiny.carry import say_parts
from scrutiny.paper import Paper, PaperState
from scrutiny.template import Template

PATH = Path(__file__).with_name("team_use.yaml")
#: The questions that are read here; all others are kept and shown as they are.
TEAM, USED_ON, PEOPLE, DISCUSSED, CHANGED = "team", "used_on", "people", "discussed", "changed"
_OUT = frozenset({PaperState.ISSUED, PaperState.PRESENTED})


@dataclass(frozen=True, slots=True)
class Use:
    """One team's report that it used a document; `organisation` is whom the team belongs to."""

    id: str
    paper: str
    organisation: str
    answers: Answers = field(default_factory=dict)
    told_by: str = ""
    told_on: date | None = None

    @property
    def team(self) -> str:
        """Which team it was."""
        return str(self.answers.get(TEAM) or "")

    @property
    def people(self) -> int:
        """How many took part; 0 where that was not told."""
        raw = self.answers.get(PEOPLE)
        return int(raw) if isinstance(raw, int | float) else 0

    @property
    def changed(self) -> str:
        """What changed because of it, in one line."""
        return " ".join(str(self.answers.get(CHANGED) or "").split())


@dataclass(frozen=True, slots=True)
class AgencyUse:
    """What one agency told of a document: how many teams, and people in them."""

    organisation: str
    name: str
    teams: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class UsedPaper:
    """A document with all that teams told of it, for a report."""

    title: str
    uses: tuple[Use, ...]


@lru_cache(maxsize=1)
def load_use_form(path: Path = PATH) -> ParsedForm:
    """The questions, or what is wrong with their file."""
    return parse_form(path.read_text("utf-8"), path.name)


def list_questions() -> tuple[Question, ...]:
    """What is asked, in order; nothing while the file has a mistake."""
    form = load_use_form().form
    return form.sections[0].questions if form else ()


def check_use(answers: Answers, *, today: date) -> tuple[dict[str, Json], tuple[Problem, ...]]:
    """The answers as they are kept, and what is wrong with them."""
    form: Form | None = load_use_form().form
    if form is None:
        return {}, load_use_form().problems
    journey = walk(form, answers, today=today)
    return dict(journey.answers), journey.problems


def may_be_used(paper: Paper, template: Template | None) -> bool:
    """Whether teams are asked how they used it: of its kind, and gone out or published."""
    is_out = paper.state in _OUT or paper.is_published
    return bool(template and template.asks_use and is_out)


def why_not_tell(paper: Paper, template: Template | None, viewer: Viewer, organisation: str) -> str:
    """Why the viewer may not tell how a team of the organisation used it; "" when they may."""
    if not viewer.can(Permission.TELL_USE):
        return "Your role does not tell how a team used it. Ask somebody of the team to."
    if not may_be_used(paper, template):
        return "Teams are asked about learning briefings that have gone out. Wait until it has."
    if viewer.can(Permission.WRITE_DOCUMENTS) or organisation in viewer.organisations:
        return ""
    return "You can tell it for your own organisation. Ask the Children's MARS team for others."


def sum_up(uses: Iterable[Use], names: Mapping[str, str]) -> tuple[AgencyUse, ...]:
    """Every agency of `names` with what it told; those that told nothing last, each by name.

    An agency that told and is not among `names` stands there too, by its key.
    """
    by_agency: dict[str, list[Use]] = defaultdict(list)
    for use in uses:
        by_agency[use.organisation].append(use)
    rows = [
        AgencyUse(key, names.get(key, key), len(told), sum(use.people for use in told))
        for key in {*names, *by_agency}
        if (told := by_agency.get(key, [])) or key in names
    ]
    return tuple(sorted(rows, key=lambda row: (not row.teams, row.name.casefold())))


def say_sum(rows: Sequence[AgencyUse]) -> str:
    """How many teams of how many agencies told, and how many people they are, in a sentence."""
    told = [row for row in rows if row.teams]
    if not told:
        return "No team has told how it used it yet."
    teams, people = sum(row.teams for row in told), sum(row.people for row in told)
    agencies = "1 agency" if len(told) == 1 else f"{len(told)} agencies"
    return f"{_count(teams, 'team')} of {agencies} used it, with {_count(people, 'person')}."


def _count(number: int, noun: str) -> str:
    plural = "people" if noun == "person" else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def say_answers(use: Use) -> tuple[tuple[str, str], ...]:
    """Each question with what was told, in words; "" for what was left empty."""
    return tuple(
        (question.text.say(), _say(question, use.answers.get(question.id)))
        for question in list_questions()
    )


def _say(question: Question, raw: Json) -> str:
    return "\n".join(words for _, words in say_parts(question, raw, DEFAULT_LANGUAGE))
