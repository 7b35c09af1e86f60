"""Bad input and attack: each gets a plain message, and leaves a line in the audit log.

No line holds the code or the link that was tried, and of whoever is not known it holds the
day alone.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from db import campaigns, cycles, hand_outs, invitations, responses, sign_offs
from db.audit import list_entries, seal
from db.contacts import add_contact
from db.cycles import add_cycle
from db.refusals import settle_refused
from pages.components.server.cookies import VISITOR, hash_token, make_token
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from pages.components.server.uploads import UploadMiddleware
from scrutiny.access import make_viewer
from scrutiny.audit import Entry
from scrutiny.code import hash_hand_out
from scrutiny.invitation import Contact
from scrutiny.links import LinkKind, sign_link
from tests.pages.conftest import ENVIRONMENT, Site, words
from tests.pages.small_partnership import TEAM, fill
from tests.pages.test_evidence import open_view, upload

READER = make_viewer("administrator", name="Ada Min")
SECRET = ENVIRONMENT["MARS_SECRET"]
CARD = "7K3M-9QPT-XW2C"


@pytest.fixture
def partnership(site: Site) -> Site:
    """Fourteen schools, a closed campaign, and one with a hand-out code that is used."""
    fill(site, voices=0)
    held = site.held
    old = held.database.read(campaigns.get_campaign, "clinic")
    today = held.clock().date()
    cards = replace(
        old, id="cards", code="HERON-3131", opens=today, closes=today + timedelta(9), hand_out=True
    )
    held.database.write(campaigns.add_campaign, cards)
    mark = hash_hand_out(CARD, secret=SECRET)
    held.database.write(hand_outs.add_hand_outs, campaign="cards", hashes=[mark])
    held.database.write(hand_outs.spend_hand_out, campaign="cards", code_hash=mark)
    return site


def logged(site: Site) -> list[Entry]:
    """What was refused, first to last, with what was counted of it."""
    now = site.held.clock()
    site.held.database.write(settle_refused, now=now, is_last=True)
    site.held.database.write(seal)
    found = site.held.database.read(list_entries, viewer=READER).entries
    return [
        entry for entry in reversed(found)
        if "refused" in entry.what or "limited" in entry.what or "by_link" in entry.what
    ]  # fmt: skip


def lines(site: Site) -> list[tuple[str, str, str, str]]:
    return [(entry.who, entry.what, entry.subject, entry.detail) for entry in logged(site)]


def is_midnight(entry: Entry, site: Site) -> bool:
    here = entry.moment.astimezone(site.held.clock().tzinfo)
    return (here.hour, here.minute, here.second) == (0, 0, 0)


# Codes


def test_wrong_and_used_codes_leave_the_day_and_no_code(partnership: Site) -> None:
    assert "We do not know that code" in words(partnership.run("fill", query={"code": "FROG-99"}))
    used = partnership.run("fill", query={"code": CARD}, device=make_token())
    assert "This code has been used." in words(used)
    found = logged(partnership)
    assert [(e.who, e.role, e.what, e.subject, e.detail) for e in found] == [
        ("Somebody", "nobody", "code_refused", "campaign", '{"why":"unknown"}'),
        ("Somebody", "nobody", "code_refused", "", '{"more_in_the_same_minute":1}'),
    ]
    assert all(is_midnight(entry, partnership) for entry in found)


def test_many_wrong_codes_are_counted_and_the_limit_is_told(partnership: Site) -> None:
    device = make_token()
    for number in range(25):
        partnership.run("fill", query={"code": f"WRONG-{number}"}, device=device)
    found = logged(partnership)
    assert sum(entry.what == "tries_limited" for entry in found) == 1
    counted = [entry for entry in found if entry.what == "code_refused"]
    assert len(counted) <= 4  # two lines a minute, however many minutes it took
    more = sum(int(e.detail.partition(":")[2].rstrip("}")) for e in counted if "more" in e.detail)
    firsts = sum("why" in entry.detail for entry in counted)
    assert more + firsts == 25
    assert all(is_midnight(entry, partnership) for entry in found)
    assert not any("WRONG" in str(entry) for entry in found)


# Links


def make_link(site: Site, *, hours: int) -> str:
    held, token = site.held, make_token()
    jo = Contact("jo", "school-14", "Jo", "jo@x.example")
    held.database.write(add_contact, jo, viewer=TEAM, now=held.clock())
    held.database.write(
        invitations.add_link, token_hash=hash_token(token), contact="jo", mail="",
        now=held.clock(), expires=held.clock() + timedelta(hours=hours),
    )  # fmt: skip
    return token


def test_an_altered_link_leaves_a_line_without_the_link(partnership: Site) -> None:
    token = make_link(partnership, hours=1)
    altered = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")
    page = partnership.run("enter", query={"token": altered})
    page.run()
    assert "This link is not one of ours" in words(page)
    assert lines(partnership) == [
        ("Somebody", "link_refused", "personal_link", '{"why":"unknown"}')
    ]
    assert token[:20] not in str(logged(partnership))


def test_an_expired_link_leaves_a_line(partnership: Site) -> None:
    token = make_link(partnership, hours=-1)
    assert "This link has run out" in words(partnership.run("enter", query={"token": token}))
    assert lines(partnership) == [("Somebody", "link_refused", "jo", '{"why":"expired"}')]


def test_a_reused_link_leaves_a_line_with_who_opened_it(partnership: Site) -> None:
    token, now = make_link(partnership, hours=1), partnership.held.clock()
    partnership.held.database.write(invitations.use_link, token_hash=hash_token(token), now=now)
    page = partnership.run("enter", role="organisation", person="Head of 9",
                           organisation="school-9", query={"token": token})  # fmt: skip
    assert "This link has been used already" in words(page)
    assert lines(partnership) == [("Head of 9", "link_refused", "jo", '{"why":"used"}')]


@pytest.mark.parametrize(
    ("kind", "ends", "secret", "why"),
    [
        (LinkKind.SIGN_OFF, -1, SECRET, "expired"),
        (LinkKind.SIGN_OFF, 1, SECRET, "unknown"),
        (LinkKind.SIGN_OFF, 1, "somebody else's secret", "altered"),
        (LinkKind.CAMPAIGN, 1, SECRET, "altered"),
    ],
)
def test_a_sign_off_link_that_opens_nothing_leaves_a_line(
    partnership: Site, kind: LinkKind, ends: int, secret: str, why: str
) -> None:
    then = partnership.held.clock() + timedelta(days=ends)
    token = sign_link(kind, "asked-1", secret=secret, expires=then)
    partnership.run("sign_off", query={"link": token})
    assert [(what, detail) for _, what, _, detail in lines(partnership)] == [
        ("link_refused", f'{{"why":"{why}"}}')
    ]
    assert token not in str(logged(partnership))


def test_a_forged_ticket_opens_no_session_and_leaves_a_line(partnership: Site) -> None:
    client = TestClient(Starlette(routes=make_routes()), follow_redirects=False)
    answer = client.get("/session/start?ticket=made-up&role=administrator")
    assert answer.headers["location"] == "/sign_in"
    assert lines(partnership) == [("Somebody", "session_refused", "", '{"why":"ticket"}')]


# Other people's


def test_another_organisations_return_leaves_a_line(partnership: Site) -> None:
    who = {"role": "organisation", "person": "Head of 9", "organisation": "school-9"}
    for name, query in (
        ("response", {"id": "this-1"}),
        ("fill", {"response": "this-2"}),
        ("colleagues", {"organisation": "school-1"}),
    ):
        partnership.run(name, **who, query=query)
    assert lines(partnership) == [
        ("Head of 9", "response_refused", "this-1", '{"why":"not_theirs"}'),
        ("Head of 9", "record_refused", "school-1", '{"why":"not_theirs"}'),
        ("Head of 9", "response_refused", "", '{"more_in_the_same_minute":1}'),
    ]


def test_a_cycle_that_does_not_ask_them_is_refused_in_words(partnership: Site) -> None:
    held = partnership.held
    this = held.database.read(cycles.get_cycle, "this")
    held.database.write(add_cycle, replace(this, id="other", title="Other"), ["school-1"])
    page = partnership.run("fill", role="organisation", person="Head of 9",
                           organisation="school-9", query={"cycle": "other"})  # fmt: skip
    assert "Your organisation is not asked to answer this form." in words(page)
    assert lines(partnership) == [("Head of 9", "record_refused", "other", '{"why":"not_theirs"}')]


def test_documents_that_are_refused_leave_a_line_for_everybody(partnership: Site) -> None:
    load_handlers()
    client = TestClient(Starlette(routes=make_routes()))
    token = partnership.sign_in("organisation", name="Head of 9", organisation="school-9")
    assert client.get("/documents/response/this-1.pdf").status_code in {403, 404}
    for _ in range(3):
        given = client.get(
            "/documents/response/this-1.pdf", headers={"cookie": f"{VISITOR}={token}"}
        )
        assert given.status_code == 404
    assert lines(partnership) == [
        ("Somebody", "document_refused", "this-1", '{"why":"response"}'),
        ("Head of 9", "document_refused", "this-1", '{"why":"response"}'),
        ("Head of 9", "document_refused", "", '{"more_in_the_same_minute":2}'),
    ]


def test_what_leaves_by_a_demonstrations_link_leaves_a_line(partnership: Site) -> None:
    load_handlers()
    link = sign_link(LinkKind.RESPONSE, "this-1", secret=SECRET)
    client = TestClient(Starlette(routes=make_routes()))
    assert client.get(f"/documents/response/this-1.html?link={link}").status_code == 200
    assert lines(partnership) == [
        ("Somebody", "document_taken_by_link", "this-1", '{"format":"html","kind":"response"}')
    ]
    assert link not in str(logged(partnership))


# Uploads and sending


def test_disguised_and_oversized_files_leave_a_line(partnership: Site) -> None:
    page = upload(open_view(partnership), "plan.pdf", b"MZ this is a program")
    assert "This is a program" in words(page)
    largest = partnership.held.partnership.evidence.max_bytes
    page = upload(open_view(partnership), "plan.pdf", b"%PDF-" + b"x" * largest)
    assert "This file is larger than" in words(page)
    assert [(who, what) for who, what, _, _ in lines(partnership)] == [
        ("Head", "file_refused"), ("Head", "file_refused"),
    ]  # fmt: skip


def test_an_upload_that_the_server_itself_turns_away_leaves_a_line(partnership: Site) -> None:
    async def too_large(_request: object) -> PlainTextResponse:
        return PlainTextResponse("File too large", 413)

    app = Starlette(
        routes=[Route("/_stcore/upload_file/{s}/{f}", too_large, methods=["PUT"])],
        middleware=[Middleware(UploadMiddleware)],
    )
    client, token = TestClient(app), partnership.sign_in("organisation", name="Head of 9")
    for cookie in ("", f"{VISITOR}={token}"):
        client.put("/_stcore/upload_file/s/f", headers={"cookie": cookie})
    assert lines(partnership) == [
        ("Somebody", "upload_refused", "", '{"why":"too_large"}'),
        ("Head of 9", "upload_refused", "", '{"why":"too_large"}'),
    ]


def sign(site: Site) -> str:
    """Have the draft of School 13 answered and signed by everybody; returns its id."""
    held, now = site.held, site.held.clock()
    head = make_viewer("organisation", name="Head", organisations=frozenset({"school-13"}))
    answers = {"a1": {"rating": "fully_met"}, "a2": {"rating": "fully_met"}}
    revision = held.database.write(
        responses.save_draft, id="begun", answers=answers, revision=0, viewer=head, now=now
    )
    asked = held.database.write(
        sign_offs.ask_sign_off, id="begun", revision=revision, viewer=head, now=now,
        roles=held.partnership.sign_off.asked_of("academy", "self_assessment"),
    )  # fmt: skip
    signer = make_viewer("sign_off", responses=frozenset({"begun"}))
    for each in asked:
        held.database.write(
            sign_offs.sign, id=each.id, name=each.role, position="P", minute="M", fills={},
            label=each.role, viewer=signer, now=now,
        )  # fmt: skip
    return "begun"


def test_of_two_who_send_at_once_the_second_is_told_and_leaves_a_line(partnership: Site) -> None:
    id = sign(partnership)
    first, second = (
        partnership.run("fill", role="organisation", person=person, organisation="school-13",
                        query={"cycle": "this"})
        for person in ("Head", "Deputy")
    )  # fmt: skip
    for page in (first, second):
        page.button(key="send").click().run()
        assert "Your receipt number" in words(page)
    assert lines(partnership) == [("Deputy", "sending_refused", id, '{"why":"sent_before"}')]
