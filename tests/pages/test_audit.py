"""The audit log on its page, and what the site puts into it."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db import sessions
from db.audit import Search, add_entry, list_entries, seal
from pages.components.server.cookies import VISITOR, hash_token, make_token
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from pages.components.session import end_session, redeem_ticket
from scrutiny.access import make_viewer
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import fill

READER = make_viewer("administrator", name="Ada Min")


def logged(site: Site, **search: str) -> list[tuple[str, str, str, str]]:
    site.held.database.write(seal)
    found = site.held.database.read(list_entries, viewer=READER, search=Search(**search))
    return [(e.who, e.role, e.what, e.subject) for e in reversed(found.entries)]


def write(site: Site, **entry: str) -> None:
    given = {"who": "Max", "role": "mars_team", "what": "signed_in", "subject": "", **entry}
    site.held.database.write(add_entry, **given, now=site.held.clock())
    site.held.database.write(seal)


def test_the_page_lists_the_latest_first(site: Site):
    write(site, who="Max <b>Team</b>")
    write(site, who="Ira", role="scrutiny_officer", what="response_viewed", subject="this-1")
    said = words(site.run("audit", role="administrator"))
    assert "2 lines, latest first" in said
    assert said.index("Response viewed") < said.index("Max &lt;b&gt;Team&lt;/b&gt;")
    assert "Independent Scrutiny Officer" in said


def test_of_somebody_unknown_the_day_alone_is_shown(site: Site):
    site.run("fill", query={"code": "WRONG-1"})
    said = words(site.run("audit", role="administrator"))
    day = site.held.clock().strftime("%d %b %Y")
    cells = re.findall(r"<td [^>]*>([^<]*)</td>", said)
    at = cells.index("Code refused")
    assert cells[at - 3 : at + 1] == [day, "Somebody", "Not signed in", "Code refused"]


def test_the_page_searches_by_who_what_subject_and_day(site: Site):
    write(site, who="Max")
    write(site, who="Ira", what="response_viewed", subject="this-1")
    test = site.run("audit", role="administrator")
    test.text_input(key="who").set_value("ira").run()
    assert "1 lines, latest first" in words(test)
    test.text_input(key="who").set_value("").run()
    test.selectbox(key="what").set_value("signed_in").run()
    assert "Response viewed" not in words(test)
    test.date_input(key="until").set_value(site.held.clock().date().replace(year=2020)).run()
    assert "No line of the log fits" in words(test)


def test_the_page_turns_its_pages(site: Site):
    for number in range(60):
        write(site, subject=f"r-{number}.")
    test = site.run("audit", role="administrator")
    assert "r-59." in words(test)
    assert "r-5." not in words(test)
    test.number_input(key="at").set_value(2).run()
    assert "r-5." in words(test)


def test_the_page_proves_the_log(site: Site):
    write(site)
    write(site)
    test = site.run("audit", role="administrator")
    test.button(key="prove").click().run()
    assert test.success[0].value.startswith("Whole: 2 lines")
    site.held.database.write(lambda tx: tx.execute("UPDATE audit_entry SET who='E' WHERE number=1"))
    test.button(key="prove").click().run()
    assert "Line 1 has been changed" in test.error[0].value


def test_signing_in_and_out_is_logged(site: Site):
    held = site.held
    token, ticket, now = make_token(), make_token(), held.clock()
    held.database.write(
        sessions.open_session, token_hash=hash_token(f"{ticket}.{token}"), role="mars_team",
        name="Max", organisation="", now=now, expires=now.replace(year=now.year + 1),
    )  # fmt: skip
    visitor = redeem_ticket(held, ticket=ticket, visitor=token)
    end_session(held, visitor)
    end_session(held, visitor)
    assert logged(site) == [
        ("Max", "mars_team", "signed_in", ""),
        ("Max", "mars_team", "signed_out", ""),
    ]


def test_a_view_of_a_response_is_logged_once_a_visit(site: Site):
    fill(site)
    test = site.run("response", role="mars_team", person="Max", query={"id": "this-1"})
    test.run()
    assert logged(site, what="response_viewed") == [
        ("Max", "mars_team", "response_viewed", "this-1")
    ]


def test_a_page_that_is_refused_is_logged(site: Site):
    site.run("audit", role="board_reader", person="Bo")
    site.run("audit")
    site.run("audit", role="young_person")
    assert logged(site) == [("Bo", "board_reader", "page_refused", "audit_log")]


@pytest.mark.parametrize(
    ("address", "role", "entries"),
    [
        ("response/this-1.pdf", "mars_team", ["document_taken"]),
        ("response/this-1.pdf", "board_reader", ["document_refused"]),
        ("returns/this.csv", "scrutiny_officer", ["document_refused"]),
        ("composite/this.csv", "board_reader", ["document_taken"]),
        ("composite/this.csv", "", []),
        ("blank/school_audit.html", "young_person", []),
    ],
)
def test_documents_are_logged(site: Site, address: str, role: str, entries: list[str]):
    fill(site)
    load_handlers()
    client = TestClient(Starlette(routes=make_routes()))
    cookie = {"cookie": f"{VISITOR}={site.sign_in(role, name='Jo')}"} if role else {}
    client.get(f"/documents/{address}", headers=cookie)
    assert [what for who, _, what, _ in logged(site, who="Jo") if who == "Jo"] == entries


def test_submitting_is_logged_for_organisations_and_not_for_voices(site: Site):
    fill(site, answered=2, voices=3)
    subjects = [subject for *_, what, subject in logged(site) if what == "response_submitted"]
    assert sorted(subjects) == ["asked", "last-1", "last-2", "this-1", "this-2"]
