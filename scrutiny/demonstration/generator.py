"""The whole demonstration put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from forms.library import Library
from forms.model import Form
from scrutiny.cycle import Campaign
from scrutiny.demonstration.asking import make_requests
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.earlier import make_earlier
from scrutiny.demonstration.flagging import make_flags
from scrutiny.demonstration.model import CycleSet, Demonstration, EarlierForm, Filled, Ran
from scrutiny.demonstration.profile import Profile, make_profile
from scrutiny.demonstration.register import make_organisations
from scrutiny.demonstration.reviewing import (
    code_themes,
    code_voices,
    moderate,
    narrate,
    quote_campaign,
    quote_cycle,
)
from scrutiny.demonstration.rounds import fill_cycle, make_cycles
from scrutiny.demonstration.running import Setting, number_all, run_activities
from scrutiny.demonstration.seeing import see_all
from scrutiny.demonstration.visiting import make_dip_sample, make_visits
from scrutiny.demonstration.voices import PLANS, Plan, hear_voices, make_campaign
from scrutiny.mechanism_library import known_of, load_mechanisms
from scrutiny.partnership import Family, Window, partnership
from scrutiny.review import CodedTheme, ModeratedRating, Narrative, Quote

SEED = 20250901


@dataclass(frozen=True, slots=True)
class _Audit:
    """Two years of one self-assessment, with what reviewers added."""

    earlier: EarlierForm
    cycles: tuple[CycleSet, ...]
    responses: tuple[Filled, ...]
    moderated: tuple[ModeratedRating, ...]
    themes: tuple[CodedTheme, ...]
    quotes: tuple[Quote, ...]
    narratives: tuple[Narrative, ...]


@dataclass(frozen=True, slots=True)
class _Voice:
    """One campaign, with what reviewers read in it."""

    campaign: Campaign
    responses: tuple[Filled, ...]
    themes: tuple[CodedTheme, ...]
    quotes: tuple[Quote, ...]


def make_demonstration(library: Library, *, today: date, seed: int = SEED) -> Demonstration:
    """A partnership with two years of returns and voices, and a year of scrutiny; all invented.

    What hangs on a form that the library lacks, because its file has problems, is left out.
    """
    settings = partnership()
    organisations = make_organisations(chance_for(seed))
    profiles = [make_profile(o, seed=seed, partnership=settings) for o in organisations]
    audits = []
    for family in settings.families.values():
        if family.form in library.forms:
            window = settings.deadlines.windows[family.key]
            members = tuple(p for p in profiles if p.family == family.key)
            audits.append(_audit(library, family, window, members, seed=seed, today=today))
    plans = [plan for plan in PLANS if plan.form in library.forms]
    voices = [_hear(library.forms[plan.form], plan, seed=seed, today=today) for plan in plans]
    mechanisms = load_mechanisms(known=known_of(settings, library.forms))
    setting = Setting(
        mechanisms=mechanisms.mechanisms,
        forms=library.forms,
        organisations=organisations,
        cycles=[entry.cycle for audit in audits for entry in audit.cycles],
        campaigns=[voice.campaign for voice in voices],
        partnership=settings,
        today=today,
        seed=seed,
    )
    requests = _ask(library, setting)
    activities = number_all([*(ran for ran, _ in requests), *run_activities(setting)])
    return Demonstration(
        organisations=organisations,
        earlier_forms=tuple(audit.earlier for audit in audits),
        cycles=tuple(chain.from_iterable(audit.cycles for audit in audits)),
        campaigns=tuple(voice.campaign for voice in voices),
        responses=(
            *chain.from_iterable(audit.responses for audit in audits),
            *chain.from_iterable(voice.responses for voice in voices),
            *(filled for _, filled in requests),
            *_visit(library, seed=seed, today=today),
        ),
        moderated=tuple(chain.from_iterable(audit.moderated for audit in audits)),
        themes=(
            *chain.from_iterable(audit.themes for audit in audits),
            *chain.from_iterable(voice.themes for voice in voices),
        ),
        quotes=(
            *chain.from_iterable(audit.quotes for audit in audits),
            *chain.from_iterable(voice.quotes for voice in voices),
        ),
        narratives=tuple(chain.from_iterable(audit.narratives for audit in audits)),
        flags=tuple(make_flags((voice.campaign for voice in voices), seed=seed)),
        mechanisms=mechanisms,
        activities=activities,
        seen=see_all(activities, setting),
    )


def _audit(
    library: Library, family: Family, window: Window, members: tuple[Profile, ...], *,
    seed: int, today: date,
) -> _Audit:  # fmt: skip
    form = library.forms[family.form]
    earlier = make_earlier(form, library.sources[family.form])
    last, this = make_cycles(family, window, form, earlier.form, today=today)
    last_set, before = fill_cycle(last, earlier.form, members, today=today)
    this_set, now = fill_cycle(this, form, members, today=today)
    return _Audit(
        earlier=earlier,
        cycles=(last_set, this_set),
        responses=(*before, *now),
        moderated=tuple(moderate(form, now, seed=seed, today=today)),
        themes=(*code_themes(before, day=last.deadline), *code_themes(now, day=today)),
        quotes=(*quote_cycle(last), *quote_cycle(this)),
        narratives=tuple(narrate(last, day=window.dates(last.opens.year).composite_by)),
    )


def _hear(form: Form, plan: Plan, *, seed: int, today: date) -> _Voice:
    campaign = make_campaign(plan, form, today=today)
    responses = tuple(hear_voices(plan, campaign, form, seed=seed, today=today))
    return _Voice(
        campaign=campaign,
        responses=responses,
        themes=tuple(code_voices(form, responses, day=today)),
        quotes=tuple(quote_campaign(campaign, form)),
    )


def _ask(library: Library, setting: Setting) -> Sequence[tuple[Ran, Filled]]:
    form = library.forms.get("space_request")
    return list(make_requests(form, setting)) if form else []


def _visit(library: Library, *, seed: int, today: date) -> Sequence[Filled]:
    visit, dip = library.forms.get("scrutineer_visit"), library.forms.get("dip_sample")
    visits = list(make_visits(visit, seed=seed, today=today)) if visit else []
    return [*visits, make_dip_sample(dip, seed=seed, today=today)] if dip else visits
