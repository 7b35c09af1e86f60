"""The action plan's pages: the register, one action, owners by link, counts and progress."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from db import actions, organisations, outbox
from db.action_register import get_listed, list_register
from db.action_rows import add_actions
from pages.components.documents.actions import make_actions
from pages.components.server import documents
from pages.components.server.chasing import queue_action_reminders
from pages.components.server.outgoing import actions_address, make_post, send_waiting
from scrutiny.access import make_viewer
from scrutiny.action import Action, ActionStatus
from scrutiny.action_search import Wanted
from scrutiny.links import LinkKind, sign_link
from scrutiny.mail import MailKind
from tests.pages.conftest import Site, words
from tests.pages.post_office import open_post_office
from tests.pages.small_partnership import CHAIR, OFFICER, TEAM, fill
from tests.pages.test_outgoing import settle_on

ONE = "Train <b>everyone</b>"


def start(site: Site) -> Action:
    """The small partnership, whose school 1 has one action in each year, and its address."""
    fill(site, answered=2, voices=0)
    school = site.held.database.read(organisations.get_organisation, "school-1")
    known = replace(school, contact_name="Kim Head", contact_email="kim@one.example")
    site.held.database.write(organisations.set_organisation, known)
    return find(site)


def find(site: Site, **wanted: str) -> Action:
    """School 1's action of this year, as it stands now."""
    found = site.held.database.read(
        list_register, viewer=TEAM, today=site.held.clock().date(),
        wanted=Wanted(**{"round": "this", **wanted}),
    )  # fmt: skip
    return found.rows[0].action


def report(site: Site, action: Action, status: ActionStatus = ActionStatus.DONE) -> None:
    owner = make_viewer("action_owner", name="Kim Head", organisations=frozenset({"school-1"}))
    site.held.database.write(
        actions.update_action, id=action.id, status=status, words="All have been", viewer=owner,
        now=site.held.clock(),
    )  # fmt: skip


def open_as(site: Site, role: str, person: str = "", of: str = "", **query: str) -> AppTest:
    return site.run("actions", role=role, person=person, organisation=of, query=query)


# The register.


def test_the_register_shows_tiles_and_every_open_action(site: Site) -> None:
    """R178: the scrutiny and assurance action plan."""
    action = start(site)
    said = words(open_as(site, "mars_team", "Max Team"))
    assert '<dt>Open</dt><dd class="value">2</dd>' in said
    assert '<dt>Overdue</dt><dd class="value">0</dd>' in said
    assert "Train &lt;b&gt;everyone&lt;/b&gt;" in said
    assert f"/actions?id={action.reference}" in said
    assert "School 1, Head" in said
    assert "Self-assessments: Audit 2025" in said


def test_filters_stand_in_the_address(site: Site) -> None:
    start(site)
    said = words(open_as(site, "mars_team", cycle="this", words="TRAIN"))
    assert "1 actions" in said
    assert "Narrowed to: </strong>Audit 2025, TRAIN." in said
    assert "/documents/actions/plan.pdf?cycle=this&amp;words=TRAIN" in said
    none = words(open_as(site, "mars_team", status="assured"))
    assert "No action fits" in none


def test_a_chosen_filter_goes_into_the_address(site: Site) -> None:
    start(site)
    page = open_as(site, "scrutiny_officer", "Ira Officer")
    page.selectbox(key="choice-status").set_value("overdue").run()
    assert page.query_params["status"] == "overdue"
    assert "No action fits" in words(page)


def test_who_reads_the_plan_is_offered_nothing_to_change(site: Site) -> None:
    start(site)
    page = open_as(site, "portfolio_lead", "Port Lead")
    assert [button.label for button in page.button] == []
    assert "Write to owners" not in words(page)


def test_an_action_is_added_by_hand(site: Site) -> None:
    """R060, R107: followed by a group; R196: an action may carry a portfolio."""
    start(site)
    page = open_as(site, "mars_team", "Max Team")
    page.text_area(key="add-action-text").set_value("Agree who tells whom")
    page.selectbox(key="add-action-organisation").set_value("school-2")
    page.selectbox(key="add-action-monitored_by").set_value("splig")
    page.selectbox(key="add-action-kind").set_value("strategic")
    page.selectbox(key="add-action-portfolio").set_value("workforce")
    page.text_input(key="add-action-owner_email").set_value("nobody")
    page = press(page, "Add this action")
    assert "Enter an e-mail address, such as name@agency.example" in words(page)
    assert page.text_area(key="add-action-text").value == "Agree who tells whom"
    page.text_input(key="add-action-owner_email").set_value(" Sam@Two.example ")
    page = press(page, "Add this action")
    assert "Choose the day by which it is to be done. Nothing was saved." in words(page)
    assert page.text_area(key="add-action-text").value == "Agree who tells whom"
    page.date_input(key="add-action-due").set_value(site.held.clock().date() + timedelta(days=30))
    page = press(page, "Add this action")
    assert "is in the action plan." in words(page)
    found = site.held.database.read(
        list_register, viewer=TEAM, today=site.held.clock().date(), wanted=Wanted(words="agree")
    )
    (row,) = found.rows
    added = row.action
    assert (added.organisation, added.monitored_by, added.kind, added.owner_email) == (
        "school-2", "splig", "strategic", "sam@two.example",
    )  # fmt: skip
    assert added.portfolio == "workforce"
    assert page.text_area(key="add-action-text").value == ""


def press(page: AppTest, label: str) -> AppTest:
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception
    return page


def test_owners_of_chosen_actions_are_written_to(site: Site) -> None:
    action = start(site)
    page = open_as(site, "mars_team", "Max Team")
    page = press(page, "Write to the owners of those chosen")
    assert "Choose at least one action" in words(page)
    page.multiselect(key="owners-chosen").set_value([action.id]).run()
    page = press(page, "Write to the owners of those chosen")
    assert "1 mail waits to be sent." in words(page)
    (mail,) = site.held.database.read(outbox.list_mails, viewer=TEAM)
    assert (mail.kind, mail.to_name, mail.to_email) == (
        MailKind.ACTIONS, "Kim Head", "kim@one.example",
    )  # fmt: skip
    assert f"- {action.reference}: Train <b>everyone</b> - due 31 January 2030" in mail.body


# One action.


def test_one_action_with_its_history_and_where_it_came_from(site: Site) -> None:
    action = start(site)
    report(site, action)
    said = words(open_as(site, "scrutiny_officer", "Ira Officer", id=action.reference))
    assert "Done, awaiting assurance" in said
    assert '<a href="/response?id=this-1">Self-assessments: Audit 2025</a>' in said
    assert "Progress reported<br>Done, awaiting assurance" in said
    assert "Kim Head" in said


def test_the_team_assures_what_was_reported(site: Site) -> None:
    """R060: the team follows actions until they are done."""
    action = start(site)
    report(site, action)
    page = open_as(site, "mars_team", "Max Team", id=action.reference)
    page.text_area[0].set_value("We saw the register")
    page = press(page, "I am assured, as Max Team")
    assert f"{action.reference} is assured." in words(page)
    assert (find(site).status, find(site).assured_by) == ("assured", "Max Team")


def test_who_reported_is_told_why_they_do_not_assure(site: Site) -> None:
    action = start(site)
    page = open_as(site, "mars_team", "Max Team", id=action.reference)
    page.radio[0].set_value("done")
    page.text_area[0].set_value("They rang")
    page = press(page, "Send this report")
    page.selectbox(key=f"do-{action.id}").set_value("It is assured").run()
    page = press(page, "I am assured, as Max Team")
    assert "An action is assured by somebody other than its owner." in words(page)
    assert find(site).status is ActionStatus.DONE


@pytest.mark.parametrize(
    ("what", "button", "status"),
    [
        ("It is reopened, with a reason", "Reopen it", ActionStatus.IN_PROGRESS),
        ("It is no longer needed, with a reason", "Close it without assurance",
         ActionStatus.CLOSED),
    ],
)  # fmt: skip
def test_reasons_are_asked_for(site: Site, what: str, button: str, status: ActionStatus) -> None:
    action = start(site)
    report(site, action)
    page = open_as(site, "mars_team", "Max Team", id=action.reference)
    page.selectbox(key=f"do-{action.id}").set_value(what).run()
    page = press(page, button)
    assert "Write why it is" in words(page)
    page.text_area[0].set_value("Two are missing")
    press(page, button)
    assert (find(site).status, find(site).reason) == (status, "Two are missing")


def test_the_due_date_is_moved_and_details_changed(site: Site) -> None:
    action = start(site)
    page = open_as(site, "mars_team", "Max Team", id=action.reference)
    page.selectbox(key=f"do-{action.id}").set_value("Another due date, with a reason").run()
    assert action.due is not None
    page.date_input[0].set_value(action.due + timedelta(7))
    page.text_area[0].set_value("Course is full")
    page = press(page, "Change the date")
    assert find(site).due == action.due + timedelta(7)
    page.selectbox(key=f"do-{action.id}").set_value("Owner, words and other details").run()
    page.text_input(key=f"change-{action.id}-1-owner").set_value("Deputy")
    page = press(page, "Save these details")
    assert "The details of" in words(page)
    assert find(site).owner == "Deputy"


def test_a_chair_assures_what_their_group_follows(site: Site) -> None:
    """R107: the group monitors its actions."""
    action = start(site)
    said = words(open_as(site, "chair", CHAIR.name, "splig", id=action.reference))
    assert "There is no such action that you may read" in said
    site.held.database.write(
        actions.change_action, id=action.id, changes={"monitored_by": "splig"}, viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip
    report(site, action)
    page = open_as(site, "chair", CHAIR.name, "splig", id=action.reference)
    press(page, f"I am assured, as {CHAIR.name}")
    assert find(site).assured_by == CHAIR.name


# The owner's side.


def test_an_organisation_reports_on_its_own(site: Site) -> None:
    """R097: outcome and confirmation of completion come back."""
    action = start(site)
    page = open_as(site, "organisation", "Head", "school-1")
    said = words(page)
    assert "Your actions" in said
    assert "2 open: what has no date yet, then what is due soonest." in said
    page = press(page, f"Report on {action.reference}")
    page.radio[0].set_value("in_progress")
    page.text_area[0].set_value("Half have been")
    page.text_area[1].set_value("The register")
    page = press(page, "Send this report")
    assert f"Your report on {action.reference} is recorded." in words(page)
    found = find(site)
    assert (found.status, found.progress, found.evidence) == (
        "in_progress", "Half have been", "The register",
    )  # fmt: skip
    assert "There is nothing for you to do now" in words(
        open_as(site, "organisation", "Head 2", "school-2")
    )


def test_a_report_that_is_refused_stays_on_the_screen(site: Site) -> None:
    action = start(site)
    page = open_as(site, "organisation", "Head", "school-1")
    page = press(page, f"Report on {action.reference}")
    page.radio[0].set_value("done")
    page.text_area[1].set_value("The register")
    page = press(page, "Send this report")
    assert "Write what was done, so that somebody else can assure it." in words(page)
    assert page.text_area[1].value == "The register"


def test_the_mailed_link_opens_the_owners_actions(site: Site) -> None:
    action = start(site)
    site.held.database.write(
        actions.move_due, id=action.id, due=site.held.clock().date(), reason="Sooner",
        viewer=TEAM, now=site.held.clock(),
    )  # fmt: skip
    assert queue_action_reminders(site.held, make_post(site.held, actor="S")) == 1
    assert queue_action_reminders(site.held, make_post(site.held, actor="S")) == 0
    with open_post_office() as office:
        assert send_waiting(settle_on(site.held, office)) == 1
    (mail,) = office.mails
    body = mail.get_content()
    assert str(mail["Subject"]) == "School 1: actions to report on"
    address = next(line for line in body.splitlines() if "/your_actions?link=" in line)
    page = site.run("your_actions", query={"link": address.partition("link=")[2]})
    said = words(page)
    assert "You report as Kim Head." in said
    page = press(page, f"Report on {action.reference}")
    page.radio[0].set_value("done")
    page.text_area[0].set_value("All have been")
    page = press(page, "Send this report")
    assert (find(site).status, find(site).progress) == ("done", "All have been")
    assert "You reported this as done." in words(page)


@pytest.mark.parametrize("which", ["", "nonsense", "kind", "old", "gone"])
def test_a_link_that_opens_nothing_says_what_to_do(site: Site, which: str) -> None:
    start(site)
    held = site.held
    tokens = {
        "kind": sign_link(LinkKind.RESPONSE, "this-1", secret=held.settings.secret),
        "old": sign_link(LinkKind.ACTIONS, "m", secret=held.settings.secret,
                         expires=held.clock() - timedelta(1)),
        "gone": actions_address(held, "no-mail").partition("link=")[2],
    }  # fmt: skip
    said = words(site.run("your_actions", query={"link": tokens.get(which, which)}))
    assert ("This link has run out" if which == "old" else "This link does not work") in said
    assert "Train" not in said


# Counts, progress, documents.


@pytest.mark.parametrize("by", ["group", "mechanism", "owner", "standard", "age", "kind", "theme"])
def test_counts_by(site: Site, by: str) -> None:
    start(site)
    said = words(open_as(site, "partner", "Pat", "health", view="counts", by=by))
    assert "2 actions: not started 2" in said
    if by == "owner":
        assert '<a href="/actions?owner=school-1&amp;status=all">School 1</a>' in said


def test_progress_over_a_period(site: Site) -> None:
    """R021: progress against the same actions six months after; R098: each quarter."""
    start(site)
    now = site.held.clock()
    before = [Action("", "Begun long ago", organisation="school-2")]
    (old,) = site.held.database.write(add_actions, before, now=now - timedelta(300))
    site.held.database.write(actions.close_action, id=old.id, reason="Merged", viewer=TEAM, now=now)
    said = words(open_as(site, "scrutiny_officer", "Ira", view="progress"))
    assert "Six-month progress" in said
    assert "1 actions were open on" in said
    assert "1 closed with a reason" in said
    assert "2 actions were added in the meantime." in said
    quarter = words(open_as(site, "scrutiny_officer", "Ira", view="progress", months="3"))
    assert "Quarterly progress" in quarter
    since = (now - timedelta(301)).date().isoformat()
    none = words(open_as(site, "scrutiny_officer", "Ira", view="progress", since=since))
    assert "No action was open on" in none


def test_documents_are_narrowed_as_the_screen_is(site: Site) -> None:
    """R020: the action plans of one cycle put together."""
    action = start(site)
    body, kind, name = make_actions(OFFICER, "plan", "html", {"cycle": "this"})
    page = body.decode()
    assert (kind, name) == ("text/html; charset=utf-8", "scrutiny-and-assurance-action-plan.html")
    assert action.reference in page
    assert page.count("Train &lt;b&gt;everyone&lt;/b&gt;") == 1
    rows = make_actions(TEAM, "plan", "csv", {"status": "all"})[0].decode().splitlines()
    assert len(rows) == 3
    own = make_viewer("organisation", organisations=frozenset({"school-2"}))
    assert len(make_actions(own, "plan", "csv", {})[0].decode().splitlines()) == 1
    assert make_actions(OFFICER, "progress", "pdf", {})[0][:5] == b"%PDF-"
    assert make_actions(TEAM, "plan", "xlsx", {})[0][:2] == b"PK"
    serve = documents._find_handler("actions")
    with pytest.raises(documents.NotFoundError):
        serve(TEAM, "elsewhere", "pdf", {})
    with pytest.raises(documents.NotAllowedError):
        serve(make_viewer("board_reader"), "plan", "pdf", {})


def test_an_action_that_is_not_there(site: Site) -> None:
    start(site)
    said = words(open_as(site, "mars_team", id="ACT-1999-0001"))
    assert "There is no such action that you may read" in said


def test_the_listed_action_is_read_by_its_reference(site: Site) -> None:
    action = start(site)
    row = site.held.database.read(get_listed, action.reference, viewer=TEAM)
    assert (row.organisation, row.round_title, row.action.text) == ("School 1", "Audit 2025", ONE)


def test_home_has_the_nearest_to_assure_and_leads_to_all(site: Site) -> None:
    action = start(site)
    team = {"role": "mars_team", "person": "Max Team"}
    assert "to be assured" not in words(site.run("home", **team))
    report(site, action)
    said = words(site.run("home", **team))
    assert '<a href="/actions?status=done">1 action waits to be assured</a>' in said
    assert f"/actions?id={action.reference}" in said
    assert "School 1, due" in said or "School 1, no due date" in said


def test_home_of_an_organisation_has_what_it_reports_on_with_what_is_overdue(site: Site) -> None:
    action = start(site)
    yesterday = site.held.clock().date() - timedelta(1)
    site.held.database.write(
        actions.move_due, id=action.id, due=yesterday, reason="Agreed", viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip
    said = words(site.run("home", role="organisation", organisation="school-1"))
    assert '<a href="/actions?status=open">2 actions to report on, 1 overdue</a>' in said
    assert "School 1, due" not in said
