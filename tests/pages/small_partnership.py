"""A small partnership that the tests of reviewing pages share, made by the db's own functions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from db import reviews
from db.campaigns import add_campaign
from db.connection import Transaction
from db.cycles import add_cycle
from db.forms import publish_form
from db.organisations import add_organisations
from db.responses import start_response, submit
from forms.journey import walk
from forms.model import Form, Json
from forms.parsing import parse_form
from scrutiny.access import Viewer, make_viewer
from scrutiny.cycle import Campaign, Cycle
from scrutiny.organisation import Organisation
from scrutiny.response import Response
from scrutiny.review import CodedTheme, Quote
from scrutiny.submission import prepare_submission
from tests.db.examples import publish_space_audit
from tests.pages.conftest import Site

AUDIT = """
id: audit
version: "1"
title: Safeguarding audit
kind: self_assessment
scales:
  met:
    - {value: fully_met, label: Fully met, tone: good, score: 3, offers: [evidence]}
    - {value: not_met, label: Not met, tone: poor, score: 1, offers: [action]}
    - {value: not_applicable, label: Not applicable, counts: false}
sections:
  - id: leading
    title: Leadership
    questions:
      - id: a1
        type: judgement
        text: Leaders keep children safe
        scale: met
        standard: {key: ED-A1, reference: {document: KCSIE, edition: "2025"}}
      - id: a2
        type: judgement
        text: Staff are trained
        scale: met
        standard: {key: ED-A2, reference: {document: KCSIE, edition: "2025"}}
  - id: numbers
    title: Numbers
    questions:
      - {id: pupils, type: number, text: Pupils on roll, contextual: true}
      - id: needs
        type: select_many
        text: Training needs
        choices: [{value: online, label: Online safety}, {value: prevent, label: Prevent}]
      - {id: proud, type: long_text, text: What are you proud of?}
"""
VOICE = """
id: voice
version: "1"
title: Being heard
kind: voice
sections:
  - id: all
    title: About your visit
    questions:
      - id: heard
        type: select_one
        text: Did they listen to you?
        choices: [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}]
      - {id: words, type: long_text, text: What would you change?}
"""
REQUEST = """
id: ask
version: "1"
title: Ask for an audit
kind: request
sections:
  - id: all
    title: What is asked
    questions:
      - {id: title, type: short_text, text: Title}
      - {id: group_id, type: short_text, text: Group}
"""
FORMS = {text.split()[1]: parse_form(text, "test").form for text in (AUDIT, VOICE, REQUEST)}
TEAM = make_viewer("mars_team", name="Max Team")
OFFICER = make_viewer("scrutiny_officer", name="Ira Officer")
CHAIR = make_viewer("chair", name="Pat Chair", organisations=frozenset({"splig"}))


def fill(site: Site, *, answered: int = 12, voices: int = 12) -> date:
    """Two cycles in which `answered` of 14 schools have sent, a campaign, and a request.

    School 1 has rated A2 as not met in both years, every other school all as fully met.
    """
    today = site.held.clock().date()
    site.held.database.write(_fill, answered, voices, today, site.held.clock())
    return today


def _fill(tx: Transaction, answered: int, voices: int, today: date, now: datetime) -> None:
    for key, text in {"audit": AUDIT, "voice": VOICE, "ask": REQUEST}.items():
        form = FORMS[key]
        publish_form(tx, form_id=key, version="1", title=form.title.say(), kind=form.kind,
                     source=text, now=now)  # fmt: skip
    publish_space_audit(tx)
    schools = [_school(number) for number in range(1, 15)]
    add_organisations(tx, schools)
    ids = [school.id for school in schools]
    last = Cycle("last", "audit", "1", "Audit 2024", today - timedelta(400),
                 today - timedelta(340))  # fmt: skip
    this = Cycle("this", "audit", "1", "Audit 2025", today - timedelta(40), today + timedelta(20),
                 previous="last")  # fmt: skip
    add_cycle(tx, last, ids)
    add_cycle(tx, this, ids)
    for cycle in (last, this):
        for number, school in enumerate(schools[:answered], start=1):
            _send(tx, FORMS["audit"], f"{cycle.id}-{number}", answers_of(number), now,
                  round=cycle.id, organisation=school.id)  # fmt: skip
    _start(tx, FORMS["audit"], "begun", now, round="this", organisation="school-13")
    clinic = Campaign(
        "clinic", "voice", "1", "Clinic spring", "Clinic", "Health", "clinic", "FROG-42",
        today - timedelta(30), today - timedelta(2),
    )  # fmt: skip
    add_campaign(tx, clinic)
    for number in range(voices):
        said = {"heard": "yes" if number % 2 else "no", "words": "Longer opening hours"}
        _send(tx, FORMS["voice"], f"voice-{number}", said, now, round="clinic")
    asked = {"title": "Return interviews", "group_id": "splig"}
    _send(tx, FORMS["ask"], "asked", asked, now, viewer=CHAIR, author=CHAIR.name)


def _school(number: int) -> Organisation:
    kind = "academy" if number % 2 else "maintained_school"
    locality = "scunthorpe_north" if number <= 7 else "brigg_and_wolds"
    return Organisation(f"school-{number}", f"School {number}", kind, phase="primary",
                        trust="Elm Trust" if number <= 6 else "", locality=locality)  # fmt: skip


def answers_of(number: int) -> dict[str, Json]:
    """What a school answers; number 1 has a gap in training, and types awkward words."""
    trained: Json = {"rating": "fully_met", "evidence": "A register"}
    if number == 1:
        action = {"text": "Train <b>everyone</b>", "owner": "Head", "due": "2030-01-31"}
        trained = {"rating": "not_met", "actions": [action]}
    return {
        "a1": {"rating": "fully_met", "evidence": "Minutes <script>alert(1)</script>"},
        "a2": trained,
        "pupils": 100 + 10 * number,
        "needs": ["online"] if number <= 6 else ["online", "prevent"],
        "proud": "=cmd() Our playground & garden",
    }


def _start(tx: Transaction, form: Form, id: str, now: datetime, **more: str) -> Response:
    response = Response(id=id, form=form.id, form_version="1", **more)
    return start_response(tx, response=response, now=now)


def _send(
    tx: Transaction,
    form: Form,
    id: str,
    answers: dict[str, Json],
    now: datetime,
    *,
    viewer: Viewer | None = None,
    **more: str,
) -> None:
    started = _start(tx, form, id, now, **more)
    journey = walk(form, answers, today=now.date())
    made = prepare_submission(form, journey)
    role = "young_person" if form.kind == "voice" else "organisation"
    by = viewer or make_viewer(
        role, name="A head", organisations=frozenset({started.organisation} - {""})
    )
    submit(
        tx, id=id, revision=started.revision, viewer=replace(by, responses=frozenset({id})),
        stored=made.stored, actions=made.actions, answers=journey.answers, now=now,
    )  # fmt: skip


def send_audit(site: Site, *, number: int) -> None:
    """One more school sends this year's audit."""
    site.held.database.write(
        _send, FORMS["audit"], f"this-{number}", answers_of(number), site.held.clock(),
        round="this", organisation=f"school-{number}",
    )  # fmt: skip


def code_theme(site: Site, *, response: str, question: str, round: str) -> None:
    """Somebody reads a theme in one text."""
    site.held.database.write(
        reviews.add_theme, CodedTheme(response, question, "voice"), round=round, viewer=TEAM,
        now=site.held.clock(),
    )  # fmt: skip


def keep_quote(site: Site, *, round: str, text: str, is_checked: bool = False) -> str:
    """Somebody keeps a quote with permission, and perhaps another person checks it."""
    held = site.held
    quote = Quote("", round, "proud", text, theme="voice", has_permission=True)
    kept = held.database.write(reviews.add_quote, quote, viewer=TEAM, now=held.clock())
    if is_checked:
        held.database.write(reviews.check_quote, id=kept.id, viewer=OFFICER, now=held.clock())
    return kept.id
