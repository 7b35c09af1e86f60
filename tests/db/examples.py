"""A very small partnership that the db tests share: forms, organisations and people."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from db.campaigns import add_campaign
from db.connection import Database, Transaction
from db.cycles import add_cycle
from db.forms import publish_form
from db.mechanisms import publish_mechanism
from db.organisations import add_organisations
from db.responses import start_response, submit
from forms.storage import StoredAnswer
from scrutiny.access import Viewer, make_viewer
from scrutiny.action import Action
from scrutiny.cycle import Campaign, Cycle
from scrutiny.mechanism import Mechanism
from scrutiny.mechanism_library import FOLDER, lists_of
from scrutiny.mechanism_parsing import Known, parse_mechanism
from scrutiny.organisation import Organisation
from scrutiny.partnership import partnership
from scrutiny.response import Response

AUDIT = """
id: audit
version: "1"
title: Audit
kind: self_assessment
scales:
  met:
    - {value: fully_met, label: Fully met, score: 3, offers: [evidence]}
    - {value: not_met, label: Not met, score: 1, asks: [action]}
sections:
  - id: all
    title: All
    questions:
      - id: a1
        type: judgement
        text: Led well
        scale: met
        standard: {key: ED-A1, reference: {document: KCSIE}}
      - id: a2
        type: judgement
        text: Kept safe
        scale: met
        standard: {key: ED-A2, reference: {document: KCSIE}}
      - id: topics
        type: select_many
        text: Topics
        choices: [{value: x, label: X}, {value: y, label: Y}]
      - {id: pupils, type: number, text: Pupils}
      - {id: comment, type: long_text, text: Comment}
"""
VOICE = """
id: voice
version: "1"
title: Voice
kind: voice
audience: young
sections:
  - id: all
    title: All
    questions:
      - id: heard
        type: select_one
        text: Heard
        choices: [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}]
      - {id: words, type: long_text, text: Words}
"""
REQUEST = """
id: ask
version: "1"
title: Ask
kind: request
sections:
  - id: all
    title: All
    questions:
      - {id: title, type: short_text, text: Title}
      - {id: group_id, type: short_text, text: Group}
"""

NOW = datetime(2025, 11, 3, 10, 30, tzinfo=UTC)
TODAY = date(2025, 11, 3)

OAK = Organisation("oak", "Oak Academy", "academy", urn="100001", phase="primary",
                   trust="Elm Trust", locality="north")  # fmt: skip
ASH = Organisation("ash", "Ash School", "maintained_school", urn="100002", phase="secondary",
                   locality="south")  # fmt: skip
FIR = Organisation("fir", "Fir College", "college", locality="south")

LAST = Cycle("last", "audit", "1", "Audit 2024", date(2024, 9, 1), date(2024, 11, 29))
THIS = Cycle("this", "audit", "1", "Audit 2025", date(2025, 9, 1), date(2025, 11, 28),
             previous="last")  # fmt: skip
CLINIC = Campaign("clinic", "voice", "1", "Clinic", "Clinic", "Health", "clinic", "FROG-42",
                  date(2025, 10, 1), date(2025, 11, 30))  # fmt: skip

#: Everybody who could look, by role key; a chair and a school act for something.
PEOPLE: dict[str, Viewer] = {
    "nobody": make_viewer("nobody"),
    "young_person": make_viewer("young_person", campaign="clinic"),
    "organisation": make_viewer("organisation", name="Oak head", organisations=frozenset({"oak"})),
    "contributor": make_viewer("contributor", name="Oak bursar", organisations=frozenset({"sam"})),
    "sign_off": make_viewer("sign_off", name="Oak governor", organisations=frozenset({"oak"})),
    "chair": make_viewer("chair", name="Pat Chair", organisations=frozenset({"splig"})),
    "space_lead": make_viewer("space_lead", name="Sam Lead"),
    "mars_team": make_viewer("mars_team", name="Max Team"),
    "scrutiny_officer": make_viewer("scrutiny_officer", name="Ira Officer"),
    "safeguarding_reader": make_viewer("safeguarding_reader", name="Safa Reader"),
    "board_reader": make_viewer("board_reader", name="Bo Board"),
    "administrator": make_viewer("administrator", name="Ada Min"),
}
OAK_HEAD = PEOPLE["organisation"]
ASH_HEAD = make_viewer("organisation", name="Ash head", organisations=frozenset({"ash"}))
FIR_HEAD = make_viewer("organisation", name="Fir head", organisations=frozenset({"fir"}))
TEAM = PEOPLE["mars_team"]
OFFICER = PEOPLE["scrutiny_officer"]
CHAIR = PEOPLE["chair"]
SPACE_LEAD = PEOPLE["space_lead"]
BOARD = PEOPLE["board_reader"]

RATED = [
    StoredAnswer("a1", 0, "fully_met"),
    StoredAnswer("a1.evidence", 0, "Minutes of the governors"),
    StoredAnswer("a2", 0, "not_met"),
    StoredAnswer("topics", 0, "x"),
    StoredAnswer("topics", 1, "y"),
    StoredAnswer("pupils", 0, "420", 420.0),
    StoredAnswer("comment", 0, "Ask Mrs Smith"),
]


def set_up(database: Database) -> Database:
    """Publish the forms and add the organisations, two cycles and a campaign."""
    database.write(_set_up)
    return database


def _set_up(tx: Transaction) -> None:
    for form, kind, source in (
        ("audit", "self_assessment", AUDIT),
        ("voice", "voice", VOICE),
        ("ask", "request", REQUEST),
    ):
        publish_form(tx, form_id=form, version="1", title=form, kind=kind, source=source, now=NOW)
    publish_space_audit(tx)
    add_organisations(tx, [OAK, ASH, FIR])
    add_cycle(tx, LAST, ["oak", "ash", "fir"])
    add_cycle(tx, THIS, ["oak", "ash", "fir"])
    add_campaign(tx, CLINIC)


def publish_space_audit(tx: Transaction) -> None:
    """Publish the mechanism of which a request begins an activity, as it stands in its file."""
    mechanism, source = _space_audit()
    publish_mechanism(tx, mechanism=mechanism, source=source, now=NOW)


@cache
def _space_audit() -> tuple[Mechanism, str]:
    source = (FOLDER / "space_audit.yaml").read_text("utf-8")
    known = Known(lists=lists_of(partnership()))
    parsed = parse_mechanism(source, "space_audit.yaml", known=known)
    assert parsed.mechanism, parsed.problems
    return parsed.mechanism, source


def by_link(response: str) -> Viewer:
    """Somebody whom a link opened one response for."""
    return make_viewer("nobody", responses=frozenset({response}))


def begin(
    database: Database,
    id: str,
    *,
    organisation: str = "",
    round: str = "this",
    form: str = "audit",
    author: str = "",
    **answers: Any,
) -> Response:
    """A draft with these answers."""
    response = Response(
        id, form, "1", round=round, organisation=organisation, answers=answers, author=author
    )
    return database.write(start_response, response=response, now=NOW)


def send(
    database: Database,
    id: str,
    *,
    stored: list[StoredAnswer] | None = None,
    actions: list[Action] | None = None,
    now: datetime = NOW,
    **place: Any,
) -> Response:
    """A response with these stored answers, submitted by way of its link."""
    draft = begin(database, id, **place)
    return database.write(
        submit, id=draft.id, revision=draft.revision, viewer=by_link(draft.id),
        stored=RATED if stored is None else stored, actions=actions or [], now=now,
    )  # fmt: skip
