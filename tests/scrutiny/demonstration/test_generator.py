"""The demonstration is believable, valid, and the same for the same seed and day."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from forms.library import Library
from forms.validation import validate
from scrutiny.demonstration import Demonstration, Filled, make_demonstration
from scrutiny.organisation import Registration
from scrutiny.partnership import partnership
from scrutiny.response import Status
from tests.scrutiny.demonstration.conftest import TODAY

VOICES = {"voice_younger", "voice_older", "voice_parents"}


def only(library: Library, *ids: str) -> Library:
    return Library({id: library.forms[id] for id in ids}, {id: library.sources[id] for id in ids})


def find_faults(library: Library, made: Demonstration) -> list[str]:
    forms = {(form.id, form.version): form for form in library.forms.values()}
    forms |= {
        (earlier.form.id, earlier.form.version): earlier.form for earlier in made.earlier_forms
    }
    return [
        f"{filled.response.id} {problem}"
        for filled in made.responses
        if filled.response.is_sent
        for problem in validate(
            forms[filled.response.form, filled.response.form_version],
            filled.response.answers,
            today=filled.day,
            context=filled.context,
        )
    ]


def test_the_partnership_has_every_type_of_organisation(made: Demonstration) -> None:
    settings = partnership()
    types = Counter(organisation.type for organisation in made.organisations)
    families = Counter(settings.organisation_types[o.type].family for o in made.organisations)
    assert set(types) == set(settings.organisation_types)
    assert families == {"education": 90, "early_years": 60, "agency": 26}
    assert len({organisation.name for organisation in made.organisations}) == 176


def test_some_alternative_provision_is_registered_and_some_is_not(made: Demonstration) -> None:
    kind = "alternative_provision"
    counts = Counter(o.registration for o in made.organisations if o.type == kind)
    assert counts == {Registration.REGISTERED: 3, Registration.UNREGISTERED: 2}


def test_every_answer_that_was_sent_is_valid(library: Library, made: Demonstration) -> None:
    assert find_faults(library, made) == []


def test_each_self_assessment_has_two_yearly_cycles(made: Demonstration) -> None:
    cycles = [entry.cycle for entry in made.cycles]
    assert [(cycle.id, cycle.previous) for cycle in cycles] == [
        ("education-2025", ""), ("education-2026", "education-2025"),
        ("early_years-2025", ""), ("early_years-2026", "early_years-2025"),
        ("agency-2025", ""), ("agency-2026", "agency-2025"),
    ]  # fmt: skip
    assert [cycle.form_version for cycle in cycles[:2]] == ["2025.1", "2026.1"]
    assert cycles[0].closes < TODAY <= cycles[1].closes
    assert [len(entry.organisations) for entry in made.cycles] == [90, 90, 60, 60, 26, 26]


def test_returns_stand_in_every_state(made: Demonstration) -> None:
    states = Counter(f.response.status for f in made.responses if f.response.organisation)
    late = sum(filled.response.late for filled in made.responses)
    begun = sum(1 for filled in made.responses if filled.response.organisation)
    scope = sum(len(entry.organisations) for entry in made.cycles)
    assert set(states) == {
        Status.IN_PROGRESS, Status.SUBMITTED, Status.UNDER_REVIEW, Status.ACCEPTED,
        Status.IN_COMPOSITE,
    }  # fmt: skip
    assert sum(states.values()) - states[Status.IN_PROGRESS] > 250
    assert late > 10
    assert scope - begun > 20
    assert sum(len(entry.exempt) for entry in made.cycles) > 2


def test_nothing_happens_after_today(made: Demonstration) -> None:
    assert max(filled.day for filled in made.responses) <= TODAY
    assert max(taking.day for ran in made.activities for taking in ran.activity.taken) <= TODAY


def ratings(filled: Filled) -> Counter[str]:
    answers = filled.response.answers.values()
    return Counter(str(a["rating"]) for a in answers if isinstance(a, dict) and "rating" in a)


def share_met(made: Demonstration, round: str) -> float:
    counts: Counter[str] = Counter()
    for filled in made.responses:
        if filled.response.round == round and filled.response.is_sent:
            counts += ratings(filled)
    return counts["fully_met"] / (counts.total() - counts["not_applicable"])


@pytest.mark.parametrize("family", ["education", "early_years", "agency"])
def test_ratings_are_mostly_met_and_improve_a_little(made: Demonstration, family: str) -> None:
    before, now = share_met(made, f"{family}-2025"), share_met(made, f"{family}-2026")
    assert 0.55 < before < now < 0.92
    assert now - before < 0.15


def test_organisations_differ(made: Demonstration) -> None:
    shares = [
        counts["fully_met"] / counts.total()
        for filled in made.responses
        if filled.response.round == "education-2026" and filled.response.is_sent
        for counts in [ratings(filled)]
    ]
    assert min(shares) < 0.7
    assert max(shares) > 0.95


def test_six_hundred_voices_are_anonymous(made: Demonstration) -> None:
    voices = [filled for filled in made.responses if filled.response.form in VOICES]
    response = [filled.response for filled in voices]
    assert len(voices) == 600
    assert {(r.organisation, r.author, r.receipt) for r in response} == {("", "", "")}
    assert {r.updated.hour for r in response if r.updated} == {0}
    closed = {campaign.id for campaign in made.campaigns if campaign.closes < TODAY}
    assert len(closed) == 3
    assert {r.round for r in response} == closed


def test_every_voice_form_has_an_open_campaign_to_try(made: Demonstration) -> None:
    assert {c.form for c in made.campaigns if c.is_open(TODAY)} == set(VOICES)


def test_reviewers_looked_at_a_third_of_this_years_returns(made: Demonstration) -> None:
    sent = {
        filled.response.id: filled.response.answers
        for filled in made.responses
        if filled.response.round.endswith("-2026") and filled.response.is_sent
    }
    moderated = {rating.response for rating in made.moderated}
    agreed = sum(
        isinstance(own := sent[r.response][r.question], dict) and own["rating"] == r.rating
        for r in made.moderated
    )
    assert len(moderated) == pytest.approx(len(sent) / 3, abs=2)
    assert 0.6 < agreed / len(made.moderated) < 0.95


def test_some_quotes_may_be_shown_and_some_not_yet(made: Demonstration) -> None:
    assert {quote.may_be_shown for quote in made.quotes} == {True, False}


def test_themes_are_the_partnerships_own(made: Demonstration) -> None:
    known = {theme.key for theme in partnership().themes}
    assert {theme.theme for theme in made.themes} | {q.theme for q in made.quotes} <= known
    assert {theme.kind for theme in made.themes} == {"best_practice", "improvement"}


def test_the_same_seed_and_day_give_the_same(library: Library) -> None:
    ids = ("section_eleven", "voice_younger", "space_request", "space_tool", "dip_sample")
    small = only(library, *ids)
    assert make_demonstration(small, today=TODAY) == make_demonstration(small, today=TODAY)
    assert make_demonstration(small, today=TODAY, seed=1) != make_demonstration(small, today=TODAY)


@pytest.mark.parametrize("today", [date(2028, 2, 29), date(2027, 4, 10), date(2027, 7, 1)])
def test_it_is_valid_on_any_day(library: Library, today: date) -> None:
    ids = ("section_eleven", "voice_parents", "space_request", "space_tool", "scrutineer_visit")
    small = only(library, *ids)
    made = make_demonstration(small, today=today)
    last, this = (entry.cycle for entry in made.cycles)
    assert find_faults(small, made) == []
    assert last.closes < this.opens < today


def test_a_form_that_is_missing_leaves_the_rest(library: Library) -> None:
    made = make_demonstration(only(library, "voice_older"), today=TODAY)
    assert (made.cycles, len(made.responses)) == ((), 255)
    assert len(made.organisations) == 176
