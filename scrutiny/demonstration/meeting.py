"""Invented members, a year and a half of meetings, and their agendas, for groups that meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any

from forms.source import load_yaml
from scrutiny.demonstration.chance import chance_for
from scrutiny.demonstration.words import names
from scrutiny.meeting import (
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingStatus,
    Member,
    OnHoliday,
    make_series,
    of_kind,
    with_followers,
)
from scrutiny.organisation import Organisation
from scrutiny.partnership import Group, Partnership

_BEHIND, _AHEAD = timedelta(weeks=28), timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Who belongs to the groups, when they meet, and what stands on their agendas."""

    members: tuple[Member, ...]
    meetings: tuple[Meeting, ...]
    items: tuple[AgendaItem, ...]


def make_gathered(
    organisations: Sequence[Organisation],
    partnership: Partnership,
    *,
    today: date,
    seed: int = 1,
) -> Gathered:
    """The same seed and day give the same groups; what lies behind today was held."""
    kinds = {kind.key for kind in partnership.types_of("agency")}
    agencies = [each for each in organisations if each.type in kinds]
    groups = [group for group in partnership.active_groups if group.meets]
    meetings = [
        meeting for group in groups for meeting in _meetings(group, partnership, today, seed)
    ]
    return Gathered(
        members=tuple(m for group in groups for m in _members(group, agencies, today, seed)),
        meetings=tuple(meetings),
        items=tuple(_items(meetings, today, seed)),
    )


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Any]:
    texts: Mapping[str, Any] = load_yaml(
        Path(__file__).with_name("meetings.yaml").read_text("utf-8")
    )
    return texts


def _members(
    group: Group, agencies: Sequence[Organisation], today: date, seed: int
) -> Iterator[Member]:
    random = chance_for(seed, "members", group.key)
    roles = _texts()["roles"]
    chosen = random.sample(agencies, min(len(roles), len(agencies)))
    firsts = random.sample(names()["first_names"], len(roles))
    lasts = random.sample(names()["last_names"], len(roles))
    for number, (role, agency) in enumerate(zip(roles, chosen, strict=False)):
        name = f"{firsts[number]} {lasts[number]}"
        yield Member(
            f"member-{group.key}-{number}", group.key, name, role, agency.id,
            f"{name.casefold().replace(' ', '.')}@{agency.id}.example",
            starts=today - timedelta(days=random.randint(200, 900)),
        )  # fmt: skip


def _meetings(group: Group, partnership: Partnership, today: date, seed: int) -> Iterator[Meeting]:
    random = chance_for(seed, "meetings", group.key)
    numbers = count(1)
    for kind in group.meets:
        if not kind.every_weeks:
            continue
        place = random.choice(_texts()["places"])
        for on in _days(group, kind, partnership, today, random.randrange(kind.every_weeks)):
            first = replace(of_kind(kind, group.key, on), place=place)
            planned = with_followers(
                first, group.meets, new_id=lambda: f"meeting-{group.key}-{next(numbers):02d}"
            )
            yield from (replace(_past(each, today), place=place) for each in planned)


def _days(
    group: Group, kind: MeetingKind, partnership: Partnership, today: date, weeks: int
) -> tuple[date, ...]:
    weekday = _texts()["weekdays"].get(group.key, 2)
    start = today - _BEHIND + timedelta(weeks=weeks)
    first = start - timedelta(days=start.weekday() - weekday)
    return make_series(
        first, today + _AHEAD, every_weeks=kind.every_weeks,
        holidays=partnership.bank_holidays, on_holiday=OnHoliday.LATER,
    )  # fmt: skip


def _past(meeting: Meeting, today: date) -> Meeting:
    set_on = datetime.combine(today - _BEHIND, time(9), UTC)
    status = MeetingStatus.HELD if meeting.on < today else MeetingStatus.PLANNED
    return replace(meeting, status=status, changed=set_on)


def _items(meetings: Sequence[Meeting], today: date, seed: int) -> Iterator[AgendaItem]:
    """An agenda for each meeting of the past, with its outcomes, and for each group's next."""
    coming: set[tuple[str, str]] = set()
    for meeting in sorted(meetings, key=lambda each: each.on):
        is_held = meeting.on < today
        if not is_held and (meeting.group, meeting.kind) in coming:
            continue
        if not is_held:
            coming.add((meeting.group, meeting.kind))
        yield from _agenda(meeting, seed, is_held=is_held)


def _agenda(meeting: Meeting, seed: int, *, is_held: bool) -> Iterator[AgendaItem]:
    random = chance_for(seed, "agenda", meeting.id)
    for number, row in enumerate(_texts()["items"].get(meeting.group, ()), start=1):
        first, last = random.choice(names()["first_names"]), random.choice(names()["last_names"])
        yield AgendaItem(
            f"item-{meeting.id}-{number}", meeting.id, row["title"], number,
            lead=f"{first} {last}", purpose=row["purpose"], asked=row["asked"],
            outcome=row["outcome"] if is_held else "", group=meeting.group,
        )  # fmt: skip
