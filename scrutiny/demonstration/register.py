"""The invented register: 90 schools and colleges, 60 early-years providers, 26 agencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from scrutiny.demonstration.words import make_person, names
from scrutiny.organisation import Organisation

#: How many of each type: schools and colleges, then early years.
EDUCATION = {
    "maintained_school": 34,
    "academy": 37,
    "independent_school": 5,
    "special_school": 6,
    "college": 3,
    "alternative_provision": 5,
}
EARLY_YEARS = {"day_nursery": 20, "pre_school": 12, "childminder": 21, "out_of_school": 7}
_LOCALITIES = (
    "scunthorpe_north", "scunthorpe_south", "brigg_and_wolds", "barton_and_humber",
    "isle_of_axholme", "ridge_and_bottesford",
)  # fmt: skip
_KINDS = {
    "independent_school": ("College School", "Hall School", "Preparatory School"),
    "special_school": ("Lodge School", "Bridge School", "Meadows School"),
    "college": ("Further Education College", "Sixth Form College", "Land and Technology College"),
    "alternative_provision": ("Learning Base", "Pupil Referral Centre", "Workshop", "Farm Project"),
}


@dataclass(slots=True)
class _Deck:
    """Names dealt out once each, from a shuffled pack that starts again when it is empty."""

    random: Random
    pack: list[str]
    left: list[str] = field(default_factory=list)

    def deal(self) -> str:
        """The next name; every one comes up before any comes up again."""
        if not self.left:
            self.left = self.random.sample(self.pack, len(self.pack))
        return self.left.pop()


@dataclass(slots=True)
class _Namer:
    """Gives every organisation a name that no other one has."""

    random: Random
    places: _Deck
    nurseries: _Deck
    clubs: _Deck
    used: set[str] = field(default_factory=set)

    def name_school(self, kind: str, phase: str, index: int) -> str:
        """A name such as "Ashmere Primary School"."""
        return self._fresh(
            lambda: _school_name(kind, phase, index, self.places.deal(), self.random)
        )

    def name_provider(self, kind: str) -> str:
        """A name such as "Blue Door Day Nursery, Ashmere"."""
        return self._fresh(lambda: self._provider_name(kind))

    def _provider_name(self, kind: str) -> str:
        if kind == "childminder":
            return f"{make_person(self.random, kind).name} (childminder)"
        place = self.places.deal()
        if kind == "pre_school":
            return f"{place} Village Pre-school"
        if kind == "day_nursery":
            return f"{self.nurseries.deal()} Day Nursery, {place}"
        return f"{self.clubs.deal()} Out of School Club, {place}"

    def _fresh(self, make: Callable[[], str]) -> str:
        name = make()
        while name in self.used:
            name = make()
        self.used.add(name)
        return name


def make_organisations(random: Random) -> tuple[Organisation, ...]:
    """The whole register; the same random state gives the same one."""
    namer = _Namer(
        random,
        places=_Deck(random, names()["places"]),
        nurseries=_Deck(random, names()["nursery_words"]),
        clubs=_Deck(random, names()["club_words"]),
    )
    return (
        *_list_education(random, namer),
        *_list_early_years(random, namer),
        *_list_agencies(random),
    )


def _list_education(random: Random, namer: _Namer) -> Iterator[Organisation]:
    number = 0
    for kind, count in EDUCATION.items():
        for index in range(count):
            number += 1
            phase = _phase(kind, index)
            is_grouped = kind == "academy" or (kind == "special_school" and index % 2)
            yield _organisation(
                f"school-{number:03d}", namer.name_school(kind, phase, index), kind, random,
                urn=f"9{number:05d}" if _is_registered(kind, index) else "", phase=phase,
                trust=random.choice(names()["trusts"]) if is_grouped else "",
            )  # fmt: skip


def _is_registered(kind: str, index: int) -> bool:
    """Whether it has a URN: workshops and farms of alternative provision have none."""
    return kind != "alternative_provision" or index % len(_KINDS[kind]) < 2


def _phase(kind: str, index: int) -> str:
    if kind == "college":
        return "post_16"
    if kind in {"special_school", "independent_school"}:
        return ("all_through", "primary", "secondary")[index % 3]
    if kind == "alternative_provision":
        return "secondary"
    if kind == "maintained_school" and index < 3:
        return "nursery"
    return "secondary" if index % 5 == 4 else "primary"


def _school_name(kind: str, phase: str, index: int, place: str, random: Random) -> str:
    if kind in _KINDS:
        return f"{place} {_KINDS[kind][index % len(_KINDS[kind])]}"
    ending = {
        "nursery": "Nursery School",
        "secondary": "Academy" if kind == "academy" else "School",
    }.get(phase, "Primary Academy" if kind == "academy" else "Primary School")
    if phase == "primary" and index % 6 == 1:
        return f"{random.choice(names()['dedications'])} Church of England {ending}, {place}"
    return f"{place} {ending}"


def _list_early_years(random: Random, namer: _Namer) -> Iterator[Organisation]:
    number = 0
    for kind, count in EARLY_YEARS.items():
        for _ in range(count):
            number += 1
            name, urn = namer.name_provider(kind), f"8{number:05d}"
            yield _organisation(f"early-{number:03d}", name, kind, random, urn=urn)


def _list_agencies(random: Random) -> Iterator[Organisation]:
    number = 0
    for kind, titles in names()["agencies"].items():
        for title in titles:
            number += 1
            yield _organisation(
                f"agency-{number:03d}", title, kind, random, locality="area_wide",
                phase="not_applicable",
            )  # fmt: skip


def _organisation(
    id: str, name: str, kind: str, random: Random, *, urn: str = "", phase: str = "",
    trust: str = "", locality: str = "",
) -> Organisation:  # fmt: skip
    contact = make_person(random, id)
    return Organisation(
        id=id,
        name=name,
        type=kind,
        urn=urn,
        phase=phase or "not_applicable",
        trust=trust,
        locality=locality or random.choice(_LOCALITIES),
        contact_name=contact.name,
        contact_email=contact.email,
    )
