"""Meetings of the partnership's groups: members, dates, and what stands on an agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class MeetingStatus(StrEnum):
    """Whether a meeting takes place."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who belongs to a group; `organisation` is whom they represent."""

    id: str
    group: str
    name: str
    role: str = ""  # "Chair", "Deputy chair", "Member", in words
    organisation: str = ""
    email: str = ""
    person: str = ""
    starts: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting of a group; `kind` names its type where a group has more than one.

    `starts_at` is a local time as "HH:MM", "" when it is not set. `follows` is the id of
    the meeting whose date set this one's (the practitioners' meeting four weeks after).
    """

    id: str
    group: str
    on: date
    kind: str = ""
    starts_at: str = ""
    place: str = ""
    status: MeetingStatus = MeetingStatus.PLANNED
    follows: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda, in its order; `outcome` is what the meeting made of it."""

    id: str
    meeting: str
    title: str
    position: int
    activity: str = ""
    step: str = ""
    document: str = ""
    lead: str = ""
    purpose: str = ""
    outcome: str = ""


def next_meeting(
    meetings: Iterable[Meeting], group: str, on_or_after: date, *, kind: str = ""
) -> Meeting | None:
    """The group's first planned meeting from that day on, or None when none is set."""
    found = (
        each
        for each in meetings
        if each.group == group
        and each.on >= on_or_after
        and each.status is MeetingStatus.PLANNED
        and (not kind or each.kind == kind)
    )
    return min(found, key=lambda each: (each.on, each.starts_at, each.id), default=None)
