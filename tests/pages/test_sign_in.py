"""Signing in: only in a demonstration, by a ticket that one browser can use once."""

from __future__ import annotations

import re
from datetime import date

import pytest

from db.organisations import add_organisations
from pages.components.server.cookies import make_token
from pages.components.server.runtime import close_runtime
from pages.components.session import find_viewer, redeem_ticket
from scrutiny.organisation import Organisation
from tests.pages.conftest import Site, words

HILL = Organisation("s1", "Hill Primary", "maintained_school", urn="100001")


def sign_in(site: Site, role: str, *, query: dict[str, str] | None = None) -> tuple[str, str]:
    """The cookie of the browser and the address that the page sends it to."""
    visitor = make_token()
    test = site.page("sign_in", query=query)
    test.session_state["shell_cookies"] = {"visitor": visitor}
    test.run()
    test.radio(key="role").set_value(role).run()
    test.button[0].click().run()
    assert not test.exception
    found = re.search(r'data-go="([^"]*)"', words(test))
    assert found
    return visitor, found[1].replace("&amp;", "&")


def ticket_of(address: str) -> str:
    return address.partition("ticket=")[2].partition("&")[0]


def test_a_staff_role_signs_in(site: Site) -> None:
    visitor, address = sign_in(site, "mars_team")
    token = redeem_ticket(site.held, ticket=ticket_of(address), visitor=visitor)
    assert find_viewer(site.held, token).role == "mars_team"
    assert find_viewer(site.held, visitor).role == "nobody"  # the old cookie is worth nothing


def test_an_organisation_signs_in_as_itself(site: Site) -> None:
    site.held.database.write(add_organisations, [HILL])
    visitor, address = sign_in(site, "organisation")
    token = redeem_ticket(site.held, ticket=ticket_of(address), visitor=visitor)
    viewer = find_viewer(site.held, token)
    assert (viewer.name, viewer.organisations) == ("Hill Primary", frozenset({"s1"}))


def test_a_chair_signs_in_for_a_group(site: Site) -> None:
    visitor, address = sign_in(site, "chair")
    token = redeem_ticket(site.held, ticket=ticket_of(address), visitor=visitor)
    viewer = find_viewer(site.held, token)
    assert (viewer.name, viewer.organisations) == (
        "Chair, Children's MARS Board",
        frozenset({"mars_board"}),
    )


def test_a_ticket_is_for_one_browser_and_once(site: Site) -> None:
    visitor, address = sign_in(site, "mars_team")
    ticket = ticket_of(address)
    assert redeem_ticket(site.held, ticket=ticket, visitor=make_token()) == ""
    assert redeem_ticket(site.held, ticket=ticket, visitor="") == ""
    assert redeem_ticket(site.held, ticket=ticket, visitor=visitor) != ""
    assert redeem_ticket(site.held, ticket=ticket, visitor=visitor) == ""


def test_signing_in_goes_on_to_a_page_of_ours_alone(site: Site) -> None:
    _, address = sign_in(site, "mars_team", query={"next": "organisations"})
    assert address.endswith("&next=organisations")
    _, address = sign_in(site, "mars_team", query={"next": "//evil.example"})
    assert "next" not in address


def test_an_organisation_role_needs_an_organisation(site: Site) -> None:
    test = site.run("sign_in")
    assert test.radio(key="role").value == "organisation"
    assert test.button[0].disabled
    assert "There are no organisations yet" in words(test)


def test_nothing_is_offered_outside_a_demonstration(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARS_DEMONSTRATION", "0")
    close_runtime()
    test = site.run("sign_in")
    assert not test.button
    assert not test.radio
    assert "Sign in is not open yet" in words(test)
    assert "invented" not in words(test)


def test_closed_organisations_are_not_offered(site: Site) -> None:
    gone = Organisation("s2", "Dale Primary", "academy", ended=date(2020, 1, 1))
    site.held.database.write(add_organisations, [HILL, gone])
    assert site.run("sign_in").selectbox(key="organisation").options == [
        "Hill Primary (Maintained school)"
    ]
