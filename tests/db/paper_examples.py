"""An assurance event with its letter, for the tests of documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from db.activities import add_activity, take_step
from db.connection import Database, Transaction
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from db.paper_material import gather_material
from db.papers import draft_paper
from scrutiny import drafting
from scrutiny.access import Viewer, make_viewer
from scrutiny.activity import Activity, Holder, Party, PartyKind
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import context_of
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.organisation import Organisation
from scrutiny.paper import Paper, with_words
from scrutiny.partnership import partnership
from scrutiny.template import load_templates

NOW = datetime(2026, 3, 9, 10, tzinfo=UTC)
CONTEXT = context_of(partnership())
EVENT = """
id: event
version: "1"
title: Assurance event
prefix: PX
subject: organisation
group: mars_board
begun_by: [team]
publication: with_reason
sensitivity: OFFICIAL-SENSITIVE
roles:
  team: {label: Team, held_by: [mars_team]}
  officer: {label: Scrutiny officer, held_by: [scrutiny_officer]}
  portfolio: {label: Portfolio lead, held_by: [portfolio_lead]}
  agency: {label: The agency, held_by: [organisation], of: subject}
  commissioner: {label: Commissioners, held_by: [organisation], of: commissioners}
documents:
  letter:
    {title: Findings letter, template: findings_letter, approved_by: [portfolio],
     goes_to: [agency, commissioner]}
  programme: {title: Programme, template: programme, goes_to: [agency, officer]}
  highlights: {title: Highlights, template: highlights, publish: true}
steps:
  - id: plan
    title: Plan it
    by: [team]
    asks:
      - {id: event_on, type: date, text: When?, required: true}
      - {id: findings_said, type: long_text, text: What was found?}
    documents: [{draft: programme}, {issue: programme}]
  - {id: write, title: Write the letter, by: [officer, team], documents: [{draft: letter}]}
  - {id: agree, title: Agree it, by: [portfolio], documents: [{approve: letter}]}
  - {id: send, title: Send it, by: [team], documents: [{issue: letter}]}
  - {id: board, title: Board, by: [team], documents: [{present: letter}]}
  - {id: tell, title: Tell everybody, by: [team], after: [],
     documents: [{draft: highlights}, {publish: highlights}]}
"""


def mechanism(text: str = EVENT) -> Mechanism:
    """The mechanism of the event."""
    found = parse_mechanism(text, "event.yaml", known=Known(), is_checked=True).mechanism
    assert found is not None
    return found


TEAM = make_viewer("mars_team", name="Max Team")
OFFICER = make_viewer("scrutiny_officer", name="Ira Officer")
LEAD = make_viewer("portfolio_lead", name="Port Lead")
PARTNER = make_viewer("partner", name="Pat Ner", organisations=frozenset({"health"}))
AGENCY = make_viewer("organisation", name="Trent", organisations=frozenset({"trent"}))
OTHER = make_viewer("organisation", name="Oak", organisations=frozenset({"oak"}))
FUND = make_viewer("organisation", name="Fund", organisations=frozenset({"fund"}))
BOARD = make_viewer("board_reader", name="Bo")
NOBODY = make_viewer("nobody")


def fill(tx: Transaction) -> None:
    """The agency, who commissions it, and the mechanism."""
    add_organisations(
        tx,
        [
            Organisation("trent", "Trent Health", "health_provider", contact_name="Tia Lead",
                         contact_email="tia@trent.example"),
            Organisation("fund", "The Fund", "health_provider", contact_email="f@fund.example"),
            Organisation("oak", "Oak", "academy"),
        ],
    )  # fmt: skip
    publish_mechanism(tx, mechanism=mechanism(), source=EVENT, now=NOW)


def begin(database: Database, **given: Any) -> Activity:
    """An event of the agency, with its commissioner and an officer."""
    return database.write(
        add_activity, mechanism=mechanism(), title="Event at Trent", viewer=TEAM, now=NOW,
        context=CONTEXT, subject="trent",
        parties=(Party(PartyKind.COMMISSIONER, "fund", "The Fund"),),
        holders=(Holder("officer", "Ira Officer", email="ira@mars.example"),), **given,
    )  # fmt: skip


def take(database: Database, activity: Activity, step: str, viewer: Viewer, **given: Any) -> Any:
    """One step of it."""
    return database.write(
        take_step, id=activity.id, step=step, viewer=viewer, now=NOW, seen=len(activity.taken),
        context=CONTEXT, **given,
    )  # fmt: skip


def draft(
    database: Database,
    activity: Activity,
    plan: str = "letter",
    viewer: Viewer = TEAM,
    change: Callable[[Paper], Paper] = lambda paper: paper,
) -> Paper:
    """A draft of one of its documents, without gaps."""
    planned = mechanism().documents[plan]
    template = load_templates().templates[planned.template]
    material = database.read(
        gather_material, activity=activity.id, template=template, viewer=viewer, today=NOW.date()
    )
    paper = drafting.draft_paper(template, material, id="", plan=planned)
    if plan == "letter":
        paper = with_words(paper, "summary", "A service that listens.")
        paper = with_words(paper, "thanks", "Thank you.")
    return database.write(draft_paper, paper=change(replace(paper)), viewer=viewer, now=NOW)
