"""The demonstration is written once, and reads back as if it had been lived through."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from db.actions import count_actions, list_actions
from db.activities import get_activity, list_activities, list_for_me
from db.agendas import list_agenda
from db.composites import count_answers, count_moderated, count_responses
from db.connection import Database, open_database
from db.cycles import list_cycles
from db.demonstration import load_demonstration, main, write_demonstration
from db.findings import list_findings
from db.groups import list_members
from db.meetings import list_meetings
from db.officer_days import total_days
from db.organisations import add_organisations, list_organisations
from db.requests import get_request, list_requests
from db.responses import (
    find_response,
    get_response,
    list_responses,
    list_returns,
    previous_response,
)
from db.reviews import count_themes, list_narratives, list_quotes
from forms.library import Library, load_library
from scrutiny.access import make_viewer
from scrutiny.demonstration import Demonstration, make_demonstration
from scrutiny.demonstration.meeting import make_gathered
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEAM = make_viewer("mars_team", name="Team")


@lru_cache(maxsize=1)
def small_library() -> Library:
    whole = load_library()
    ids = (
        "section_eleven", "voice_parents", "space_request", "space_tool", "scrutineer_visit",
        "case_audit", "dip_sample",
    )  # fmt: skip
    return Library({id: whole.forms[id] for id in ids}, {id: whole.sources[id] for id in ids})


@lru_cache(maxsize=1)
def invented() -> Demonstration:
    return make_demonstration(small_library(), today=NOW.date())


def test_the_demonstration_reads_back(database: Database) -> None:
    made = invented()
    database.write(write_demonstration, made, small_library(), now=NOW)
    rounds = [entry.cycle.id for entry in made.cycles]
    assert len(database.read(list_organisations)) == 176
    assert {cycle.id for cycle in database.read(list_cycles)} == set(rounds)

    returns = database.read(list_returns, cycle="agency-2026", viewer=TEAM)
    sent = [item for item in returns if item.submitted]
    assert len(returns) == 26
    assert len(sent) == database.read(count_responses, viewer=TEAM, round="agency-2026")
    response = database.read(get_response, sent[0].response, viewer=TEAM)
    stored = next(f.response for f in made.responses if f.response.id == response.id)
    assert response == stored
    before = database.read(
        find_response, viewer=TEAM, round="agency-2025", organisation=response.organisation
    )
    earlier = {"round": response.round, "organisation": response.organisation}
    assert database.read(previous_response, **earlier, viewer=TEAM) == before

    drafts = [item for item in returns if item.status == "in_progress"]
    assert all(0 < item.progress < 100 for item in drafts)
    tallies = database.read(count_answers, viewer=TEAM, round="agency-2026")
    rated = sum(tally.count for tally in tallies if tally.question == "sa_1_1")
    assert rated == len(sent)

    campaign = made.campaigns[0].id  # voices are counted, and never read one by one
    assert database.read(count_responses, viewer=TEAM, round=campaign) == 140
    assert database.read(list_responses, viewer=TEAM, round=campaign) == []


def test_what_reviewers_and_chairs_did_reads_back(database: Database) -> None:
    made = invented()
    database.write(write_demonstration, made, small_library(), now=NOW)
    requests = database.read(list_requests, viewer=TEAM)
    audits = [r.activity for r in made.activities if r.mechanism.id == "space_audit"]
    assert {request.reference for request in requests} == {each.reference for each in audits}
    assert len({request.status for request in requests}) == len(requests) == 12
    paused = next(request for request in requests if request.status == "paused")
    found = database.read(get_request, paused.reference, viewer=TEAM)
    assert (found.history[-1].status, found.history[-1].reason) == ("paused", found.reason)
    this = {"viewer": TEAM, "round": "agency-2026"}
    assert database.read(count_moderated, **this) == len({r.response for r in made.moderated})
    assert database.read(count_themes, **this)
    assert {q.id for q in database.read(list_quotes, **this)} <= {q.id for q in made.quotes}
    assert len(database.read(list_narratives, viewer=TEAM, round="agency-2025")) == 4
    counts = database.read(count_actions, today=NOW.date(), **this)
    assert counts.open > counts.overdue > 0
    assert len(database.read(list_actions, **this)) >= counts.open


def test_activities_with_all_that_came_of_them_read_back(database: Database) -> None:
    made = invented()
    database.write(write_demonstration, made, small_library(), now=NOW)
    for ran in made.activities:
        assert database.read(get_activity, ran.activity.id, viewer=TEAM) == ran.activity
    findings = database.read(list_findings, viewer=TEAM)
    assert {each.id for each in findings} == {each.id for each in made.seen.findings}
    today = NOW.date()
    assert database.read(list_for_me, viewer=TEAM, today=today)
    rows = database.read(list_activities, viewer=TEAM, today=today)
    assert len(rows) == len(made.activities)
    assert any(row.is_late for row in rows)
    assert database.read(total_days, viewer=TEAM, year=today.year)


def test_what_steps_brought_before_groups_stands_on_their_agendas(database: Database) -> None:
    database.write(write_demonstration, invented(), small_library(), now=NOW)
    items = [
        item
        for meeting in database.read(list_meetings, viewer=TEAM)
        for item in database.read(list_agenda, viewer=TEAM, meeting=meeting.id)
        if item.activity
    ]
    assert len(items) > 10


def test_a_database_in_use_is_left_alone(database: Database) -> None:
    database.write(add_organisations, [Organisation("o", "Ours", "academy")], now=NOW)
    assert load_demonstration(database, small_library(), now=NOW) is None
    assert len(database.read(list_organisations)) == 1


def test_the_command_makes_the_file_and_says_what_it_did(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = str(tmp_path / "new" / "mars.duckdb")
    assert main(["--database", url]) == 0
    first = capsys.readouterr().out
    assert main(["--database", url]) == 0
    assert first.startswith("Demonstration data written: 176 organisations, 6 cycles, ")
    assert capsys.readouterr().out == "The database is in use already: nothing was changed.\n"
    opened = open_database(url)
    assert len(opened.read(list_organisations)) == 176
    opened.close()


def test_the_history_of_a_return_ends_where_it_stands(database: Database) -> None:
    database.write(write_demonstration, invented(), small_library(), now=NOW)
    rows = database.read(
        lambda tx: tx.query(
            "SELECT r.status, count(e.id) AS steps FROM response r "
            "LEFT JOIN event e ON e.subject = r.id AND e.name LIKE 'response_%' "
            "WHERE r.kind = 'self_assessment' AND r.submitted IS NOT NULL GROUP BY r.id, r.status"
        )
    )
    steps = {"submitted": 1, "under_review": 2, "accepted": 3, "in_composite": 4}
    found = {(row["status"], row["steps"]) for row in rows}
    assert {status: steps[status] for status, _ in found} == dict(sorted(found))
    assert {"under_review", "in_composite"} <= {status for status, _ in found}


def test_groups_with_their_meetings_read_back(database: Database) -> None:
    made = invented()
    database.write(write_demonstration, made, small_library(), now=NOW)
    gathered = make_gathered(made.organisations, partnership(), today=NOW.date())
    assert sorted(database.read(list_meetings, viewer=TEAM), key=lambda each: each.id) == sorted(
        gathered.meetings, key=lambda each: each.id
    )
    members = database.read(list_members, viewer=TEAM)
    assert {member.id for member in members} == {member.id for member in gathered.members}
    meeting = gathered.items[0].meeting
    items = database.read(list_agenda, viewer=TEAM, meeting=meeting)
    agenda = [item for item in items if not item.activity]
    assert agenda == [item for item in gathered.items if item.meeting == meeting]
