"""The partnership's own names, groups, numbers and rules: data from partnership.yaml."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from forms.source import load_yaml
from scrutiny.action_rules import ActionRules, read_action_rules
from scrutiny.evidence import KINDS
from scrutiny.meeting import MeetingKind, read_meets
from scrutiny.pack_rules import PackRules, read_pack_rules
from scrutiny.sign_off import SignOffRules, read_sign_off

PATH = Path(__file__).with_name("partnership.yaml")
_WEEKDAYS = tuple(day.lower() for day in calendar.day_name)


class PartnershipError(ValueError):
    """The settings file cannot be used; the message says what to change in it."""


@dataclass(frozen=True, slots=True)
class Named:
    """A stable key and the words for it."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A safeguarding partner; organisations of its `types` are the partner itself."""

    key: str
    label: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A board, group or forum; an inactive one is kept for old records only.

    `meets` are the kinds of meetings it holds; a group without one holds plain meetings.
    """

    key: str
    label: str
    short: str = ""
    active: bool = True
    may_request: bool = False
    meets: tuple[MeetingKind, ...] = ()

    @property
    def name(self) -> str:
        """The short name where there is one."""
        return self.short or self.label

    def find_kind(self, key: str) -> MeetingKind:
        """The kind of meeting of that key; one without rules for a key that is not there."""
        return next((kind for kind in self.meets if kind.key == key), MeetingKind(key))


@dataclass(frozen=True, slots=True)
class Family:
    """Organisation types that answer the same self-assessment."""

    key: str
    label: str
    form: str


@dataclass(frozen=True, slots=True)
class OrganisationType:
    """A kind of setting or agency."""

    key: str
    label: str
    plural: str
    family: str


@dataclass(frozen=True, slots=True)
class HelpLine:
    """One line of the help panel.

    `audiences` are among young, parent and adult. `checked` is false until somebody has
    compared the number with its owner's own page, on `last_checked`.
    """

    key: str
    label: str
    number: str
    href: str
    hours: str
    audiences: tuple[str, ...]
    checked: bool
    last_checked: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class SmallNumbers:
    """The smallest group for which each output may be shown.

    Respondents for voice counts, percentages, sensitive topics and quotes; organisations
    for a comparison of types; the denominator for a headline tile.
    """

    counts_minimum: int
    percentages_minimum: int
    sensitive_minimum: int
    types_minimum: int
    quotes_minimum: int
    tiles_minimum: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What may be uploaded with a return."""

    max_files: int
    max_megabytes: int
    accept: tuple[str, ...]

    @property
    def max_bytes(self) -> int:
        """The largest file, in bytes."""
        return self.max_megabytes * 1024 * 1024


@dataclass(frozen=True, slots=True)
class WindowDates:
    """A yearly window in one year."""

    opens: date
    closes: date
    extended_to: date
    composite_by: date


@dataclass(frozen=True, slots=True)
class Window:
    """When a family's self-assessment is open each year, as rules ("last friday 11")."""

    opens: str
    closes: str
    extended_to: str
    composite_by: str

    def dates(self, year: int) -> WindowDates:
        """The days of the window that opens in `year`."""
        opens = find_day(self.opens, year)

        def after(rule: str) -> date:
            day = find_day(rule, year)
            return day if day >= opens else find_day(rule, year + 1)

        return WindowDates(
            opens, after(self.closes), after(self.extended_to), after(self.composite_by)
        )

    def next_dates(self, today: date) -> WindowDates:
        """The days of the first window that has not closed before `today`."""
        years = (self.dates(year) for year in range(today.year - 1, today.year + 2))
        return next(dates for dates in years if dates.closes >= today)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Local target times; `windows` by family key."""

    windows: Mapping[str, Window]
    voice_campaign_days: int
    voice_response_days: int
    flag_read_working_days: int
    letter_draft_working_days: int
    letter_approve_working_days: int
    letter_issue_working_days: int
    space_decision_working_days: int
    progress_after_months: int
    update_sent_days_before: int
    update_returned_days_before: int
    not_met_action_days: int


@dataclass(frozen=True, slots=True)
class Reaching:
    """How people are written to, and how often somebody may try.

    Reminders go out so many days before a cycle's deadline; a link in an invitation or a
    reminder works for days, one that was asked for for hours; the rest are an hour's limits.
    """

    reminder_days_before: tuple[int, ...]
    link_days: int
    asked_link_hours: int
    asked_links_an_address: int
    asked_links_a_browser: int
    wrong_codes_a_browser: int
    wrong_tries_a_network: int
    contact_requests_a_browser: int
    calendar_fetches_a_key: int


@dataclass(frozen=True, slots=True)
class Deputy:
    """Who is told of a flag that nobody has read in half of its time; "" for nobody by name."""

    name: str
    email: str


@dataclass(frozen=True)
class Partnership:
    """One partnership, as its settings file describes it."""

    name: str
    short_name: str
    place: str
    email: str
    website: str
    boards: Mapping[str, str]
    sensitivity: str
    sharing_notice: str
    quick_exit_url: str
    demonstration_notice: str
    safeguarding_partners: tuple[Partner, ...]
    groups: tuple[Group, ...]
    member_roles: tuple[str, ...]
    families: Mapping[str, Family]
    organisation_types: Mapping[str, OrganisationType]
    phases: tuple[Named, ...]
    localities: tuple[Named, ...]
    themes: tuple[Named, ...]
    purposes: tuple[Named, ...]
    aims: tuple[Named, ...]
    portfolios: tuple[Named, ...]
    officer_activities: tuple[Named, ...]
    terms: Mapping[str, str]
    help_panel: tuple[HelpLine, ...]
    small_numbers: SmallNumbers
    evidence: Evidence
    deadlines: Deadlines
    reaching: Reaching
    sign_off: SignOffRules
    flag_deputy: Deputy
    suggested_days: Mapping[str, int]
    actions: ActionRules
    agenda_pack: PackRules
    bank_holidays: frozenset[date] = frozenset()
    contact_requests: bool = False

    @cached_property
    def active_groups(self) -> tuple[Group, ...]:
        """The groups that meet today."""
        return tuple(group for group in self.groups if group.active)

    @cached_property
    def requesting_groups(self) -> tuple[Group, ...]:
        """The groups whose chair may ask for a SPACE audit."""
        return tuple(group for group in self.active_groups if group.may_request)

    def find_group(self, key: str) -> Group | None:
        """The group of that key, or None."""
        return next((group for group in self.groups if group.key == key), None)

    def places(self, acts_for: str) -> Mapping[str, str]:
        """The groups or partners that a role may be held for, by key, with their words."""
        if acts_for == "group":
            return {row.key: row.label for row in self.active_groups}
        if acts_for == "partner":
            return {row.key: row.label for row in self.safeguarding_partners}
        return {}

    def partner_of(self, organisation_type: str) -> str:
        """The safeguarding partner that an organisation of this type is, or ""."""
        return next(
            (row.key for row in self.safeguarding_partners if organisation_type in row.types), ""
        )

    def types_of(self, family: str) -> tuple[OrganisationType, ...]:
        """The organisation types of a family, in the order of the file."""
        return tuple(kind for kind in self.organisation_types.values() if kind.family == family)

    def form_of(self, organisation_type: str) -> str:
        """The id of the self-assessment that a type answers, or "" for an unknown type."""
        kind = self.organisation_types.get(organisation_type)
        return self.families[kind.family].form if kind else ""

    def help_for(self, audience: str) -> tuple[HelpLine, ...]:
        """The help panel's lines for young, parent or adult."""
        return tuple(line for line in self.help_panel if audience in line.audiences)


@lru_cache(maxsize=8)
def partnership(path: Path = PATH) -> Partnership:
    """The partnership that the file describes; raises PartnershipError naming the fault."""
    return read_partnership(path.read_text("utf-8"))


def read_partnership(text: str) -> Partnership:
    """The partnership in a settings text; raises PartnershipError naming the fault."""
    try:
        made = _make(load_yaml(text))
    except KeyError as error:
        raise PartnershipError(f"partnership.yaml lacks {error.args[0]}: add it") from error
    except (TypeError, ValueError, AttributeError) as error:
        raise PartnershipError(f"partnership.yaml cannot be read: {error}") from error
    _check(made)
    return made


def find_day(rule: str, year: int) -> date:
    """The day that a rule means in a year: "09-01", "last friday 11", "last day 2"."""
    words = rule.lower().split()
    if len(words) == 1:
        month, day = rule.split("-")
        return date(year, int(month), int(day))
    if len(words) != 3 or words[0] != "last":
        raise ValueError(f'"{rule}" is no day: write "09-01", "last friday 11" or "last day 2"')
    month_number = int(words[2])
    end = date(year, month_number, calendar.monthrange(year, month_number)[1])
    if words[1] == "day":
        return end
    return end - timedelta(days=(end.weekday() - _WEEKDAYS.index(words[1])) % 7)


def _make(raw: Mapping[str, Any]) -> Partnership:
    words = ("name", "short_name", "place", "email", "website", "sensitivity", "quick_exit_url")
    return Partnership(
        **{key: str(raw[key]) for key in words},
        demonstration_notice=raw["demonstration_notice"].strip(),
        sharing_notice=raw["sharing_notice"].strip(),
        boards=dict(raw["boards"]),
        safeguarding_partners=tuple(
            Partner(row["key"], row["label"], tuple(row.get("types", ())))
            for row in raw["safeguarding_partners"]
        ),
        groups=tuple(
            Group(**{**row, "meets": read_meets(row.get("meets", ()))}) for row in raw["groups"]
        ),
        member_roles=tuple(raw["member_roles"]),
        families={row["key"]: Family(**row) for row in raw["families"]},
        organisation_types={
            row["key"]: OrganisationType(**row) for row in raw["organisation_types"]
        },
        phases=_named(raw["phases"]),
        localities=_named(raw["localities"]),
        themes=_named(raw["themes"]),
        purposes=_named(raw["purposes"]),
        aims=_named(raw["aims"]),
        portfolios=_named(raw["portfolios"]),
        officer_activities=_named(raw["officer_activities"]),
        terms=dict(raw["terms"]),
        help_panel=tuple(_help_line(row) for row in raw["help_panel"]),
        small_numbers=SmallNumbers(**raw["small_numbers"]),
        evidence=Evidence(**raw["evidence"] | {"accept": tuple(raw["evidence"]["accept"])}),
        deadlines=_deadlines(raw["deadlines"]),
        reaching=_reaching(raw["reaching"]),
        flag_deputy=Deputy(**raw["flag_deputy"]),
        sign_off=read_sign_off(raw["sign_off"]),
        suggested_days=dict(raw["suggested_days"]),
        actions=read_action_rules(raw["actions"]),
        agenda_pack=read_pack_rules(raw["agenda_pack"]),
        bank_holidays=frozenset(map(date.fromisoformat, raw["bank_holidays"])),
        contact_requests=raw.get("contact_requests") in (True, "true"),
    )


def _named(rows: list[dict[str, str]]) -> tuple[Named, ...]:
    return tuple(Named(**row) for row in rows)


def _help_line(row: Mapping[str, Any]) -> HelpLine:
    rest = {key: value for key, value in row.items() if key not in {"for", "last_checked"}}
    day = row.get("last_checked")
    return HelpLine(
        **rest,
        audiences=tuple(row["for"]),
        last_checked=date.fromisoformat(day) if day else None,
    )


def _deadlines(raw: Mapping[str, Any]) -> Deadlines:
    windows = {family: Window(**row) for family, row in raw["windows"].items()}
    for window in windows.values():
        window.dates(2025)  # a rule that means no day is found now, not in September
    return Deadlines(**{**raw, "windows": windows})


def _reaching(raw: Mapping[str, Any]) -> Reaching:
    days = tuple(int(day) for day in raw["reminder_days_before"])
    return Reaching(**{**raw, "reminder_days_before": days})


def _check(made: Partnership) -> None:
    for kind in made.organisation_types.values():
        if kind.family not in made.families:
            raise PartnershipError(
                f"organisation type {kind.key} names the family {kind.family}, "
                f"which is not among {', '.join(made.families)}"
            )
    for suffix in made.evidence.accept:
        if suffix not in KINDS:
            raise PartnershipError(
                f"evidence accepts {suffix}, whose content cannot be checked: "
                f"keep to {', '.join(KINDS)}"
            )
    for line in made.help_panel:
        if line.checked and line.last_checked is None:
            raise PartnershipError(
                f"help line {line.key} is marked checked: add last_checked, or write checked: false"
            )
