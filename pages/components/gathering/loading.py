"""What the calendar and an agenda pack are made from, as one viewer may see it.

The page, the documents and the subscribed calendar all load it here, so that they show
the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from db import (
    activities,
    agendas,
    campaigns,
    cycles,
    due_actions,
    groups,
    meetings,
)
from db.migrations import find_installed
from db.organisations import list_organisations
from exports.agenda_document import AgendaPack, agenda_document
from exports.document import Document
from pages.components.gathering.packing import Packer
from pages.components.reading import notice_of
from pages.components.shell import Page
from scrutiny.access import Permission
from scrutiny.action import Action
from scrutiny.activity import ActivityStatus
from scrutiny.calendar import Dated, Mine
from scrutiny.cycle import Campaign
from scrutiny.mechanism import Mechanism, Subject
from scrutiny.meeting import AgendaItem, Meeting
from scrutiny.pack_rules import Length
from scrutiny.partnership import Group
from scrutiny.taking_part import may_begin


def load_dated(page: Page, *, first: date, last: date, with_returns: bool = False) -> Dated:
    """Everything with a date between two days, and what is late, as the viewer may see it.

    `with_returns` also has the actions of organisations' own yearly returns.
    """
    read, viewer = page.database.read, page.viewer
    sees_rounds = viewer.can(Permission.READ_COMPOSITES)
    rows = read(activities.list_activities, viewer=viewer)
    return Dated(
        today=page.today,
        since=min([read(find_installed), *(row.began for row in rows)]),
        steps=read(
            activities.list_open_steps, viewer=viewer, first=first, last=last, today=page.today
        ),
        meetings=read(meetings.list_meetings, viewer=viewer, first=first, last=last),
        groups=page.partnership.groups,
        actions=read(
            due_actions.list_due_actions,
            viewer=viewer,
            first=first,
            last=last,
            with_returns=with_returns,
        ),
        cycles=read(cycles.list_cycles) if sees_rounds else (),
        campaigns=[c for c in read(campaigns.list_campaigns) if _shows(page, c)],
        mechanisms=list_rhythmic(page),
        begun_by_viewer=list_begun_by(page),
        begun=group_begun(rows),
        names=name_places(page),
        activity_groups={row.id: row.group for row in rows},
        mine=find_mine(page),
    )


def list_rhythmic(page: Page) -> list[Mechanism]:
    """The mechanisms of which the viewer sees every activity, so that none is wrongly missed."""
    found = page.mechanisms.active
    if page.viewer.can(Permission.RUN_ACTIVITIES):
        return list(found)
    sees_open = page.viewer.can(Permission.READ_ACTIVITIES)
    return [each for each in found if sees_open and not each.is_restricted]


def list_begun_by(page: Page) -> frozenset[str]:
    """The mechanisms that the viewer may begin."""
    return frozenset(
        each.id
        for each in page.mechanisms.active
        if each.subject is not Subject.REQUEST and not may_begin(each, page.viewer)
    )


def group_begun(rows: Iterable[activities.ActivityRow]) -> Mapping[str, list[date]]:
    """The days from which the activities of each mechanism count; a withdrawn one does not."""
    begun: dict[str, list[date]] = {}
    for row in rows:
        if row.status is not ActivityStatus.WITHDRAWN:
            begun.setdefault(row.mechanism, []).append(row.counts_on)
    return begun


def find_mine(page: Page) -> Mine:
    """What is the viewer's own."""
    steps = page.database.read(activities.list_for_me, viewer=page.viewer, today=page.today)
    return Mine(
        steps=frozenset((each.activity, each.step, each.part) for each in steps),
        groups=own_groups(page),
        organisations=page.viewer.organisations,
    )


def own_groups(page: Page) -> frozenset[str]:
    """The groups that the viewer chairs or is a member of today."""
    viewer = page.viewer
    listed = page.database.read(groups.list_members, viewer=viewer, on=page.today)
    member_of = {
        each.group
        for each in listed
        if (viewer.person and each.person == viewer.person)
        or (viewer.name and each.name == viewer.name)
    }
    return frozenset(member_of) | viewer.organisations


def name_places(page: Page) -> Mapping[str, str]:
    """The words for organisations and safeguarding partners, by id and key."""
    listed = page.database.read(list_organisations)
    return {**{each.id: each.name for each in listed}, **page.partnership.places("partner")}


def _shows(page: Page, campaign: Campaign) -> bool:
    """A visit that is not announced is known to those who run it, until it has begun."""
    if page.viewer.can(Permission.MANAGE_CYCLES):
        return True
    is_known = campaign.announced or campaign.opens <= page.today
    return page.viewer.can(Permission.READ_COMPOSITES) and is_known


def load_pack(page: Page, id: str, length: Length = Length.SHORT) -> AgendaPack:
    """The agenda pack of a meeting; raises NotFoundError."""
    read = page.database.read
    meeting = read(meetings.get_meeting, id, viewer=page.viewer)
    members = read(groups.list_members, viewer=page.viewer, group=meeting.group, on=meeting.on)
    items = read(agendas.list_agenda, viewer=page.viewer, meeting=id)
    packer, base = Packer(page, length), page.settings.base_url
    is_short = length is Length.SHORT
    return AgendaPack(
        group=group_of(page, meeting),
        meeting=meeting,
        members=members,
        entries=[packer.make_entry(item) for item in items],
        actions=load_followed(page, meeting.group),
        names=name_places(page),
        most_actions=page.partnership.agenda_pack.actions if is_short else 0,
        register=f"{base}/actions",
        whole=f"{base}/documents/agenda/{id}.pdf?length={Length.WHOLE}" if is_short else "",
    )


def load_followed(page: Page, group: str) -> list[Action] | None:
    """The open actions that a group follows; None where the viewer does not see them all."""
    viewer = page.viewer
    reads = viewer.can(Permission.READ_ACTIONS) or viewer.can(Permission.MANAGE_ACTIONS)
    chairs = viewer.can(Permission.ASSURE_ACTIONS) and group in viewer.organisations
    if not (reads or chairs):
        return None
    return page.database.read(due_actions.list_followed_actions, viewer=viewer, group=group)


def make_pack(page: Page, pack: AgendaPack) -> Document:
    """The pack as a document; a demonstration says that it is one."""
    usual = page.partnership.sensitivity
    markings = [usual, *(paper.marking for each in pack.entries for paper in each.papers)]
    return agenda_document(
        pack, made=page.now, owner=page.partnership.name, notice=notice_of(page),
        marking=max(markings, key=len),  # each stricter marking has the words of the one below
    )  # fmt: skip


def group_of(page: Page, meeting: Meeting) -> Group:
    """The group of a meeting, also one that is no longer in the settings."""
    found = page.partnership.find_group(meeting.group)
    return found or Group(meeting.group, meeting.group, active=False)


def name_origins(page: Page, items: Iterable[AgendaItem]) -> Mapping[str, str]:
    """Reference and title of the activities that items come from, as far as they may be seen."""
    wanted = {item.activity for item in items} - {""}
    if not wanted:
        return {}
    rows = page.database.read(activities.list_activities, viewer=page.viewer)
    return {row.id: f"{row.reference} {row.title}" for row in rows if row.id in wanted}
