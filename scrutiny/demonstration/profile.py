"""What one invented organisation is like: its size, its people and how strong it is."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.words import CHILDMINDER, Person, make_person
from scrutiny.organisation import Organisation
from scrutiny.partnership import Partnership

#: Children on roll (or staff of an agency), from and to, by type or phase.
_SIZES = {
    "nursery": (60, 120), "primary": (90, 430), "secondary": (620, 1350),
    "all_through": (180, 700), "post_16": (900, 2600), "special_school": (70, 190),
    "alternative_provision": (14, 70), "day_nursery": (35, 110), "pre_school": (16, 45),
    "childminder": (3, 9), "out_of_school": (18, 60), "council_service": (60, 480),
    "health_provider": (300, 4200), "integrated_care_board": (220, 400),
    "police": (1900, 2300), "probation": (60, 140), "youth_justice": (18, 40),
    "fire_rescue": (700, 900), "housing": (90, 340), "voluntary": (6, 60),
    "district_other": (120, 600),
}  # fmt: skip
_AGES = {
    "nursery": (2, 5), "primary": (4, 11), "secondary": (11, 16), "all_through": (4, 18),
    "post_16": (16, 24), "day_nursery": (0, 5), "pre_school": (2, 5), "childminder": (0, 11),
    "out_of_school": (4, 12),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Profile:
    """One organisation; `voice` is its family, or childminder, and picks its words."""

    organisation: Organisation
    family: str
    voice: str
    seed: str
    size: int
    ages: tuple[int, int]
    strength: float
    head: Person
    second: Person
    leads: tuple[Person, ...]
    is_off_site: bool
    is_boarding: bool
    has_helpers: bool
    scope: str

    @property
    def type(self) -> str:
        """The organisation's type."""
        return self.organisation.type

    @property
    def has_young(self) -> bool:
        """Whether some of its children are under six."""
        return self.ages[0] < 5


def make_profile(organisation: Organisation, *, seed: int, partnership: Partnership) -> Profile:
    """The profile of an organisation, the same every year."""
    key = f"{seed}:{organisation.id}"
    random = chance_for(key)
    family = partnership.organisation_types[organisation.type].family
    kind = organisation.type if organisation.type in _SIZES else organisation.phase
    least, most = _SIZES[kind]
    domain = organisation.id
    return Profile(
        organisation=organisation,
        family=family,
        voice=CHILDMINDER if organisation.type == "childminder" else family,
        seed=key,
        size=random.randint(least, most),
        ages=_AGES.get(kind) or _AGES.get(organisation.phase, (11, 18)),
        strength=random.gauss(0, 0.5),
        head=make_person(random, domain),
        second=make_person(random, domain),
        leads=tuple(make_person(random, domain) for _ in range(random.randint(1, 4))),
        is_off_site=organisation.phase in {"secondary", "all_through"} and random.random() < 0.7,
        is_boarding=organisation.type == "independent_school" and random.random() < 0.5,
        has_helpers=random.random() < 0.35,
        scope=_scope(organisation.type, random),
    )


def _scope(kind: str, random: Random) -> str:
    if kind in {"youth_justice"}:
        return "children"
    return random.choice(
        ("both", "both", "both", "children", "adults" if kind == "voluntary" else "both")
    )
