"""Activities begun, found by who may see them, changed, paused and withdrawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from db.activities import (
    ActivityRow,
    get_activity,
    get_run,
    list_activities,
    list_for_me,
    pause_activity,
    rename_activity,
    resume_activity,
    set_holders,
    set_parties,
    take_up_version,
    withdraw_activity,
)
from db.connection import Database
from db.errors import AnswersRefusedError, NotAllowedError, NotFoundError, StepRefusedError
from db.events import Happening, list_events
from db.mechanisms import publish_mechanism
from forms.problem import Problem
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, ActivityStatus, Holder, Party, PartyKind
from tests.db.activity_examples import (
    ASH,
    COUNCIL,
    HEALTH,
    NOW,
    OAK,
    OFFICER,
    POLICE,
    SPACE_LEAD,
    TEAM,
    TODAY,
    begin,
    set_up,
    take,
    take_until,
)
from tests.db.at_once import at_once
from tests.scrutiny.mechanism_examples import CONTEXT, PARTNERS, VISIT, mechanism

RESTRICTED = VISIT.replace("subject: organisation", "restricted: true\nsubject: organisation")
CHOSEN = VISIT.replace("group: board\nmon", "group: chosen\nmon")


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database)


def change(database: Database, function, activity: Activity, **given) -> Activity:
    usual = {"viewer": TEAM, "now": NOW, "context": CONTEXT}
    return database.write(function, id=activity.id, **{**usual, **given})


def test_an_activity_begins_with_its_reference_and_the_partners(partnership: Database):
    begun = begin(partnership)
    assert begun == Activity(
        id=begun.id, reference="AV-2026-001", mechanism="visit", version="1", title="Oak House",
        began=TODAY, subject="oak", group="board", begun_by="Max Team",
        answers={"why": "A new service"}, subject_partner="health",
        parties=tuple(Party(PartyKind.PARTNER, each.key, each.label) for each in PARTNERS),
    )  # fmt: skip
    assert partnership.read(get_activity, begun.id, viewer=TEAM) == begun
    assert partnership.read(get_activity, "AV-2026-001", viewer=TEAM) == begun
    (event,) = partnership.read(list_events, subject=begun.id)
    assert (event.name, event.detail["version"]) == (Happening.ACTIVITY_BEGUN, "1")


def test_references_begun_at_once_are_all_different(partnership: Database):
    at_once(6, lambda number: begin(partnership, title=f"Visit {number}"))
    listed = partnership.read(list_activities, viewer=TEAM)
    assert [row.reference for row in listed] == [f"AV-2026-{n:03d}" for n in range(6, 0, -1)]


def test_references_count_within_their_year(partnership: Database):
    begin(partnership)
    later = begin(partnership, now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert later.reference == "AV-2026-002"  # in winter the day here is that of UTC
    assert begin(partnership, now=datetime(2027, 1, 1, tzinfo=UTC)).reference == "AV-2027-001"


def test_only_those_who_may_begin_one(partnership: Database):
    with pytest.raises(NotAllowedError, match=r"Only Team may begin this\."):
        begin(partnership, viewer=OFFICER)


def test_what_is_missing_at_the_beginning_is_said(partnership: Database):
    with pytest.raises(AnswersRefusedError) as refused:
        begin(partnership, answers={})
    assert refused.value.problems == (Problem("why", "Write an answer"),)
    with pytest.raises(StepRefusedError, match="Give it a title"):
        begin(partnership, title="  ")
    with pytest.raises(StepRefusedError, match="Say which organisation this is about"):
        begin(partnership, subject="")


def test_a_mechanism_that_is_not_active_begins_nothing(partnership: Database):
    with pytest.raises(StepRefusedError, match="None of these can be begun at present"):
        begin(partnership, replace(mechanism(), is_active=False))


def test_one_of_a_version_that_was_never_published_is_not_begun(partnership: Database):
    with pytest.raises(NotFoundError):
        begin(partnership, replace(mechanism(), version="9"))


def test_a_group_is_chosen_where_the_mechanism_asks_for_it(database: Database):
    set_up(database, CHOSEN)
    with pytest.raises(StepRefusedError, match="Choose the group"):
        begin(database, mechanism(CHOSEN))
    assert begin(database, mechanism(CHOSEN), group="practice").group == "practice"


def test_members_of_the_group_take_part_where_each_does(database: Database):
    text = VISIT.replace("    by: [agency]\n", "    by: [agency]\n    each: members\n")
    set_up(database, text)
    database.write(
        lambda tx: tx.execute(
            "INSERT INTO group_member VALUES ('m', 'board', 'Kim', 'Member', 'ash', '', '', "
            "NULL, NULL), ('n', 'board', 'Lee', 'Member', 'oak', '', '', NULL, $1)",
            [TODAY],
        )
    )
    agencies = [p for p in begin(database, mechanism(text)).parties if p.kind is PartyKind.AGENCY]
    assert agencies == [Party(PartyKind.AGENCY, "ash", "Ash")]


def test_who_has_a_part_sees_it(partnership: Database):
    begun = begin(partnership)
    for viewer in (TEAM, OFFICER, OAK, COUNCIL, HEALTH):
        assert partnership.read(get_activity, begun.id, viewer=viewer) == begun
        assert len(partnership.read(list_activities, viewer=viewer)) == 1
    for viewer in (ASH, SPACE_LEAD, make_viewer("board_reader", name="Bo"), Viewer("nobody")):
        with pytest.raises(NotFoundError):
            partnership.read(get_activity, begun.id, viewer=viewer)
        assert partnership.read(list_activities, viewer=viewer) == []


def test_a_restricted_one_is_seen_by_those_with_a_part_alone(database: Database):
    set_up(database, RESTRICTED)
    begun = begin(database, mechanism(RESTRICTED))
    lead = make_viewer("portfolio_lead", name="Port Lead")
    stranger = make_viewer("partner", name="X", organisations=frozenset({"probation"}))
    assert [
        len(database.read(list_activities, viewer=viewer))
        for viewer in (TEAM, OFFICER, POLICE, OAK, lead, stranger)
    ] == [1, 1, 1, 1, 0, 0]
    change(database, set_holders, begun, holders=[Holder("officer", "Port Lead")])
    assert database.read(get_activity, begun.id, viewer=lead).id == begun.id


def test_a_list_says_where_each_stands_and_what_is_next(partnership: Database):
    begun = take_until(partnership, begin(partnership), "endorse")
    assert partnership.read(list_activities, viewer=TEAM, today=date(2026, 3, 17)) == [
        ActivityRow(
            begun.id, "AV-2026-001", "visit", "Oak House", "Endorsed",
            ActivityStatus.UNDER_WAY, TODAY, date(2026, 3, 16), "The day is set",
            is_late=True, group="board", subject="oak",
        )
    ]  # fmt: skip


def test_a_list_is_narrowed(partnership: Database):
    begun = begin(partnership)
    follow_up = begin(partnership, parent=begun.id, subject="ash")

    def listed(**narrow: object) -> list[str]:
        return [row.id for row in partnership.read(list_activities, viewer=TEAM, **narrow)]

    both = [follow_up.id, begun.id]
    assert listed(mechanism="visit", group="board", year=2026) == both
    assert listed(organisation="oak") == [begun.id]
    assert listed(organisation="police") == both
    assert listed(parent=begun.id) == [follow_up.id]
    assert listed(status=ActivityStatus.PAUSED) == listed(year=2025) == listed(group="x") == []


def test_a_person_who_leaves_is_followed_by_another(partnership: Database):
    gone = Viewer("scrutiny_officer", "Ira", person="p1", permissions=OFFICER.permissions)
    new = Viewer("scrutiny_officer", "Ade", person="p2", permissions=OFFICER.permissions)
    begun = begin(partnership, holders=[Holder("officer", "Ira", "p1")])
    begun = take_until(partnership, begun, "update")
    assert _turns(partnership, new) == ["prepare"]
    change(partnership, set_holders, begun, holders=[Holder("officer", "Ade", "p2")])
    assert (_turns(partnership, gone), _turns(partnership, new)) == (
        ["prepare"], ["visit", "prepare"],
    )  # fmt: skip
    assert take(partnership, begun, "visit", new).taken[-1].by == "Ade"


def test_a_holder_has_a_role_of_the_mechanism(partnership: Database):
    with pytest.raises(StepRefusedError, match="no role 'boss'"):
        change(partnership, set_holders, begin(partnership), holders=[Holder("boss", "Ira")])


def test_a_party_taken_out_no_longer_holds_it_up(partnership: Database):
    begun = take(partnership, begin(partnership), "endorse", POLICE, outcome="endorsed")
    begun = take(partnership, begun, "endorse", COUNCIL, outcome="endorsed")
    assert _turns(partnership, HEALTH) == ["endorse"]
    parties = [replace(p, is_excluded=p.key == "health", reason="Conflict") for p in begun.parties]
    changed = change(partnership, set_parties, begun, parties=parties)
    assert changed.parties[1].reason == "Conflict"
    assert (_turns(partnership, HEALTH), _turns(partnership, TEAM)) == ([], ["arrange"])


def test_another_title_keeps_the_reference(partnership: Database):
    renamed = change(partnership, rename_activity, begin(partnership), title=" Oak Lodge ")
    assert (renamed.title, renamed.reference) == ("Oak Lodge", "AV-2026-001")
    assert partnership.read(get_activity, renamed.id, viewer=TEAM) == renamed


def test_a_paused_one_is_nobodys_turn_until_it_is_resumed(partnership: Database):
    begun = begin(partnership)
    paused = change(partnership, pause_activity, begun, reason="Inspection")
    assert (paused.status, paused.reason) == (ActivityStatus.PAUSED, "Inspection")
    assert _turns(partnership, POLICE) == []
    with pytest.raises(StepRefusedError, match="This is paused"):
        take(partnership, begun, "endorse", POLICE, outcome="endorsed")
    with pytest.raises(StepRefusedError, match="Only one that is under way"):
        change(partnership, pause_activity, begun, reason="Again")
    change(partnership, resume_activity, begun, reason="It is over")
    assert _turns(partnership, POLICE) == ["endorse"]


def test_a_withdrawn_one_has_ended(partnership: Database):
    begun = begin(partnership)
    with pytest.raises(StepRefusedError, match="Say why"):
        change(partnership, withdraw_activity, begun, reason=" ")
    withdrawn = change(partnership, withdraw_activity, begun, reason="Not needed")
    assert (withdrawn.status, withdrawn.ended) == (ActivityStatus.WITHDRAWN, TODAY)
    with pytest.raises(StepRefusedError, match="This has ended"):
        take(partnership, begun, "endorse", POLICE, outcome="endorsed")
    with pytest.raises(StepRefusedError, match="Only one that is paused"):
        change(partnership, resume_activity, begun, reason="Again")


def test_only_those_who_run_it_change_it(partnership: Database):
    with pytest.raises(NotAllowedError, match=r"Only Team may do this\."):
        change(partnership, pause_activity, begin(partnership), viewer=OFFICER, reason="No")


def test_a_running_one_keeps_its_version_until_it_takes_up_another(partnership: Database):
    begun = take_until(partnership, begin(partnership), "endorse")
    text = VISIT.replace('version: "1"', 'version: "2"').replace("working_days: 10", "days: 3")
    partnership.write(publish_mechanism, mechanism=mechanism(text), source=text, now=NOW)
    assert _next_due(partnership) == date(2026, 3, 16)
    moved = change(partnership, take_up_version, begun, version="2")
    assert (moved.version, _next_due(partnership)) == ("2", date(2026, 3, 5))
    run = partnership.read(get_run, begun.id, viewer=TEAM, context=CONTEXT)
    assert (run.activity, run.mechanism.version, run.standing.state) == (moved, "2", "Endorsed")


def test_a_version_without_a_step_that_was_taken_is_not_taken_up(partnership: Database):
    begun = take_until(partnership, begin(partnership), "endorse")
    text = VISIT.replace('version: "1"', 'version: "2"').replace("id: endorse", "id: agree_all")
    text = text.replace("after: endorse", "after: agree_all")
    partnership.write(publish_mechanism, mechanism=mechanism(text), source=text, now=NOW)
    with pytest.raises(StepRefusedError, match="Version 2 has no step 'endorse'"):
        change(partnership, take_up_version, begun, version="2")


def _turns(database: Database, viewer: Viewer) -> list[str]:
    return [each.step for each in database.read(list_for_me, viewer=viewer, today=TODAY)]


def _next_due(database: Database) -> date | None:
    return database.read(list_activities, viewer=TEAM)[0].next_due
