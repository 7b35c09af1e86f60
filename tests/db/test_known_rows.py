"""What is on record stands beside the questions of a new return, to be confirmed (R024)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.carried import confirm_carried, list_carried
from db.connection import Database, Transaction
from db.findings import _COLUMNS, _values
from db.paper_drafts import add_papers
from db.paper_life import add_copies
from db.responses import get_response, start_response
from forms.parsing import parse_form
from scrutiny.action import Action
from scrutiny.finding import Finding, FindingKind
from scrutiny.paper import CopyPart, Paper, PaperCopy, PaperState
from scrutiny.response import Response
from tests.db.examples import NOW, OAK_HEAD, send, set_up

TODAY = NOW.date()
SOURCE = """
id: audit
version: "1"
title: Audit
kind: self_assessment
choice_lists:
  yes_no: [{value: "yes", label: "Yes"}, {value: "no", label: "No"}]
  states:
    - {value: not_started, label: Not started}
    - {value: in_progress, label: In progress}
sections:
  - id: s1
    title: Since last year
    questions:
      - id: progress
        type: repeat
        text: Progress on your actions
        prefill: own_actions
        max_count: 2
        questions:
          - {id: what, type: long_text, text: What was it?, prefill: action_text, max_length: 9}
          - {id: state, type: select_one, text: How is it?, prefill: action_status, choices: states}
          - {id: difference, type: long_text, text: What difference did it make?}
      - {id: letter, type: select_one, text: A letter?, prefill: letter_received, choices: yes_no}
      - id: findings
        type: repeat
        text: Your answer to the findings
        prefill: letter_findings
        questions:
          - {id: found, type: long_text, text: What was found?, prefill: finding_text}
          - {id: letter_on, type: date, text: When?, prefill: letter_day}
"""


@pytest.fixture
def partnership(database: Database) -> Database:
    """Oak has three actions of last year's return, and a letter that came after it."""
    set_up(database)
    open_ones = [
        Action("a1", "Train everybody", due=TODAY),
        Action("a2", "Sooner", due=TODAY - timedelta(1)),
        Action("a2", "The third is one too many", instance=2),
    ]
    send(database, "r1", organisation="oak", round="last", actions=open_ones)
    database.write(write_letters)
    return database


def write_letters(tx: Transaction) -> None:
    """One letter that was answered last year, one since then, and others' with a copy to Oak."""
    lead, other = CopyPart.LEAD, CopyPart.COMMISSIONER
    sent = (("old", lead, -1), ("new", lead, 2), ("else", other, 2))
    for id, part, days in sent:
        on = TODAY + timedelta(days)
        add_papers(tx, [
            Paper(id, "findings_letter", "Findings", (), PaperState.ISSUED, activity=id,
                  issued_on=on, written_at=NOW)
        ])  # fmt: skip
        add_copies(tx, id, [PaperCopy("Head", "", "oak", part)], day=on)
        for kind in (FindingKind.IMPROVEMENT, FindingKind.BEST_PRACTICE):
            finding = Finding(f"{id}-{kind}", id, kind, f"{id}: {kind}", on)
            tx.insert_many("finding", _COLUMNS, [_values(finding)])


def begin(database: Database, organisation: str = "oak") -> Response:
    parsed = parse_form(SOURCE, "audit.yaml")
    assert parsed.problems == ()
    fresh = Response("r2", "audit", "1", round="this", organisation=organisation)
    return database.write(start_response, response=fresh, now=NOW, form=parsed.form)


def test_open_actions_and_the_findings_of_letters_wait_beside_a_new_return(
    partnership: Database,
) -> None:
    begin(partnership)
    assert partnership.read(list_carried, response="r2", viewer=OAK_HEAD) == {
        "progress": [
            {"what": "Sooner", "state": "not_started"},
            {"what": "Train eve", "state": "not_started"},
        ],
        "letter": "yes",
        "findings": [
            {"found": "new: improvement", "letter_on": (TODAY + timedelta(2)).isoformat()}
        ],
    }
    assert partnership.read(get_response, "r2", viewer=OAK_HEAD).answers == {}


def test_they_are_answers_once_they_are_confirmed(partnership: Database) -> None:
    begin(partnership)
    partnership.write(
        confirm_carried, response="r2", question="letter", revision=0, viewer=OAK_HEAD, now=NOW
    )
    assert partnership.read(get_response, "r2", viewer=OAK_HEAD).answers == {"letter": "yes"}
    begin(partnership)  # the second tab finds the same draft, and nothing waits once more
    waiting = partnership.read(list_carried, response="r2", viewer=OAK_HEAD)
    assert sorted(waiting) == ["findings", "progress"]


def test_where_nothing_is_on_record_nothing_waits(partnership: Database) -> None:
    begin(partnership, "fir")
    assert partnership.read(lambda tx: tx.query("SELECT 1 FROM carried_answer")) == []
