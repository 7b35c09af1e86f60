"""What is held: all that a document may be drafted from, gathered once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from forms.model import Form, Json, Question
from scrutiny.action import Action
from scrutiny.activity import Activity, Holder, Party, Standing
from scrutiny.carry import say_parts
from scrutiny.finding import Finding
from scrutiny.mail_language import say_day
from scrutiny.mechanism import Mechanism
from scrutiny.meeting import Meeting
from scrutiny.officer_day import OfficerDay
from scrutiny.partnership import Partnership
from scrutiny.response import Response
from scrutiny.tally import Return
from scrutiny.use import UsedPaper


@dataclass(frozen=True, slots=True)
class Told:
    """One activity of several that a report puts together, with what was recorded in it.

    `standing` is there where the report is of one mechanism alone.
    """

    activity: Activity
    mechanism: Mechanism
    facts: Mapping[str, Json] = field(default_factory=dict)
    state: str = ""
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """What a document is drafted from; anything may be missing.

    `names` are the words for keys of organisations, partners and groups. `told` are the
    activities that a report over `first` to `last` puts together, `mechanisms` all that
    there are, `used` the briefings of which teams told. `earlier` are those of the same
    mechanism that were begun before and still run, `carried` what is open of their actions.
    `subject` says in words what it is about where there is no activity, `plan` what its
    mechanism calls the document. `returns` say where each organisation of the round stands
    that it is about, without its name. `forms` are those that were sent in its steps, `tools`
    what they asked, by form and version. `leaves` says that the document may be published.
    """

    today: date
    partnership: Partnership
    activity: Activity | None = None
    mechanism: Mechanism | None = None
    facts: Mapping[str, Json] = field(default_factory=dict)
    standing: Standing | None = None
    findings: tuple[Finding, ...] = ()
    actions: tuple[Action, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    days: tuple[OfficerDay, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    told: tuple[Told, ...] = ()
    earlier: tuple[Told, ...] = ()
    carried: tuple[Action, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    returns: tuple[Return, ...] = ()
    subject: str = ""
    used: tuple[UsedPaper, ...] = ()
    forms: tuple[Response, ...] = ()
    tools: Mapping[tuple[str, str], Form] = field(default_factory=dict)
    leaves: bool = False
    plan: str = ""
    first: date | None = None
    last: date | None = None

    def name_of(self, key: str) -> str:
        """The words for an organisation, partner, group or theme; the key where there are none."""
        return self.names.get(key) or self._labels().get(key, key)

    def _labels(self) -> Mapping[str, str]:
        ours = self.partnership
        named = {row.key: row.label for row in (*ours.themes, *ours.aims)}
        partners = {row.key: row.label for row in ours.safeguarding_partners}
        groups = {row.key: row.label for row in ours.groups}
        return named | partners | groups | {p.key: p.label for p in self.parties if p.label}

    @property
    def parties(self) -> tuple[Party, ...]:
        """The activity's parties."""
        return self.activity.parties if self.activity else ()

    @property
    def holders(self) -> tuple[Holder, ...]:
        """The people named on the activity."""
        return self.activity.holders if self.activity else ()

    @property
    def recorded(self) -> Mapping[str, Json]:
        """Every recorded answer by question id, those of the beginning among them."""
        return {**(self.activity.answers if self.activity else {}), **self.facts}

    def say_answer(self, question: str) -> str:
        """What was recorded for a question, as a person reads it; "" for nothing."""
        return say_value(self.mechanism, question, self.recorded.get(question))

    def find_day(self, question: str) -> date | None:
        """The day that was recorded for a question, or None."""
        raw = self.recorded.get(question)
        try:
            return date.fromisoformat(raw) if isinstance(raw, str) else None
        except ValueError:
            return None


def say_value(mechanism: Mechanism | None, question: str, raw: Json) -> str:
    """A recorded answer in words; days are spoken and choices have their labels."""
    asked = mechanism.questions.get(question) if mechanism else None
    return say_given(asked, raw) if asked else _say_plain(raw)


def say_given(asked: Question, raw: Json) -> str:
    """An answer to a question in words."""
    if asked.type == "date" and isinstance(raw, str):
        return _say_plain(raw)
    return "\n".join(words for _, words in say_parts(asked, raw, "en"))


def _say_plain(raw: Json) -> str:
    if raw is None or raw in ([], {}):
        return ""
    if isinstance(raw, list):
        return ", ".join(_say_plain(each) for each in raw)
    try:
        return say_day(date.fromisoformat(raw)) if isinstance(raw, str) else str(raw)
    except ValueError:
        return str(raw).strip()
