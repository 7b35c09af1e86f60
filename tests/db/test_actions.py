"""Actions: added, reported on by their owners, assured by others, and never dropped."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from db import actions
from db.action_register import get_listed, list_updates
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import list_events
from scrutiny.access import Viewer, make_viewer
from scrutiny.action import Action, ActionKind, ActionStatus, Deed
from scrutiny.partnership import Partner
from tests.db.examples import (
    ASH_HEAD,
    BOARD,
    CHAIR,
    NOW,
    OAK_HEAD,
    OFFICER,
    PEOPLE,
    TEAM,
    TODAY,
    set_up,
)

PARTNERS = (Partner("council", "Council", ("academy",)), Partner("health", "Health", ("trust",)))
COUNCIL = make_viewer("partner", name="Cora", organisations=frozenset({"council"}))
HEALTH = make_viewer("partner", name="Hal", organisations=frozenset({"health"}))
OWNER = make_viewer("action_owner", name="Owen Lane", organisations=frozenset({"oak"}))
DUE = date(2026, 1, 31)
PLAN = Action("", "Train staff", "DSL", DUE, organisation="oak", monitored_by="splig")


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def add(database: Database, viewer: Viewer = TEAM, **more: object) -> Action:
    action = replace(PLAN, **more)
    return database.write(actions.add_action, action=action, viewer=viewer, now=NOW)


def report(
    database: Database, id: str, status: ActionStatus, viewer: Viewer = OWNER, **more: object
) -> Action:
    given = {"words": "All have been", "viewer": viewer, "now": NOW, **more}
    return database.write(actions.update_action, id=id, status=status, **given)


def assure(database: Database, id: str, viewer: Viewer = TEAM, **more: object) -> Action:
    return database.write(
        actions.assure_action, id=id, viewer=viewer, now=NOW, partners=PARTNERS, **more
    )


def read(database: Database, id: str) -> Action:
    return database.read(get_listed, id, viewer=TEAM).action


def deeds(database: Database, id: str) -> list[tuple[Deed, ActionStatus, str, str]]:
    found = database.read(list_updates, action=id, viewer=TEAM)
    return [(each.deed, each.status, each.words, each.by) for each in found]


def test_add_action_gets_a_reference_a_day_and_a_history(partnership: Database) -> None:
    first, second = add(partnership, text="  Train staff "), add(partnership)
    assert re.fullmatch(r"ACT-2025-\d{4,}", first.reference)
    assert first.reference < second.reference
    assert (first.text, first.added, first.status) == ("Train staff", TODAY, "not_started")
    assert read(partnership, first.reference) == first
    assert deeds(partnership, first.id) == [(Deed.ADDED, ActionStatus.NOT_STARTED, "", "Max Team")]
    (event,) = partnership.read(list_events, subject=first.id)
    assert (event.name, event.actor, event.detail) == (
        "action_added", "Max Team", {"reference": first.reference},
    )  # fmt: skip


def test_an_action_that_is_being_taken_is_in_progress(partnership: Database) -> None:
    assert add(partnership, kind=ActionKind.BEING_TAKEN).status is ActionStatus.IN_PROGRESS


def test_add_action_needs_words_a_date_and_an_owner_that_is_there(partnership: Database) -> None:
    with pytest.raises(StepRefusedError, match="Write what will be done"):
        add(partnership, text="  ")
    with pytest.raises(StepRefusedError, match="Choose the day by which it is to be done"):
        add(partnership, due=None)
    with pytest.raises(NotFoundError, match="organisation 'elm'"):
        add(partnership, organisation="elm")
    for viewer in (OFFICER, CHAIR, OAK_HEAD, BOARD):
        with pytest.raises(NotAllowedError, match="add an action"):
            add(partnership, viewer)


def test_the_owner_reports_and_somebody_else_assures(partnership: Database) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.IN_PROGRESS, words="Half have been")
    report(partnership, id, ActionStatus.DONE, evidence="The register")
    done = read(partnership, id)
    assert (done.status, done.progress, done.evidence, done.done_on, done.updates) == (
        "done", "All have been", "The register", TODAY, 2,
    )  # fmt: skip
    assured = assure(partnership, id, words="Looked at")
    assert (assured.status, assured.assured_by, assured.assured_on) == (
        "assured", "Max Team", TODAY,
    )  # fmt: skip
    assert read(partnership, id) == assured
    assert deeds(partnership, id)[1:] == [
        (Deed.REPORTED, ActionStatus.IN_PROGRESS, "Half have been", "Owen Lane"),
        (Deed.REPORTED, ActionStatus.DONE, "All have been", "Owen Lane"),
        (Deed.ASSURED, ActionStatus.ASSURED, "Looked at", "Max Team"),
    ]
    names = [event.name for event in partnership.read(list_events, subject=id)]
    assert names == ["action_added", "action_updated", "action_updated", "action_assured"]


@pytest.mark.parametrize(
    "viewer",
    [
        COUNCIL,  # the partner that the academy belongs to
        make_viewer("partner", name="owen  LANE", organisations=frozenset({"health"})),
        make_viewer("scrutiny_officer", name="DSL"),  # the owner's role
    ],
)
def test_the_owners_side_does_not_assure(partnership: Database, viewer: Viewer) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.DONE)
    with pytest.raises(StepRefusedError, match="somebody other than its owner"):
        assure(partnership, id, viewer)
    assert read(partnership, id).status is ActionStatus.DONE


def test_who_reported_for_the_owner_does_not_assure(partnership: Database) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.DONE, TEAM)
    with pytest.raises(StepRefusedError, match="somebody other than its owner"):
        assure(partnership, id, TEAM)
    assert assure(partnership, id, OFFICER).assured_by == "Ira Officer"


@pytest.mark.parametrize("viewer", [OFFICER, CHAIR, HEALTH], ids=lambda viewer: viewer.role)
def test_others_assure(partnership: Database, viewer: Viewer) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.DONE)
    assert assure(partnership, id, viewer).status is ActionStatus.ASSURED


def test_a_chair_assures_what_their_group_follows_alone(partnership: Database) -> None:
    id = add(partnership, monitored_by="chapp").id
    report(partnership, id, ActionStatus.DONE)
    with pytest.raises(NotFoundError):
        assure(partnership, id, CHAIR)


def test_steps_out_of_order_are_refused_in_words(partnership: Database) -> None:
    id = add(partnership).id
    with pytest.raises(StepRefusedError, match="Only an action that was reported as done"):
        assure(partnership, id)
    with pytest.raises(StepRefusedError, match="Somebody else then looks at it"):
        report(partnership, id, ActionStatus.ASSURED)
    with pytest.raises(StepRefusedError, match="Write what was done"):
        report(partnership, id, ActionStatus.DONE, words=" ")
    with pytest.raises(StepRefusedError, match="nothing to reopen"):
        partnership.write(actions.reopen_action, id=id, reason="R", viewer=TEAM, now=NOW)
    with pytest.raises(StepRefusedError, match="no longer needed"):
        partnership.write(actions.close_action, id=id, reason=" ", viewer=TEAM, now=NOW)
    assert read(partnership, id).updates == 0


def test_a_report_is_for_the_owner_or_the_team(partnership: Database) -> None:
    id = add(partnership).id
    with pytest.raises(NotFoundError):
        report(partnership, id, ActionStatus.DONE, ASH_HEAD)
    with pytest.raises(NotAllowedError, match="report on an action"):
        report(partnership, id, ActionStatus.DONE, OFFICER)
    assert report(partnership, id, ActionStatus.DONE, OAK_HEAD).status is ActionStatus.DONE


def test_two_who_write_at_once_do_not_overwrite_each_other(partnership: Database) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.IN_PROGRESS, OAK_HEAD, seen=0)
    with pytest.raises(StepRefusedError, match="since you opened it"):
        report(partnership, id, ActionStatus.DONE, OWNER, seen=0)
    assert report(partnership, id, ActionStatus.DONE, OWNER, seen=1).updates == 2


def test_reopened_with_a_reason_it_is_the_owners_again(partnership: Database) -> None:
    id = add(partnership).id
    report(partnership, id, ActionStatus.DONE)
    assure(partnership, id)
    again = partnership.write(
        actions.reopen_action, id=id, reason="Two are missing", viewer=OFFICER, now=NOW
    )
    assert (again.status, again.assured_by, again.assured_on, again.done_on, again.reason) == (
        "in_progress", "", None, None, "Two are missing",
    )  # fmt: skip
    assert deeds(partnership, id)[-1] == (
        Deed.REOPENED, ActionStatus.IN_PROGRESS, "Two are missing", "Ira Officer",
    )  # fmt: skip
    with pytest.raises(NotAllowedError, match="reopen"):
        partnership.write(actions.reopen_action, id=id, reason="R", viewer=OWNER, now=NOW)


def test_closed_with_a_reason_it_stays_on_record(partnership: Database) -> None:
    id = add(partnership).id
    partnership.write(actions.close_action, id=id, reason="Merged", viewer=TEAM, now=NOW)
    closed = read(partnership, id)
    assert (closed.status, closed.reason) == ("closed", "Merged")
    with pytest.raises(StepRefusedError, match="Ask the Children's MARS team to reopen"):
        report(partnership, id, ActionStatus.DONE)


def test_move_due_keeps_the_earlier_date_in_the_history(partnership: Database) -> None:
    id = add(partnership).id
    later = DUE + timedelta(28)
    given = {"id": id, "due": later, "viewer": TEAM, "now": NOW}
    with pytest.raises(StepRefusedError, match="Write why"):
        partnership.write(actions.move_due, reason="", **given)
    moved = partnership.write(actions.move_due, reason="Course is full", **given)
    assert moved.due == later
    assert deeds(partnership, id)[-1][2] == (
        "From 31 January 2026 to 28 February 2026: Course is full"
    )
    with pytest.raises(StepRefusedError, match="That is the date it has"):
        partnership.write(actions.move_due, reason="Again", **given)


def test_change_action_says_what_was_changed(partnership: Database) -> None:
    id = add(partnership).id
    given = {"viewer": TEAM, "now": NOW, "id": id}
    changes = {"organisation": "ash", "priority": "high", "kind": "strategic", "owner": "DSL"}
    changed = partnership.write(actions.change_action, changes=changes, **given)
    assert (changed.organisation, changed.kind) == ("ash", ActionKind.STRATEGIC)
    assert deeds(partnership, id)[-1][2] == "organisation, priority, kind"
    assert partnership.write(actions.change_action, changes=changes, **given) == changed
    with pytest.raises(NotFoundError):
        partnership.write(actions.change_action, changes={"organisation": "elm"}, **given)
    with pytest.raises(NotAllowedError):
        partnership.write(actions.change_action, id=id, changes=changes, viewer=OFFICER, now=NOW)


def test_an_action_of_an_activity_is_added_by_who_sees_that_activity(
    partnership: Database,
) -> None:
    partnership.write(_begin_activity)
    action = add(partnership, OFFICER, activity="act-1", kind=ActionKind.IMMEDIATE)
    assert action.mechanism == "line_of_sight"
    with pytest.raises(NotFoundError, match="activity"):
        add(partnership, PEOPLE["chair"], activity="act-1")
    with pytest.raises(NotAllowedError):
        add(partnership, BOARD, activity="act-1")


def _begin_activity(tx: object, *, is_restricted: bool = False) -> None:
    tx.execute(  # type: ignore[attr-defined]
        "INSERT INTO activity VALUES ('act-1', 'LS-2025-001', 'line_of_sight', '1', 'Neglect', "
        "$1, 'under_way', '', '', '', '', '', NULL, '', '', $2, 0, '{}')",
        [TODAY, is_restricted],
    )
