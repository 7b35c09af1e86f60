"""Every page, for every role: it opens to those that the table names and to nobody else."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from db import sessions
from pages.components.navigation import SCREENS
from pages.components.server.cookies import DEVICE, VISITOR, hash_token, make_token
from pages.components.server.runtime import Runtime
from pages.components.session import Key
from scrutiny.access import roles
from tests.pages.conftest import ROOT, words
from tests.permissions.hidden_words import check_secrets
from tests.permissions.test_roles import ROLES
from tests.permissions.who import READ
from tests.permissions.world import OBJECTS, PEOPLE, SOON

EVERYBODY = "nobody young_person organisation contributor sign_off chair space_lead mars_team "
EVERYBODY += "scrutiny_officer safeguarding_reader board_reader administrator partner "
EVERYBODY += "portfolio_lead action_owner adults_team"
MEETING_ROLES = "chair space_lead mars_team adults_team scrutiny_officer board_reader partner "
MEETING_ROLES += "portfolio_lead"
#: Who may have a part in activities.
ACTIVITY_ROLES = "organisation chair space_lead mars_team adults_team scrutiny_officer partner "
ACTIVITY_ROLES += "portfolio_lead"
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
    "published": EVERYBODY,
    "used": EVERYBODY,  # opens nothing without its link
    "actions": "organisation chair mars_team scrutiny_officer partner portfolio_lead action_owner",
    "activities": ACTIVITY_ROLES,
    "activity": ACTIVITY_ROLES,
    "mechanisms": "mars_team scrutiny_officer partner portfolio_lead",
    "responses": "organisation sign_off mars_team scrutiny_officer",
    "response": "organisation sign_off mars_team scrutiny_officer",
    "review": "mars_team scrutiny_officer",
    "composite": MEETING_ROLES,
    "overview": MEETING_ROLES,
    "side_by_side": MEETING_ROLES,
    "requests": "chair space_lead mars_team scrutiny_officer",
    "papers": "space_lead mars_team adults_team scrutiny_officer partner portfolio_lead",
    "paper": ACTIVITY_ROLES,
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
