"""The calendar on the screen, and the address to subscribe to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from db import calendar_keys, cycles, groups, meetings, people
from db.actions import add_action
from db.campaigns import add_campaign
from db.connection import Transaction
from db.organisations import add_organisations
from pages.components.server.cookies import VISITOR, hash_token, make_token
from pages.components.server.documents import load_handlers
from pages.components.server.logs import _clean
from pages.components.server.routes import make_routes
from scrutiny.access import Viewer, make_viewer
from scrutiny.action import Action
from scrutiny.cycle import Campaign, Cycle
from scrutiny.meeting import Meeting, Member
from scrutiny.organisation import Organisation
from scrutiny.person import Held, Person
from tests.pages.conftest import Site, words

TEAM = make_viewer("mars_team", name="Tia")
KEEPER = make_viewer("administrator", name="Ada")


@pytest.fixture
def client() -> TestClient:
    """The site's own routes."""
    load_handlers()
    return TestClient(Starlette(routes=make_routes()))


def today(site: Site) -> date:
    return site.held.clock().date()


def add(site: Site, day: date, group: str = "splig", **more: Any) -> Meeting:
    return site.held.database.write(
        meetings.add_meeting, meeting=Meeting("", group, day, **more), viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip


def show(site: Site, role: str = "mars_team", **query: str) -> AppTest:
    return site.run("calendar", role=role, person="Tia", query=query)


def press(test: AppTest, label: str) -> str:
    next(each for each in test.button if each.label == label).click().run()
    assert not test.exception
    return words(test)


def test_a_month_is_a_list_by_week(site: Site) -> None:
    add(site, date(2031, 3, 4), starts_at="10:00", ends_at="12:00", place="Room 4")
    add(site, date(2031, 3, 31), "chapp")
    add(site, date(2031, 4, 3), "sab")
    said = words(show(site, month="2031-03"))
    assert "Calendar: March 2031" in said
    assert "3 to 9 March" in said
    assert "Tue 4 March" in said
    assert "10:00-12:00" in said
    assert "31 March to 6 April" in said
    assert "SAB" not in said


def test_one_goes_from_month_to_month(site: Site) -> None:
    test = show(site, month="2031-12")
    assert "Nothing is dated in December 2031" in words(test)
    assert "Calendar: January 2032" in press(test, "January →")
    assert "Calendar: December 2031" in press(test, "← December")
    assert f"Calendar: {today(site):%B %Y}" in press(test, "This month")


def test_a_month_that_is_none_shows_this_one(site: Site) -> None:
    assert f"Calendar: {today(site):%B %Y}" in words(show(site, month="soon"))


def test_filters_stand_in_the_address(site: Site) -> None:
    add(site, date(2031, 3, 4))
    add(site, date(2031, 3, 5), "chapp")
    said = words(show(site, month="2031-03", group="chapp"))
    assert "CHaPP" in said
    assert "SPLIG" not in said
    assert "Nothing is dated" in words(show(site, month="2031-03", kind="action"))


def test_only_ones_own_meetings_when_asked_for(site: Site) -> None:
    add(site, date(2031, 3, 4))
    add(site, date(2031, 3, 5), "chapp")
    member = Member("", "chapp", "Tia")
    now = site.held.clock()
    site.held.database.write(groups.add_member, member=member, viewer=TEAM, now=now)
    said = words(show(site, month="2031-03", mine="yes"))
    assert "CHaPP" in said
    assert "Yours" in said
    assert "SPLIG" not in said


def _add_rounds(site: Site) -> None:
    cycle = Cycle("c", "section_eleven", "1", "Joint audit", date(2031, 3, 1), date(2031, 3, 30))
    visit = Campaign(
        "v", "voice_parents", "1", "Unannounced", "Clinic", "", "", "ABC-123", date(2031, 3, 3),
        date(2031, 3, 28), announced=False,
    )  # fmt: skip
    site.held.database.write(cycles.add_cycle, cycle, [])
    site.held.database.write(add_campaign, visit)


def test_a_visit_that_is_not_announced_is_known_to_the_team_alone(site: Site) -> None:
    _add_rounds(site)
    seen = {role: words(show(site, role, month="2031-03")) for role in ("mars_team", "partner")}
    assert ["Joint audit closes" in said for said in seen.values()] == [True, True]
    assert ["Unannounced" in said for said in seen.values()] == [True, False]


def make_address(site: Site, viewer: Viewer) -> str:
    key = make_token()
    site.held.database.write(
        calendar_keys.add_calendar_key, key_hash=hash_token(key), viewer=viewer,
        now=site.held.clock(),
    )  # fmt: skip
    return f"/calendar/{key}.ics"


def test_an_address_is_made_shown_once_and_ended(site: Site, client: TestClient) -> None:
    add(site, today(site) + timedelta(days=3))
    test = show(site)
    assert "Copy this address now" in press(test, "Make a calendar address")
    address = test.code[0].value
    path = address.removeprefix(site.held.settings.base_url)
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [str(e["summary"]) for e in events if str(e["uid"]).startswith("meeting-")] == ["SPLIG"]
    assert "Copy this address now" not in press(test, "I have copied it")
    assert not test.code
    press(test, next(each.label for each in test.button if each.label.startswith("End address")))
    assert "The address is ended." in press(test, "Yes, end it")
    assert client.get(path).status_code == 404


def test_an_address_shows_what_its_owner_sees_and_no_more(site: Site, client: TestClient) -> None:
    _add_rounds(site)
    soon = today(site) + timedelta(days=3)
    site.held.database.write(
        add_campaign,
        Campaign("w", "voice_parents", "1", "Soon", "S", "", "", "XYZ-123", soon, soon,
                 announced=False),
    )  # fmt: skip
    partner = make_viewer("partner", name="Pat", organisations=frozenset({"health"}))
    assert "Soon: opens" in client.get(make_address(site, TEAM)).text
    assert "Soon: opens" not in client.get(make_address(site, partner)).text


def test_an_address_ends_with_the_person(site: Site, client: TestClient) -> None:
    now = site.held.clock()
    person = Person("", "Bo", "bo@mars.example", now.date(), (Held("board_reader"),))
    [added] = site.held.database.write(people.add_people, [person], viewer=KEEPER, now=now)
    viewer = replace(make_viewer("board_reader", name="Bo"), person=added.id)
    address = make_address(site, viewer)
    assert client.get(address).status_code == 200
    site.held.database.write(people.end_person, added.id, on=now.date(), viewer=KEEPER, now=now)
    assert client.get(address).status_code == 404


def test_a_key_that_was_guessed_opens_nothing(site: Site, client: TestClient) -> None:
    for key in ("short", make_token()):
        answer = client.get(f"/calendar/{key}.ics")
        assert (answer.status_code, answer.text) == (
            404, "There is no such calendar. Make a new address on the calendar page.",
        )  # fmt: skip


def test_a_calendar_is_not_fetched_more_often_than_is_sensible(
    site: Site, client: TestClient
) -> None:
    address = make_address(site, TEAM)
    most = site.held.partnership.reaching.calendar_fetches_a_key
    found = {client.head(address).status_code for _ in range(most)}
    assert (found, client.get(address).status_code) == ({200}, 429)


def test_the_key_stands_in_no_log() -> None:
    assert _clean("/calendar/c0ffee-secret.ics") == "/calendar/-"
    assert _clean("GET /calendar/c0ffee-secret.ics HTTP/1.1") == "GET /calendar/- HTTP/1.1"
    assert _clean("/calendar") == "/calendar"


def test_one_meeting_can_be_taken_into_a_calendar(site: Site, client: TestClient) -> None:
    meeting = add(site, date(2031, 3, 4), starts_at="10:00", ends_at="12:00")
    cookie = {"cookie": f"{VISITOR}={site.sign_in('board_reader', name='Bo')}"}
    answer = client.get(f"/documents/meeting/{meeting.id}.ics", headers=cookie)
    assert 'filename="splig-4-march-2031.ics"' in answer.headers["content-disposition"]
    [event] = Calendar.from_ical(answer.content).walk("VEVENT")
    assert str(event["uid"]) == f"meeting-{meeting.id}@localhost"
    assert client.get(f"/documents/meeting/{meeting.id}.ics").status_code == 403


def test_the_agenda_pack_is_a_pdf_named_after_the_meeting(site: Site, client: TestClient) -> None:
    meeting = add(site, date(2031, 3, 4))
    cookie = {"cookie": f"{VISITOR}={site.sign_in('board_reader', name='Bo')}"}
    answer = client.get(f"/documents/agenda/{meeting.id}.pdf", headers=cookie)
    assert answer.content[:5] == b"%PDF-"
    assert 'filename="splig-agenda-4-march-2031.pdf"' in answer.headers["content-disposition"]


def test_what_is_late_stands_first_and_leads_to_its_page(site: Site) -> None:
    now = site.held.clock()
    site.held.database.write(
        add_organisations, [Organisation("oak", "Oak House", "health_provider")]
    )
    late = Action(
        "", "Train new starters", due=today(site) - timedelta(days=3), organisation="oak",
        monitored_by="splig",
    )  # fmt: skip
    site.held.database.write(add_action, action=late, viewer=TEAM, now=now)
    said = words(show(site, kind="action"))
    assert said.index("Late: 1") < said.index("Train new starters")
    assert "/actions?id=" in said
    assert "Oak House" in said
    assert "Train new starters" not in words(show(site, "board_reader", kind="action"))


def test_what_should_have_begun_is_for_those_who_see_every_activity(site: Site) -> None:
    site.held.database.write(install_on, day=date(today(site).year, 1, 1))
    seen = {role: words(show(site, role, kind="rhythm")) for role in ("mars_team", "board_reader")}
    assert ["to begin" in said for said in seen.values()] == [True, False]


def test_nothing_is_late_on_the_day_the_app_is_installed(site: Site) -> None:
    site.held.database.write(install_on, day=today(site))
    assert "Late:" not in words(show(site, kind="rhythm"))


def install_on(tx: Transaction, day: date) -> None:
    """Have the first tables been made on a day."""
    moment = datetime(day.year, day.month, day.day, tzinfo=UTC)
    tx.execute("UPDATE migration SET applied = $1", [moment])
