"""What the framework holds falls due, goes as a whole, and stays while something is open."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from db.action_register import list_register
from db.actions import add_action, assure_action, close_action, update_action
from db.activities import get_run, set_holders, withdraw_activity
from db.activity_forms import start_activity_form, submit_form
from db.agendas import add_item_by_hand
from db.calendar_keys import add_calendar_key, end_calendar_key
from db.connection import Database, Transaction
from db.errors import NotDueError, NotFoundError
from db.events import list_events
from db.groups import add_member, end_member
from db.holdings import find_form_days
from db.meetings import add_meeting
from db.officer_days import add_officer_day
from db.papers import draft_paper, issue_paper
from db.registered import REGISTERED
from db.retention import destroy, list_falling_due, set_hold
from db.step_drafts import save_step_draft
from scrutiny.access import make_viewer
from scrutiny.action import Action, ActionStatus
from scrutiny.activity import Activity, Holder, Party, PartyKind, Progress
from scrutiny.meeting import AgendaItem, Meeting, Member
from scrutiny.officer_day import OfficerDay
from scrutiny.paper import Paper, PaperCopy, PaperPart
from scrutiny.retention import Scope
from tests.db.activity_examples import (
    ASH,
    NOW,
    OFFICER,
    TEAM,
    TODAY,
    begin,
    set_up,
    take_until,
)
from tests.db.examples import RATED
from tests.scrutiny.mechanism_examples import CONTEXT, PARTNERS, VISIT, mechanism

ADMINISTRATOR = make_viewer("administrator", name="Ada Min")
DUE = date(2032, 8, 31)
LATER = datetime(2032, 9, 1, 9, tzinfo=UTC)
#: Each agency answers a form, and only those with a part see it.
AUDITED = (
    VISIT.replace("by: [agency]\n", "by: [agency]\n    each: agencies\n    form: audit\n")
    .replace("of: subject}", "of: agencies}")
    .replace("subject: organisation", "subject: organisation\nrestricted: true")
)  # fmt: skip
AGENCIES = (Party(PartyKind.AGENCY, "ash", "Ash"),)


def due_by(database: Database, day: date) -> list[tuple[str, str, str, int]]:
    return [
        (due.rule.key, due.holding.subject, due.state(day), due.free_records)
        for due in database.read(list_falling_due, viewer=ADMINISTRATOR, today=day)
        if due.rule.key not in {"audit_log", *REGISTERED}
    ]


def go(database: Database, rule: str, subject: str = "", now: datetime = LATER) -> Counter[str]:
    proof = database.write(
        destroy, rule=rule, subject=subject or rule, viewer=ADMINISTRATOR, now=now
    )
    return Counter(proof.destroyed)


def hold(database: Database, scope: Scope, subject: str = "") -> None:
    database.write(
        set_hold, scope=scope, subject=subject, reason="Inquiry", viewer=ADMINISTRATOR, now=NOW
    )


def count(database: Database, *tables: str) -> list[int]:
    def read(tx: Transaction) -> list[int]:
        return [int(tx.query(f"SELECT count(*) AS n FROM {table}")[0]["n"]) for table in tables]

    return database.read(read)


def end(database: Database, activity: Activity) -> None:
    database.write(
        withdraw_activity, id=activity.id, reason="Over", viewer=TEAM, now=NOW, context=CONTEXT
    )


def add(database: Database, **given: Any) -> Action:
    action = Action("", "Train everyone", due=NOW.date(), **given)
    return database.write(add_action, action=action, viewer=TEAM, now=NOW)


def issue(database: Database, **given: Any) -> Paper:
    parts = (PaperPart("a", "A", words="What we saw"),)
    paper = database.write(
        draft_paper, paper=Paper("", "letter", "Letter", parts, **given), viewer=TEAM, now=NOW
    )
    copies = [PaperCopy("Oak lead", "lead@oak.example", "oak")]
    return database.write(issue_paper, id=paper.id, copies=copies, viewer=TEAM, now=NOW)


@pytest.fixture
def visit(database: Database) -> Activity:
    """A visit with all that can hang on one; it goes on, and of its actions one is open."""
    activity = take_until(set_up(database), begin(database), "arrange")
    officer = Holder("officer", "Ira Officer", email="ira@mars.example")
    database.write(
        set_holders, id=activity.id, holders=[officer], viewer=TEAM, now=NOW, context=CONTEXT
    )
    tell = (
        "INSERT INTO finding VALUES ('f', $1, 'visit', 'observation', 'Seen', $2, '', '', '', "
        "'oak', '', '', 'Ira Officer', '', '', NULL, '', '[]')"
    )
    database.write(lambda tx: tx.execute(tell, [activity.id, TODAY]))
    add(database, activity=activity.id, organisation="oak")
    issue(database, activity=activity.id, plan="letter")
    meeting = database.write(
        add_meeting, meeting=Meeting("m", "splig", TODAY), viewer=TEAM, now=NOW
    )
    database.write(
        add_item_by_hand, item=AgendaItem("", meeting.id, "The visit", 0, activity=activity.id),
        viewer=TEAM, now=NOW,
    )  # fmt: skip
    database.write(
        add_officer_day, day=OfficerDay("", "", TODAY, 1, "events", activity=activity.id),
        viewer=OFFICER, now=NOW,
    )  # fmt: skip
    database.write(
        save_step_draft, activity=activity.id, step="visit", answers={"seen": "Half"},
        viewer=OFFICER, now=NOW,
    )  # fmt: skip
    return activity


def close_all(database: Database) -> None:
    for listed in database.read(list_register, viewer=TEAM, today=TODAY).rows:
        database.write(close_action, id=listed.action.id, reason="Not needed", viewer=TEAM, now=NOW)


def test_an_activity_falls_due_once_nothing_of_it_is_open(
    database: Database, visit: Activity
) -> None:
    assert [rule for rule, *_ in due_by(database, DUE)] == ["meeting"]
    end(database, visit)
    assert "activity" not in [rule for rule, *_ in due_by(database, DUE)]
    close_all(database)
    assert ("activity", visit.reference, "Due", 1) in due_by(database, DUE)


def test_an_activity_goes_with_all_that_hangs_on_it(database: Database, visit: Activity) -> None:
    end(database, visit)
    close_all(database)
    gone = go(database, "activity", visit.reference)
    told = ("activity", "finding", "action", "paper", "paper_copy")
    assert {name: gone[name] for name in told} == dict.fromkeys(told, 1)
    tables = (
        "activity", "activity_party", "activity_holder", "activity_seat", "taking", "open_step",
        "finding", "officer_day", "step_draft", "paper", "paper_version", "paper_copy", "action",
        "action_update", "agenda_item",
    )  # fmt: skip
    assert count(database, *tables) == [0] * len(tables)
    assert database.read(list_events, subject=visit.id) == []
    with pytest.raises(NotDueError):
        go(database, "activity", visit.reference)


@pytest.mark.parametrize(
    ("scope", "subject"),
    [(Scope.EVERYTHING, ""), (Scope.ACTIVITY, "AV-2026-001"), (Scope.ORGANISATION, "oak")],
)
def test_a_hold_covers_an_activity_with_its_meeting_and_people(
    database: Database, visit: Activity, scope: Scope, subject: str
) -> None:
    end(database, visit)
    close_all(database)
    hold(database, scope, subject)
    assert {(rule, state) for rule, _, state, _ in due_by(database, DUE)} == {
        ("activity", "Due, and under a hold"),
        ("meeting", "Due, and under a hold"),
        ("membership", "Due, and under a hold"),
    }
    for rule in ("activity", "meeting", "membership"):
        with pytest.raises(NotDueError):
            go(database, rule, visit.reference if rule == "activity" else "")


def test_a_hold_names_an_activity_by_its_reference(database: Database, visit: Activity) -> None:
    for wrong in (visit.id, "AV-1999-001", ""):
        with pytest.raises(NotFoundError):
            hold(database, Scope.ACTIVITY, wrong)


def test_people_named_on_an_activity_go_before_it_does(database: Database, visit: Activity) -> None:
    end(database, visit)
    two_years = datetime(2028, 3, 2, 9, tzinfo=UTC)
    assert go(database, "membership", now=two_years) == {"activity_holder": 1, "activity_seat": 1}
    run = database.read(get_run, visit.id, viewer=TEAM, context=CONTEXT)
    assert (run.activity.holders, len(run.activity.taken)) == ((), len(visit.taken))


def send_forms(database: Database) -> Activity:
    """A restricted activity in which Ash has sent its form."""
    set_up(database, AUDITED)
    begun = begin(database, mechanism(AUDITED), parties=AGENCIES)
    activity = take_until(database, begun, "arrange")
    draft = database.write(
        start_activity_form, id=activity.id, step="update", viewer=ASH, now=NOW, context=CONTEXT
    )
    database.write(
        submit_form, id=draft.id, revision=draft.revision, viewer=ASH, stored=RATED, actions=[],
        now=NOW, context=CONTEXT,
    )  # fmt: skip
    return activity


def test_a_tool_waits_for_the_acceptance_of_the_overview(database: Database) -> None:
    activity = send_forms(database)
    assert due_by(database, DUE) == []
    accepted = {"case_audit": ["visit/board"]}
    assert set(database.read(find_form_days, accepted).values()) == {None}
    later = date(2026, 6, 1)
    taken = "INSERT INTO taking VALUES ($1, 99, 'board', '', '', '{}', '', 'M', '', '', $2, NULL)"
    database.write(lambda tx: tx.execute(taken, [activity.id, later]))
    assert set(database.read(find_form_days, accepted).values()) == {later}
    assert set(database.read(find_form_days, {"dip_sample": ["visit/board"]}).values()) == {None}


def test_a_tool_goes_a_year_after_its_activity_and_its_step_stays_done(database: Database) -> None:
    activity = send_forms(database)
    end(database, activity)
    year = datetime(2027, 3, 2, 9, tzinfo=UTC)
    [(rule, tool, state, _)] = [row for row in due_by(database, year.date()) if row[2] == "Due"]
    assert (rule, state) == ("case_audit", "Due")
    assert go(database, "case_audit", tool, year)["response"] == 1
    run = database.read(get_run, activity.id, viewer=TEAM, context=CONTEXT)
    steps = {step.step: step.progress for step in run.standing.steps}
    assert steps["update"] is Progress.DONE
    left = due_by(database, DUE)
    assert ("activity", activity.reference, "Due", 1) in left


def test_what_a_restricted_activity_is_about_stands_in_no_list(database: Database) -> None:
    activity = send_forms(database)
    end(database, activity)
    listed = database.read(list_falling_due, viewer=ADMINISTRATOR, today=DUE)
    titles = [due.holding.title for due in listed if due.rule.key == "activity"]
    assert titles == [f"{activity.reference}, restricted"]


def test_a_held_activity_keeps_its_tools(database: Database) -> None:
    activity = send_forms(database)
    end(database, activity)
    hold(database, Scope.ACTIVITY, activity.reference)
    assert ("case_audit", "Due, and under a hold") in [
        (rule, state) for rule, _, state, _ in due_by(database, DUE)
    ]


def test_an_open_action_is_never_destroyed(database: Database) -> None:
    set_up(database)
    first, second = add(database, organisation="oak"), add(database, organisation="ash")
    add(database, organisation="ash")
    assert due_by(database, DUE) == []
    database.write(close_action, id=first.id, reason="Not needed", viewer=TEAM, now=NOW)
    database.write(
        update_action, id=second.id, status=ActionStatus.DONE, words="Done", viewer=ASH, now=NOW
    )
    database.write(assure_action, id=second.id, viewer=TEAM, now=NOW, partners=PARTNERS)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, DUE) == [("action", "action", "Due, in part under a hold", 1)]
    gone = go(database, "action")
    assert (gone["action"], gone["action_update"]) == (1, 3)
    left = database.read(list_register, viewer=TEAM, today=TODAY).rows
    assert sorted(each.action.status for each in left) == ["closed", "not_started"]


def test_documents_of_no_activity_go_with_versions_and_copies(database: Database) -> None:
    set_up(database)
    issue(database, subject="ash")
    database.write(
        draft_paper, paper=Paper("", "letter", "Young", (), plan="x"), viewer=TEAM, now=LATER
    )
    assert due_by(database, DUE) == [("document", "document", "Due", 1)]
    gone = go(database, "document")
    assert (gone["paper"], gone["paper_copy"]) == (1, 1)
    assert count(database, "paper", "paper_copy") == [1, 0]


def test_a_document_that_a_held_organisation_got_stays(database: Database) -> None:
    set_up(database)
    issue(database)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, DUE) == [("document", "document", "Due, and under a hold", 0)]


def test_meetings_go_with_their_agendas(database: Database) -> None:
    set_up(database)
    for number, day in enumerate((TODAY, date(2026, 9, 3))):
        meeting = Meeting(f"m{number}", "splig", day)
        database.write(add_meeting, meeting=meeting, viewer=TEAM, now=NOW)
        item = AgendaItem("", meeting.id, "Letters", 0)
        database.write(add_item_by_hand, item=item, viewer=TEAM, now=NOW)
    assert due_by(database, DUE) == [("meeting", "meeting", "Due", 1)]
    assert go(database, "meeting") == {"meeting": 1, "agenda_item": 1, "event": 2}
    assert count(database, "meeting", "agenda_item") == [1, 1]


def test_members_and_calendar_addresses_go_two_years_after_they_ended(database: Database) -> None:
    set_up(database)
    for name, organisation in (("Ann", ""), ("Bea", ""), ("Cy", "oak")):
        member = Member("", "splig", name, organisation=organisation)
        added = database.write(add_member, member=member, viewer=TEAM, now=NOW)
        if name != "Ann":
            database.write(end_member, added.id, on=TODAY, viewer=TEAM, now=NOW)
    database.write(add_calendar_key, key_hash="0123456789", viewer=OFFICER, now=NOW)
    database.write(end_calendar_key, mark="01234567", viewer=OFFICER, now=NOW)
    hold(database, Scope.ORGANISATION, "oak")
    assert due_by(database, date(2028, 3, 1)) == [("membership", "membership", "Not yet due", 0)]
    assert due_by(database, date(2028, 3, 2)) == [
        ("membership", "membership", "Due, in part under a hold", 2)
    ]
    gone = go(database, "membership", now=datetime(2028, 3, 2, 9, tzinfo=UTC))
    assert gone == {"group_member": 1, "calendar_key": 1}
    assert count(database, "group_member", "calendar_key") == [2, 0]


def test_days_of_no_activity_go(database: Database) -> None:
    set_up(database)
    day = OfficerDay("", "", TODAY, 1, "events")
    database.write(add_officer_day, day=day, viewer=OFFICER, now=NOW)
    assert go(database, "officer_day") == {"officer_day": 1, "event": 1}
    assert due_by(database, DUE) == []
