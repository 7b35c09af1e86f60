"""From the provider's answer to a session: who gets in, as what, and who does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from db import people, sessions
from db.connection import Transaction
from db.handshakes import keep_onward
from pages.components.server.cookies import VISITOR, hash_token, make_token
from pages.components.server.handshake import HandshakeMiddleware, harden
from pages.components.server.named import (
    SignInAgainError,
    document_address,
    page_of,
    require_fresh,
)
from pages.components.server.runtime import close_runtime, runtime
from pages.components.session import Key, find_session, find_viewer, redeem_ticket
from scrutiny.access import make_viewer
from scrutiny.person import Held, Person
from tests.pages.conftest import Site, words

KEEPER = make_viewer("administrator", name="Ada Keeper")
OIDC = {
    "MARS_DEMONSTRATION": "0",
    "MARS_OIDC_METADATA_URL": "https://id.example.org/.well-known/openid-configuration",
    "MARS_OIDC_CLIENT_ID": "mars",
    "MARS_OIDC_CLIENT_SECRET": "secret of the client",
    "MARS_OIDC_COOKIE_SECRET": "a secret for the cookie that is long enough",
    "MARS_FIRST_ADMINISTRATOR": "first@example.org",
}
DOCUMENT = "/documents/answers/c1.csv"


@dataclass
class Staff:
    """A site in earnest with a people register, and one browser's cookie."""

    held: Any
    visitor: str

    def add(self, name: str, *held: Held) -> Person:
        now = self.held.clock()
        person = Person("", name, f"{name.lower()}@example.org", now.date(), held)
        return self.held.database.write(people.add_people, [person], viewer=KEEPER, now=now)[0]

    def page(self, claims: dict[str, Any], query: dict[str, str] | None = None) -> AppTest:
        test = Site(self.held).page("sign_in", query=query)
        test.session_state[Key.COOKIES] = {VISITOR: self.visitor}
        test.session_state[Key.CLAIMS] = claims
        test.run()
        assert not test.exception
        return test

    def claims(self, email: str, **changed: Any) -> dict[str, Any]:
        now = int(self.held.clock().timestamp())
        return {
            "is_logged_in": True, "provider": "staff", "iss": "https://id.example.org",
            "sub": email, "iat": now, "nonce": make_token(), "email": email,
            "email_verified": True, **changed,
        }  # fmt: skip

    def enter(self, test: AppTest) -> str:
        """Take the ticket as the browser would; the cookie that it gets."""
        address = address_of(test)
        ticket = address.partition("ticket=")[2].partition("&")[0]
        return redeem_ticket(self.held, ticket=ticket, visitor=self.visitor)

    def events(self, name: str) -> list[str]:
        rows = self.held.database.read(
            lambda tx: tx.query("SELECT actor FROM event WHERE name = $1", [name])
        )
        return [row["actor"] for row in rows]


def address_of(test: AppTest) -> str:
    found = re.search(r'data-go="([^"]*)"', words(test))
    assert found, words(test)
    return found[1].replace("&amp;", "&")


@pytest.fixture
def staff(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Staff]:
    for name, value in OIDC.items():
        monkeypatch.setenv(name, value)
    close_runtime()
    yield Staff(runtime(), make_token())
    close_runtime()


# Who gets in


def test_the_page_offers_the_work_account(staff: Staff) -> None:
    test = staff.page({})
    assert test.button(key="staff_sign_in").label == "Sign in with your work account"
    assert not test.radio
    assert "invented" not in words(test)


def test_without_a_provider_the_administrator_reads_what_to_set(
    staff: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MARS_OIDC_CLIENT_SECRET")
    close_runtime()
    staff.held = runtime()
    test = staff.page({})
    assert "Sign in is not open yet" in words(test)
    assert "<code>MARS_OIDC_CLIENT_SECRET</code>" in words(test)
    assert "MARS_OIDC_CLIENT_ID" not in words(test)
    assert not test.button


def test_a_person_gets_the_role_of_the_register_alone(staff: Staff) -> None:
    tess = staff.add("Tess", Held("mars_team"))
    claims = staff.claims("TESS@example.org", role="administrator", roles=["administrator"])
    token = staff.enter(staff.page(claims, {"role": "administrator"}))
    viewer = find_viewer(staff.held, token)
    assert (viewer.role, viewer.name, viewer.person) == ("mars_team", "Tess", tess.id)


def test_a_chair_acts_for_their_group(staff: Staff) -> None:
    staff.add("Cy", Held("chair", "splig"))
    token = staff.enter(staff.page(staff.claims("cy@example.org")))
    assert find_viewer(staff.held, token).organisations == frozenset({"splig"})


def test_a_person_with_two_roles_chooses(staff: Staff) -> None:
    staff.add("Bo", Held("chair", "splig"), Held("mars_team"))
    test = staff.page(staff.claims("bo@example.org"))
    assert "data-go" not in words(test)
    test.radio(key="staff_role").set_value(Held("mars_team"))
    test.button(key="staff_continue").click().run()
    assert find_viewer(staff.held, staff.enter(test)).role == "mars_team"


def test_the_first_administrator_is_there_from_the_start(staff: Staff) -> None:
    token = staff.enter(staff.page(staff.claims("first@example.org")))
    assert find_viewer(staff.held, token).role == "administrator"


@pytest.mark.parametrize(
    ("email", "changed", "why"),
    [
        ("stranger@example.org", {"role": "administrator"}, "is not on the register"),
        ("gone@example.org", {}, "is not on the register"),
        ("empty@example.org", {}, "has no role yet"),
        ("tess@example.org", {"email_verified": False}, "did not confirm an e-mail address"),
        ("tess@example.org", {"email_verified": None}, "did not confirm an e-mail address"),
    ],
)
def test_others_are_told_plainly_and_get_nothing(
    staff: Staff, email: str, changed: dict[str, Any], why: str
) -> None:
    staff.add("Tess", Held("mars_team"))
    staff.add("Empty")
    gone, now = staff.add("Gone", Held("mars_team")), staff.held.clock()
    staff.held.database.write(people.end_person, gone.id, on=now.date(), viewer=KEEPER, now=now)
    test = staff.page(staff.claims(email, **changed))
    test.run()
    assert why in words(test)
    assert "data-go" not in words(test)
    assert staff.events("sign_in_refused") == [email]
    assert staff.held.database.read(_sessions) == 0


def test_an_answer_opens_one_session_once(staff: Staff) -> None:
    staff.add("Tess", Held("mars_team"))
    claims = staff.claims("tess@example.org")
    staff.enter(staff.page(claims))
    staff.visitor = make_token()
    test = staff.page(claims)
    assert "data-go" not in words(test)
    assert test.button(key="staff_sign_in")


def test_an_old_answer_opens_nothing(staff: Staff) -> None:
    staff.add("Tess", Held("mars_team"))
    old = int(staff.held.clock().timestamp()) - 16 * 60
    test = staff.page(staff.claims("tess@example.org", iat=old))
    assert "data-go" not in words(test)
    assert test.button(key="staff_sign_in")


def test_signing_in_goes_on_to_where_one_wanted(staff: Staff) -> None:
    staff.add("Tess", Held("mars_team"))
    for onward, rest in (
        ("responses", "&next=responses"),
        (DOCUMENT, "&again=%2Fdocuments%2Fanswers%2Fc1.csv"),
        ("//evil.example", ""),
    ):
        now = staff.held.clock()
        staff.held.database.write(
            keep_onward, visitor=hash_token(staff.visitor), address=onward, now=now,
            expires=now + timedelta(hours=1),
        )  # fmt: skip
        address = address_of(staff.page(staff.claims("tess@example.org")))
        assert re.sub(r"ticket=[^&]+", "", address) == f"/session/start?{rest}"


# While signed in


def open_for(staff: Staff, person: Person, *, minutes_ago: int | None = 0) -> None:
    now = staff.held.clock()
    proved = None if minutes_ago is None else now - timedelta(minutes=minutes_ago)
    staff.held.database.write(
        sessions.open_session, token_hash=hash_token(staff.visitor), role=person.roles[0].role,
        name=person.name, organisation="", now=now - timedelta(minutes=5),
        expires=now + timedelta(hours=1), person=person.id, authenticated=proved,
    )  # fmt: skip


def test_a_role_that_is_taken_ends_the_session_at_once(staff: Staff) -> None:
    tess = staff.add("Tess", Held("mars_team"))
    open_for(staff, tess)
    assert find_viewer(staff.held, staff.visitor).role == "mars_team"
    now = staff.held.clock()
    staff.held.database.write(people.take_role, tess.id, Held("mars_team"), viewer=KEEPER, now=now)
    assert find_viewer(staff.held, staff.visitor).role == "nobody"


def test_asking_is_a_sign_of_life(staff: Staff) -> None:
    open_for(staff, staff.add("Tess", Held("mars_team")))
    seen = []
    for _ in range(2):
        found = find_session(staff.held, staff.visitor)
        assert found
        assert found.last_seen
        seen.append(found.last_seen)
    assert seen[1] - seen[0] >= timedelta(minutes=5)


def test_the_account_signs_out_everywhere(staff: Staff, monkeypatch: pytest.MonkeyPatch) -> None:
    open_for(staff, staff.add("Tess", Held("mars_team")))
    test = staff.page({})
    assert "You are here as Children's MARS team." in words(test)
    assert 'data-idle="1800"' in words(test)
    test.button(key="staff_everywhere").click().run()
    assert not test.exception
    assert find_viewer(staff.held, staff.visitor).role == "nobody"
    assert staff.events("signed_out_everywhere") == ["Tess"]


@pytest.mark.parametrize(
    ("kind", "minutes_ago", "is_asked"),
    [
        ("answers", 14, False),
        ("answers", 16, True),
        ("answers", None, True),
        ("returns", 16, True),
        ("response", 16, True),
        ("file", 16, True),
        ("held", 16, True),
        ("composite", 16, False),
        ("blank", None, False),
    ],
)
def test_named_documents_need_a_recent_sign_in(
    staff: Staff, kind: str, minutes_ago: int | None, is_asked: bool
) -> None:
    open_for(staff, staff.add("Tess", Held("mars_team")), minutes_ago=minutes_ago)
    address = f"/documents/{kind}/c1.csv"
    if not is_asked:
        require_fresh(staff.held, staff.visitor, kind, address)
        return
    with pytest.raises(SignInAgainError) as asked:
        require_fresh(staff.held, staff.visitor, kind, address)
    assert asked.value.address == f"/sign_in?again=%2Fdocuments%2F{kind}%2Fc1.csv"


def test_a_demonstration_and_a_link_are_not_asked_again(site: Site) -> None:
    require_fresh(site.held, site.sign_in("mars_team"), "answers", DOCUMENT)
    require_fresh(site.held, "", "response", DOCUMENT)


@pytest.mark.parametrize(("minutes_ago", "is_ready"), [(1, True), (16, False), (None, False)])
def test_the_document_waits_behind_a_new_sign_in(
    staff: Staff, minutes_ago: int | None, is_ready: bool
) -> None:
    open_for(staff, staff.add("Tess", Held("mars_team")), minutes_ago=minutes_ago)
    test = staff.page({}, {"again": DOCUMENT})
    assert (f'href="{DOCUMENT}"' in words(test)) is is_ready
    assert [button.key for button in test.button] == ([] if is_ready else ["staff_again"])
    assert 'href="/responses"' in words(test)


def test_signing_in_again_keeps_the_role(staff: Staff) -> None:
    bo = staff.add("Bo", Held("mars_team"), Held("scrutiny_officer"))
    open_for(staff, bo, minutes_ago=None)
    now = staff.held.clock()
    staff.held.database.write(
        keep_onward, visitor=hash_token(staff.visitor), address=DOCUMENT, now=now,
        expires=now + timedelta(hours=1),
    )  # fmt: skip
    token = staff.enter(staff.page(staff.claims("bo@example.org", provider="again")))
    found = find_session(staff.held, token)
    assert found
    assert (found.role, found.person) == ("mars_team", bo.id)
    require_fresh(staff.held, token, "answers", DOCUMENT)
    assert find_session(staff.held, staff.visitor) is None  # the old cookie is worth nothing


# The pieces


@pytest.mark.parametrize(
    ("words_", "is_ours"),
    [
        (DOCUMENT, True),
        ("/documents/response/abc.pdf?link=a.b-c", True),
        ("/documents/answers/", False),
        ("/documents/answers/../../session/end", False),
        ("//evil.example/documents/answers/c1.csv", False),
        ("https://evil.example/documents/answers/c1.csv", False),
        ("/documents/answers/c1.csv\r\nx: y", False),
        ("/people", False),
        ("", False),
    ],
)
def test_only_documents_of_ours_are_come_back_to(words_: str, is_ours: bool) -> None:
    assert document_address(words_) == (words_ if is_ours else "")
    assert bool(page_of(words_)) is is_ours


def test_cookies_of_the_handshake_are_hardened() -> None:
    theirs = "_streamlit_user=x; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax"
    assert harden(theirs, is_secure=True) == (
        "_streamlit_user=x; HttpOnly; Max-Age=28800; Path=/; SameSite=lax; Secure"
    )
    assert harden("_streamlit_user=; Max-Age=0", is_secure=False) == "_streamlit_user=; Max-Age=0"
    assert harden("_streamlit_xsrf=x; Secure", is_secure=True) == "_streamlit_xsrf=x; Secure"
    assert harden("visitor=x", is_secure=True) == "visitor=x"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/oauth2callback?code=a&state=b", "/sign_in?back=1"),
        ("/oauth2callback?error=access_denied", "/sign_in?back=1"),
        ("/oauth2callback", "/"),
        ("/other?code=a", "/"),
    ],
)
def test_the_answer_is_looked_at_on_our_page(path: str, location: str) -> None:
    async def streamlit(scope: dict, receive: object, send: Any) -> None:
        headers = [(b"location", b"/"), (b"set-cookie", b"_streamlit_user=x; Path=/"),
                   (b"set-cookie", b"visitor=y")]  # fmt: skip
        await send({"type": "http.response.start", "status": 302, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    client = TestClient(HandshakeMiddleware(streamlit, is_secure=True), follow_redirects=False)
    answer = client.get(path)
    assert answer.headers["location"] == location
    assert answer.headers.get_list("set-cookie") == [
        "_streamlit_user=x; Path=/; Secure", "visitor=y",
    ]  # fmt: skip


def _sessions(tx: Transaction) -> int:
    row = tx.one("SELECT count(*) AS n FROM session")
    return int(row["n"]) if row else 0
