"""Who may do what in an activity: who holds its roles, who may record for others, who begins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from scrutiny.access import Permission, Viewer, roles
from scrutiny.activity import Activity, PartyKind
from scrutiny.finding import KEPT_UNDER, FindingKind
from scrutiny.mechanism import ActivityRole, Each, Mechanism, Step

#: The kinds of party that the words after `of:` mean.
OF_PARTIES: Mapping[str, frozenset[PartyKind]] = MappingProxyType(
    {
        "parties": frozenset({PartyKind.PARTNER, PartyKind.AGENCY}),
        "partners": frozenset({PartyKind.PARTNER}),
        "agencies": frozenset({PartyKind.AGENCY}),
        "commissioners": frozenset({PartyKind.COMMISSIONER}),
    }
)
#: The kinds of party that a holder of a role can act for.
_ACTING = {
    "partner": frozenset({PartyKind.PARTNER}),
    "organisation": frozenset({PartyKind.AGENCY, PartyKind.COMMISSIONER}),
}


@dataclass(frozen=True, slots=True, order=True)
class Seat:
    """A part in an activity: of whoever has the role, acts for that place or is that person.

    Empty parts narrow nothing.
    """

    role: str = ""
    acts_for: str = ""
    person: str = ""
    name: str = ""

    def is_for(self, viewer: Viewer) -> bool:
        """Whether the viewer sits there."""
        return (
            self.role in ("", viewer.role)
            and (not self.acts_for or self.acts_for in viewer.organisations)
            and self.person in ("", viewer.person)
            and self.name in ("", viewer.name)
        )


def who_may(
    mechanism: Mechanism,
    step: Step,
    activity: Activity,
    viewer: Viewer,
    *,
    is_recording: bool = False,
    part: str = "",
) -> str:
    """Nothing when the viewer may take the step (for that party), or the sentence that refuses.

    `is_recording` asks whether they may record it for those whose step it is.
    """
    keys = step.may_record if is_recording else step.by
    taking = [mechanism.roles[key] for key in keys if key in mechanism.roles]
    own = "" if is_recording else part
    if any(_holds(role, activity, viewer, own) for role in taking):
        return ""
    if is_about(activity, viewer) and any(
        role.shuns_subject and viewer.role in role.held_by for role in taking
    ):
        return (
            "This is about the one that you act for, so you take no part in this step. "
            "Somebody else takes it."
        )
    return _refusal(taking, is_recording=is_recording, is_own=bool(own))


def may_answer(
    mechanism: Mechanism, step: Step, activity: Activity, viewer: Viewer, part: str
) -> bool:
    """Whether a party's form of a step is the viewer's to answer, as theirs or on their behalf."""
    own = who_may(mechanism, step, activity, viewer, part=part)
    return not own or not who_may(mechanism, step, activity, viewer, is_recording=True)


def is_about(activity: Activity, viewer: Viewer) -> bool:
    """Whether the viewer acts for the subject of the activity, or is the partner that it is."""
    return not viewer.organisations.isdisjoint({activity.subject, activity.subject_partner} - {""})


def seats_for(mechanism: Mechanism, step: Step, activity: Activity, part: str) -> frozenset[Seat]:
    """Whose turn a step is, for the party that takes it."""
    taking = [mechanism.roles[key] for key in step.by if key in mechanism.roles]
    seats = (seat for role in taking for seat in _seats(role, activity))
    return frozenset(
        replace(seat, acts_for=part) if part and _acts_for(seat.role) else seat
        for seat in seats
        if not (part and _acts_for(seat.role)) or seat.acts_for in ("", part)
    )


def seats_told(mechanism: Mechanism, step: Step, activity: Activity) -> frozenset[Seat]:
    """Who is told that a step was taken."""
    told = [mechanism.roles[key] for key in step.tells if key in mechanism.roles]
    return frozenset(seat for role in told for seat in _seats(role, activity))


def may_run(mechanism: Mechanism, activity: Activity, viewer: Viewer) -> str:
    """Nothing when the viewer may pause, withdraw or change it, or the sentence that refuses."""
    begun_by = [mechanism.roles[key] for key in mechanism.begun_by if key in mechanism.roles]
    if viewer.can(Permission.RUN_ACTIVITIES):
        return ""
    if any(_holds(role, activity, viewer, "") for role in begun_by):
        return ""
    return f"Only {_say(role.label for role in begun_by)} may do this. Ask them to."


def may_begin(mechanism: Mechanism, viewer: Viewer, *, subject: str = "", group: str = "") -> str:
    """Nothing when the viewer may begin such an activity, or the sentence that refuses.

    `subject` and `group` are looked at where they are known.
    """
    begun_by = [mechanism.roles[key] for key in mechanism.begun_by if key in mechanism.roles]
    places = {"subject": subject, "group": group}
    for role in begun_by:
        place = places.get(role.of, "")
        if viewer.role in role.held_by and (not place or place in viewer.organisations):
            return ""
    labels = _say(role.label for role in begun_by)
    return f"Only {labels} may begin this. Ask them to, or sign in with a role that may."


def may_keep(mechanism: Mechanism, activity: Activity, viewer: Viewer, kind: FindingKind) -> str:
    """Nothing when the viewer may keep such a finding, or the sentence that refuses."""
    return may_keep_what(mechanism, activity, viewer, KEPT_UNDER.get(kind, "findings"))


def may_keep_what(mechanism: Mechanism, activity: Activity, viewer: Viewer, what: str) -> str:
    """Nothing when the viewer may add what steps keep, such as "actions", or why not.

    Those may whose step keeps such things, and those who run activities.
    """
    if viewer.can(Permission.RUN_ACTIVITIES):
        return ""
    keys = {
        key
        for step in mechanism.steps
        if what in step.keeps
        for key in (*step.by, *step.may_record)
    }
    keeping = [role for key, role in mechanism.roles.items() if key in keys]
    if any(_holds(role, activity, viewer, "") for role in keeping):
        return ""
    if not keeping:
        return "Only those who run this may do it here. Ask them to."
    return f"Only {_say(role.label for role in keeping)} may do this here. Ask them to."


def needs_partners(mechanism: Mechanism) -> bool:
    """Whether the safeguarding partners are parties of its activities."""
    if any(step.each is Each.PARTNERS for step in mechanism.steps):
        return True
    return any(
        role.of in ("parties", "partners") or (role.shuns_subject and not role.of)
        for role in mechanism.roles.values()
        if any(_acts_for(key) == "partner" for key in role.held_by)
    )


def all_seats(mechanism: Mechanism, activity: Activity) -> frozenset[Seat]:
    """Everybody with a part in an activity: parties, the named, and who takes a step."""
    taking = {key for step in mechanism.steps for key in (*step.by, *step.may_record)}
    taking |= {key for plan in mechanism.documents.values() for key in plan.approved_by}
    taking |= set(mechanism.begun_by)
    found: set[Seat] = set()
    for key in sorted(taking & mechanism.roles.keys()):
        found.update(_seats(mechanism.roles[key], activity))
    found |= {Seat(acts_for=party.key) for party in activity.parties if not party.is_excluded}
    found |= {Seat(acts_for=key) for key in (activity.subject, activity.group) if key}
    found |= {_named(holder.person, holder.name) for holder in activity.holders}
    return frozenset(found - {Seat()})


def _seats(role: ActivityRole, activity: Activity) -> Iterator[Seat]:
    people = [h.person for h in activity.holders if h.role == role.key and h.person] or [""]
    for key in role.held_by:
        for place in _places(role, key, activity):
            yield from (Seat(key, place, person) for person in people)


def _places(role: ActivityRole, held_by: str, activity: Activity) -> Iterable[str]:
    """What a holder must act for; ("",) for nothing in particular."""
    about = {activity.subject, activity.subject_partner} if role.shuns_subject else set[str]()
    return tuple(place for place in _of(role, held_by, activity) if place not in about - {""})


def _of(role: ActivityRole, held_by: str, activity: Activity) -> Iterable[str]:
    if role.of == "subject":
        return sorted({activity.subject, activity.subject_partner} - {""})
    if role.of == "group":
        return (activity.group,) if activity.group else ()
    acts_for = _acts_for(held_by)
    if role.of in OF_PARTIES:
        return _party_keys(activity, OF_PARTIES[role.of] & _ACTING.get(acts_for, frozenset()))
    if role.of:  # one safeguarding partner, by its key
        return (role.of,) if acts_for == "partner" else ()
    if acts_for == "organisation":  # never every school and agency
        return _party_keys(activity, OF_PARTIES["agencies"])
    if role.shuns_subject and acts_for == "partner":
        return _party_keys(activity, OF_PARTIES["partners"])
    return ("",)


def _party_keys(activity: Activity, kinds: frozenset[PartyKind]) -> list[str]:
    return [p.key for p in activity.parties if p.kind in kinds and not p.is_excluded]


def _holds(role: ActivityRole, activity: Activity, viewer: Viewer, part: str) -> bool:
    """Whether the viewer holds the role, and acts for that party where one is given."""
    people = {h.person for h in activity.holders if h.role == role.key and h.person}
    if viewer.role not in role.held_by or (people and viewer.person not in people):
        return False
    if role.shuns_subject and is_about(activity, viewer):
        return False
    if part and _acts_for(viewer.role) and part not in viewer.organisations:
        return False
    places = _places(role, viewer.role, activity)
    return "" in places or not viewer.organisations.isdisjoint(places)


def _acts_for(role: str) -> str:
    return roles()[role].acts_for if role in roles() else ""


def _named(person: str, name: str) -> Seat:
    return Seat(person=person) if person else Seat(name=name)


def _refusal(taking: list[ActivityRole], *, is_recording: bool, is_own: bool) -> str:
    labels = _say(role.label for role in taking)
    if is_recording and not labels:
        return "Nobody may record this step for others: ask those whose step it is to take it."
    if is_recording:
        return f"Only {labels} may record this step for others. Ask them to."
    return (
        f"This step is taken by {labels}{', each for themselves' if is_own else ''}. Ask them to."
    )


def _say(labels: Iterable[str]) -> str:
    words = list(dict.fromkeys(labels))
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
