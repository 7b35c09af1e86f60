"""Who may read which response: every role against every kind of response."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.access import may_answer, require_start, visible
from db.connection import Database
from db.errors import NotAllowedError, NotFoundError
from db.responses import get_response, list_responses
from scrutiny.access import Viewer, make_viewer
from scrutiny.response import Response
from tests.db.examples import CHAIR, PEOPLE, begin, by_link, send, set_up

#: oak's sent audit and ash's draft; Pat's sent request and her draft, and another's; voices.
EVERYTHING = {"oak-sent", "ash-draft", "pat-sent", "pat-draft", "lee-sent", "v-sent", "v-draft"}
SENT = {"oak-sent", "pat-sent", "lee-sent"}

MAY_READ: dict[str, set[str]] = {
    "nobody": set(),
    "young_person": set(),
    "organisation": {"oak-sent"},
    "contributor": set(),
    "sign_off": {"oak-sent"},
    "chair": {"pat-sent", "pat-draft"},
    "space_lead": {"pat-sent", "lee-sent"},
    "mars_team": SENT,
    "scrutiny_officer": SENT,
    "safeguarding_reader": set(),
    "board_reader": set(),
    "administrator": set(),
}
MAY_ANSWER: dict[str, set[str]] = {role: set() for role in PEOPLE} | {
    "organisation": {"oak-sent"},
    "chair": {"pat-sent", "pat-draft"},
}


@pytest.fixture
def partnership(database: Database) -> Database:
    set_up(database)
    send(database, "oak-sent", organisation="oak")
    begin(database, "ash-draft", organisation="ash")
    ask = {"form": "ask", "round": ""}
    send(database, "pat-sent", author="Pat Chair", organisation="splig", **ask)
    begin(database, "pat-draft", author="Pat Chair", organisation="splig", **ask)
    send(database, "lee-sent", author="Lee Other", organisation="chapp", **ask)
    send(database, "v-sent", round="clinic", form="voice")
    begin(database, "v-draft", round="clinic", form="voice")
    return database


def test_visible_is_what_each_role_may_read(partnership: Database) -> None:
    assert {role: _readable(partnership, PEOPLE[role]) for role in PEOPLE} == MAY_READ


def test_get_response_agrees_with_visible(partnership: Database) -> None:
    for role, readable in MAY_READ.items():
        for id in readable:
            assert partnership.read(get_response, id, viewer=PEOPLE[role]).id == id
        for id in EVERYTHING - readable:
            with pytest.raises(NotFoundError, match=id):
                partnership.read(get_response, id, viewer=PEOPLE[role])


def test_list_responses_agrees_with_visible(partnership: Database) -> None:
    listed = {role: partnership.read(list_responses, viewer=PEOPLE[role]) for role in PEOPLE}
    assert {role: {r.id for r in found} for role, found in listed.items()} == MAY_READ


def test_may_answer_is_what_each_role_answers(partnership: Database) -> None:
    rows = partnership.read(lambda tx: tx.query("SELECT * FROM response"))
    assert {
        role: {row["id"] for row in rows if may_answer(viewer, row)}
        for role, viewer in PEOPLE.items()
    } == MAY_ANSWER


def test_visible_by_link_is_that_response(partnership: Database) -> None:
    found = {id: _readable(partnership, by_link(id)) for id in EVERYTHING}
    assert found == {id: {id} - {"v-sent"} for id in EVERYTHING}


def test_visible_voice_is_not_for_staff_even_by_id(partnership: Database) -> None:
    for role in ("mars_team", "scrutiny_officer", "board_reader", "chair", "space_lead"):
        peeping = replace(PEOPLE[role], responses=frozenset({"v-draft", "v-sent"}))
        assert _readable(partnership, peeping) == MAY_READ[role]


def test_visible_for_an_empty_organisation_is_nothing(partnership: Database) -> None:
    nameless = make_viewer("organisation", organisations=frozenset({""}))
    assert _readable(partnership, nameless) == set()
    chair = replace(CHAIR, name="", organisations=frozenset({""}))
    assert _readable(partnership, chair) == set()


def test_visible_numbers_its_parameters_from_where_it_is_told() -> None:
    viewer = make_viewer("chair", name="Pat", organisations=frozenset({"splig"}))
    assert visible(viewer, "x", 4) == (
        "((NOT x.is_anonymous AND ((x.kind = 'request' AND x.author = $4) OR "
        "(x.kind = 'request' AND x.organisation = $5) OR "
        "(x.kind = 'request' AND x.submitted IS NOT NULL AND EXISTS ("
        "SELECT 1 FROM activity q WHERE q.response = x.id AND q.for_group = $6)))))",
        ["Pat", "splig", "splig"],
    )


def test_visible_for_several_organisations_takes_them_as_a_list() -> None:
    viewer = make_viewer("organisation", organisations=frozenset({"oak", "ash"}))
    assert visible(viewer, "x", 1) == (
        "((NOT x.is_anonymous AND (x.organisation = ANY($1::TEXT[]))))",
        [["ash", "oak"]],
    )


@pytest.mark.parametrize(
    ("role", "kind", "organisation", "allowed"),
    [
        ("organisation", "self_assessment", "oak", True),
        ("organisation", "self_assessment", "ash", False),
        ("organisation", "self_assessment", "", False),
        ("organisation", "request", "oak", False),
        ("sign_off", "self_assessment", "oak", False),
        ("chair", "request", "splig", True),
        ("young_person", "voice", "", True),
        ("nobody", "voice", "", True),
        ("board_reader", "voice", "", False),
        ("mars_team", "self_assessment", "oak", False),
    ],
)
def test_require_start(role: str, kind: str, organisation: str, allowed: bool) -> None:
    response = Response("r", "f", "1", organisation=organisation)
    if allowed:
        require_start(PEOPLE[role], response, kind)
    else:
        with pytest.raises(NotAllowedError):
            require_start(PEOPLE[role], response, kind)


def _readable(database: Database, viewer: Viewer) -> set[str]:
    return _ids(database, *visible(viewer, "r", 1))


def _ids(database: Database, condition: str, params: list[object]) -> set[str]:
    sql = f"SELECT r.id FROM response r WHERE {condition}"
    return {row["id"] for row in database.read(lambda tx: tx.query(sql, params))}
