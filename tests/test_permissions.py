"""The permission proof: every page, query and document, for every role and every owner.

The tables say who gets in; anybody else must be refused or see nothing. A function in db/
that takes a viewer, a page or a kind of document that stands in no table fails the test
until somebody has decided who may have it.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

import db
from db import sessions
from db.connection import Database, Transaction, open_database
from db.errors import DatabaseError, NotAllowedError, NotFoundError
from pages.components.navigation import SCREENS
from pages.components.server import documents
from pages.components.server.cookies import DEVICE, VISITOR, hash_token, make_token
from pages.components.server.runtime import Runtime, close_runtime, runtime
from pages.components.session import Key
from scrutiny.access import Permission, roles
from tests import permission_activities
from tests.pages.conftest import ENVIRONMENT, ROOT, words
from tests.permission_calls import EACH, ONCE, PARTS, Call
from tests.permission_world import (
    DRAFT,
    OBJECTS,
    OTHER,
    OWN,
    PEOPLE,
    REQUEST,
    REQUEST_DRAFT,
    SOON,
    VOICE,
    VOICE_DRAFT,
    fill,
    find_ids,
)

#: Who may do what, role by role.
ROLES = {
    "young_person": "give_voice",
    "organisation": "answer read_own take_steps update_actions",
    "contributor": "contribute",
    "sign_off": "read_own sign_off",
    "chair": "request read_own_requests read_composites take_steps read_meetings assure_actions",
    "space_lead": "read_requests read_composites take_steps read_meetings write_documents",
    "mars_team": "read_responses read_composites read_requests moderate read_flags export "
    "manage_organisations manage_cycles manage_forms run_activities read_activities take_steps "
    "manage_groups read_meetings read_actions manage_actions assure_actions write_documents",
    "scrutiny_officer": "read_responses read_composites read_requests moderate read_activities "
    "take_steps read_meetings read_actions assure_actions write_documents",
    "safeguarding_reader": "read_flags",
    "board_reader": "read_composites read_meetings",
    "partner": "read_composites read_activities take_steps read_meetings read_actions "
    "assure_actions approve_documents publish",
    "portfolio_lead": "read_composites read_activities take_steps read_meetings read_actions "
    "approve_documents publish",
    "action_owner": "update_actions",
    "administrator": "manage_organisations manage_cycles manage_forms manage_people read_audit "
    "manage_retention subject_access",
}
REVIEWERS = "team officer"
COMPOSITES = "chair other_chair space_lead team officer board partner portfolio"
RUNNERS = "team admin"
#: Who takes steps of activities.
TAKERS = "organisation writer stranger chair other_chair space_lead team officer partner portfolio"
MEETINGS = COMPOSITES
#: Who sees an action of school 1 that the first chair's group follows.
ACTIONS = "organisation owner chair team officer partner portfolio"
WRITERS = "team officer"  # of documents, where they see the activity
#: Of a document that was issued, with a copy for school 1.
READERS = f"{WRITERS} partner portfolio organisation sign_off owner"

READ = {
    OWN: "organisation sign_off link team officer",
    OTHER: "team officer",
    DRAFT: "writer contributor signer",
    VOICE_DRAFT: "voice_link",
    REQUEST: "chair space_lead team officer",
    REQUEST_DRAFT: "chair",
}
SENT = {OWN: READ[OWN], OTHER: READ[OTHER], REQUEST: READ[REQUEST]}
#: Who may write in it, or is told that it is locked.
WRITE = {
    OWN: "organisation link",
    DRAFT: "writer contributor",
    VOICE_DRAFT: "voice_link",
    REQUEST: "chair",
    REQUEST_DRAFT: "chair",
}
REVIEW = dict.fromkeys((OWN, OTHER, REQUEST), REVIEWERS)

#: Who gets at which response through each function that is asked for one.
TABLE_EACH: dict[str, dict[str, str]] = {
    "action_returns.list_actions": {OWN: READ[OWN]},
    "action_returns.list_carried_actions": READ,
    "carried.carry_answer": WRITE,
    "carried.confirm_carried": WRITE,
    "carried.drop_carried": WRITE,
    "carried.list_carried": WRITE,
    "comments.add_comment": {
        OWN: "organisation link team officer", OTHER: REVIEWERS, DRAFT: "writer contributor",
        REQUEST: "chair team officer", REQUEST_DRAFT: "chair",
    },
    "comments.list_comments": READ | {DRAFT: "writer signer"},
    "evidence.add_evidence": {OWN: "organisation link", DRAFT: "writer", REQUEST: "chair"},
    "evidence.list_evidence": READ,
    "evidence.record_refusal": {key: who for key, who in WRITE.items() if key != VOICE_DRAFT},
    "evidence.remove_evidence": {OWN: "organisation link", DRAFT: "writer", REQUEST: "chair"},
    "files.add_file": WRITE,
    "life.list_history": {key: who for key, who in READ.items() if key != VOICE_DRAFT},
    "life.list_sendings": SENT,
    "life.take_step": REVIEW,
    "requests.get_request": {REQUEST: READ[REQUEST]},
    "response_rows.get_own_row": WRITE,
    "responses.find_response": {key: READ[key] for key in (OWN, OTHER, DRAFT)},
    "responses.get_response": READ,
    "responses.list_responses": READ,
    "responses.previous_response": {OWN: "organisation sign_off team officer", OTHER: REVIEWERS},
    "responses.save_draft": WRITE,
    "responses.start_response": {
        OWN: "organisation", DRAFT: "writer", VOICE: "nobody young_person link voice_link",
        VOICE_DRAFT: "nobody young_person link voice_link", REQUEST: "chair other_chair",
        REQUEST_DRAFT: "chair other_chair",
    },
    "retention.destroy": dict.fromkeys(OBJECTS, "admin"),
    "retention.set_hold": dict.fromkeys({*OBJECTS} - {VOICE, VOICE_DRAFT}, "admin"),
    "reviews.add_moderated_rating": REVIEW,
    "reviews.list_moderated_ratings": {OWN: REVIEWERS},
    "sign_offs.ask_sign_off": WRITE,
    "sign_offs.list_sign_offs": {DRAFT: READ[DRAFT]},
    "sign_offs.take_back": WRITE,
    "submissions.submit": WRITE | {DRAFT: "writer"},
}  # fmt: skip

#: Who gets in where no single response is asked for.
TABLE_ONCE: dict[str, str] = {
    "agendas.add_item_by_hand": "team",
    "agendas.carry_over": "team",
    "agendas.change_agenda_item": "team",
    "agendas.list_agenda": MEETINGS,
    "agendas.list_items_of": "team",  # of a restricted activity in which nobody has a part
    "agendas.list_waiting": MEETINGS,
    "colleagues.list_colleagues": "team",
    "step_drafts.find_step_draft": "team",  # whose it is
    "step_drafts.forget_step_draft": TAKERS,
    "step_drafts.save_step_draft": TAKERS,
    "agendas.remove_agenda_item": "team",
    "agendas.set_agenda_order": "team",
    "action_register.count_register": ACTIONS,
    "action_register.get_listed": ACTIONS,
    "action_register.group_register": ACTIONS,
    "action_register.list_owed": ACTIONS,
    "action_register.list_progress": ACTIONS,
    "action_register.list_register": ACTIONS,
    "action_register.list_updates": ACTIONS,
    "action_returns.count_actions": COMPOSITES,
    "action_returns.tally_round": COMPOSITES,
    "actions.add_action": "team",
    "actions.assure_action": "chair team officer partner",
    "actions.change_action": "team",
    "actions.close_action": "team",
    "actions.move_due": "team",
    "actions.reopen_action": "chair team officer partner",
    "actions.update_action": "organisation owner team",
    "audit.list_deeds": "admin",
    "audit.list_entries": "admin",
    "calendar_keys.add_calendar_key": MEETINGS,
    "calendar_keys.end_calendar_key": "board",
    "calendar_keys.list_calendar_keys": "board",
    "campaigns.stop_campaign": RUNNERS,
    "composites.count_answers": COMPOSITES,
    "composites.count_changes": COMPOSITES,
    "composites.count_form_answers": COMPOSITES,
    "composites.count_moderated": COMPOSITES,
    "composites.count_responses": COMPOSITES,
    "composites.count_returns": COMPOSITES,
    "composites.cross_moderated": COMPOSITES,
    "composites.frame_answers": "team",
    "composites.get_version": COMPOSITES,
    "composites.list_texts": REVIEWERS,
    "composites.summarise_numbers": COMPOSITES,
    "contacts.add_contact": "organisation team admin",
    "contacts.end_contact": "organisation team admin",
    "contacts.list_contacts": "organisation team admin",
    "contacts.list_languages": RUNNERS,
    "contacts.set_registered": RUNNERS,
    "counted.include_accepted": REVIEWERS,
    "counted.list_counted": REVIEWERS,
    "cycles.exempt": RUNNERS,
    "cycles.extend": RUNNERS,
    "cycles.stop_cycle": RUNNERS,
    "files.get_file": READ[DRAFT],
    "due_actions.list_due_actions": ACTIONS.replace(" chair", ""),  # its action has no day
    "due_actions.list_followed_actions": ACTIONS,
    "flags.close_flag": "team reader",
    "flags.decide_flag": "team reader",
    "flags.flag_by_hand": REVIEWERS,
    "flags.get_flag": "team reader",
    "flags.list_flags": "team reader",
    "flags.read_flag": "team reader",
    "groups.add_member": "team",
    "groups.end_member": "team",
    "groups.get_member": MEETINGS,
    "groups.list_members": MEETINGS,
    "life.list_queue": REVIEWERS,
    "meetings.add_meeting": "team",
    "meetings.add_meetings": "team",
    "meetings.get_meeting": MEETINGS,
    "meetings.list_meetings": MEETINGS,
    "meetings.move_meeting": "team",
    "meetings.set_meeting_status": "team",
    "outbox.hand_over": RUNNERS,
    "outbox.list_mails": RUNNERS,
    "outbox.mark_returned": RUNNERS,
    "outbox.send_again": RUNNERS,
    "outbox.withdraw_mail": RUNNERS,
    "overview.count_findings": COMPOSITES,
    "overview.count_mechanisms": COMPOSITES,
    "overview.total_officer_days": COMPOSITES,
    "paper_drafts.draft_paper": WRITERS,
    "paper_drafts.list_versions": WRITERS,
    "paper_drafts.replace_parts": WRITERS,
    "paper_drafts.save_paper": WRITERS,
    "paper_drafts.take_back_version": WRITERS,
    "paper_life.approve_paper": "portfolio",
    "paper_life.issue_paper": WRITERS,
    "paper_life.present_paper": WRITERS,
    "paper_life.publish_paper": "partner portfolio",
    "paper_life.send_back": f"{WRITERS} portfolio",
    "paper_life.send_for_approval": WRITERS,
    "paper_life.withdraw_paper": WRITERS,
    "paper_material.gather_material": f"{WRITERS} partner portfolio",
    "papers.get_paper": READERS,
    "papers.list_copies": f"{WRITERS} partner portfolio",
    "papers.list_papers": READERS,
    "papers.list_waiting": "portfolio",
    "people.add_people": "admin",
    "people.bring_back": "admin",
    "people.change_person": "admin",
    "people.end_person": "admin",
    "people.get_person": "admin",
    "people.give_role": "admin",
    "people.list_people": "admin",
    "people.take_role": "admin",
    "reaching.list_reach": RUNNERS,
    "requests.count_requests": READ[REQUEST],
    "requests.list_requests": READ[REQUEST],
    "responses.list_returns": "organisation writer stranger sign_off team officer",
    "retention.lift_hold": "admin",
    "retention.list_destructions": "admin",
    "retention.list_falling_due": "admin",
    "retention.list_holds": "admin",
    "reviews.add_quote": REVIEWERS,
    "reviews.add_theme": REVIEWERS,
    "reviews.check_quote": "officer",
    "reviews.count_themes": COMPOSITES,
    "reviews.list_narratives": COMPOSITES,
    "reviews.list_quotes": COMPOSITES,
    "reviews.list_themes": REVIEWERS,
    "reviews.remove_theme": REVIEWERS,
    "reviews.set_narrative": REVIEWERS,
    "sign_offs.mail_sign_off": "writer contributor",
    "sign_offs.refuse_sign_off": "contributor signer",
    "sign_offs.sign": "contributor signer",
    "subject_access.find_held": "admin",
    **permission_activities.TABLE,
}
#: Words that only these may ever see, whichever way they ask.
SECRETS = {
    "He hits me": "team reader",
    "Typed by the team": "team",
    "Not yet sent": "voice_link",
    "Soon": "chair",
    "Harsher than they think": f"{REVIEWERS} admin",
    "kim@one.example": "organisation team admin",
    "Being written": WRITERS,
    "Being agreed": f"{WRITERS} portfolio",
    "Gone out": f"{READERS} admin",
    "ada@mars.example": "admin",
    **permission_activities.SECRETS,
    "member@mars.example": "team",
    "The hidden case": "team",
}
EVERYBODY = "nobody young_person organisation contributor sign_off chair space_lead mars_team "
EVERYBODY += "scrutiny_officer safeguarding_reader board_reader administrator partner "
EVERYBODY += "portfolio_lead action_owner"
MEETING_ROLES = "chair space_lead mars_team scrutiny_officer board_reader partner portfolio_lead"
#: Who may have a part in activities.
ACTIVITY_ROLES = "organisation chair space_lead mars_team scrutiny_officer partner portfolio_lead"
#: Which roles each page opens to.
TABLE_PAGES = {
    "home": EVERYBODY,
    "fill": EVERYBODY,
    "sign_in": EVERYBODY,
    "enter": EVERYBODY,
    "contact": EVERYBODY,
    "ask_link": EVERYBODY,
    "sign_off": EVERYBODY,
    "your_actions": EVERYBODY,
    "actions": "organisation chair mars_team scrutiny_officer partner portfolio_lead action_owner",
    "activities": ACTIVITY_ROLES,
    "activity": ACTIVITY_ROLES,
    "mechanisms": "mars_team scrutiny_officer partner portfolio_lead",
    "responses": "organisation sign_off mars_team scrutiny_officer",
    "response": "organisation sign_off mars_team scrutiny_officer",
    "review": "mars_team scrutiny_officer",
    "composite": "chair space_lead mars_team scrutiny_officer board_reader partner portfolio_lead",
    "overview": "chair space_lead mars_team scrutiny_officer board_reader partner portfolio_lead",
    "side_by_side": "chair space_lead mars_team scrutiny_officer board_reader partner "
    "portfolio_lead",
    "requests": "chair space_lead mars_team scrutiny_officer",
    "papers": "space_lead mars_team scrutiny_officer partner portfolio_lead",
    "paper": "organisation chair space_lead mars_team scrutiny_officer partner portfolio_lead",
    "flags": "mars_team safeguarding_reader",
    "organisations": "mars_team administrator",
    "people": "administrator",
    "form_library": "mars_team administrator",
    "cycles": "mars_team administrator",
    "mails": "mars_team administrator",
    "colleagues": "organisation mars_team administrator",
    "calendar": MEETING_ROLES,
    "groups": MEETING_ROLES,
    "audit": "administrator",
    "retention": "administrator",
    "subject_access": "administrator",
}
#: Who gets each kind of document: (kind, id, format) by kind.
TABLE_DOCUMENTS: dict[str, dict[tuple[str, str], str]] = {
    "agenda": {("meeting-1", "html"): MEETINGS, ("none", "html"): ""},
    "meeting": {("meeting-1", "ics"): MEETINGS},
    "response": {(id, "html"): READ.get(id, "") for id in OBJECTS},
    "request": {(id, "html"): READ[REQUEST] if id == REQUEST else "" for id in OBJECTS},
    "actions": {
        ("plan", "csv"): f"{ACTIONS} writer stranger other_chair",
        ("progress", "html"): f"{ACTIONS} writer stranger other_chair",
    },
    "composite": {("this", "csv"): COMPOSITES, ("clinic", "csv"): COMPOSITES},
    "answers": {("this", "csv"): "team", ("clinic", "csv"): ""},
    "returns": {("this", "csv"): "team"},
    "paper": {
        ("paper-draft", "html"): WRITERS,
        ("paper-sent", "html"): f"{WRITERS} portfolio",
        ("paper-out", "html"): READERS,
    },
    "file": {("?", "download"): READ[DRAFT]},
    "poster": {("clinic", "pdf"): RUNNERS},
    "cards": {("clinic", "pdf"): ""},  # only with the signed address (test_hand_outs.py)
    "held": {("SAR-1", "zip"): "admin"},
    "blank": {("dip_sample", "html"): " ".join(PEOPLE)},
}


class _UndoneError(Exception):
    """Ends a transaction whose changes nobody wants."""


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    """The partnership, in which every change of a proof is undone."""
    opened = open_database(":memory:")
    opened.migrate()
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def held() -> Iterator[Runtime]:
    """The same partnership as a site."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        errors = config.get_option("client.showErrorDetails")
        config.set_option("client.showErrorDetails", "full")
        close_runtime()
        fill(runtime().database)
        documents.load_handlers()
        yield runtime()
        close_runtime()
        config.set_option("client.showErrorDetails", errors)


def ask(database: Database, call: Call, who: str, id: str = "") -> tuple[bool, str]:
    """Whether somebody gets anything, or is told of its state; and what they see."""
    ids, seen = database.read(find_ids), []

    def run(tx: Transaction) -> None:
        seen.append(call(tx, PEOPLE[who], id, ids))
        raise _UndoneError

    try:
        database.write(run)
    except _UndoneError:
        return seen[0] not in ([], {}), _words(seen[0])
    except (NotAllowedError, NotFoundError):
        return False, ""
    except (DatabaseError, ValueError) as error:
        return True, str(error)
    raise AssertionError("A transaction that is undone ends with an error")


def _words(result: Any) -> str:
    return repr(result)


def list_functions() -> set[str]:
    """Every public function in db/ that takes a viewer."""
    found = set()
    for module in pkgutil.iter_modules(db.__path__):
        code = importlib.import_module(f"db.{module.name}")
        for name, function in inspect.getmembers(code, inspect.isfunction):
            is_own = function.__module__ == code.__name__ and not name.startswith("_")
            if is_own and "viewer" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


def test_every_role_may_do_what_the_table_says_and_has_somebody():
    assert {key: role.may for key, role in roles().items()} == {
        key: frozenset(map(Permission, may.split())) for key, may in ROLES.items()
    }
    assert {viewer.role for viewer in PEOPLE.values()} == {"nobody", *ROLES}


def test_every_function_that_takes_a_viewer_stands_in_the_table():
    assert {*TABLE_EACH, *TABLE_ONCE, *PARTS} == list_functions()
    assert (set(EACH), set(ONCE)) == (set(TABLE_EACH), set(TABLE_ONCE))


@pytest.mark.parametrize("name", sorted(TABLE_EACH))
def test_a_query_for_one_response(database: Database, name: str):
    found = {}
    for id in OBJECTS:
        answers = {who: ask(database, EACH[name], who, id) for who in PEOPLE}
        check_secrets(name, {who: said for who, (_, said) in answers.items()})
        found[id] = {who for who, (is_in, _) in answers.items() if is_in}
    assert found == {id: set(TABLE_EACH[name].get(id, "").split()) for id in OBJECTS}


@pytest.mark.parametrize("name", sorted(TABLE_ONCE))
def test_a_query_for_many(database: Database, name: str):
    answers = {who: ask(database, ONCE[name], who) for who in PEOPLE}
    check_secrets(name, {who: said for who, (_, said) in answers.items()})
    assert {who for who, (is_in, _) in answers.items() if is_in} == set(TABLE_ONCE[name].split())


def check_secrets(name: str, said: dict[str, str]) -> None:
    """No one is shown words that only others may see."""
    for secret, may in SECRETS.items():
        shown = {who for who, text in said.items() if secret in text}
        assert shown <= set(may.split()), (name, secret)


def test_every_page_stands_in_the_table():
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert files == set(TABLE_PAGES)
    assert {screen.name for screen in SCREENS} <= files


def open_page(held: Runtime, name: str, who: str, **query: str) -> str:
    """What a page says to somebody of a role, run by itself."""
    token, viewer = make_token(), PEOPLE[who]
    if viewer.role in roles():
        held.database.write(
            sessions.open_session, token_hash=hash_token(token), role=viewer.role,
            name=viewer.name, organisation="".join(viewer.organisations), now=held.clock(),
            expires=SOON,
        )  # fmt: skip
    test = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=30)
    test.session_state[Key.COOKIES] = {VISITOR: token, DEVICE: ""}
    for key, value in query.items():
        test.query_params[key] = value
    test.run()
    assert not test.exception, (name, who, test.exception)
    return words(test)


def is_turned_away(said: str) -> bool:
    return "this page is not open to that role" in said or "Sign in to see this page" in said


def by_role(role: str) -> str:
    """The first of the people who has a role."""
    return next(who for who, viewer in PEOPLE.items() if viewer.role == role)


@pytest.mark.parametrize("name", sorted(TABLE_PAGES))
def test_a_page_opens_to_its_roles_alone(held: Runtime, name: str):
    said = {role: open_page(held, name, by_role(role)) for role in ("nobody", *ROLES)}
    inside = {role for role, text in said.items() if not is_turned_away(text)}
    assert inside == set(TABLE_PAGES[name].split())
    check_secrets(name, {by_role(role): text for role, text in said.items()})


@pytest.mark.parametrize("who", ["organisation", "stranger", "sign_off", "team", "officer"])
def test_the_page_of_one_response_shows_each_owner_only_theirs(held: Runtime, who: str):
    shown = {
        id
        for id in OBJECTS
        if "There is no response here that you may read"
        not in open_page(held, "response", who, id=id)
    }
    assert shown == {id for id, may in READ.items() if who in may.split()}


def test_every_kind_of_document_stands_in_the_table(held: Runtime):
    assert set(documents._handlers) == set(TABLE_DOCUMENTS)


@pytest.mark.parametrize("kind", sorted(TABLE_DOCUMENTS))
def test_a_document_is_given_to_whom_the_table_names(held: Runtime, kind: str):
    file = held.database.read(find_ids)["file"]
    for (id, format), may in TABLE_DOCUMENTS[kind].items():
        given, said = set(), {}
        for who, viewer in PEOPLE.items():
            query = {"organisation": "school-1"} if kind == "held" else {}
            handler = documents._find_handler(kind)
            try:
                body, *_ = handler(viewer, id.replace("?", file), format, query)
            except (documents.NotFoundError, documents.NotAllowedError):
                continue
            given.add(who)
            said[who] = body.decode("utf-8", "replace")
        assert given == set(may.split()), (kind, id)
        check_secrets(kind, said)
