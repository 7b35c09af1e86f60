"""Contextual numbers that fit a setting's size and stage."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp
from random import Random

from forms.model import Json, Question
from scrutiny.demonstration.profile import Profile

#: Cases a year for a hundred children (for agencies: a hundred staff).
_RATES = {
    "concerns_recorded": 34.0, "referrals_made": 2.6, "early_help_led": 2.2,
    "child_protection_plans": 0.9, "child_in_need_plans": 1.6, "looked_after": 0.8,
    "previously_looked_after": 0.9, "kinship_care": 0.7, "encompass_notifications": 3.5,
    "child_on_child_sexual": 0.5, "child_on_child_other": 3.2, "monitoring_alerts": 4.0,
    "allegations_threshold": 0.12, "low_level_concerns": 0.6, "prevent_referrals": 0.04,
    "part_time_timetables": 0.6, "in_alternative_provision": 0.5,
    "home_education_leavers": 0.6, "files_sent": 1.5, "files_received": 1.7,
    "send_support": 12.0, "absences_followed_up": 6.0, "serious_accidents": 0.9,
    "choking_incidents": 0.25, "complaints": 0.8, "volunteers": 4.0,
    "conference_invitations": 6.0, "adult_concerns": 8.0, "adult_enquiries": 3.0,
    "liberty_applications": 2.0, "positions_of_trust": 0.3, "escalations": 0.8,
    "audits_completed": 2.5,
}  # fmt: skip
#: Numbers that are a part of another one, and how large a part.
_PARTS = {
    "referrals_accepted": ("referrals_made", 0.55),
    "files_sent_on_time": ("files_sent", 0.92),
    "files_received_on_time": ("files_received", 0.8),
    "conferences_attended": ("conference_invitations", 0.86),
}
_OLDER = frozenset({"child_on_child_sexual", "monitoring_alerts", "in_alternative_provision"})
_BUSIEST = 900  # beyond this many, cases do not grow with staff


def count_number(
    question: Question, profile: Profile, random: Random, given: Mapping[str, Json]
) -> Json:
    """A believable number; None where this return leaves it out."""
    if question.id == "staff_in_post":
        return profile.size if profile.family == "agency" else max(2, round(profile.size * 0.13))
    if question.id == "first_aiders":
        return max(1, round(profile.size * 0.07))
    if not question.required and random.random() < 0.06:
        return None
    if question.id.endswith("_percent"):
        return min(100, round(random.gauss(95 + 2 * profile.strength, 4)))
    if question.id == "deputies_trained":
        return max(0, len(profile.leads) - 1)
    if question.id in _PARTS:
        whole, share = _PARTS[question.id]
        most = given.get(whole)
        return sum(random.random() < share for _ in range(most)) if isinstance(most, int) else None
    stage = 2.0 if question.id in _OLDER and profile.ages[1] > 11 else 1.0
    mean = _RATES.get(question.id, 1.0) * min(profile.size, _BUSIEST) / 100 * stage
    return draw_count(mean * random.uniform(0.6, 1.5), random)


def draw_count(mean: float, random: Random) -> int:
    """How often something happened that happens `mean` times on average."""
    if mean > 30:
        return max(0, round(random.gauss(mean, mean**0.5)))
    limit, product, count = exp(-mean), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
