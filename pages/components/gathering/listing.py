"""The groups: each with its next meeting and how many belong to it."""

from __future__ import annotations

from collections import Counter

from db import groups, meetings
from exports.agenda_document import say_time
from exports.moment import spoken_date
from pages.components.html import Safe, join, link, show, tag
from pages.components.layout import data_table, page_heading
from pages.components.running.said import show_said
from pages.components.shell import Page
from scrutiny.calendar import name_meeting
from scrutiny.meeting import Meeting, next_meeting
from scrutiny.partnership import Group


def show_groups(page: Page) -> None:
    """One row a group; those that no longer meet stand below."""
    page_heading("Groups and meetings", "Who meets, when, and what for.")
    show_said()
    planned = page.database.read(meetings.list_meetings, viewer=page.viewer, first=page.today)
    members = page.database.read(groups.list_members, viewer=page.viewer, on=page.today)
    count = Counter(each.group for each in members)
    data_table(
        [
            (
                link(group.label, f"/groups?group={group.key}"),
                say_next(page, group, planned), count[group.key],
            )
            for group in page.partnership.active_groups
        ],
        ("Group", "Next meeting", "Members"),
        caption="Groups that meet",
        key="groups",
        search=False,
        numeric=("Members",),
    )  # fmt: skip
    show(tag("p", link("Members of all groups", "/groups?members=all")))
    if closed := [each for each in page.partnership.groups if not each.active]:
        names = join(tag("li", link(each.label, f"/groups?group={each.key}")) for each in closed)
        show(tag("h2", "Groups that do not meet now"), tag("ul", names))


def say_next(page: Page, group: Group, planned: list[Meeting]) -> Safe | str:
    """The group's next meeting as a link, or that none is set."""
    found = next_meeting(planned, group.key, page.today)
    if found is None:
        return "None is set"
    kind = group.find_kind(found.kind).label
    words = f"{spoken_date(found.on)}{f', {kind}' if kind else ''}"
    return link(words, f"/groups?meeting={found.id}")


def say_meeting(meeting: Meeting, group: Group) -> str:
    """A meeting in one line: its name, day, time and place."""
    said = (name_meeting(meeting, group), spoken_date(meeting.on), say_time(meeting), meeting.place)
    return ", ".join(words for words in said if words)
