"""A small mechanism that the tests of the engine share, and a partnership for it."""

from __future__ import annotations

from datetime import date
from typing import Any

from forms.model import Json
from scrutiny.access import roles
from scrutiny.activity import Activity, Party, PartyKind, Taking
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.partnership import Partner
from scrutiny.standing import Context

VISIT = """
id: visit
version: "1"
title: Assurance visit
short: Visit
prefix: AV
purposes: [agency]
subject: organisation
group: board
monitored_by: board
begun_by: [team]
roles:
  team: {label: Team, held_by: [mars_team]}
  officer: {label: Scrutiny officer, held_by: [scrutiny_officer], named: true}
  partner: {label: Safeguarding partner, held_by: [partner], of: parties}
  agency: {label: The agency, held_by: [organisation], of: subject}
  panel: {label: Panel, held_by: [partner, scrutiny_officer], shuns_subject: true}
begin:
  - {id: why, type: long_text, text: Why this agency?, required: true}
documents:
  letter: {title: Letter, template: letter, approved_by: [partner], goes_to: [agency]}
steps:
  - id: endorse
    title: The partners endorse the agency
    by: [partner]
    each: partners
    recorded_by: [team]
    outcomes:
      - {value: endorsed, label: Endorse}
      - {value: refused, label: Do not endorse, reason: true, ends: true, state: Refused}
      - {value: later, label: Not now, waits: true}
    state: Endorsed
  - id: arrange
    title: The day is set
    by: [team]
    asks:
      - {id: event_on, type: date, text: Date of the visit, required: true}
      - id: is_update_needed
        type: select_one
        text: Is an update needed?
        required: true
        choices: [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}]
    due: {after: endorse, working_days: 10, target: true}
    state: Arranged
  - id: update
    title: The agency sends its update
    by: [agency]
    relevant: "${is_update_needed} = 'yes'"
    asks:
      - {id: update_words, type: long_text, text: What has changed?, required: true}
    due: {before: event_on, weeks: 3, requirement: R048}
  - id: prepare
    title: Notes for the panel
    by: [panel]
    optional: true
    after: [arrange]
  - id: visit
    title: The visit
    by: [officer]
    after: [update]
    needs:
      - {that: "${event_on} != ''", otherwise: Set the date of the visit first}
    due: {on: event_on}
    asks:
      - {id: seen, type: long_text, text: What was seen?}
    state: Visited
  - id: agree
    title: The panel agrees what was seen
    by: [panel]
    outcomes:
      - {value: agreed, label: Agree}
      - {value: more, label: Look again, reason: true, again: [visit], state: More needed}
    documents: [{draft: letter}]
  - id: board
    title: The Board considers it
    by: [team]
    documents: [{approve: letter}]
    due: {after: visit, meeting: board}
    agenda: [{group: board, title: Findings}]
"""

KNOWN = Known(
    forms=("audit", "tool"),
    groups=("board", "practice"),
    roles=roles(),
    partners=("council", "health", "police"),
    purposes=("agency", "theme"),
    aims=("joined_up",),
    templates=("letter",),
    families=("education",),
    requirements=("R004", "R048"),
    mechanisms=("visit",),
    lists={},
)
PARTNERS = (
    Partner("council", "The council"),
    Partner("health", "The health board", ("care_board",)),
    Partner("police", "The police", ("police",)),
)
CONTEXT = Context(
    partners=PARTNERS,
    holidays=frozenset({date(2026, 4, 3), date(2026, 4, 6)}),
    groups={"board": "the Board"},
    types={"care_board": "health", "police": "police"},
)
BEGAN = date(2026, 3, 2)


def mechanism(text: str = VISIT, **changes: str) -> Mechanism:
    """The mechanism of a text in which words were exchanged; its problems fail the test."""
    for old, new in changes.items():
        text = text.replace(old, new)
    parsed = parse_mechanism(text, "visit.yaml", known=KNOWN)
    assert parsed.problems == ()
    assert parsed.mechanism is not None
    return parsed.mechanism


def activity(*taken: Taking, **given: Any) -> Activity:
    """A visit to Oak House that began on 2 March 2026, with these steps taken."""
    usual: dict[str, Any] = {
        "id": "a1", "reference": "AV-2026-001", "mechanism": "visit", "version": "1",
        "title": "Oak House", "began": BEGAN, "subject": "oak", "group": "board",
        "answers": {"why": "A new service"},
        "parties": tuple(Party(PartyKind.PARTNER, each.key, each.label) for each in PARTNERS),
    }  # fmt: skip
    return Activity(**{**usual, "taken": tuple(taken), **given})


def took(
    number: int, step: str, outcome: str = "", *, part: str = "", day: date = BEGAN, **answers: Json
) -> Taking:
    """One step taken."""
    return Taking(number, step, day, outcome, part, answers)


def endorsed(day: date = BEGAN) -> list[Taking]:
    """The first three takings: each partner endorses."""
    return [
        took(number, "endorse", "endorsed", part=partner.key, day=day)
        for number, partner in enumerate(PARTNERS, 1)
    ]
