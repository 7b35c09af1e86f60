"""Documents over their route: who may have which, and what is in them."""

from __future__ import annotations

import io
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader
from starlette.applications import Starlette
from starlette.testclient import TestClient

from db.events import Happening, list_events
from db.requests import list_requests
from forms.frame import LONG_COLUMNS
from pages.components.documents.answers import frame_cycle
from pages.components.documents.making import file_name, page_for
from pages.components.server.cookies import VISITOR
from pages.components.server.documents import load_handlers
from pages.components.server.routes import make_routes
from scrutiny.cycle import Cycle
from scrutiny.links import sign_link
from tests.pages.conftest import ENVIRONMENT, Site
from tests.pages.small_partnership import TEAM, fill


@pytest.fixture
def client() -> TestClient:
    """The site's own routes, with every kind of document."""
    load_handlers()
    return TestClient(Starlette(routes=make_routes()))


def get(client: TestClient, site: Site, address: str, role: str = "", **who: str):
    cookie = {"cookie": f"{VISITOR}={site.sign_in(role, **who)}"} if role else {}
    return client.get(f"/documents/{address}", headers=cookie)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_response_is_a_pdf_named_after_whose_it_is(client: TestClient, site: Site):
    fill(site)
    answer = get(client, site, "response/this-1.pdf", "mars_team")
    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="school-1-audit-2025.pdf"' in answer.headers["content-disposition"]
    said = text_of(answer.content)
    assert "Safeguarding audit: School 1" in said
    assert "Demonstration data." in said


def test_a_response_is_a_web_page_with_everything_escaped(client: TestClient, site: Site):
    fill(site)
    answer = get(client, site, "response/this-1.html", "mars_team")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "Minutes &lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script" not in answer.text


def test_a_response_opens_by_its_own_link_and_by_no_other(client: TestClient, site: Site):
    fill(site)
    own = sign_link("response", "this-1", secret=ENVIRONMENT["MARS_SECRET"])
    other = sign_link("response", "this-2", secret=ENVIRONMENT["MARS_SECRET"])
    assert get(client, site, f"response/this-1.pdf?link={own}").status_code == 200
    assert get(client, site, f"response/this-1.pdf?link={other}").status_code == 404
    assert get(client, site, "response/this-1.pdf?link=made-up").status_code == 404


@pytest.mark.parametrize(
    ("address", "role", "status"),
    [
        ("response/this-1.pdf", "", 404),
        ("response/this-1.pdf", "board_reader", 404),
        ("response/voice-1.pdf", "mars_team", 404),
        ("response/this-1.docx", "mars_team", 404),
        ("composite/this.pdf", "board_reader", 200),
        ("composite/this.pdf", "", 403),
        ("composite/this.csv", "administrator", 403),
        ("composite/nothing.pdf", "mars_team", 404),
        ("returns/this.csv", "mars_team", 200),
        ("returns/this.csv", "scrutiny_officer", 403),
        ("answers/this.csv", "scrutiny_officer", 403),
        ("answers/this.txt", "mars_team", 404),
        ("answers/clinic.csv", "mars_team", 403),
        ("request/asked.pdf", "space_lead", 200),
        ("request/asked.pdf", "board_reader", 404),
        ("blank/school_audit.html", "", 200),
        ("blank/nothing.pdf", "", 404),
        ("nothing/this.pdf", "mars_team", 404),
    ],
)
def test_who_may_have_which_document(
    client: TestClient, site: Site, address: str, role: str, status: int
):
    fill(site)
    assert get(client, site, address, role).status_code == status


def test_a_school_has_its_own_response_alone(client: TestClient, site: Site):
    fill(site)
    who = {"organisation": "school-1"}
    assert get(client, site, "response/this-1.html", "organisation", **who).status_code == 200
    assert get(client, site, "response/this-2.html", "organisation", **who).status_code == 404


def test_a_composite_report_says_what_it_was_narrowed_to(client: TestClient, site: Site):
    fill(site)
    answer = get(client, site, "composite/this.html?type=academy", "board_reader")
    assert "Academies and free schools" in answer.text
    assert "School 1" not in answer.text
    assert 'filename="audit-2025-composite.html"' in answer.headers["content-disposition"]


def test_a_board_may_have_a_short_report(client: TestClient, site: Site):
    """The standards one by one stay in the full report."""
    fill(site)
    long = get(client, site, "composite/this.html", "board_reader")
    short = get(client, site, "composite/this.html?length=short", "board_reader")
    assert 'filename="audit-2025-short-composite.html"' in short.headers["content-disposition"]
    assert "Standard by standard" in long.text
    assert "Standard by standard" not in short.text


def test_a_composite_is_figures_in_a_workbook(client: TestClient, site: Site):
    fill(site)
    answer = get(client, site, "composite/this.xlsx", "board_reader")
    book = load_workbook(io.BytesIO(answer.content))
    rows = list(book["Standards"].iter_rows(values_only=True))
    assert rows[0][:6] == ("Section", "Standard", "Text", "Scope", "n", "Not applicable")
    assert rows[1][1:8] == ("ED-A1", "Leaders keep children safe", None, 12, 0, 100, 0)
    assert len(book.sheetnames) > 3


def test_a_campaign_is_figures_in_words_where_they_are_hidden(client: TestClient, site: Site):
    fill(site, voices=12)
    answer = get(client, site, "composite/clinic.csv", "board_reader")
    assert answer.text.splitlines()[1] == ("About your visit,Did they listen to you?,12,Yes,6,50%")


def test_answers_are_one_row_a_return_with_formulas_defused(client: TestClient, site: Site):
    fill(site)
    answer = get(client, site, "answers/this.csv", "mars_team")
    frame = pd.read_csv(io.BytesIO(answer.content))
    first = frame[frame["response"] == "this-1"].iloc[0]
    assert len(frame) == 12
    assert first["organisation.name"] == "School 1"
    assert first["a2"] == "not_met"
    assert first["proud"] == "'=cmd() Our playground & garden"


def test_answers_are_a_workbook_and_a_parquet_file(client: TestClient, site: Site):
    fill(site)
    parquet = get(client, site, "answers/this.parquet", "mars_team")
    assert len(pd.read_parquet(io.BytesIO(parquet.content))) == 12
    book = load_workbook(io.BytesIO(get(client, site, "answers/this.xlsx", "mars_team").content))
    assert book["Answers"].max_row == 13


@pytest.mark.parametrize("id", ["school_audit", "early_years_audit", "section_eleven"])
def test_answers_to_the_forms_of_the_library_leave_as_rows(site: Site, id: str):
    form = site.held.library.forms[id]
    cycle = Cycle("this", id, form.version, "This year", date(2026, 9, 1), date(2026, 11, 27))
    rows = pd.DataFrame(
        [("r1", "organisation_type", 0, "academy", None, "school-1", "academy")],
        columns=[*LONG_COLUMNS, "organisation", "type"],
    )
    frame = frame_cycle(page_for(TEAM, {}), cycle, rows)
    assert list(frame.columns[:3]) == ["response", "organisation.name", "organisation.type"]
    assert frame["organisation.type"][0] == "academy"


def test_taking_names_out_is_recorded(client: TestClient, site: Site):
    fill(site)
    get(client, site, "returns/this.xlsx", "mars_team", name="Max Team")
    events = site.held.database.read(list_events, subject="this")
    exported = [event for event in events if event.name is Happening.DATA_EXPORTED]
    assert [(event.actor, dict(event.detail)) for event in exported] == [
        ("Max Team", {"what": "returns.xlsx", "rows": 14})
    ]


def test_a_request_is_found_by_its_reference_too(client: TestClient, site: Site):
    fill(site)
    found = site.held.database.read(list_requests, viewer=TEAM)[0]
    answer = get(client, site, f"request/{found.reference}.pdf", "space_lead")
    assert "Return interviews" in text_of(answer.content)
    name = f"{found.reference.lower()}-return-interviews.pdf"
    assert f'filename="{name}"' in answer.headers["content-disposition"]


def test_file_names_speak_in_plain_letters():
    assert file_name("St Mary's Académie", "Audit 2026/27") == "st-mary-s-academie-audit-2026-27"
    assert file_name("../../etc") == "etc"
    assert file_name("学校") == "document"
    assert len(file_name("long " * 99)) <= 100
