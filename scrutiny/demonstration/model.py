"""What a demonstration is made of: the shared types, and a response with its context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from forms.model import Form, Json
from scrutiny.activity import Activity
from scrutiny.cycle import Campaign, Cycle
from scrutiny.demonstration.acting import Acted
from scrutiny.finding import Finding
from scrutiny.flag import Flag
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import MechanismLibrary
from scrutiny.officer_day import OfficerDay
from scrutiny.organisation import Organisation
from scrutiny.response import Response
from scrutiny.review import CodedTheme, ModeratedRating, Narrative, Quote


@dataclass(frozen=True, slots=True)
class EarlierForm:
    """Last year's version of a form, with the source text to publish."""

    form: Form
    source: str


@dataclass(frozen=True, slots=True)
class CycleSet:
    """A cycle with the ids of the organisations in its scope; `exempt` gives reasons."""

    cycle: Cycle
    organisations: tuple[str, ...]
    exempt: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A response with its answers, and what its form prefilled from when it was answered.

    `day` is the day on which it was answered last, which its dates are checked against.
    """

    response: Response
    day: date
    context: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RanForm:
    """A form of a party for a step, sent or begun; its response gets its id when it is stored.

    `reference` is that of its case, where the party answers many.
    """

    step: str
    part: str
    filled: Filled
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Ran:
    """An activity with the forms that were sent or begun in it.

    `stopped` is when it was paused or withdrawn, `theme` what it is about.
    """

    activity: Activity
    mechanism: Mechanism
    forms: tuple[RanForm, ...] = ()
    stopped: datetime | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What activities saw and led to: findings, actions with their histories, officers' days."""

    findings: tuple[Finding, ...] = ()
    actions: tuple[Acted, ...] = ()
    days: tuple[OfficerDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything that the demonstration puts into an empty database."""

    organisations: tuple[Organisation, ...]
    earlier_forms: tuple[EarlierForm, ...]
    cycles: tuple[CycleSet, ...]
    campaigns: tuple[Campaign, ...]
    responses: tuple[Filled, ...]
    moderated: tuple[ModeratedRating, ...]
    themes: tuple[CodedTheme, ...]
    quotes: tuple[Quote, ...]
    narratives: tuple[Narrative, ...]
    flags: tuple[Flag, ...] = ()
    mechanisms: MechanismLibrary = field(default_factory=MechanismLibrary)
    activities: tuple[Ran, ...] = ()
    seen: Seen = field(default_factory=Seen)
