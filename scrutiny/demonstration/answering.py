"""A return filled in as an invented organisation would: header, judgements, numbers, words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from forms.journey import walk
from forms.model import Form, Json, Question
from forms.types.samples import sample_answer
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.judging import Judge, judge
from scrutiny.demonstration.numbers import count_number
from scrutiny.demonstration.profile import Profile
from scrutiny.demonstration.words import pick, words

#: How the ids of questions end that ask for an adult's name.
_PEOPLE = ("_name", "_lead", "_adult", "_governor", "_teacher", "senco", "_individual")
_SILENT = frozenset({"note", "calculate", "hidden", "file"})


@dataclass(frozen=True, slots=True)
class Asked:
    """Who answers, when, and by what chance."""

    profile: Profile
    year: int
    day: date
    random: Random

    def before(self, least: int, most: int) -> str:
        """A day that lies some days back."""
        return (self.day - timedelta(self.random.randint(least, most))).isoformat()

    def says(self, key: str, count: int = 1) -> str:
        """Sentences from the bank, as this organisation would say them."""
        return pick(words()[key], self.profile.voice, self.random, count=count)

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random.random() < share


def context_of(profile: Profile) -> dict[str, Json]:
    """What the app would prefill for this organisation."""
    organisation = profile.organisation
    return {
        "organisation_name": organisation.name,
        "organisation_urn": organisation.urn,
        "organisation_type": organisation.type,
        "organisation_phase": organisation.phase,
        "organisation_trust": organisation.trust,
        "viewer_name": profile.leads[0].name,
    }


def answer_form(form: Form, profile: Profile, *, year: int, day: date) -> Mapping[str, Json]:
    """Valid answers to the whole form, as given on `day`; only the relevant ones stay."""
    asked = Asked(profile, year, day, chance_for(profile.seed, form.id, year))
    rater = Judge(profile.seed, profile.voice, profile.strength, year)
    given: dict[str, Json] = {}
    for question in form.questions.values():
        if question.type in _SILENT:
            continue
        value = (
            judge(form, question, rater, day)
            if question.type == "judgement"
            else _answer(question, asked, given)
        )
        if value is not None:
            given[question.id] = value
    journey = walk(form, given, today=day, context=context_of(profile) | {"today": day.isoformat()})
    return journey.answers


def _answer(question: Question, asked: Asked, given: Mapping[str, Json]) -> Json:
    if question.contextual:
        return count_number(question, asked.profile, asked.random, given)
    if question.id in _ANSWERS:
        return _ANSWERS[question.id](asked)
    if question.type == "repeat":
        return _repeat(question, asked)
    if question.id in _MANY:
        return _many(question, asked, *_MANY[question.id])
    if question.id in _WORDED:
        bank, share = _WORDED[question.id]
        return asked.says(bank) if asked.chance(share) else None
    if question.scale and not question.standard:
        return _lean(question, asked)
    if not question.required and asked.chance(0.35):
        return None
    return _by_type(question, asked)


def _by_type(question: Question, asked: Asked) -> Json:
    """An answer for what the tables do not name, so that a new question needs no code."""
    if question.type == "short_text" and question.id.endswith(_PEOPLE):
        return asked.random.choice(
            (asked.profile.head, asked.profile.second, *asked.profile.leads)
        ).name
    if question.type == "email":
        return asked.profile.leads[0].email
    if question.type == "long_text":
        return asked.says("priorities")
    if question.type == "date":
        return asked.before(5, 60)
    return sample_answer(question, asked.random, today=asked.day)


def _lean(question: Question, asked: Asked) -> Json:
    """A worded rating, better for the strong and a little better each year."""
    level = asked.random.gauss(0.9 - asked.profile.strength - 0.2 * asked.year, 0.7)
    place = min(max(round(level), 0), len(question.options) - 1)
    return question.options[place].value


def _many(question: Question, asked: Asked, least: int, most: int) -> Json:
    """Some choices, those that come first in a fixed shuffle more often."""
    favourites = chance_for(question.id, asked.profile.family)
    weights = {c.value: favourites.uniform(0.15, 1.0) ** 2 for c in question.options}
    weights["other"] = 0.01
    ranked = sorted(weights, key=lambda value: -(asked.random.random() ** (1 / weights[value])))
    chosen = set(ranked[: asked.random.randint(least, most)]) & {c.value for c in question.options}
    return [choice.value for choice in question.options if choice.value in chosen] or None


def _repeat(question: Question, asked: Asked) -> Json:
    if question.id == "safeguarding_leads":
        return [_lead(asked, place) for place in range(len(asked.profile.leads))]
    make = _ROWS.get(question.id)
    if make is None:
        return None if not question.min_count else sample_answer(
            question, asked.random, today=asked.day
        )  # fmt: skip
    if not question.min_count and asked.chance(0.3):
        return None
    return [make(asked) for _ in range(asked.random.randint(1, 3))]


def _lead(asked: Asked, place: int) -> Json:
    trained = asked.day - timedelta(asked.random.randint(20, 700))
    person = asked.profile.leads[place]
    return {
        "lead_part": "deputy" if place else "lead",
        "lead_name": person.name,
        "lead_email": person.email,
        "lead_trained_on": trained.isoformat(),
        "lead_training_due": (trained + timedelta(730)).isoformat(),
    }


def _well(asked: Asked) -> Json:
    row: dict[str, Json] = {"well_what": asked.says("well")}
    row["well_share"] = "yes" if asked.chance(0.7) else "no"
    if row["well_share"] == "yes":
        row["well_name"] = "yes" if asked.chance(0.5) else "no"
    return row


def _improve(asked: Asked) -> Json:
    return {"improve_what": asked.says("improve"), "improve_first_step": asked.says("steps")}


def _risk(asked: Asked) -> Json:
    return {
        "risk_what": asked.says("risks"),
        "risk_level": asked.random.choice(("high", "medium", "medium", "low")),
        "risk_mitigation": asked.says("mitigations"),
        "risk_owner": asked.random.choice(words()["owners"]["agency"]),
    }


def _last_action(asked: Asked) -> Json:
    return {
        "last_action_what": asked.says("steps"),
        "last_action_state": asked.random.choice(("done", "done", "in_progress", "not_started")),
        "last_action_difference": asked.says("impacts"),
    }


def _professional(asked: Asked) -> Json:
    return {
        "professional_name": asked.random.choice(asked.profile.leads).name,
        "professional_role": asked.random.choice(
            ("Named nurse", "Named doctor", "Safeguarding lead")
        ),
        "professional_scope": "both",
    }


def _inspection(asked: Asked) -> Json:
    return {
        "inspection_body": "The regulator",
        "inspection_on": asked.before(20, 330),
        "inspection_result": "Good overall. Safeguarding was said to be well led.",
    }


def _finding(asked: Asked) -> Json:
    return {
        "finding_what": "Plans should say who does what by when.",
        "finding_letter_on": asked.before(60, 200),
        "finding_action_taken": asked.says("taken"),
    }


def _yes_no(share: float) -> Callable[[Asked], Json]:
    return lambda asked: "yes" if asked.chance(share) else "no"


def _name(place: int) -> Callable[[Asked], Json]:
    return lambda asked: (
        (asked.profile.head, asked.profile.second, asked.profile.leads[0])[place].name
    )


def _email(place: int) -> Callable[[Asked], Json]:
    return lambda asked: (
        (asked.profile.head, asked.profile.second, asked.profile.leads[0])[place].email
    )


_HEADS = {
    "education": "Headteacher", "early_years": "Manager", "childminder": "Childminder",
    "agency": "Director",
}  # fmt: skip
_SECONDS = {
    "education": "Chair of governors", "early_years": "Chair of the committee",
    "childminder": "Childminder", "agency": "Board member for safeguarding",
}  # fmt: skip

_ROWS: Mapping[str, Callable[[Asked], Json]] = {
    "done_well": _well,
    "to_improve": _improve,
    "top_risks": _risk,
    "last_actions": _last_action,
    "named_professionals": _professional,
    "inspections": _inspection,
    "event_findings": _finding,
}
#: How many choices are made of a question, from and to.
_MANY: Mapping[str, tuple[int, int]] = {
    "training_themes": (1, 5),
    "training_skills": (1, 4),
    "themes_seen": (2, 5),
    "adult_themes_seen": (2, 5),
    "templates_wanted": (0, 3),
    "contributors": (2, 5),
    "opening_pattern": (1, 2),
}
#: Which sentences answer a question, and in what share of returns.
_WORDED: Mapping[str, tuple[str, float]] = {
    "training_detail": ("training_detail", 0.4),
    "help_wanted": ("help_wanted", 0.6),
    "themes_seen_detail": ("seen", 0.6),
    "priority_family_approach": ("priorities", 0.6),
    "priority_outside_home": ("priorities", 0.5),
    "priority_learning": ("priorities", 0.5),
    "children_changed": ("impacts", 0.5),
    "staffing_pressure": ("risks", 0.3),
    "completing_helped": ("help_wanted", 0.3),
    "services_covered": ("services", 1.0),
    "contributors_detail": ("taken", 0.0),
    "footprint_local": ("gaps", 1.0),
    "contracts_detail": ("services", 1.0),
}
_ANSWERS: Mapping[str, Callable[[Asked], Json]] = {
    "setting_name": lambda asked: asked.profile.organisation.name,
    "agency_name": lambda asked: asked.profile.organisation.name,
    "provider_name": lambda asked: asked.profile.organisation.name,
    "urn": lambda asked: asked.profile.organisation.urn or None,
    "setting_type_chosen": lambda _: None,
    "agency_type_chosen": lambda _: None,
    "establishment_number": lambda asked: f"813/{asked.random.randint(2000, 6999)}",
    "phase": lambda asked: asked.profile.organisation.phase,
    "part_of_group": lambda asked: "yes" if asked.profile.organisation.trust else "no",
    "trust_name": lambda asked: asked.profile.organisation.trust or "The proprietor",
    "pupils_on_roll": lambda asked: asked.profile.size,
    "children_on_roll": lambda asked: asked.profile.size,
    "registered_places": lambda asked: round(asked.profile.size * 1.15),
    "funded_children": lambda asked: round(asked.profile.size * asked.random.uniform(0.3, 0.8)),
    "age_from": lambda asked: asked.profile.ages[0],
    "age_to": lambda asked: asked.profile.ages[1],
    "early_years": lambda asked: "yes" if asked.profile.has_young else "no",
    "boarding": lambda asked: "yes" if asked.profile.is_boarding else "no",
    "resourced_provision": _yes_no(0.15),
    "uses_off_site": lambda asked: "yes" if asked.profile.is_off_site else "no",
    "registers": lambda _: ["early_years", "childcare_compulsory"],
    "registered_with": lambda _: "ofsted",
    "ownership": lambda asked: asked.random.choice(("owner", "company", "committee")),
    "has_assistants": lambda asked: "yes" if asked.profile.has_helpers else "no",
    "assistants": lambda _: 1,
    "headteacher_name": _name(0),
    "headteacher_email": _email(0),
    "manager_name": _name(0),
    "safeguarding_governor": _name(1),
    "nominated_individual": _name(1),
    "completed_by_name": _name(2),
    "completed_by_email": _email(2),
    "completed_by_role": lambda _: "Designated safeguarding lead",
    "children_lead_name": _name(2),
    "children_lead_role": lambda _: "Safeguarding lead for children",
    "children_lead_email": _email(2),
    "adults_lead_name": _name(0),
    "adults_lead_role": lambda _: "Safeguarding lead for adults",
    "adults_lead_email": _email(0),
    "board_lead_name": _name(1),
    "board_lead_role": lambda _: "Board member for safeguarding",
    "board_lead_email": _email(1),
    "external_review_on": lambda asked: asked.before(40, 900) if asked.chance(0.6) else None,
    "inspected_by": lambda asked: "isi" if asked.profile.type == "independent_school" else "ofsted",
    "last_inspected_on": lambda asked: asked.before(30, 1400),
    "inspection_outcome": lambda asked: "effective" if asked.chance(0.94) else "not_effective",
    "footprint": lambda asked: asked.random.choice(
        ("north_lincolnshire", "humber", "north_lincolnshire")
    ),
    "footprint_reused": _yes_no(0.5),
    "duty_basis": lambda asked: "invited" if asked.profile.type == "voluntary" else "section_11",
    "return_scope": lambda asked: asked.profile.scope,
    "contracts": _yes_no(0.5),
    "findings_received": _yes_no(0.3),
    "governing_body_on": lambda asked: asked.before(1, 14),
    "governing_body_minute": lambda asked: f"{asked.day.year}/{asked.random.randint(1, 60)}",
    "signoff_governance_name": _name(1),
    "signoff_governance_role": lambda asked: _SECONDS[asked.profile.voice],
    "signoff_governance_on": lambda asked: asked.before(0, 6),
    "signoff_leadership_name": _name(0),
    "signoff_leadership_role": lambda asked: _HEADS[asked.profile.voice],
    "signoff_leadership_on": lambda asked: asked.before(0, 6),
    "board_recorded_on": lambda asked: asked.before(0, 20),
    "shared_on": lambda asked: asked.day.isoformat(),
    "no_names_confirmed": lambda _: True,
}
