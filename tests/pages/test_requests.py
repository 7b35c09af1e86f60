"""SPACE requests: the list, and one in full."""

from __future__ import annotations

from db.activities import take_step
from db.requests import list_requests
from db.responses import list_responses, start_response
from scrutiny.access import make_viewer
from scrutiny.response import Response
from tests.pages.conftest import Site, words
from tests.pages.small_partnership import CHAIR, fill

LEAD = make_viewer("space_lead", name="Sam Lead")


def reference(site: Site) -> str:
    return site.held.database.read(list_requests, viewer=LEAD)[0].reference


def test_requests_without_data_say_what_to_do(site: Site):
    chair = site.run("requests", role="chair", organisation="splig")
    assert "press Ask for an audit" in words(chair)
    lead = site.run("requests", role="space_lead")
    assert "When the chair of a group asks for an audit" in words(lead)


def test_requests_are_closed_to_a_board_reader(site: Site):
    assert "not open to that role" in words(site.run("requests", role="board_reader"))


def test_the_lead_sees_every_request_and_where_it_stands(site: Site):
    fill(site)
    said = words(site.run("requests", role="space_lead"))
    assert f'<a href="/requests?id={reference(site)}">Return interviews</a>' in said
    assert '<span class="tag tag-middling">Requested</span>' in said
    assert ">SPLIG</td>" in said


def test_requests_are_narrowed_by_where_they_stand(site: Site):
    fill(site)
    site.held.database.write(
        take_step, id=reference(site), step="decide", outcome="declined", viewer=LEAD, seen=1,
        reason="Looked at last year", answers={"alternative": "Last year's findings"},
        now=site.held.clock(), context=site.held.context,
    )  # fmt: skip
    page = site.run("requests", role="space_lead", query={"status": "open"})
    assert "0 of 1 requests." in words(page)


def test_a_chair_sees_only_their_own(site: Site):
    fill(site)
    own = site.run("requests", role="chair", person=CHAIR.name, organisation="splig")
    assert "Return interviews" in words(own)
    other = site.run("requests", role="chair", person="Somebody", organisation="chapp")
    assert "Return interviews" not in words(other)


def test_only_a_chair_can_ask(site: Site):
    fill(site)
    assert site.run("requests", role="chair", organisation="splig").button(key="ask")
    assert not site.run("requests", role="space_lead").button


def test_one_request_is_shown_in_full(site: Site):
    fill(site)
    query = {"id": reference(site)}
    said = words(site.run("requests", role="space_lead", query=query))
    assert '<h1 class="page-title" tabindex="-1">Return interviews</h1>' in said
    assert f"/documents/request/{reference(site)}.pdf" in said
    assert "States the request has come to, in order" in said
    assert f'<a href="/activity?id={reference(site)}">Open the audit: its steps, findings' in said


def test_a_request_of_another_group_is_not_opened(site: Site):
    fill(site)
    page = site.run("requests", role="chair", person="Somebody", organisation="chapp",
                    query={"id": reference(site)})  # fmt: skip
    assert "There is no such request that you may read" in words(page)


def test_one_press_opens_the_form_and_an_empty_one_is_used_again(site: Site):
    fill(site)
    who = {"role": "chair", "person": "New Chair", "organisation": "splig"}
    site.run("requests", **who).button(key="ask").click().run()
    site.run("requests", **who).button(key="ask").click().run()
    new = make_viewer("chair", name="New Chair")
    (begun,) = site.held.database.read(list_responses, viewer=new, kind="request")
    assert "Go on with it" not in words(site.run("requests", **who))
    opened = site.run("fill", query={"response": begun.id}, **who)
    assert "Request for a SPACE audit" in words(opened)


def test_what_is_begun_is_gone_on_with_from_the_list(site: Site):
    fill(site)
    new = make_viewer("chair", name="New Chair")
    site.held.database.write(
        start_response, viewer=new, now=site.held.clock(),
        response=Response("half", "ask", "1", author="New Chair",
                          answers={"title": "Step down"}),
    )  # fmt: skip
    said = words(site.run("requests", role="chair", person="New Chair", organisation="splig"))
    assert "You have begun, but not sent: Step down." in said
    assert 'href="/fill?response=half"' in said


def test_the_receipt_leads_to_where_the_audit_stands(site: Site):
    fill(site)
    request = site.held.database.read(list_requests, viewer=LEAD)[0]
    receipt = site.run("fill", role="chair", person=CHAIR.name, organisation="splig",
                       query={"response": request.response})  # fmt: skip
    assert f'<a href="/activity?id={request.reference}">See where it stands' in words(receipt)
