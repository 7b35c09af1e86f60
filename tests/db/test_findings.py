"""Findings: kept by those whose step keeps them, and read by who may."""

from __future__ import annotations

from typing import Any

import pytest

from db.connection import Database
from db.errors import NotAllowedError, NotFoundError, StepRefusedError
from db.events import list_events
from db.findings import (
    add_finding,
    answer_finding,
    change_finding,
    get_finding,
    list_findings,
    remove_finding,
)
from scrutiny.access import Viewer
from scrutiny.activity import Activity, PartyKind
from scrutiny.finding import Finding, FindingKind, Reply, is_answered
from tests.db.activity_examples import (
    ASH,
    HEALTH,
    NOW,
    OAK,
    OFFICER,
    POLICE,
    TEAM,
    TODAY,
    begin,
    set_up,
)
from tests.scrutiny.mechanism_examples import CONTEXT, VISIT, mechanism

KEEPING = VISIT.replace("state: Visited", "state: Visited\n    keeps: [findings, recommendations]")


@pytest.fixture
def partnership(database: Database) -> Database:
    return set_up(database, KEEPING)


@pytest.fixture
def begun(partnership: Database) -> Activity:
    return begin(partnership, mechanism(KEEPING))


def add(database: Database, activity: Activity, viewer: Viewer = OFFICER, **given: Any) -> Finding:
    usual = {"id": "", "kind": FindingKind.IMPROVEMENT, "text": " Notes are late ", "on": TODAY}
    finding = Finding(activity=activity.id, **{**usual, **given})
    return database.write(add_finding, finding=finding, viewer=viewer, now=NOW, context=CONTEXT)


def test_a_finding_is_kept_with_its_author_and_day(partnership: Database, begun: Activity):
    added = add(partnership, begun, theme="supervision", aim="joined_up", organisation="oak")
    assert added == Finding(
        added.id, begun.id, FindingKind.IMPROVEMENT, "Notes are late", TODAY,
        theme="supervision", aim="joined_up", organisation="oak", by="Ira Officer",
    )  # fmt: skip
    assert partnership.read(get_finding, added.id, viewer=POLICE) == added
    assert partnership.read(list_events, subject=begun.id)[-1].detail == {
        "reference": "AV-2026-001", "finding": added.id, "kind": "improvement",
    }  # fmt: skip


def test_only_those_whose_step_keeps_them_keep_any(partnership: Database, begun: Activity):
    assert add(partnership, begun, TEAM, kind=FindingKind.TRAINING).by == "Max Team"
    with pytest.raises(NotAllowedError, match="Only Scrutiny officer may do this here"):
        add(partnership, begun, OAK)
    with pytest.raises(NotAllowedError, match="Only those who run this may do it here"):
        add(partnership, begun, OFFICER, kind=FindingKind.TRAINING)
    with pytest.raises(NotFoundError):
        add(partnership, begun, ASH)


def test_one_without_words_is_refused(partnership: Database, begun: Activity):
    with pytest.raises(StepRefusedError, match="Write what was seen"):
        add(partnership, begun, text="  ")


def test_a_finding_is_changed_and_removed(partnership: Database, begun: Activity):
    added = add(partnership, begun)
    changed = partnership.write(
        change_finding, id=added.id, viewer=TEAM, now=NOW, context=CONTEXT,
        text="Notes are on time", kind=FindingKind.BEST_PRACTICE, no_action_reason="None needed",
    )  # fmt: skip
    assert partnership.read(get_finding, added.id, viewer=TEAM) == changed
    assert (changed.by, changed.kind) == ("Ira Officer", FindingKind.BEST_PRACTICE)
    with pytest.raises(ValueError, match="by"):
        partnership.write(
            change_finding, id=added.id, viewer=TEAM, now=NOW, context=CONTEXT, by="Me"
        )
    partnership.write(remove_finding, id=added.id, viewer=TEAM, now=NOW, context=CONTEXT)
    assert partnership.read(list_findings, viewer=TEAM) == []


def test_one_from_which_an_action_follows_stays(partnership: Database, begun: Activity):
    added = add(partnership, begun)
    partnership.write(
        lambda tx: tx.execute(
            "INSERT INTO action (id, response, round, organisation, question, standard, instance, "
            "text, owner, status, progress, assured_by, finding) "
            "VALUES ('x', '', '', 'oak', '', '', 0, 'T', 'Head', 'not_started', '', '', $1)",
            [added.id],
        )
    )
    with pytest.raises(StepRefusedError, match="An action follows from this finding"):
        partnership.write(remove_finding, id=added.id, viewer=TEAM, now=NOW, context=CONTEXT)


def test_findings_are_narrowed(partnership: Database, begun: Activity):
    one = add(partnership, begun, standard="ED-A1", theme="neglect")
    other = add(partnership, begun, kind=FindingKind.STRATEGIC, organisation="oak")

    def listed(**narrow: Any) -> list[str]:
        return [each.id for each in partnership.read(list_findings, viewer=TEAM, **narrow)]

    assert listed(activity=begun.id) == listed(activity="AV-2026-001", year=2026)
    assert listed() == [one.id, other.id]
    assert listed(standard="ED-A1") == listed(theme="neglect") == [one.id]
    assert listed(kind=FindingKind.STRATEGIC) == listed(organisation="oak") == [other.id]
    assert listed(year=2025) == []


def test_an_organisation_reads_what_is_said_to_it_alone(partnership: Database, begun: Activity):
    add(partnership, begun, organisation="oak")
    add(partnership, begun, kind=FindingKind.RECOMMENDATION, organisation="ash")
    said = add(partnership, begun, kind=FindingKind.IMMEDIATE, organisation="oak")
    assert partnership.read(list_findings, viewer=OAK) == [said]
    assert partnership.read(list_findings, viewer=ASH) == []


def test_a_recommendation_is_answered_by_whom_it_is_for(partnership: Database, begun: Activity):
    asked = add(partnership, begun, kind=FindingKind.RECOMMENDATION, organisation="health")
    with pytest.raises(NotAllowedError):
        _answer(partnership, asked, POLICE)
    with pytest.raises(StepRefusedError, match="Write what will be done"):
        _answer(partnership, asked, HEALTH, "")
    answered = _answer(partnership, asked, HEALTH)
    assert (answered.reply, answered.replied_by, answered.replied_on) == (
        "Agreed", "health rep", TODAY,
    )  # fmt: skip
    assert partnership.read(get_finding, asked.id, viewer=TEAM) == answered
    with pytest.raises(StepRefusedError, match="Only a recommendation"):
        _answer(partnership, add(partnership, begun), TEAM)


def test_what_is_recommended_to_all_partners_is_answered_by_each(
    partnership: Database, begun: Activity
):
    """R193: answered when all have; the team may write down what one of them said."""
    asked = add(partnership, begun, kind=FindingKind.RECOMMENDATION, organisation="")
    partners = [party.key for party in begun.parties if party.kind is PartyKind.PARTNER]
    assert partners == ["council", "health", "police"]
    first = _answer(partnership, asked, HEALTH, "We will")
    assert (first.reply, first.replies) == ("", (Reply("health", "We will", "health rep", TODAY),))
    changed = _answer(partnership, asked, HEALTH, "We will, by May")
    assert [reply.text for reply in changed.replies] == ["We will, by May"]
    with pytest.raises(StepRefusedError, match="Say which partner's answer this is"):
        _answer(partnership, asked, TEAM, "Agreed")
    with pytest.raises(NotAllowedError):
        _answer(partnership, asked, POLICE, "Agreed", partner="council")
    _answer(partnership, asked, POLICE, "We have")
    assert not is_answered(partnership.read(get_finding, asked.id, viewer=TEAM), begun.parties)
    _answer(partnership, asked, TEAM, "It told us that it will", partner="council")
    answered = partnership.read(get_finding, asked.id, viewer=TEAM)
    assert is_answered(answered, begun.parties)
    assert [reply.partner for reply in answered.replies] == ["health", "police", "council"]


def test_the_team_says_what_was_done_about_what_people_said(partnership: Database, begun: Activity):
    """R111, R179: those who spoke read it in "you said, we did"."""
    heard = add(partnership, begun, kind=FindingKind.VOICE, organisation="health")
    assert _answer(partnership, heard, TEAM, "A board says how long.").reply == (
        "A board says how long."
    )
    with pytest.raises(NotAllowedError):
        _answer(partnership, heard, POLICE)


def _answer(
    database: Database, finding: Finding, viewer: Viewer, reply: str = "Agreed", partner: str = ""
) -> Finding:
    return database.write(
        answer_finding, id=finding.id, reply=reply, viewer=viewer, now=NOW, partner=partner
    )
