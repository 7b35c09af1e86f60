"""Groups and meetings on the screen: who sees what, and what the team changes."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from db import agendas, groups, meetings
from pages.components.documents.members import make_members
from scrutiny.access import make_viewer
from scrutiny.meeting import AgendaItem, Meeting, MeetingStatus, Member
from tests.pages.conftest import Site, words

TEAM = make_viewer("mars_team", name="Tia")


def today(site: Site) -> date:
    return site.held.clock().date()


def add(site: Site, days: int, group: str = "splig", **more: Any) -> Meeting:
    meeting = Meeting("", group, today(site) + timedelta(days=days), **more)
    return site.held.database.write(
        meetings.add_meeting, meeting=meeting, viewer=TEAM, now=site.held.clock()
    )


def add_item(site: Site, meeting: Meeting, title: str) -> AgendaItem:
    item = AgendaItem("", meeting.id, title, 0)
    return site.held.database.write(
        agendas.add_item_by_hand, item=item, viewer=TEAM, now=site.held.clock()
    )


def listed(site: Site, group: str = "") -> list[Meeting]:
    return site.held.database.read(meetings.list_meetings, viewer=TEAM, group=group)


def titles(site: Site, meeting: Meeting) -> list[str]:
    found = site.held.database.read(agendas.list_agenda, viewer=TEAM, meeting=meeting.id)
    return [each.title for each in found]


def team(site: Site, **query: str) -> AppTest:
    return site.run("groups", role="mars_team", person="Tia", query=query)


def board(site: Site, **query: str) -> AppTest:
    return site.run("groups", role="board_reader", person="Bo", query=query)


def submit(test: AppTest, label: str) -> str:
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception
    return words(test)


def fill(test: AppTest, label: str, value: str, at: int = 0) -> None:
    boxes = [each for each in (*test.text_input, *test.text_area) if each.label == label]
    boxes[at].set_value(value)


def test_every_group_stands_with_its_next_meeting(site: Site) -> None:
    add(site, 10)
    said = words(board(site))
    assert "Safeguarding Practice Learning and Improvement Group" in said
    assert said.count("None is set") == 8
    assert "Groups that do not meet now" in said
    assert "Multi Agency Audit Group" in said


def test_a_group_without_meetings_says_what_to_do(site: Site) -> None:
    test = board(site, group="sab")
    assert "No meeting is set" in words(test)
    assert "No members are on record" in words(test)
    assert not test.button


def test_a_meeting_that_is_not_there_is_said_plainly(site: Site) -> None:
    assert "It is not here" in words(team(site, meeting="none"))
    assert "It is not here" in words(team(site, group="none"))


def test_the_team_adds_a_meeting_with_what_follows_it(site: Site) -> None:
    """R145: the practitioners' meeting is set four weeks after the core group."""
    test = team(site, group="marpf")
    fill(test, "Dates, one a line", "3 3 2031\n31 3 2031")
    fill(test, "Place or link", "Room 4")
    assert "4 meetings added." in submit(test, "Add")
    assert [(each.kind, each.on, each.starts_at) for each in listed(site, "marpf")] == [
        ("core", date(2031, 3, 3), "09:30"),
        ("core", date(2031, 3, 31), "09:30"),
        ("practitioners", date(2031, 3, 31), "13:00"),
        ("practitioners", date(2031, 4, 28), "13:00"),
    ]


def test_a_day_that_cannot_be_read_keeps_what_was_typed(site: Site) -> None:
    test = team(site, group="splig")
    fill(test, "Dates, one a line", "the third of May")
    assert "the third of May" in submit(test, "Add")
    assert listed(site) == []
    boxes = [each for each in test.text_area if each.label == "Dates, one a line"]
    assert boxes[0].value == "the third of May"


def test_the_team_adds_a_series(site: Site) -> None:
    test = team(site, group="splig")
    fill(test, "First date", "6 1 2031")
    fill(test, "Until", "1 4 2031")
    assert "2 meetings added." in submit(test, "Add the series")
    assert [each.on for each in listed(site)] == [date(2031, 1, 6), date(2031, 3, 3)]
    assert [each.ends_at for each in listed(site)] == ["12:00", "12:00"]


def test_a_series_that_cannot_be_is_refused_in_words(site: Site) -> None:
    test = team(site, group="splig")
    fill(test, "First date", "6 1 2031")
    fill(test, "Until", "1 4 2030")
    assert "The last day must be after the first" in submit(test, "Add the series")


def test_the_team_adds_and_ends_a_member(site: Site) -> None:
    test = team(site, group="splig")
    fill(test, "Full name", "Ann Example")
    fill(test, "Work e-mail address (optional)", "ann@health.example")
    assert "Ann Example is a member." in submit(test, "Add this member")
    who = [each for each in test.selectbox if each.label == "Member"]
    who[0].select_index(0)
    assert "Ann Example is no member any more" in submit(test, "End their time")
    [member] = site.held.database.read(groups.list_members, viewer=TEAM, group="splig")
    assert (member.name, member.email, member.ended) == (
        "Ann Example", "ann@health.example", today(site),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "email", "refusal"),
    [
        ("", "", "full name"),
        ("Ann", "nonsense", "This is not an e-mail address"),
    ],
)
def test_a_member_that_cannot_be_is_refused_in_words(
    site: Site, name: str, email: str, refusal: str
) -> None:
    test = team(site, group="splig")
    fill(test, "Full name", name)
    fill(test, "Work e-mail address (optional)", email)
    assert refusal in submit(test, "Add this member")


def test_others_see_members_without_their_address(site: Site) -> None:
    member = Member("", "splig", "Ann Example", email="ann@health.example")
    now = site.held.clock()
    site.held.database.write(groups.add_member, member=member, viewer=TEAM, now=now)
    said = words(board(site, group="splig"))
    assert "Ann Example" in said
    assert "ann@health.example" not in said


def test_a_meeting_shows_its_agenda_and_ways_to_take_it_away(site: Site) -> None:
    meeting = add(site, 10, starts_at="10:00", ends_at="12:00", place="Room 4")
    add_item(site, meeting, "Learning from audits")
    test = board(site, meeting=meeting.id)
    said = words(test)
    assert "10:00 to 12:00, Room 4" in said
    assert "1. Learning from audits" in said
    assert f"/documents/agenda/{meeting.id}.pdf" in said
    assert f"/documents/meeting/{meeting.id}.ics" in said
    assert not test.button


def test_the_team_puts_the_agenda_in_order(site: Site) -> None:
    meeting = add(site, 10)
    add_item(site, meeting, "One")
    add_item(site, meeting, "Two")
    submit(team(site, meeting=meeting.id), "Move item 2 up")
    assert titles(site, meeting) == ["Two", "One"]


def test_the_team_adds_an_item_and_notes_its_outcome(site: Site) -> None:
    meeting = add(site, 10)
    test = team(site, meeting=meeting.id)
    fill(test, "Item", "Any other business")
    assert "Added: Any other business." in submit(test, "Add this item")
    fill(test, "Outcome: what the meeting decided or noted", "Noted")
    assert "Saved: Any other business." in submit(test, "Save this item")
    [item] = site.held.database.read(agendas.list_agenda, viewer=TEAM, meeting=meeting.id)
    assert (item.title, item.outcome) == ("Any other business", "Noted")


def test_an_item_without_words_is_refused(site: Site) -> None:
    meeting = add(site, 10)
    assert "Say what the item is" in submit(team(site, meeting=meeting.id), "Add this item")


def test_an_item_is_carried_over_or_taken_off(site: Site) -> None:
    meeting, later = add(site, 10), add(site, 40)
    add_item(site, meeting, "One")
    add_item(site, meeting, "Two")
    test = team(site, meeting=meeting.id)
    submit(test, "Carry it over to the next meeting")
    submit(test, "Take it off")
    submit(test, "Yes, take it off")
    assert (titles(site, meeting), titles(site, later)) == (["One"], ["One"])


def test_the_team_moves_a_meeting_and_what_follows_it(site: Site) -> None:
    core = add(site, 10, "marpf", kind="core")
    add(site, 38, "marpf", kind="practitioners", follows=core.id)
    test = team(site, meeting=core.id)
    moved = core.on + timedelta(days=7)
    fill(test, "Date", f"{moved.day} {moved.month} {moved.year}")
    fill(test, "Starts at", "9.15")
    assert "The meeting is changed" in submit(test, "Save the changes")
    assert [(each.on - core.on).days for each in listed(site, "marpf")] == [7, 35]
    assert listed(site, "marpf")[0].starts_at == "09:15"


def test_a_time_that_cannot_be_is_refused_in_words(site: Site) -> None:
    meeting = add(site, 10)
    test = team(site, meeting=meeting.id)
    fill(test, "Starts at", "11:00")
    fill(test, "Ends at", "9:00")
    assert "The end is before the start" in submit(test, "Save the changes")


def test_a_cancelled_meeting_takes_what_follows_along_and_can_be_planned_again(
    site: Site,
) -> None:
    core = add(site, 10, "marpf", kind="core")
    add(site, 38, "marpf", kind="practitioners", follows=core.id)
    test = team(site, meeting=core.id)
    assert "is cancelled too" in submit(test, "Cancel this meeting")
    submit(test, "Yes, cancel it")
    assert {each.status for each in listed(site, "marpf")} == {MeetingStatus.CANCELLED}
    submit(test, "Plan it again")
    assert listed(site, "marpf")[0].status is MeetingStatus.PLANNED


def test_a_meeting_of_the_past_is_marked_as_held(site: Site) -> None:
    meeting = add(site, -1)
    test = team(site, meeting=meeting.id)
    assert "Was it held?" in words(test)
    submit(test, "Mark as held")
    assert listed(site)[0].status is MeetingStatus.HELD


def test_what_waits_for_a_meeting_is_shown(site: Site) -> None:
    site.held.database.write(
        agendas.add_agenda_item, group="splig", title="Findings", on_or_after=today(site),
        now=site.held.clock(), actor="",
    )  # fmt: skip
    assert "Waiting for a meeting: 1" in words(board(site, group="splig"))


LIST = (
    "group,name,role,organisation,email,starts,ends\n"
    "SPLIG,Ann Example,Chair,,ann@health.example,2025-05-01,\n"
    "nowhere,Bo Bad,,,,,\n"
)


def bring_in(site: Site, content: bytes = LIST.encode()) -> AppTest:
    test = team(site, members="all")
    test.file_uploader[0].upload("members.csv", content, "text/csv").run()
    assert not test.exception
    return test


def test_a_spreadsheet_of_members_is_brought_in_once(site: Site) -> None:
    test = bring_in(site)
    said = words(test)
    assert "1 of 2 rows cannot be taken" in said
    assert "row 3, group" in said
    assert "The list is brought in." in submit(test, "Bring in 1 new")
    assert "Members of groups: 1" in words(test)
    again = bring_in(site)
    assert "1 row is on record already" in words(again)
    assert "There is nothing to bring in." in words(again)


def test_the_list_that_is_taken_out_changes_nothing_when_it_comes_in(site: Site) -> None:
    submit(bring_in(site), "Bring in 1 new")
    body, *_ = make_members(TEAM, "present", "csv", {})
    assert body.decode("utf-8-sig").splitlines() == [
        "group,name,role,organisation,email,starts,ends",
        "SPLIG,Ann Example,Chair,,ann@health.example,2025-05-01,",
    ]
    assert "There is nothing to bring in." in words(bring_in(site, body))


def test_a_file_to_start_from_says_which_words_to_use(site: Site) -> None:
    assert "/documents/members/start.xlsx" in words(team(site, members="all"))
    body, _, name = make_members(TEAM, "start", "xlsx", {})
    assert name == "members-of-groups-to-fill-in.xlsx"
    sheets = load_workbook(io.BytesIO(body))
    assert [cell.value for cell in sheets["Members"][1]][:2] == ["group", "name"]
    assert [cell.value for cell in sheets["Words to use"][4]][:2] == ["group", "SPLIG"]


def test_a_file_of_members_that_is_no_table_is_said_plainly(site: Site) -> None:
    assert "The first row must name the columns" in words(bring_in(site, b"hello"))


def test_others_see_who_is_in_which_group_and_bring_nothing_in(site: Site) -> None:
    submit(bring_in(site), "Bring in 1 new")
    test = board(site, members="all")
    said = words(test)
    assert "Ann Example" in said
    assert "/documents/members" not in said
    assert not test.file_uploader
